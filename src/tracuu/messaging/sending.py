"""The senders: claim what is due, send it, write down what became of it.

A row is claimed with a lease before it is sent, and settled after. A sender that dies leaves its rows
`sending`; when their lease is over they are queued again under the same code and marked uncertain,
so that the far end (a mailbox, a browser) can tell that it is the same message and not another.
"""

import datetime
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import connection, transaction
from django.db.models import F

from tracuu.core import clock, metrics
from tracuu.core.crypto import SealBroken, keys
from tracuu.core.receipt_codes import new_code
from tracuu.messaging.channels import Message, Session, open_session
from tracuu.messaging.contacts import open_contact, stop_contact
from tracuu.messaging.enums import ChannelName, ContactState, DeliveryState, Kind, Priority
from tracuu.messaging.errors import ChannelNotReady, ContactGone, NeverSendable, TryLater
from tracuu.messaging.models import Contact, Delivery
from tracuu.messaging.notices import open_notice
from tracuu.messaging.rules import LEASE, MOST_ATTEMPTS, is_quiet, wait_before
from tracuu.messaging.wording import Text, compose
from tracuu.units.models import Unit

_BATCH = 100
# What of a batch is not sent by then goes back: an urgent one waits no longer, and a lease never ends
# in the hand of a sender that is alive.
_BATCH_SECONDS = 5.0
# Settled together: the fewer, the fewer are in doubt when a sender dies.
_SETTLED_TOGETHER = 10
# How long a whole channel rests when its far end is not there.
_REST = datetime.timedelta(seconds=30)
_UPDATE = """
    UPDATE messaging_delivery SET state = %s, lease_until = %s, attempts = attempts + 1
    WHERE id IN (
        SELECT id FROM messaging_delivery
        WHERE state = %s AND not_before <= %s AND priority <= %s {open_only}
        ORDER BY priority, not_before, id LIMIT %s {lock}
    )
    RETURNING id
"""
_OPEN_ONLY = """
    AND NOT EXISTS (
        SELECT 1 FROM messaging_contact o
        WHERE o.id = messaging_delivery.contact_id AND o.channel IN ({marks})
    )
"""
_log = structlog.get_logger()
GoesOn = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class _Result:
    """What became of one delivery; `not_before` is set when it is to be tried again."""

    state: DeliveryState
    failure: str = ""
    not_before: datetime.datetime | None = None


def send_due(*, goes_on: GoesOn = lambda: True, most: int | None = None) -> int:
    """Send what is due until nothing is, or `goes_on` says no, or `most` are done; how many went.

    Any number of these may run at once, in any number of processes.
    """
    sent = done = 0
    free_leases()
    with ExitStack() as stack:
        sessions = _Sessions(stack)
        while goes_on() and (most is None or done < most):
            size = _BATCH if most is None else min(_BATCH, most - done)
            batch = _claim(size, sessions.closed)
            if not batch:
                break
            done += len(batch)
            sent += _send_batch(batch, sessions)
    return sent


def free_leases() -> int:
    """Queue again what dead senders had in their hands; how many."""
    rows = Delivery.objects.filter(state=DeliveryState.SENDING, lease_until__lt=clock.now())
    return rows.update(state=DeliveryState.QUEUED, lease_until=None, is_uncertain=True)


def _claim(size: int, closed: Collection[ChannelName]) -> list[Delivery]:
    """The next deliveries by urgency, ours until the lease ends; at night only what was asked for.

    Those of channels that are `closed` in this run are left where they are.
    """
    now = clock.now()
    adapt = connection.ops.adapt_datetimefield_value
    lowest = Priority.ASKED if is_quiet(now) else Priority.BULK
    lock = "FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    parameters: list[Any] = [
        DeliveryState.SENDING, adapt(now + LEASE), DeliveryState.QUEUED, adapt(now), int(lowest),
        *(channel.value for channel in closed), size,
    ]  # fmt: skip
    marks = ", ".join(["%s"] * len(closed))
    open_only = _OPEN_ONLY.format(marks=marks) if closed else ""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_UPDATE.format(lock=lock, open_only=open_only), parameters)
            ids = [row[0] for row in cursor.fetchall()]
        rows = list(Delivery.objects.filter(pk__in=ids).select_related("contact"))
        fresh = [row for row in rows if row.code is None]
        for row in fresh:
            row.code = new_code()
        Delivery.objects.bulk_update(fresh, ["code"])
    return sorted(rows, key=lambda row: (row.priority, row.not_before, row.pk))


