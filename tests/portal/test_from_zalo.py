"""The form that a chat opens, and the way back: by a button, once, with the first tier alone."""

import datetime
import re

import pytest

from assistant.chatting import EVERYBODY, NOON, Chat, make_tan_phu
from factories import make_unit, publish_people
from tracuu.assistant.web_links import Link, read_token, write_token
from tracuu.core import clock
from tracuu.messaging.chat.content import Tap
from tracuu.messaging.enums import ConversationState
from tracuu.messaging.models import ChatMessage

URL, BACK = "/tan-phu/tra-cuu/", "/tan-phu/tra-cuu/zalo/"
TRI = {"full_name": "Nguyễn Hữu Trí", "birth_date": "17/05/1991"}
NOBODY = {"full_name": "Đỗ Thị Vắng", "birth_date": "02/02/1962"}


@pytest.fixture(autouse=True)
def noon(db, settings):
    settings.BASE_URL = "https://tra-cuu.example"
    with clock.stopped_at(NOON):
        yield


@pytest.fixture
def chat(tmp_path):
    unit = make_tan_phu()
    publish_people(unit, tmp_path, *EVERYBODY)
    return Chat(unit)


def open_form(chat) -> str:
    """The address that the chat's button opens; its token."""
    chat.says("tra cứu")
    (button,) = [one for one in chat.buttons() if one.tap is Tap.OPEN]
    assert button.value.startswith("https://tra-cuu.example/tan-phu/tra-cuu/?zalo=")
    return button.value.partition("zalo=")[2]


def text_of(answer):
    return answer.content.decode()


def test_the_token_names_nobody(chat):
    token = open_form(chat)

    link = read_token(token, chat.unit)
    assert link.conversation_id == chat.conversation().pk
    assert len(token) < 200
    # Sealed: the same link twice has nothing in common but its length.
    one, other = (write_token(link).partition(":")[0] for _ in range(2))
    assert one[8:] != other[8:]
    assert link.nonce not in token


def test_the_token_goes_with_the_form_and_the_answer_offers_the_way_back(client, chat):
    token = open_form(chat)
    form = text_of(client.get(URL, {"zalo": token}))
    assert f'name="zalo" value="{token}"' in form
    assert "Bạn mở trang này từ Zalo." in form

    for person in (TRI, NOBODY):
        page = text_of(client.post(URL, {**person, "zalo": token}))
        assert f'action="{BACK}"' in page
        assert "Gửi sang Zalo" in page
    again = text_of(client.post(URL, {"full_name": "", "birth_date": "x", "zalo": token}))
    assert f'value="{token}"' in again
    # Nothing went by itself.
    assert len(chat.said()) == 1


def test_every_answer_with_a_token_has_one_size(client, chat):
    token = open_form(chat)
    asked = [TRI, NOBODY, {**TRI, "proof_value": "HS-00012"}, {**TRI, "proof_value": "HS-00013"}]
    sizes = {len(client.post(URL, {**one, "zalo": token}).content) for one in asked}
    assert sizes == {12 * 1024 + 4000}
    # And in the other language; and without a token as before.
    english = {len(client.post(f"/en{URL}", {**one, "zalo": token}).content) for one in asked}
    assert english == sizes
    assert len(client.post(URL, TRI).content) == 12 * 1024


def test_the_answer_goes_on_in_the_chat_once(client, chat):
    token = open_form(chat)

    answer = client.post(BACK, {**TRI, "zalo": token})

    assert "Đã gửi sang Zalo" in text_of(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies
    last = chat.said()[-1]
    assert last.text.startswith("Nguyễn Hữu Trí, 17/05/1991:\nThẻ của bạn đã về đơn vị")
    assert "A12" not in last.text
    assert chat.dialogue().has_person
    # It may be watched, looked into, gone on with; and the link is used up.
    again = text_of(client.post(BACK, {**NOBODY, "zalo": token}))
    assert "Liên kết này không dùng được nữa" in again
    assert chat.said()[-1] == last
    assert "A12" in chat.says("HS-00012")


def test_no_second_fact_travels(client, chat):
    token = open_form(chat)
    client.post(BACK, {**TRI, "zalo": token, "proof_kind": "receipt", "proof_value": "HS-00012"})

    assert "A12" not in chat.said()[-1].text
    assert chat.dialogue().fact == ""


@pytest.mark.parametrize("minutes", [31, 600])
def test_an_old_link_opens_nothing(client, chat, minutes):
    token = open_form(chat)
    with clock.stopped_at(NOON + datetime.timedelta(minutes=minutes)):
        answer = client.post(BACK, {**TRI, "zalo": token})
    assert "Liên kết này không dùng được nữa" in text_of(answer)
    assert len(chat.said()) == 1


def test_a_new_lookup_in_the_chat_ends_the_old_link(client, chat):
    old = open_form(chat)
    new = open_form(chat)
    assert "không dùng được nữa" in text_of(client.post(BACK, {**TRI, "zalo": old}))
    assert "Đã gửi sang Zalo" in text_of(client.post(BACK, {**TRI, "zalo": new}))


def test_a_link_of_another_unit_or_of_nobody_is_no_link(client, chat):
    make_unit("quan-10", "Công an Quận 10")
    token = open_form(chat)
    forged = write_token(Link(chat.conversation().pk, chat.unit.pk, "0" * 16))
    for path, one in (
        ("/quan-10/tra-cuu/zalo/", token), (BACK, forged), (BACK, token.replace(":", ":x", 1)), (BACK, ""),
        (BACK, "x" * 500), (BACK, "a:b:c"), (BACK, f"{token}x"),
    ):  # fmt: skip
        page = text_of(client.post(path, {**TRI, "zalo": one}))
        assert "không dùng được nữa" in page
    assert len(chat.said()) == 1
    assert "zalo" not in text_of(client.get("/quan-10/tra-cuu/", {"zalo": token})).lower()
    # The real one is as good as before.
    assert "Đã gửi sang Zalo" in text_of(client.post(BACK, {**TRI, "zalo": token}))


def test_what_cannot_be_read_goes_back_to_the_form(client, chat):
    token = open_form(chat)
    answer = client.post(BACK, {"full_name": "", "birth_date": "", "zalo": token})
    assert (answer.status_code, answer.url) == (302, URL)
    assert client.get(BACK).status_code == 405


def test_while_an_officer_has_the_chat_nothing_is_said_into_it(client, chat):
    token = open_form(chat)
    chat.set_state(ConversationState.OFFICER)
    assert "không dùng được nữa" in text_of(client.post(BACK, {**TRI, "zalo": token}))
    assert ChatMessage.objects.count() == 2


def test_a_household_keeps_the_link_and_offers_no_way_back(client, chat):
    token = open_form(chat)
    both = {**TRI, "full_name-2": "Lê Thị An", "birth_date-2": "02/09/1990", "zalo": token}
    page = client.post(URL, both)
    assert f'value="{token}"' in text_of(page)
    assert f'action="{BACK}"' not in text_of(page)
    assert len(page.content) == 12 * 1024 + 2 * 4000


def test_the_way_back_is_in_english_too(client, chat):
    token = open_form(chat)
    page = text_of(client.post(f"/en{BACK}", {**TRI, "zalo": token}))
    assert "Sent to Zalo" in page
    assert re.search(r'<a class="button" href="https://zalo\.me/\d+"', page)
