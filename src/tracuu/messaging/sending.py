"""The senders: claim what is due, send it, write down what became of it.

A row is claimed with a lease before it is sent, and settled after. A sender that dies leaves its rows
`sending`; when their lease is over they are queued again under the same code and marked uncertain,
so that the far end (a mailbox, a browser) can tell that it is the same message and not another.
"""

import datetime
import time
from collections.abc import Callable, Collection
from contextlib import ExitStack

import structlog

from tracuu.core import clock
from tracuu.core.crypto import SealBroken, Sealer, keys
from tracuu.messaging.channels import Message, Session, open_session
from tracuu.messaging.claiming import Claimed, Reader, claim, free_leases, give_back
from tracuu.messaging.contacts import open_sealed, stop_contact
from tracuu.messaging.enums import ChannelName, ContactState, DeliveryState
from tracuu.messaging.errors import ChannelNotReady, ContactGone, NeverSendable, TryLater
from tracuu.messaging.notices import Notice, kept_notice, open_notice, seal_notice
from tracuu.messaging.rules import MOST_ATTEMPTS, wait_before
from tracuu.messaging.settling import Result, Settler
from tracuu.messaging.wording import Composer
from tracuu.units.models import Unit

_BATCH = 100
# What of a batch is not sent by then goes back: an urgent one waits no longer, and a lease never ends
# in the hand of a sender that is alive.
_BATCH_SECONDS = 5.0
# How long a whole channel rests when its far end is not there.
_REST = datetime.timedelta(seconds=30)
_log = structlog.get_logger()
GoesOn = Callable[[], bool]


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
            batch = claim(size, sessions.closed)
            if not batch:
                break
            done += len(batch)
            sent += _send_batch(batch, sessions)
    return sent


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


def _send_batch(batch: list[Claimed], sessions: _Sessions) -> int:
    writer = _Writer(batch)
    settler = Settler()
    ends = time.monotonic() + _BATCH_SECONDS
    for place, row in enumerate(batch):
        if time.monotonic() > ends:
            give_back(batch[place:])
            break
        if row.reader is None or row.reader.state == ContactState.GONE:
            settler.add(row, Result(DeliveryState.DROPPED))
        else:
            settler.add(row, _send(row, row.reader, writer, sessions))
    settler.write()
    return settler.sent


class _Writer:
    """Writes the messages of one batch."""

    def __init__(self, batch: list[Claimed]) -> None:
        self._sealer: Sealer = keys()[0]
        self._units = {
            unit.pk: unit for unit in Unit.objects.filter(pk__in={row.unit_id for row in batch})
        }
        self._composer = Composer()

    def write(self, row: Claimed, reader: Reader) -> tuple[Message, bytes | None]:
        """The message, and what of its words is kept once it is sent; raises `SealBroken`."""
        told = open_sealed(reader.sealed, reader.id, self._sealer)
        notice = open_notice(self._sealer, row.sealed, person=row.person, contact_id=reader.id)
        unit = self._units[row.unit_id]
        text = self._composer.compose(
            kind=row.kind,
            unit=unit,
            notice=notice,
            code=row.code,
            secret=told.secret,
            language=reader.language,
        )
        message = Message(address=told.address, text=text, code=row.code, unit_name=unit.name)
        return message, self._kept(row, reader, notice)

    def _kept(self, row: Claimed, reader: Reader, notice: Notice) -> bytes | None:
        """A message on paper is still to be read; of others, who was meant, to put it right."""
        if reader.channel is ChannelName.PAPER:
            return row.sealed
        kept = kept_notice(row.kind, notice)
        if kept is None:
            return None
        return seal_notice(self._sealer, kept, person=row.person, contact_id=reader.id)


def _send(row: Claimed, reader: Reader, writer: _Writer, sessions: _Sessions) -> Result:
    try:
        message, kept = writer.write(row, reader)
        sessions.get(reader.channel).send(message)
    except ChannelNotReady as error:
        sessions.close(reader.channel, error)
        until = clock.now() + _REST
        return Result(DeliveryState.QUEUED, error.code, until, is_try=False)
    except ContactGone as error:
        stop_contact(reader.id)
        return Result(DeliveryState.DROPPED, error.code)
    except TryLater as error:
        return _again(row, error.code)
    except (NeverSendable, SealBroken) as error:
        return Result(DeliveryState.DEAD, getattr(error, "code", "seal_broken"))
    except Exception as error:  # noqa: BLE001 (one message must never stop the others)
        _log.error("message_fault", error=f"{type(error).__module__}.{type(error).__qualname__}")
        return _again(row, "fault")
    return Result(DeliveryState.SENT, sealed=kept)


def _again(row: Claimed, failure: str) -> Result:
    if row.attempts >= MOST_ATTEMPTS:
        return Result(DeliveryState.DEAD, failure)
    return Result(DeliveryState.QUEUED, failure, clock.now() + wait_before(row.attempts))
