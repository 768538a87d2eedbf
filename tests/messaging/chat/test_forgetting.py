"""Words are kept for half a year."""

import datetime

import pytest

from chatting import make_citizen, writes
from factories import make_unit
from tracuu.core import clock
from tracuu.messaging.chat.forgetting import WORDS_DAYS, forget_old_words
from tracuu.messaging.models import ChatMessage

NOON = datetime.datetime(2026, 3, 2, 5, 0, tzinfo=datetime.UTC)


@pytest.mark.parametrize(("days", "left"), [(WORDS_DAYS - 1, 1), (WORDS_DAYS + 1, 0)])
def test_what_was_said_half_a_year_ago_is_forgotten(db, days, left):
    with clock.stopped_at(NOON):
        conversation = writes(make_citizen(make_unit()), "Nguyễn Hữu Trí 17/05/1991")
    with clock.stopped_at(NOON + datetime.timedelta(days=days)):
        forget_old_words()
    assert ChatMessage.objects.filter(conversation=conversation).count() == left


def test_who_still_waits_for_an_officer_is_not_forgotten(db):
    with clock.stopped_at(NOON):
        conversation = writes(make_citizen(make_unit()), "Cho em gặp cán bộ")
        conversation.waiting_since = NOON
        conversation.save()
    with clock.stopped_at(NOON + datetime.timedelta(days=WORDS_DAYS + 1)):
        assert forget_old_words() == 0
