"""Two officers never answer the same citizen unknowingly; nobody's question is lost."""

import datetime

import pytest
from django.db import transaction

from chatting import asks, last_message, make_citizen, writes
from factories import make_officer, make_unit
from tracuu.accounts.enums import Role
from tracuu.audit.models import Event
from tracuu.audit.operations import Actor
from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.messaging.chat import handing_over
from tracuu.messaging.chat.content import Outgoing, open_said
from tracuu.messaging.contacts import stop_contact
from tracuu.messaging.enums import Author, ConversationState, DeliveryState, Kind
from tracuu.messaging.errors import AnswerNotPossible, ConversationHeld, ConversationNotHere
from tracuu.messaging.models import ChatMessage, Conversation

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2021, 12, 14, 5, 0, tzinfo=datetime.UTC)
HOURS = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def noon(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with clock.stopped_at(NOON):
        yield


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def an(unit):
    return make_officer("an@tan-phu.example", "Nguyễn Văn An", unit, Role.CHIEF)


@pytest.fixture
def binh(unit):
    return make_officer("binh@tan-phu.example", "Trần Thị Bình", unit, Role.CLERK)


def actor(officer):
    return Actor(officer_id=officer.pk, origin="192.0.2.1")


def answer(unit, conversation, officer, text="Chào bạn, thẻ trả ở quầy số 2.", seen=None):
    seen = last_message(conversation) if seen is None else seen
    return handing_over.answer(
        unit=unit, number=conversation.pk, actor=actor(officer), outgoing=Outgoing(text), seen=seen
    )


def fresh(conversation):
    return Conversation.objects.get(pk=conversation.pk)


def words(message):
    return open_said(keys()[0], message.sealed, conversation_id=message.conversation_id).text


def spoken(message):
    return open_said(keys()[0], message.sealed, conversation_id=message.conversation_id).spoken


def test_the_citizen_sees_that_a_person_speaks_and_not_which_one(unit, an, binh):
    conversation = asks(unit)
    first = answer(unit, conversation, an, "Chào bạn.")
    second = answer(unit, conversation, an, "Thẻ ở quầy số 2.")

    # The officers read what was written; the citizen reads who speaks, once a talk.
    assert (words(first), spoken(first)) == ("Chào bạn.", "Cán bộ Công an quận Tân Phú:\nChào bạn.")
    assert spoken(second) == words(second) == "Thẻ ở quầy số 2."
    assert an.full_name not in spoken(first)
    with clock.stopped_at(NOON + 2 * HOURS):
        later = answer(unit, conversation, an, "Bạn còn cần gì không?")
    assert spoken(later).startswith("Cán bộ Công an quận Tân Phú:\n")


def test_after_the_assistant_an_officer_is_announced_again_in_the_citizen_s_language(unit, an):
    conversation = asks(unit)
    contact = conversation.contact
    contact.language = "en"
    contact.save(update_fields=["language"])
    answer(unit, conversation, an)
    handing_over.hand_back(
        unit=unit, number=conversation.pk, actor=actor(an), seen=last_message(conversation)
    )
    again = answer(unit, conversation, an, "Once more.")

    assert spoken(again) == "An officer of Công an quận Tân Phú:\nOnce more."


def test_with_who_speaks_an_answer_still_fits_into_one_message(unit, an):
    conversation = asks(unit)
    head = len("Cán bộ Công an quận Tân Phú:\n")
    with pytest.raises(AnswerNotPossible, match=str(2000 - head)):
        answer(unit, conversation, an, "x" * (2000 - head + 1))

    assert len(spoken(answer(unit, conversation, an, "x" * (2000 - head)))) == 2000


def test_what_is_handed_over_waits_since_then(unit):
    conversation = asks(unit)
    row = fresh(conversation)
    assert (row.state, row.reason, row.waiting_since) == (ConversationState.WAITING, "asked", NOON)


def test_handed_over_again_it_goes_on_waiting_since_the_first_time(unit):
    conversation = asks(unit)
    with clock.stopped_at(NOON + HOURS):
        handing_over.hand_over(conversation=fresh(conversation), reason="not_understood")
    assert fresh(conversation).waiting_since == NOON


def test_what_an_officer_has_stays_with_that_officer(unit, an):
    conversation = asks(unit)
    handing_over.take(unit=unit, number=conversation.pk, actor=actor(an))
    handing_over.hand_over(conversation=fresh(conversation), reason="abuse")
    row = fresh(conversation)
    assert (row.state, row.officer, row.reason) == (ConversationState.OFFICER, an, "asked")


def test_who_answers_what_nobody_has_takes_it(unit, an):
    conversation = asks(unit)
    message = answer(unit, conversation, an)
    row = fresh(conversation)
    assert (row.state, row.officer, row.waiting_since) == (ConversationState.OFFICER, an, None)
    assert (message.author, message.officer) == (Author.OFFICER, an)
    assert (message.delivery.kind, message.delivery.state) == (Kind.CHAT, DeliveryState.QUEUED)
    assert [e.action for e in Event.objects.filter(actor_id=an.pk)] == ["conversation_answered"]


def test_the_second_officer_is_told_who_has_it_and_what_was_answered(unit, an, binh):
    conversation = asks(unit)
    seen = last_message(conversation)
    answer(unit, conversation, an, "Thẻ trả ở quầy số 2.", seen)
    with pytest.raises(ConversationHeld) as held:
        answer(unit, conversation, binh, "Mời bạn đến quầy 5.", seen)
    assert "Nguyễn Văn An" in str(held.value)
    assert held.value.officer_id == an.pk
    assert held.value.answers == ["Thẻ trả ở quầy số 2."]
    said = ChatMessage.objects.filter(conversation=conversation, author=Author.OFFICER)
    assert [words(one) for one in said] == ["Thẻ trả ở quầy số 2."]


def test_also_when_the_first_has_given_it_back_meanwhile(unit, an, binh):
    conversation = asks(unit)
    seen = last_message(conversation)
    answer(unit, conversation, an, "Thẻ trả ở quầy số 2.", seen)
    handing_over.close(
        unit=unit, number=conversation.pk, actor=actor(an), seen=last_message(conversation)
    )
    with pytest.raises(ConversationHeld) as held:
        answer(unit, conversation, binh, "Mời bạn đến quầy 5.", seen)
    assert "vừa trả lời" in str(held.value)
    answer(unit, conversation, binh, "Mời bạn đến quầy 5.")  # knowing it now
    assert fresh(conversation).officer == binh


def test_what_another_has_is_taken_over_only_by_naming_them(unit, an, binh):
    conversation = asks(unit)
    handing_over.take(unit=unit, number=conversation.pk, actor=actor(an))
    with pytest.raises(ConversationHeld):
        handing_over.take(unit=unit, number=conversation.pk, actor=actor(binh))
    handing_over.take(unit=unit, number=conversation.pk, actor=actor(binh), instead_of=an.pk)
    assert fresh(conversation).officer == binh
    with pytest.raises(ConversationHeld) as held:  # An's page does not know it yet
        answer(unit, conversation, an)
    assert held.value.holder == "Trần Thị Bình"


def test_the_same_page_sent_twice_says_it_once(unit, an):
    conversation = asks(unit)
    seen = last_message(conversation)
    first = answer(unit, conversation, an, "Một lần thôi.", seen)
    assert answer(unit, conversation, an, "Một lần thôi.", seen) == first
    assert ChatMessage.objects.filter(author=Author.OFFICER).count() == 1
    answer(unit, conversation, an, "Một lần thôi.")  # on purpose, from the next page
    assert ChatMessage.objects.filter(author=Author.OFFICER).count() == 2


def test_who_writes_back_waits_again(unit, an):
    contact = make_citizen(unit)
    conversation = writes(contact, "Alo")
    handing_over.hand_over(conversation=conversation, reason="asked")
    answer(unit, conversation, an)
    with clock.stopped_at(NOON + HOURS):
        writes(contact, "Còn giấy tờ thì sao?")
    with clock.stopped_at(NOON + 2 * HOURS):
        writes(contact, "Alo ạ")
    assert fresh(conversation).waiting_since == NOON + HOURS


def test_given_back_the_assistant_says_so_once(unit, an):
    conversation = asks(unit)
    answer(unit, conversation, an)
    handing_over.hand_back(
        unit=unit, number=conversation.pk, actor=actor(an), seen=last_message(conversation)
    )
    row = fresh(conversation)
    assert (row.state, row.officer, row.waiting_since) == (ConversationState.ASSISTANT, None, None)
    last = ChatMessage.objects.get(pk=last_message(conversation))
    assert last.author == Author.ASSISTANT
    assert "trợ lý tự động trả lời" in words(last)


def test_closed_nothing_is_said(unit, an):
    conversation = asks(unit)
    before = last_message(conversation)
    handing_over.close(unit=unit, number=conversation.pk, actor=actor(an), seen=before)
    assert fresh(conversation).state == ConversationState.ASSISTANT
    assert last_message(conversation) == before


@pytest.mark.parametrize("end", [handing_over.close, handing_over.hand_back])
def test_what_was_not_read_is_not_closed(unit, an, end):
    contact = make_citizen(unit)
    conversation = writes(contact, "Alo")
    seen = last_message(conversation)
    handing_over.hand_over(conversation=conversation, reason="asked")
    writes(contact, "Em quên giấy hẹn")
    with pytest.raises(AnswerNotPossible, match="vừa nhắn thêm"):
        end(unit=unit, number=conversation.pk, actor=actor(an), seen=seen)
    assert fresh(conversation).waiting_since == NOON


def test_within_48_hours_it_is_free_and_after_7_days_refused(unit, an):
    conversation = asks(unit)
    with clock.stopped_at(NOON + 49 * HOURS):
        answer(unit, conversation, an, "Muộn nhưng còn gửi được.")
    with (
        clock.stopped_at(NOON + 7 * 24 * HOURS),
        pytest.raises(AnswerNotPossible, match="quá 7 ngày"),
    ):
        answer(unit, conversation, an, "Quá muộn.")


def test_beyond_what_is_free_the_assistant_says_nothing_of_itself(unit, an):
    conversation = asks(unit)
    before = last_message(conversation)
    with clock.stopped_at(NOON + 49 * HOURS):
        handing_over.hand_back(unit=unit, number=conversation.pk, actor=actor(an), seen=before)
    assert last_message(conversation) == before


def test_nobody_is_answered_who_is_gone(unit, an):
    conversation = asks(unit)
    stop_contact(conversation.contact)
    with pytest.raises(AnswerNotPossible, match="đã chặn"):
        answer(unit, conversation, an)


@pytest.mark.parametrize("text", ["", "  \n ", "dài" * 700])
def test_what_cannot_be_sent_is_not_said(unit, an, text):
    conversation = asks(unit)
    with pytest.raises(AnswerNotPossible):
        answer(unit, conversation, an, text)
    assert fresh(conversation).state == ConversationState.WAITING


def test_another_units_conversation_does_not_exist(unit, an):
    other = asks(make_unit("tan-binh", "Công an quận Tân Bình"))
    with pytest.raises(ConversationNotHere):
        answer(unit, other, an)


def test_nothing_is_half_done_when_the_callers_transaction_fails(unit):
    conversation = writes(make_citizen(unit), "Alo")

    with transaction.atomic():
        handing_over.hand_over(conversation=conversation, reason="asked")
        transaction.set_rollback(True)
    assert fresh(conversation).state == ConversationState.ASSISTANT