class _Sessions:
    """One open session a channel and run; a channel that cannot be opened rests."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._open: dict[str, Session] = {}
        self._not_ready: dict[ChannelName, ChannelNotReady] = {}

    @property
    def closed(self) -> Collection[ChannelName]:
        """The channels that were found closed."""
        return self._not_ready.keys()

    def get(self, channel: ChannelName) -> Session:
        """Raises `ChannelNotReady`."""
        if channel in self._not_ready:
            raise self._not_ready[channel]
        session = self._open.get(channel)
        if session is None:
            try:
                session = self._stack.enter_context(open_session(channel))
            except ChannelNotReady as error:
                self._not_ready[channel] = error
                raise
            self._open[channel] = session
        return session

    def close(self, channel: ChannelName, error: ChannelNotReady) -> None:
        """Not again in this run: the rest waits for the next."""
        self._not_ready[channel] = error


def _send_batch(batch: list[Delivery], sessions: _Sessions) -> int:
    sealer = keys()[0]
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in={row.unit_id for row in batch})}
    settled: list[tuple[Delivery, _Result]] = []
    sent = 0
    ends = time.monotonic() + _BATCH_SECONDS
    for place, row in enumerate(batch):
        if time.monotonic() > ends:
            _give_back(batch[place:])
            break
        if row.contact is None or row.contact.state == ContactState.GONE:
            result = _Result(DeliveryState.DROPPED)
        else:
            result = _send(row, row.contact, units[row.unit_id], sessions, sealer)
        sent += result.state is DeliveryState.SENT
        settled.append((row, result))
        if len(settled) >= _SETTLED_TOGETHER:
            _settle(settled)
            settled = []
    _settle(settled)
    return sent


def _give_back(rows: Sequence[Delivery]) -> None:
    """Not sent and not tried: the next batch, or another sender, takes them."""
    ids = [row.pk for row in rows]
    Delivery.objects.filter(pk__in=ids, state=DeliveryState.SENDING).update(
        state=DeliveryState.QUEUED, lease_until=None, attempts=F("attempts") - 1
    )


def _send(row: Delivery, contact: Contact, unit: Unit, sessions: _Sessions, sealer: Any) -> _Result:
    channel = ChannelName(contact.channel)
    try:
        message = _message(row, contact, unit, sealer)
        session = sessions.get(channel)
        session.send(message)
    except ChannelNotReady as error:
        sessions.close(channel, error)
        # Not this message's fault: it is not one try nearer to its end.
        row.attempts -= 1
        return _Result(DeliveryState.QUEUED, error.code, clock.now() + _REST)
    except ContactGone as error:
        stop_contact(contact)
        return _Result(DeliveryState.DROPPED, error.code)
    except TryLater as error:
        return _again(row, error.code)
    except (NeverSendable, SealBroken) as error:
        return _Result(DeliveryState.DEAD, getattr(error, "code", "seal_broken"))
    except Exception as error:  # noqa: BLE001 (one message must never stop the others)
        _log.error("message_fault", error=f"{type(error).__module__}.{type(error).__qualname__}")
        return _again(row, "fault")
    return _Result(DeliveryState.SENT)


def _message(row: Delivery, contact: Contact, unit: Unit, sealer: Any) -> Message:
    told = open_contact(contact, sealer)
    notice = open_notice(sealer, row.sealed, person=row.person, contact_id=contact.pk)
    text: Text = compose(
        kind=Kind(row.kind),
        unit=unit,
        notice=notice,
        code=row.code or "",
        secret=told.secret,
        language=contact.language,
    )
    return Message(address=told.address, text=text, code=row.code or "", unit_name=unit.name)


def _again(row: Delivery, failure: str) -> _Result:
    if row.attempts >= MOST_ATTEMPTS:
        return _Result(DeliveryState.DEAD, failure)
    return _Result(DeliveryState.QUEUED, failure, clock.now() + wait_before(row.attempts))


def _settle(results: Iterable[tuple[Delivery, _Result]]) -> None:
    """Write down what became of them; not over what another sender did after our lease."""
    now = clock.now()
    by_hand: list[tuple[Delivery, _Result]] = []
    gone_out: list[int] = []
    for row, result in results:
        metrics.MESSAGES.labels(result.state.value).inc()
        if result.state is DeliveryState.SENT:
            gone_out.append(row.pk)
        else:
            by_hand.append((row, result))
    with transaction.atomic():
        if gone_out:
            mine = Delivery.objects.filter(pk__in=gone_out).exclude(state=DeliveryState.SENT)
            mine.update(state=DeliveryState.SENT, sent_at=now, lease_until=None, failure="")
            # What was said is gone with it; a message on paper is still to be read.
            mine_now = Delivery.objects.filter(pk__in=gone_out, sealed__isnull=False)
            mine_now.exclude(contact__channel=ChannelName.PAPER).update(sealed=None)
        for row, result in by_hand:
            changes: dict[str, Any] = {
                "state": result.state,
                "failure": result.failure,
                "lease_until": None,
                "attempts": row.attempts,
            }
            if result.not_before is not None:
                changes["not_before"] = result.not_before
            if result.state is DeliveryState.DROPPED:
                changes["sealed"] = None
            Delivery.objects.filter(pk=row.pk, state=DeliveryState.SENDING).update(**changes)
