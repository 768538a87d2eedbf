"""Zalo's windows count from when something was said, whenever we heard of it."""

import datetime

import pytest

from chatting import make_citizen, writes
from factories import make_unit
from tracuu.core import clock
from tracuu.messaging.chat.content import Incoming
from tracuu.messaging.chat.speaking import hear
from tracuu.messaging.chat.windows import CHARGED, FREE, WindowKind, window_of
from tracuu.messaging.models import OfficialAccount, ZaloUser

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2021, 12, 14, 5, 0, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def citizen():
    with clock.stopped_at(NOON - 10 * 24 * HOUR):
        return make_citizen(make_unit())


def heard_late(contact, *, said_at, heard_at):
    """A call of Zalo's that came in the second or third time only."""
    user = ZaloUser.objects.get(contact=contact)
    with clock.stopped_at(heard_at):
        conversation = hear(
            contact=contact,
            unit_id=user.account.unit_id,
            incoming=Incoming(external_id=f"m{said_at}", sent_at=said_at, text="Chào"),
        )
    ZaloUser.objects.filter(pk=user.pk).update(interacted_at=said_at)
    return conversation


def kind_at(conversation, moment):
    with clock.stopped_at(moment):
        return window_of(conversation).kind


def test_a_call_that_came_two_hours_late_buys_no_two_hours(citizen):
    conversation = heard_late(citizen, said_at=NOON, heard_at=NOON + 2 * HOUR)
    assert kind_at(conversation, NOON + FREE - MINUTE) is WindowKind.FREE
    assert kind_at(conversation, NOON + FREE + MINUTE) is WindowKind.CHARGED
    assert kind_at(conversation, NOON + CHARGED + MINUTE) is WindowKind.CLOSED
    with clock.stopped_at(NOON + 3 * HOUR):
        assert window_of(conversation).ends_at == NOON + FREE


def test_what_is_heard_out_of_order_takes_no_time_away(citizen):
    heard_late(citizen, said_at=NOON, heard_at=NOON)
    conversation = heard_late(citizen, said_at=NOON - 5 * HOUR, heard_at=NOON + MINUTE)
    assert conversation.last_inbound_at == NOON


def test_nothing_was_said_after_now(citizen):
    """A clock of Zalo's that is ahead of ours by some minutes is believed elsewhere, not here."""
    conversation = heard_late(citizen, said_at=NOON + 4 * MINUTE, heard_at=NOON)
    assert conversation.last_inbound_at == NOON


def test_a_unit_that_left_the_account_has_no_window(citizen):
    conversation = writes(citizen, "Chào")
    assert window_of(conversation).is_open
    OfficialAccount.objects.update(state="stopped")
    assert window_of(conversation).kind is WindowKind.LEFT
