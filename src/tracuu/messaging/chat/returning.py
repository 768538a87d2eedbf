"""Once a minute: the assistant speaks again where no officer did in the unit's time.

While the unit is open, so many minutes after the last word of an officer (or since a person is waited
for). While it is closed nobody is expected: what waits and no officer has is given back at once, with
when the unit opens. Whoever was not answered goes on waiting, and stays in the inbox.
"""

import datetime

import structlog
from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from tracuu.core import clock
from tracuu.messaging.chat.calling import call_while_open
from tracuu.messaging.chat.handing_over import hold, let_assistant_speak, say_if_free
from tracuu.messaging.chat.inbox_settings import settings_of
from tracuu.messaging.enums import Author, ConversationState
from tracuu.messaging.models import ChatMessage, Conversation
from tracuu.units.models import Unit
from tracuu.units.rules import is_open, next_opening
from tracuu.units.wording import when_text

_log = structlog.get_logger()


def return_overdue() -> int:
    """Let the assistant speak again wherever it is time; how many conversations.

    Each in a transaction of its own, looked at again under its lock; what cannot be due is not locked.
    """
    rows = list(Conversation.objects.exclude(state=ConversationState.ASSISTANT).order_by("pk"))
    units = Unit.objects.in_bulk({one.unit_id for one in rows})
    now, done = clock.now(), 0
    for one in rows:
        unit = units[one.unit_id]
        try:
            done += _may_be_due(one, unit, now) and _return(unit, one.pk)
        except Exception as error:  # noqa: BLE001 (one conversation's trouble keeps no other waiting)
            _log.error("return_fault", error=type(error).__qualname__)
    return done


@transaction.atomic
def _return(unit: Unit, number: int) -> bool:
    conversation = hold(unit, number)
    now = clock.now()
    if not _may_be_due(conversation, unit, now) or not _was_silent(conversation, unit, now):
        return False
    is_waiting = conversation.waiting_since is not None
    let_assistant_speak(conversation, goes_on_waiting=is_waiting)
    if is_waiting and not _was_told(conversation, unit, now):
        with translation.override(conversation.contact.language):
            say_if_free(conversation, _sentence(unit, now), call_while_open(unit))
    return True


def _was_told(conversation: Conversation, unit: Unit, now: datetime.datetime) -> bool:
    """Who asked for an officer while the unit was closed heard then when it opens."""
    since = conversation.waiting_since
    return since is not None and not any(is_open(unit.opening_hours, at) for at in (since, now))


def _may_be_due(conversation: Conversation, unit: Unit, now: datetime.datetime) -> bool:
    """Whether it is time, unless an officer said something meanwhile."""
    if conversation.state == ConversationState.ASSISTANT:
        return False
    if conversation.state == ConversationState.WAITING and not is_open(unit.opening_hours, now):
        return True
    moments = [at for at in (conversation.waiting_since, conversation.taken_at) if at]
    return not moments or now - max(moments) >= _patience(unit)


def _was_silent(conversation: Conversation, unit: Unit, now: datetime.datetime) -> bool:
    """Whether the officer who has it has said nothing for the unit's time."""
    if conversation.officer_id is None:
        return True
    spoken = ChatMessage.objects.filter(
        conversation=conversation, author=Author.OFFICER, officer_id=conversation.officer_id
    )
    last = spoken.aggregate(last=Max("created_at"))["last"]
    return last is None or now - last >= _patience(unit)


def _patience(unit: Unit) -> datetime.timedelta:
    return datetime.timedelta(minutes=settings_of(unit).return_minutes)


def _sentence(unit: Unit, now: datetime.datetime) -> str:
    opens = next_opening(unit.opening_hours, now)
    if is_open(unit.opening_hours, now) or opens is None:
        return _(
            "Các cán bộ đang bận nên chưa trả lời được. Tin của bạn vẫn chờ cán bộ; trong lúc đó, trợ"
            " lý tự động trả lời bạn."
        )
    return _(
        "Đơn vị đang nghỉ. Cán bộ sẽ đọc tin của bạn khi làm việc lại, từ %(time)s. Trong lúc chờ, trợ"
        " lý tự động trả lời bạn."
    ) % {"time": when_text(opens, now)}
