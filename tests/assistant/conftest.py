import pytest

from assistant.chatting import EVERYBODY, NOON, Chat, make_tan_phu
from factories import publish_people
from tracuu.answers.learned import fit_model, is_stale
from tracuu.answers.loading import SHIPPED, load_content
from tracuu.audit.operations import COMMAND_LINE
from tracuu.core import clock


@pytest.fixture
def unit(db, tmp_path):
    unit = make_tan_phu()
    with clock.stopped_at(NOON):
        publish_people(unit, tmp_path, *EVERYBODY)
    return unit


@pytest.fixture
def chat(unit):
    return Chat(unit)


@pytest.fixture
def answering(db):
    """The shipped content, and a model that has learnt it: its file outlives the test."""
    load_content(SHIPPED, actor=COMMAND_LINE)
    if is_stale():
        fit_model()
