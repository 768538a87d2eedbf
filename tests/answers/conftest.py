"""The shipped content, loaded as an operator would, and a model that has learnt it."""

import pytest

from tracuu.answers.learned import fit_model, is_stale
from tracuu.answers.loading import SHIPPED, load_content
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
