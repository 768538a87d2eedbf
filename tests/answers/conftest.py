"""The shipped content, loaded as an operator would, and a model that has learnt it."""

import pytest

from answers.making import WAYS, publish, teach_little
from tracuu.answers.learned import fit_model, is_stale
from tracuu.answers.loading import SHIPPED, load_content
from tracuu.answers.models import Topic
from tracuu.audit.operations import COMMAND_LINE


@pytest.fixture
def shipped(db):
    return load_content(SHIPPED, actor=COMMAND_LINE)


@pytest.fixture(scope="session")
def fitted():
    """Fits once a session: the file outlives the test, and fits no other content."""

    def fit_once():
        if is_stale():
            fit_model()

    return fit_once


@pytest.fixture
def answering(shipped, fitted):
    fitted()


@pytest.fixture
def home(settings, tmp_path):
    """A folder of its own for the model files."""
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def taught(db, home):
    """Three topics, each with an answer that holds, and a model that has learnt their words."""
    teach_little()
    for slug in WAYS:
        publish(Topic.objects.get(slug=slug), question=f"{slug}?", is_confirmed=True)
