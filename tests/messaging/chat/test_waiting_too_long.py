"""After the unit's time the assistant comes back and a chief is told, once; nights do not count."""

import datetime
import itertools

import pytest

from chatting import asks, last_message, make_citizen, writes
from factories import make_officer, make_unit
from tracuu.accounts.enums import Role
from tracuu.audit.operations import Actor
from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.messaging.channels import open_session
from tracuu.messaging.chat import chasing, handing_over
from tracuu.messaging.chat.chasing import chase_overdue
from tracuu.messaging.chat.chief_mail import NO_MAILBOX, list_unreached, try_again
from tracuu.messaging.chat.content import Outgoing, open_said
from tracuu.messaging.chat.inbox import count_waiting
from tracuu.messaging.chat.inbox_settings import set_minutes
from tracuu.messaging.chat.returning import return_overdue
from tracuu.messaging.enums import ConversationState
from tracuu.messaging.models import ChatMessage, ChiefMail, Conversation
from tracuu.messaging.rules import MOST_ATTEMPTS
from tracuu.units.rules import is_open, next_opening, open_time_between

pytestmark = pytest.mark.django_db
VIETNAM = clock.VIETNAM
NOON = datetime.datetime(2021, 12, 14, 12, 0, tzinfo=VIETNAM)
NIGHT = datetime.datetime(2021, 12, 14, 22, 0, tzinfo=VIETNAM)


def minutes(count):
    return datetime.timedelta(minutes=count)


