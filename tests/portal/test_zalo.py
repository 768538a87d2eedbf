"""The way to the unit on Zalo, on its own page."""

import pytest

from factories import make_unit
from webhooks.calls import OA, make_account

pytestmark = pytest.mark.django_db
LINK = f'href="https://zalo.me/{OA}"'


@pytest.fixture(autouse=True)
def zalo(settings):
    settings.ZALO_CHAT_URL = "https://zalo.me"


@pytest.mark.parametrize("facts", [{}, {"publishes_lists": False}])
def test_a_unit_that_is_on_zalo_says_so(client, facts):
    make_account(make_unit(**facts))
    page = client.get("/tan-phu/").content.decode()
    assert LINK in page
    assert "Công an không bao giờ hỏi tiền" in page
    assert '<path class="dark" d="M0 0h7' in page
    assert LINK in client.get("/en/tan-phu/").content.decode()


@pytest.mark.parametrize("state", [None, "broken", "stopped"])
def test_one_that_is_not_or_cannot_answer_does_not(client, state):
    unit = make_unit()
    if state:
        make_account(unit, state=state)
    assert "Zalo" not in client.get("/tan-phu/").content.decode()


def test_nobody_is_signed_up_on_zalo_by_a_form(client):
    """An address there is two ids, which only an event of Zalo tells; a stranger may invent them."""
    make_account(make_unit())
    typed = {"full_name": "Nguyễn Hữu Trí", "birth_date": "17/05/1991"}
    answer = client.post("/tan-phu/bao-tin/", {**typed, "channel": "zalo", "address": f"{OA}/1"})
    assert answer.status_code == 200
    assert "bao-tin" in answer.content.decode()
