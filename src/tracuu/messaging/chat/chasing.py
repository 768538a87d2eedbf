"""Once a minute: a chief is told of citizens whom nobody answered in the unit's time, once each.

Time counts while the unit is open. The e-mail says how many and how long, and leads to the inbox; it
says nothing of who or what. Where no e-mail can be sent, the first screen of the day says it; and it
names the chiefs whose mailbox refuses us.
"""

import datetime
import hashlib
from collections import defaultdict
from collections.abc import Sequence

import structlog
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from tracuu.core import clock
from tracuu.messaging.channels import Message, is_offered, open_session
from tracuu.messaging.chat.chief_mail import (
    list_chiefs,
    note_reached,
    note_refused,
    reachable,
)
from tracuu.messaging.chat.inbox_settings import settings_of
from tracuu.messaging.enums import ChannelName
from tracuu.messaging.errors import ChannelNotReady, SendingFailed
from tracuu.messaging.models import Conversation
from tracuu.messaging.wording import Text
from tracuu.units.models import Unit
from tracuu.units.rules import is_open, open_time_between

_SIGNS = 12
_log = structlog.get_logger()


def chase_overdue() -> int:
    """Tell the chiefs of every unit; of how many conversations they were told now.

    One that dies between the e-mail and the row writes the same e-mail again, under the same
    Message-ID: a mailbox shows it once. A mail server that is away is asked once a minute, whatever the
    number of units.
    """
    now = clock.now()
    waiting = Conversation.objects.filter(waiting_since__isnull=False, chased_at=None)
    by_unit: dict[int, list[Conversation]] = defaultdict(list)
    for conversation in waiting.order_by("waiting_since"):
        by_unit[conversation.unit_id].append(conversation)
    units = Unit.objects.in_bulk(list(by_unit))
    told = 0
    for pk, rows in by_unit.items():
        try:
            told += _chase(units[pk], rows, now)
        except ChannelNotReady as error:
            _log.warning("chase_not_sent", unit=units[pk].slug, failure=error.code)
            break
    return told


def is_overdue(
    unit: Unit, waiting_since: datetime.datetime, now: datetime.datetime, minutes: int
) -> bool:
    """Whether a citizen has waited for so many minutes in which the unit was open."""
    waited = open_time_between(unit.opening_hours, waiting_since, now)
    return waited >= datetime.timedelta(minutes=minutes)


def _chase(unit: Unit, waiting: Sequence[Conversation], now: datetime.datetime) -> int:
    if not is_open(unit.opening_hours, now):
        return 0
    minutes = settings_of(unit).chase_minutes
    late = [
        one
        for one in waiting
        if one.waiting_since and is_overdue(unit, one.waiting_since, now, minutes)
    ]
    if not late or not _tell_chiefs(unit, late, now):
        return 0
    ids = [one.pk for one in late]
    rows = Conversation.objects.filter(pk__in=ids, waiting_since__isnull=False, chased_at=None)
    return rows.update(chased_at=now)


def _tell_chiefs(unit: Unit, late: Sequence[Conversation], now: datetime.datetime) -> bool:
    """Whether it is settled: somebody was told, or there is no way but the first screen.

    Raises `ChannelNotReady` when the mail server is away. A mailbox that refuses rests (`chief_mail`).
    """
    chiefs = list_chiefs(unit)
    if not chiefs or not is_offered(ChannelName.EMAIL):
        return True
    awake = reachable(chiefs, now)
    if not awake:
        return False
    text, code = _text(unit, late, now), _code(unit, late)
    told = 0
    with open_session(ChannelName.EMAIL) as session:
        for officer in awake:
            try:
                session.send(Message(officer.email, text, code, unit.name))
            except ChannelNotReady:
                if told:
                    break
                raise
            except SendingFailed as error:
                note_refused(officer, error, now)
                _log.warning("chase_not_sent", unit=unit.slug, failure=error.code)
            else:
                note_reached(officer)
                told += 1
    return told > 0


def _text(unit: Unit, late: Sequence[Conversation], now: datetime.datetime) -> Text:
    since = min(one.waiting_since for one in late if one.waiting_since)
    minutes = int((now - since).total_seconds() // 60)
    with translation.override("vi"):
        url = settings.BASE_URL + reverse("console:inbox", args=[unit.slug])
        subject = _("%(count)s người dân đang chờ trả lời trên Zalo") % {"count": len(late)}
        body = _(
            "%(subject)s của %(unit)s. Người chờ lâu nhất đã chờ %(minutes)s phút.\n\n"
            "Hãy mở hộp thư, hoặc nhắc cán bộ trực: %(url)s\n\n"
            "E-mail này chỉ gửi một lần cho mỗi người chờ."
        ) % {"subject": subject, "unit": unit.name, "minutes": minutes, "url": url}
    return Text(subject=subject, short=subject, body=body + "\n", stop_url="", chat=body)


def _code(unit: Unit, late: Sequence[Conversation]) -> str:
    told = [f"{one.pk}@{one.waiting_since}" for one in late]
    return hashlib.blake2b(f"{unit.pk}|{'|'.join(told)}".encode()).hexdigest()[:_SIGNS]
