"""A telephone number that is left for news: sealed, never in the words that are kept, and used."""

import pytest

from assistant.chatting import Chat
from tracuu.assistant.enums import Step
from tracuu.core.crypto import keys
from tracuu.messaging.enums import Author, ConversationState
from tracuu.messaging.models import OfficialAccount, ZaloUser
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
    watching.taps("Để lại số điện thoại")
    watching.says(NUMBER)
    assert kept(watching) == "84901234567"
    words = [
        said.text for author in (Author.CITIZEN, Author.ASSISTANT) for said in watching.said(author)
    ]
    assert words
    assert not any("234567" in text.replace(" ", "").replace("0901234567.", "") for text in words)
    assert "•••• ••• •••" in words


def test_whoever_waits_for_an_officer_can_still_leave_a_number_and_it_is_not_kept_in_words(
    watching,
):
    watching.taps("Hỏi cán bộ")
    assert watching.conversation().state == ConversationState.WAITING
    watching.says("để lại số điện thoại")
    assert watching.dialogue().step is Step.PHONE
    assert "567" in watching.says(NUMBER)
    assert kept(watching) == "84901234567"
    assert NUMBER not in [said.text for said in watching.said(Author.CITIZEN)]
    # Behind it a number is the officer's again: kept for them, and nobody is told that it is not.
    assert watching.says("gọi em số 0912 345 678 nhé") == ""
    assert "0912 345 678" in watching.said(Author.CITIZEN)[-1].text
    assert kept(watching) == "84901234567"


def test_nobody_is_asked_where_the_unit_has_no_templates(unit):
    chat = Chat(unit)
    chat.says("Đỗ Thị Mới 02/02/1962")
    assert "số điện thoại" not in chat.taps("Báo cho tôi khi có thẻ")
    assert "Để lại số điện thoại" not in chat.labels()


def test_three_times_no_number_is_an_officers(watching):
    watching.taps("Để lại số điện thoại")
    for _ in range(2):
        assert "10 chữ số" in watching.says("12345")
    watching.says("12345")
    assert watching.conversation().state == ConversationState.WAITING


@pytest.mark.parametrize(
    "said", ["0212 345 6789", "1900 0368", "0901234567 0912345678", "01234567890"]
)
def test_what_is_no_one_mobile_number_is_not_kept(watching, said):
    watching.taps("Để lại số điện thoại")
    watching.says(said)
    assert kept(watching) == ""
