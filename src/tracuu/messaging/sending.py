"""The senders: claim what is due, send it, write down what became of it.

A row is claimed with a lease before it is sent, and settled after. A sender that dies leaves its rows
`sending`; when their lease is over they are queued again under the same code and marked uncertain. A
mailbox or a browser can tell by the code that it is the same message and not another; a chat cannot, so
there a conversation is asked first whether the message is in it (`channels.zalo`).
"""

import datetime
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass
from queue import Empty, SimpleQueue

import structlog

from tracuu.core import clock
from tracuu.core.crypto import SealBroken
from tracuu.messaging.channels import Session
from tracuu.messaging.claiming import (
    Claimed,
    Reader,
    claim,
    free_leases,
    free_waiting,
    give_back,
)
from tracuu.messaging.contacts import stop_contact
from tracuu.messaging.enums import ChannelName, ContactState, DeliveryState, Kind, Way
from tracuu.messaging.errors import (
    AccountNotReady,
    ChannelNotReady,
    ContactGone,
    MaybeSent,
    NeverSendable,
    TryLater,
    WindowClosed,
)
from tracuu.messaging.models import Contact, Delivery
from tracuu.messaging.next_contacts import find_behind, let_go_of
from tracuu.messaging.rules import MOST_ATTEMPTS, wait_before
from tracuu.messaging.sessions import Sessions
from tracuu.messaging.settling import Result, Settler
from tracuu.messaging.writing import Writer, Written

_BATCH = 100
# What of a batch is not sent by then goes back: an urgent one waits no longer, and a lease never ends
# in the hand of a sender that is alive.
_BATCH_SECONDS = 5.0
# How long a whole channel rests when its far end is not there.
_REST = datetime.timedelta(seconds=30)
_LOOK_SECONDS = 0.05
# Before anybody could do anything on Zalo.
_NEVER = datetime.datetime(2012, 1, 1, tzinfo=datetime.UTC)
_log = structlog.get_logger()
GoesOn = Callable[[], bool]
Outcome = Callable[[], tuple[Way, str]]
_Sending = Future[tuple[Way, str]]


def send_due(*, goes_on: GoesOn = lambda: True, most: int | None = None) -> int:
    """Send what is due until nothing is, or `goes_on` says no, or `most` are done; how many went.

    Any number of these may run at once, in any number of processes.
    """
    sent = done = 0
    free_leases()
    free_waiting()
    with ExitStack() as stack:
        sessions = Sessions(stack)
        while goes_on() and (most is None or done < most):
            size = _BATCH if most is None else min(_BATCH, most - done)
            batch = claim(size, sessions.closed, sessions.closed_accounts)
            if not batch:
                break
            done += len(batch)
            sent += _Batch(batch, sessions).send()
            sessions.tend()
    return sent


@dataclass(frozen=True, slots=True)
class _Parcel:
    """A message on its way."""

    row: Claimed
    reader: Reader
    written: Written


