"""Whose turn it is among the events: claimed with a lease, settled in the transaction of their work.

What one person says or does is taken one after the other: not while an earlier event of the same
conversation is new or taken. The rest (receipts, echoes) knows no order and comes after. A worker that
dies leaves its events `taken`; when the lease is over they are new again.
"""

import datetime
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, F, Min

from tracuu.core import clock
from tracuu.core.database import select
from tracuu.messaging.enums import EventPriority, EventState
from tracuu.messaging.models import OfficialAccount, ZaloEvent

LEASE = datetime.timedelta(seconds=30)
MOST_ATTEMPTS = 6
# What is in the hand of a worker when it dies is most times not what killed it.
MOST_DEATHS = 20
# Seconds after each try; a later event of the same conversation waits along, three minutes at most.
_WAITS = (1.0, 4.0, 16.0, 64.0, 120.0)
# Written out, as the partial indexes are: a parameter would hide from SQLite that they fit.
_EARLIER = """
    AND NOT EXISTS (
        SELECT 1 FROM messaging_zaloevent p
        WHERE p.conversation_hash = e.conversation_hash
            AND p.state IN ('new', 'taken') AND p.priority = 0
            AND (p.sent_at, p.id) < (e.sent_at, e.id)
    )
"""
_CLAIM = """
    UPDATE messaging_zaloevent SET state = 'taken', lease_until = %s, attempts = attempts + 1
    WHERE id IN (
        SELECT e.id FROM messaging_zaloevent e
        WHERE e.state IN ('new', 'taken') AND e.state = 'new'
            AND e.priority = {priority} AND e.not_before <= %s {earlier}
        ORDER BY e.not_before, e.id LIMIT %s {lock}
    )
    RETURNING id
"""
_DUE = """
    SELECT 1 FROM messaging_zaloevent
    WHERE state IN ('new', 'taken') AND state = 'new' AND priority = {priority} AND not_before <= %s
    LIMIT 1
"""
_CHANCE = random.Random()  # noqa: S311 (spreads load, guards nothing)


class LeaseLost(Exception):
    """Another worker has the event now, or it was erased: what was done for it is not kept."""


def claim(priority: EventPriority, size: int) -> list[ZaloEvent]:
    """The next events, ours until the lease ends; of each conversation one at most."""
    now = clock.now()
    if not _is_due(priority, now):  # reading costs no lock
        return []
    adapt = connection.ops.adapt_datetimefield_value
    sql = _CLAIM.format(
        priority=int(priority),
        earlier=_EARLIER if priority is EventPriority.CONVERSATION else "",
        lock="FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else "",
    )
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(sql, [adapt(now + LEASE), adapt(now), size])
            ids = [row[0] for row in cursor.fetchall()]
        rows = ZaloEvent.objects.filter(pk__in=ids)
        return sorted(rows, key=lambda row: (row.not_before, row.pk))


def _is_due(priority: EventPriority, now: datetime.datetime) -> bool:
    adapt = connection.ops.adapt_datetimefield_value
    return bool(select(_DUE.format(priority=int(priority)), [adapt(now)], is_prepared=False))


def settle(
    row: ZaloEvent, state: EventState, *, account: OfficialAccount | None, keeps_body: bool = False
) -> None:
    """Say what became of it, in the transaction of what was done for it; raises `LeaseLost`."""
    changes: dict[str, Any] = {"state": state, "lease_until": None, "account": account}
    if not keeps_body:
        changes["sealed"] = None
    if not _own(row).update(failure="", **changes):
        raise LeaseLost


def try_again(row: ZaloEvent, failure: str, *, is_hopeless: bool = False) -> EventState:
    """Later, or never again: then its body is kept for an operator, and others go on without it."""
    gives_up = is_hopeless or row.attempts >= MOST_ATTEMPTS
    state = EventState.FAILED if gives_up else EventState.NEW
    wait = _WAITS[min(row.attempts, len(_WAITS)) - 1] * _CHANCE.uniform(0.75, 1.25)
    _own(row).update(
        state=state,
        failure=failure,
        lease_until=None,
        not_before=clock.now() + datetime.timedelta(seconds=wait),
    )
    return state


def put_off(row: ZaloEvent, wait: datetime.timedelta) -> None:
    """It came too early: once more after this; raises `LeaseLost`."""
    later = clock.now() + wait
    if not _own(row).update(state=EventState.NEW, lease_until=None, not_before=later):
        raise LeaseLost


def give_back(rows: Sequence[ZaloEvent]) -> None:
    """Not looked at: the next batch, or another worker, takes them."""
    for row in rows:
        _own(row).update(state=EventState.NEW, lease_until=None, attempts=F("attempts") - 1)


def _own(row: ZaloEvent) -> Any:
    return ZaloEvent.objects.filter(pk=row.pk, state=EventState.TAKEN, lease_until=row.lease_until)


def free_leases() -> int:
    """What dead workers had in their hands is new again; what was in the hands of too many gives up."""
    late = ZaloEvent.objects.filter(state=EventState.TAKEN, lease_until__lt=clock.now())
    if (
        not late.exists()
    ):  # most times; an UPDATE would wait for SQLite's one writer to find that out
        return 0
    late.filter(attempts__gte=MOST_DEATHS).update(
        state=EventState.FAILED, lease_until=None, failure="died"
    )
    return late.update(state=EventState.NEW, lease_until=None)


def find_next_turn() -> datetime.datetime | None:
    """When the first of those that wait for their time may be taken."""
    rows = ZaloEvent.objects.filter(state=EventState.NEW, not_before__gt=clock.now())
    found: datetime.datetime | None = rows.aggregate(at=Min("not_before"))["at"]
    return found


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many events wait, for how many seconds the oldest does, and how many gave up."""

    waiting: int
    oldest_seconds: float
    failed: int


def count_backlog() -> Backlog:
    """What has come and is not processed."""
    waiting = ZaloEvent.objects.filter(state__in=(EventState.NEW, EventState.TAKEN)).order_by()
    oldest = waiting.aggregate(at=Min("received_at"))["at"]
    return Backlog(
        waiting=waiting.count(),
        oldest_seconds=max((clock.now() - oldest).total_seconds(), 0.0) if oldest else 0.0,
        failed=ZaloEvent.objects.filter(state=EventState.FAILED).count(),
    )


def list_failures() -> list[tuple[str, str, int]]:
    """Of those that gave up: name, fault and how many, the most first."""
    rows = ZaloEvent.objects.filter(state=EventState.FAILED).order_by()
    counted = rows.values_list("name", "failure").annotate(count=Count("pk"))
    return sorted(counted, key=lambda each: -each[2])


def retry_failed() -> int:
    """Let every event that gave up and still has its body come again; how many."""
    rows = ZaloEvent.objects.filter(state=EventState.FAILED, sealed__isnull=False)
    return rows.update(state=EventState.NEW, attempts=0, failure="", not_before=clock.now())
