"""The events that are due, one after the other: each is done and settled in one transaction.

So what was done for an event and the word that it is done are true together, or not at all, wherever
this is killed. What Zalo reports of our own messages comes in crowds after a list: many are settled in
one transaction, after what people say, and one that fails takes no other along.
"""

import datetime
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import structlog
from django.db import transaction

from tracuu.core import clock, metrics
from tracuu.core.crypto import SealBroken
from tracuu.messaging.enums import EventPriority, EventState
from tracuu.messaging.jobs import send_now
from tracuu.messaging.models import OfficialAccount, ZaloEvent
from tracuu.messaging.zalo.event_queue import (
    LeaseLost,
    claim,
    free_leases,
    give_back,
    put_off,
    settle,
    try_again,
)
from tracuu.messaging.zalo.events import Event, open_event
from tracuu.messaging.zalo.hearing import note_heard
from tracuu.messaging.zalo.known import label_of
from tracuu.webhooks.dispatch import TooEarly, dispatch

_BATCH = 20
_CROWD = 100
# What of a batch is not begun by then goes back, long before its lease ends.
_BATCH_SECONDS = 5.0
# When a report is looked at again that came before we knew of its message.
_TOO_EARLY = datetime.timedelta(seconds=15)
_log = structlog.get_logger()
GoesOn = Callable[[], bool]


@dataclass(frozen=True, slots=True, repr=False)
class _Opened:
    """An event in our hand, with what it tells; `account` is None where we have no such account."""

    row: ZaloEvent
    event: Event
    account: OfficialAccount | None


def process_due(*, goes_on: GoesOn = lambda: True) -> int:
    """Process what is due until nothing is, or `goes_on` says no; how many were looked at.

    Any number of these may run at once, in any number of processes.
    """
    free_leases()
    done = 0
    while goes_on():
        said = claim(EventPriority.CONVERSATION, _BATCH)
        if said:
            _one_by_one(said)
            send_now()  # the answers
            done += len(said)
            continue
        crowd = claim(EventPriority.REST, _CROWD)
        if not crowd:
            break
        _together(crowd)
        done += len(crowd)
    return done


def _one_by_one(rows: Sequence[ZaloEvent]) -> None:
    ends = time.monotonic() + _BATCH_SECONDS
    opened = list(_open(rows))
    for place, one in enumerate(opened):
        if time.monotonic() > ends:
            give_back([each.row for each in opened[place:]])
            break
        try:
            with transaction.atomic():
                state = _do(one)
        except LeaseLost:
            continue
        except Exception as error:  # noqa: BLE001 (one event must never stop the others)
            state = _failed(one, error)
        _count(one, state)
    note_heard(_heard(opened))


def _together(rows: Sequence[ZaloEvent]) -> None:
    opened = list(_open(rows))
    failed: list[tuple[_Opened, Exception]] = []
    settled: list[tuple[_Opened, EventState]] = []
    with transaction.atomic():
        for one in opened:
            try:
                with transaction.atomic():
                    settled.append((one, _do(one)))
            except LeaseLost:
                continue
            except Exception as error:  # noqa: BLE001 (likewise)
                failed.append((one, error))
    settled += [(one, _failed(one, error)) for one, error in failed]
    for one, state in settled:
        _count(one, state)
    note_heard(_heard(opened))


def _open(rows: Sequence[ZaloEvent]) -> Iterable[_Opened]:
    """What they tell; one that does not open any more is given up."""
    told: list[tuple[ZaloEvent, Event]] = []
    for row in rows:
        try:
            told.append((row, open_event(row)))
        except (SealBroken, ValueError):
            state = try_again(row, "seal_broken", is_hopeless=True)
            metrics.ZALO_EVENTS.labels(label_of(row.name), state.value).inc()
    accounts = _accounts_of({event.oa_id for _row, event in told})
    for row, event in told:
        yield _Opened(row, event, _whose(accounts.get(event.oa_id, ()), event))


def _accounts_of(oa_ids: set[str]) -> dict[str, list[OfficialAccount]]:
    """Of each OA the rows of the units that left it, in that order, and last of the one that has it."""
    rows = OfficialAccount.objects.filter(oa_id__in=oa_ids).select_related("unit")
    found: dict[str, list[OfficialAccount]] = {}
    for row in sorted(rows, key=lambda row: (row.left_at is None, row.left_at or row.connected_at)):
        found.setdefault(row.oa_id, []).append(row)
    return found


def _whose(rows: Sequence[OfficialAccount], event: Event) -> OfficialAccount | None:
    """Of whom had the OA when it happened: an event of then may come when another unit has it."""
    for row in rows:
        if row.left_at is not None and event.sent_at <= row.left_at:
            return row
    return rows[-1] if rows else None


def _do(one: _Opened) -> EventState:
    """In the caller's transaction."""
    state = EventState.SKIPPED
    try:
        if one.account is not None:
            state = dispatch(account=one.account, event=one.event, row=one.row)
    except TooEarly:
        put_off(one.row, _TOO_EARLY)
        return EventState.NEW
    settle(one.row, state, account=one.account, keeps_body=state is EventState.SKIPPED)
    return state


def _failed(one: _Opened, error: Exception) -> EventState:
    """Its kind and place are told, not its message, which may name somebody."""
    word = type(error).__qualname__
    state = try_again(one.row, word[:120])
    _log.error(
        "zalo_event_fault",
        event_name=label_of(one.event.name),
        error=f"{type(error).__module__}.{word}",
        attempts=one.row.attempts,
        state=state.value,
    )
    return state


def _count(one: _Opened, state: EventState) -> None:
    if state is EventState.NEW:
        metrics.ZALO_EVENTS.labels(label_of(one.event.name), "again").inc()
        return
    metrics.ZALO_EVENTS.labels(label_of(one.event.name), state.value).inc()
    waited = (clock.now() - one.row.received_at).total_seconds()
    metrics.ZALO_EVENT_SECONDS.observe(max(waited, 0.0))


def _heard(opened: Iterable[_Opened]) -> Iterable[tuple[OfficialAccount, Event, ZaloEvent]]:
    return ((one.account, one.event, one.row) for one in opened if one.account is not None)
