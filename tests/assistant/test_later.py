"""A telephone number or an address left for news: sealed, never in the words that are kept."""

import pytest

from assistant.chatting import Chat
from tracuu.assistant.enums import Step
from tracuu.core.crypto import keys
from tracuu.messaging.contacts import open_contact
from tracuu.messaging.enums import Author, ConversationState, Kind
from tracuu.messaging.models import Delivery, OfficialAccount, ZaloUser
from tracuu.messaging.zalo.ways import open_phone

NUMBER = "0901 234 567"


@pytest.fixture
def watching(unit) -> Chat:
    """Somebody who waits for news of a unit that has templates."""
    chat = Chat(unit)
    OfficialAccount.objects.filter(unit=unit).update(templates={"ready": "12345"})
    chat.says("Đỗ Thị Mới 02/02/1962")
    chat.taps("Báo cho tôi khi có thẻ")
    return chat


def kept(chat: Chat) -> str:
    user = ZaloUser.objects.get(pk=chat.user.pk)
    if user.sealed_phone is None:
        return ""
    return open_phone(keys()[0], bytes(user.sealed_phone), user.pk)


def test_a_number_is_sealed_and_in_no_message_that_is_kept(watching):
    watching.taps("Để lại số điện thoại hoặc e-mail")
    watching.says(NUMBER)
    assert kept(watching) == "84901234567"
    words = [
        said.text for author in (Author.CITIZEN, Author.ASSISTANT) for said in watching.said(author)
    ]
    assert words
    assert "•••• ••• •••" in words
    assert not any("901 234 567" in text for text in words if "ví dụ" not in text)


def test_whoever_waits_for_an_officer_can_still_leave_a_number_and_it_is_not_kept_in_words(
    watching,
):
    watching.taps("Hỏi cán bộ")
    assert watching.conversation().state == ConversationState.WAITING
    watching.says("để lại số điện thoại")
    assert watching.dialogue().step is Step.LATER
    assert "567" in watching.says(NUMBER)
    assert kept(watching) == "84901234567"
    assert NUMBER not in [said.text for said in watching.said(Author.CITIZEN)]
    # Behind it a number is the officer's again: kept for them, and nobody is told that it is not.
    assert watching.says("gọi em số 0912 345 678 nhé") == ""
    assert "0912 345 678" in watching.said(Author.CITIZEN)[-1].text
    assert kept(watching) == "84901234567"


def test_nobody_is_asked_where_the_unit_has_no_templates_and_no_mail(unit, settings):
    settings.IS_DEMO = False
    chat = Chat(unit)
    chat.says("Đỗ Thị Mới 02/02/1962")
    assert "Để lại" not in chat.taps("Báo cho tôi khi có thẻ")
    assert not any(label.startswith("Để lại") for label in chat.labels())
    assert "chỉ báo tin được ở đây" in chat.says("để lại sđt")
    assert chat.dialogue().step is Step.ANSWERED


def test_an_address_stands_behind_the_person_and_is_in_no_words_that_are_kept(watching):
    watching.taps("Để lại số điện thoại hoặc e-mail")
    watching.says("moi.do@vi-du.example ạ")
    behind = ZaloUser.objects.get(pk=watching.user.pk).next_contact
    assert open_contact(behind).address == "moi.do@vi-du.example"
    assert Delivery.objects.get(contact=behind).kind == Kind.CONFIRM
    assert watching.said(Author.CITIZEN)[-1].text == "••• ạ"
    assert not any("moi.do" in said.text for said in watching.said())
    for number in range(2):
        watching.says("để lại e-mail")
        watching.says(f"{number}@vi-du.example")
    watching.says("để lại e-mail")
    assert "nhiều địa chỉ" in watching.says("9@vi-du.example")


def test_three_times_no_number_is_an_officers(watching):
    watching.taps("Để lại số điện thoại hoặc e-mail")
    for _ in range(2):
        assert "Tôi chưa đọc được" in watching.says("12345")
    watching.says("12345")
    assert watching.conversation().state == ConversationState.WAITING


@pytest.mark.parametrize(
    "said", ["0212 345 6789", "1900 0368", "0901234567 0912345678", "01234567890"]
)
def test_what_is_no_one_mobile_number_is_not_kept(watching, said):
    watching.taps("Để lại số điện thoại hoặc e-mail")
    watching.says(said)
    assert kept(watching) == ""


def test_thoi_ends_only_the_question_while_an_officer_is_awaited(watching):
    watching.says("gặp cán bộ")
    for said in ("tra cứu", "Lê Thị An", "02/09/1990", "để lại sđt", "thôi"):
        watching.says(said)
    assert watching.dialogue().has_person
    assert watching.conversation().state == ConversationState.WAITING


def test_a_landline_goes_to_the_officer_who_is_awaited(watching):
    watching.says("gặp cán bộ")
    watching.says("để lại sđt")
    assert watching.says("0212 345 678") == ""
    assert watching.said(Author.CITIZEN)[-1].text == "0212 345 678"
    assert kept(watching) == ""


@pytest.mark.parametrize(
    "said", ["an.le@gmail", "an.le @gmail.com", "an.le@ gmail. com", "an@b.vn"]
)
def test_no_address_stays_in_words_that_no_officer_reads(watching, said):
    for step in ("", "để lại e-mail"):
        if step:
            watching.says(step)
        watching.says(said)
        assert "@" not in watching.said(Author.CITIZEN)[-1].text


@pytest.mark.parametrize("said", ["cho số điện thoại ạ", "gửi số điện thoại giúp em", "sđt ạ"])
def test_who_asks_for_the_units_number_is_not_asked_for_theirs(watching, said):
    watching.says(said)
    assert watching.dialogue().step is not Step.LATER
