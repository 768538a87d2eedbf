import pytest

from factories import make_officer
from tracuu.accounts.enums import Role

HOME = "/console/tan-phu/lists/"


@pytest.fixture
def editor(unit):
    return make_officer("em@tan-phu.example", "Đỗ Văn Em", unit, Role.EDITOR)


@pytest.fixture
def page(client, editor):
    """Ask for a page of the lists as an editor; with data, send it."""
    client.force_login(editor)

    def ask(path="", data=None, **more):
        if data is None:
            return client.get(HOME + path, **more)
        return client.post(HOME + path, data, **more)

    return ask