@pytest.fixture(autouse=True)
def quick(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def unit():
    return make_unit()  # 7:00-21:00 every day


@pytest.fixture
def an(unit):
    return make_officer("an@tan-phu.example", "Nguyễn Văn An", unit, Role.CHIEF)


@pytest.fixture
def binh(unit):
    return make_officer("binh@tan-phu.example", "Trần Thị Bình", unit, Role.CLERK)


def asked_at(unit, moment):
    with clock.stopped_at(moment):
        return asks(unit)


def fresh(conversation):
    return Conversation.objects.get(pk=conversation.pk)


def last_words(conversation):
    message = ChatMessage.objects.get(pk=last_message(conversation))
    return open_said(keys()[0], message.sealed, conversation_id=conversation.pk).text


def returned_at(moment):
    with clock.stopped_at(moment):
        return return_overdue()


def chased_at(moment):
    with clock.stopped_at(moment):
        return chase_overdue()


def test_without_an_officers_word_the_assistant_comes_back_and_the_question_stays(unit):
    conversation = asked_at(unit, NOON)
    assert returned_at(NOON + minutes(29)) == 0
    assert returned_at(NOON + minutes(30)) == 1
    row = fresh(conversation)
    assert (row.state, row.waiting_since) == (ConversationState.ASSISTANT, NOON)
    assert "Tin của bạn vẫn chờ cán bộ" in last_words(conversation)
    assert count_waiting(unit).count == 1
    assert returned_at(NOON + minutes(31)) == 0


def test_who_asks_again_has_the_whole_time_again(unit):
    conversation = asked_at(unit, NOON)
    returned_at(NOON + minutes(30))
    with clock.stopped_at(NOON + minutes(60)):
        handing_over.hand_over(conversation=fresh(conversation), reason="asked")
    assert returned_at(NOON + minutes(61)) == 0
    assert returned_at(NOON + minutes(90)) == 1
    assert fresh(conversation).waiting_since == NOON


def test_an_officer_who_took_it_and_left_holds_it_no_longer_than_that(unit, an):
    conversation = asked_at(unit, NOON)
    with clock.stopped_at(NOON + minutes(20)):
        handing_over.take(unit=unit, number=conversation.pk, actor=Actor(an.pk, "192.0.2.1"))
    assert returned_at(NOON + minutes(45)) == 0
    assert returned_at(NOON + minutes(50)) == 1
    assert fresh(conversation).officer is None


def test_where_the_officer_had_the_last_word_nothing_more_is_said(unit, an):
    conversation = asked_at(unit, NOON)
    with clock.stopped_at(NOON + minutes(5)):
        handing_over.answer(
            unit=unit,
            number=conversation.pk,
            actor=Actor(an.pk, "192.0.2.1"),
            outgoing=Outgoing("Mời bạn đến quầy 2."),
            seen=last_message(conversation),
        )
    assert returned_at(NOON + minutes(34)) == 0
    assert returned_at(NOON + minutes(35)) == 1
    assert last_words(conversation) == "Mời bạn đến quầy 2."
    assert fresh(conversation).waiting_since is None


def test_a_citizen_who_wrote_just_now_is_not_given_back_at_once(unit, an):
    with clock.stopped_at(NOON):
        contact = make_citizen(unit)
        conversation = writes(contact, "Alo")
        handing_over.answer(
            unit=unit,
            number=conversation.pk,
            actor=Actor(an.pk, "192.0.2.1"),
            outgoing=Outgoing("Chào bạn."),
            seen=last_message(conversation),
        )
    with clock.stopped_at(NOON + minutes(29)):
        writes(contact, "Em hỏi thêm")
    assert returned_at(NOON + minutes(40)) == 0
    assert returned_at(NOON + minutes(59)) == 1


def test_at_night_the_assistant_goes_on_at_once_and_says_when_officers_come(unit):
    late = NIGHT - minutes(61)  # 20:59, a minute before the unit closes
    conversation = asked_at(unit, late)
    assert returned_at(NIGHT) == 1
    assert "từ 7:00 ngày mai" in last_words(conversation)
    assert fresh(conversation).waiting_since == late


def test_who_asked_at_night_heard_it_then_and_is_not_told_again(unit):
    conversation = asked_at(unit, NIGHT)
    before = last_words(conversation)
    assert returned_at(NIGHT + minutes(1)) == 1
    assert last_words(conversation) == before
    assert fresh(conversation).waiting_since == NIGHT


def test_the_unit_decides_how_long(unit):
    set_minutes(unit=unit, chase=10, give_back=120, actor=Actor(None, "cli"))
    asked_at(unit, NOON)
    assert returned_at(NOON + minutes(119)) == 0
    assert chased_at(NOON + minutes(10)) == 1
    assert returned_at(NOON + minutes(120)) == 1


def test_a_chief_gets_one_e_mail_that_names_nobody(unit, an, binh, mailbox):
    conversation = asked_at(unit, NOON)
    asked_at(unit, NOON + minutes(25))
    assert chased_at(NOON + minutes(29)) == 0
    assert chased_at(NOON + minutes(31)) == 1
    (mail,) = mailbox.messages
    assert mail["To"] == "an@tan-phu.example"
    body = mail.get_content()
    assert "1 người dân đang chờ trả lời" in body
    assert "31 phút" in body
    assert "https://tra-cuu.example/console/tan-phu/inbox/" in body
    assert "gặp cán bộ" not in body
    assert mail["List-Unsubscribe"] is None
    assert fresh(conversation).chased_at == NOON + minutes(31)
    assert chased_at(NOON + minutes(40)) == 0  # once; the second has not waited long enough
    assert chased_at(NOON + minutes(55)) == 1
    assert len(mailbox.messages) == 2


def test_nights_do_not_count(unit, an, mailbox):
    asked_at(unit, NIGHT - minutes(80))  # 20:40
    assert chased_at(NIGHT) == 0  # 20 minutes of it the unit was open
    assert chased_at(NIGHT + minutes(9 * 60 + 9)) == 0  # 7:09
    assert chased_at(NIGHT + minutes(9 * 60 + 10)) == 1
    assert len(mailbox.messages) == 1


def test_a_mail_server_that_is_away_is_tried_again(unit, an, settings):
    conversation = asked_at(unit, NOON)
    settings.SMTP_URL = "smtp://127.0.0.1:9"
    assert chased_at(NOON + minutes(31)) == 0
    assert fresh(conversation).chased_at is None


def refusals():
    return list(ChiefMail.objects.values_list("attempts", "failure", "not_before"))


def test_a_mailbox_that_refuses_is_tried_more_and_more_seldom_and_then_no_more(unit, an, mailbox):
    conversation = asked_at(unit, NOON)
    mailbox.answers = ["451 4.3.0 Later"] * 50
    tried = []
    for minute in range(31, 31 + 9 * 60):  # until the unit closes
        before = len(mailbox.answers)
        assert chased_at(NOON + minutes(minute)) == 0
        if len(mailbox.answers) < before:
            tried.append(minute)
    assert 4 <= len(tried) < MOST_ATTEMPTS
    assert [b - a for a, b in itertools.pairwise(tried)] == sorted(
        b - a for a, b in itertools.pairwise(tried)
    )
    assert fresh(conversation).chased_at is None
    ChiefMail.objects.update(attempts=MOST_ATTEMPTS - 1, not_before=NOON)
    assert chased_at(NOON + minutes(24 * 60)) == 0
    assert refusals() == [(MOST_ATTEMPTS, "smtp_451", None)]
    left = len(mailbox.answers)
    assert chased_at(NOON + minutes(48 * 60)) == 0
    assert len(mailbox.answers) == left
    (unreached,) = list_unreached(unit)
    assert (unreached.full_name, unreached.next_at) == ("Nguyễn Văn An", None)


def test_a_mailbox_that_is_not_there_is_tried_once(unit, mailbox):
    make_officer("nobody@tan-phu.example", "Nguyễn Văn An", unit, Role.CHIEF)
    asked_at(unit, NOON)
    assert chased_at(NOON + minutes(31)) == 0
    assert refusals() == [(1, NO_MAILBOX, None)]


def test_one_chief_who_is_reached_is_enough_and_the_other_is_told_of(unit, an, mailbox):
    make_officer("nobody@tan-phu.example", "Trần Thị Cúc", unit, Role.CHIEF)
    conversation = asked_at(unit, NOON)
    assert chased_at(NOON + minutes(31)) == 1
    assert fresh(conversation).chased_at == NOON + minutes(31)
    assert [one.full_name for one in list_unreached(unit)] == ["Trần Thị Cúc"]


def test_who_mends_the_mailbox_is_told_again_and_so_is_who_has_another(unit, mailbox):
    cuc = make_officer("nobody@tan-phu.example", "Trần Thị Cúc", unit, Role.CHIEF)
    conversation = asked_at(unit, NOON)
    chased_at(NOON + minutes(31))
    cuc.email = "cuc@tan-phu.example"
    cuc.save()
    assert list_unreached(unit) == []
    assert chased_at(NOON + minutes(32)) == 1
    assert not ChiefMail.objects.exists()
    Conversation.objects.filter(pk=conversation.pk).update(chased_at=None)
    mailbox.answers = ["552 5.2.2 Full"]
    assert chased_at(NOON + minutes(33)) == 0
    assert chased_at(NOON + minutes(33)) == 0
    assert try_again(unit=unit, actor=Actor(cuc.pk, "192.0.2.1")) == 1
    assert chased_at(NOON + minutes(33)) == 1


def test_a_mail_server_that_is_away_is_asked_once_for_all_units(unit, an, settings, monkeypatch):
    other = make_unit("quan-10", "Công an Quận 10")
    make_officer("chi@quan-10.example", "Lê Thị Chi", other, Role.CHIEF)
    asked_at(unit, NOON)
    asked_at(other, NOON)
    settings.SMTP_URL = "smtp://127.0.0.1:9"
    opened = []
    monkeypatch.setattr(
        chasing, "open_session", lambda name: opened.append(name) or open_session(name)
    )
    assert chased_at(NOON + minutes(31)) == 0
    assert len(opened) == 1
    assert not ChiefMail.objects.exists()


def test_who_waits_anew_is_chased_anew(unit, an, mailbox):
    conversation = asked_at(unit, NOON)
    chased_at(NOON + minutes(31))
    with clock.stopped_at(NOON + minutes(40)):
        handing_over.close(
            unit=unit,
            number=conversation.pk,
            actor=Actor(an.pk, "192.0.2.1"),
            seen=last_message(conversation),
        )
    with clock.stopped_at(NOON + minutes(60)):
        handing_over.hand_over(conversation=fresh(conversation), reason="asked")
    assert chased_at(NOON + minutes(90)) == 1
    assert len(mailbox.messages) == 2


WORKDAYS = [
    {"days": [1, 2, 3, 4, 5], "opens": "07:30", "closes": "11:30"},
    {"days": [1, 2, 3, 4, 5], "opens": "13:00", "closes": "17:00"},
    {"days": [6], "opens": "18:00", "closes": "24:00"},
]


def at(day, time):
    return datetime.datetime.fromisoformat(f"2026-11-{day}T{time}+07:00")


def test_open_time_knows_lunch_weekends_and_midnight():
    assert open_time_between(WORKDAYS, at(26, "11:00"), at(26, "13:30")) == minutes(60)
    assert open_time_between(WORKDAYS, at(27, "16:00"), at(30, "08:00")) == minutes(60 + 360 + 30)
    assert open_time_between(WORKDAYS, at(27, "16:00"), at(27, "15:00")) == minutes(0)
    assert is_open(WORKDAYS, at(28, "23:59"))
    assert not is_open(WORKDAYS, at(29, "00:00"))
    assert next_opening(WORKDAYS, at(27, "11:30")) == at(27, "13:00")
    assert next_opening(WORKDAYS, at(28, "20:00")) == at(30, "07:30")
    assert (
        next_opening([{"days": [], "opens": "07:00", "closes": "08:00"}], at(28, "20:00")) is None
    )