class _Batch:
    """Some deliveries in our hands: those of a wide channel go out beside each other."""

    def __init__(self, rows: list[Claimed], sessions: Sessions) -> None:
        self._rows = rows
        self._sessions = sessions
        self._writer = Writer(rows)
        self._settler = Settler()
        self._ends = time.monotonic() + _BATCH_SECONDS
        self._on_their_way: dict[_Sending, _Parcel] = {}
        self._done: SimpleQueue[_Sending] = SimpleQueue()

    def send(self) -> int:
        """Send all that there is time for; how many went."""
        for place, row in enumerate(self._rows):
            if time.monotonic() > self._ends:
                give_back(self._rows[place:])
                break
            self._begin(row)
            self._settle_done(0)
        while self._on_their_way:
            self._settle_done(_LOOK_SECONDS)
            if time.monotonic() > self._ends:
                self._call_back()
        self._settler.write()
        return self._settler.sent

    def _begin(self, row: Claimed) -> None:
        reader = row.reader
        if reader is None or reader.state == ContactState.GONE:
            is_behind = reader is not None and reader.id != row.contact_id
            gone = _without_way(row, WindowClosed("gone")) if is_behind else None
            self._settler.add(row, gone or Result(DeliveryState.DROPPED))
            return
        try:
            parcel = _Parcel(row, reader, self._writer.write(row, reader))
            session = self._sessions.get(reader.channel)
            session.ready(parcel.written.messages[0])
            pool = self._sessions.pool(reader.channel)
        except Exception as error:  # noqa: BLE001 (one message must never stop the others)
            self._settler.add(row, self._judge(row, reader, error))
            return
        if pool is None:
            self._finish(parcel, lambda: _transmit(session, parcel))
        else:
            future = pool.submit(_transmit, session, parcel)
            self._on_their_way[future] = parcel
            future.add_done_callback(self._done.put)

    def _settle_done(self, seconds: float) -> None:
        """Settle what the threads are done with, and wait so long for the first of it."""
        try:
            while self._on_their_way:
                future = self._done.get(timeout=seconds) if seconds else self._done.get_nowait()
                parcel = self._on_their_way.pop(future, None)
                if parcel is not None:
                    self._finish(parcel, future.result)
                seconds = 0
        except Empty:
            self._settler.write_due()

    def _call_back(self) -> None:
        """Those that no thread has begun with; what is being sent is waited for."""
        waiting = [future for future in self._on_their_way if future.cancel()]
        give_back([self._on_their_way.pop(future).row for future in waiting])

    def _finish(self, parcel: _Parcel, outcome: Outcome) -> None:
        try:
            way, external_id = outcome()
        except Exception as error:  # noqa: BLE001 (likewise)
            result = self._judge(parcel.row, parcel.reader, error)
        else:
            kept = parcel.written.kept
            result = Result(DeliveryState.SENT, sealed=kept, way=way, external_id=external_id)
        self._settler.add(parcel.row, result)

    def _judge(self, row: Claimed, reader: Reader, error: Exception) -> Result:
        """What becomes of a message that did not go out."""
        if isinstance(error, ChannelNotReady):
            return self._rest(reader.channel, error)
        if isinstance(error, ContactGone):
            return self._without_reader(row, reader, error)
        if isinstance(error, WindowClosed):
            return _without_way(row, error)
        if isinstance(error, TryLater):
            return _again(row, error.code, may_be_sent=isinstance(error, MaybeSent))
        if isinstance(error, NeverSendable | SealBroken):
            return Result(DeliveryState.DEAD, getattr(error, "code", "seal_broken"))
        kind = type(error)
        _log.error("message_fault", error=f"{kind.__module__}.{kind.__qualname__}")
        return _again(row, "fault", may_be_sent=reader.channel is ChannelName.ZALO)

    def _without_reader(self, row: Claimed, reader: Reader, error: ContactGone) -> Result:
        """Nobody is there any more: whoever left another way is told on that one, or waits."""
        is_behind = reader.id != row.contact_id
        if not is_behind and row.kind is not Kind.CHAT and find_behind(row) is not None:
            return _without_way(row, WindowClosed(error.code))
        let_go_of(reader.id)
        stop_contact(Contact(pk=reader.id))
        if is_behind:
            return _without_way(row, WindowClosed(error.code))
        return Result(DeliveryState.DROPPED, error.code)

    def _rest(self, channel: ChannelName, error: ChannelNotReady) -> Result:
        """Not this message's fault: it is not one try nearer to its end."""
        if not isinstance(error, AccountNotReady):
            self._sessions.close(channel, error)
        until = error.until or clock.now() + _REST
        return Result(DeliveryState.QUEUED, error.code, until, is_try=False)


def _transmit(session: Session, parcel: _Parcel) -> tuple[Way, str]:
    """On the first way that is open; the way, and the far end's id. Runs in any thread."""
    *others, last = parcel.written.messages
    if parcel.row.is_uncertain:
        first = parcel.written.messages[0]
        found = session.find_sent(first)
        if found is not None:
            return first.way, found
    for message in others:
        try:
            return message.way, session.send(message)
        except (WindowClosed, ContactGone):
            continue  # not in the chat; there is another way to the same person
    return last.way, session.send(last)


def _again(row: Claimed, failure: str, *, may_be_sent: bool = False) -> Result:
    if row.attempts >= MOST_ATTEMPTS:
        return Result(DeliveryState.DEAD, failure, may_be_sent=may_be_sent)
    until = clock.now() + wait_before(row.attempts)
    return Result(DeliveryState.QUEUED, failure, until, may_be_sent=may_be_sent)


def _without_way(row: Claimed, error: WindowClosed) -> Result:
    """No way is open: it waits for a day that is known, goes to the contact that stands behind, or waits
    until its reader writes again.

    Words of a conversation would come too late then. That somebody was told of the same on another
    channel is kept as the reason; it may be somebody else of the family, so this one waits too.
    """
    if row.kind is Kind.CHAT:
        return Result(DeliveryState.DEAD, error.code, way=Way.NONE)
    if error.until is not None:
        return Result(DeliveryState.QUEUED, error.code, error.until, is_try=False)
    behind = find_behind(row)
    if behind is not None:
        return Result(
            DeliveryState.QUEUED, error.code, clock.now(), is_try=False, way=Way.NEXT, via=behind
        )
    way = Way.OTHER if _is_told_otherwise(row) else Way.NONE
    return Result(DeliveryState.WAITING, error.code, _last_deed(row), way=way)


def _last_deed(row: Claimed) -> datetime.datetime:
    """What the reader did last, as far as it was heard: a later deed opens a way. By Zalo's clock, so
    that one that is heard hours after it was done counts as well.
    """
    zalo = row.reader.zalo if row.reader else None
    return (zalo.interacted_at if zalo else None) or _NEVER


def _is_told_otherwise(row: Claimed) -> bool:
    """Whether the same event of the same person has gone out on a channel that reaches by itself."""
    if not row.person:
        return False
    others = Delivery.objects.filter(
        person=row.person,
        event=row.event,
        state=DeliveryState.SENT,
        contact__channel__in=(ChannelName.EMAIL, ChannelName.PUSH),
    )
    return others.exclude(pk=row.id).exists()
