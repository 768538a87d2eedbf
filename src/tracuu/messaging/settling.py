"""What became of deliveries is written down, some at a time; never over another sender's word."""

import datetime
import time
from dataclasses import dataclass, field
from typing import Any

from django.db import OperationalError, connection, transaction

from tracuu.core import clock, metrics
from tracuu.core.database import inline_table
from tracuu.messaging.claiming import Claimed
from tracuu.messaging.enums import ContactState, DeliveryState, Way
from tracuu.messaging.models import Contact, Delivery

# Settled together: the fewer, the fewer are in doubt when a sender dies; the more, the fewer commits
# stand between two messages.
_MOST_TOGETHER = 25
_LONGEST_SECONDS = 0.1
_TRIES, _PAUSE_SECONDS = 5, 0.2
# One that was recalled in our hand has gone out all the same: we say so after whoever recalled it.
_SENT = """
    {gone} UPDATE messaging_delivery AS d
    SET state = %s, sent_at = %s, lease_until = NULL, failure = '',
        sealed = CASE WHEN d.contact_id IS NULL THEN NULL ELSE gone.sealed END,
        way = gone.way, external_id = COALESCE(gone.external_id, d.external_id)
    FROM gone WHERE d.id = gone.id AND d.state <> %s
"""
_GONE = {"id": "bigint", "sealed": "bytea", "way": "text", "external_id": "text"}


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one delivery.

    `not_before` is set when it is to be tried again; `sealed` is what is kept of its words once it
    was sent; `is_try` is False when the failure is no fault of this message's; `may_be_sent` when the
    far end may have taken it all the same. `via` is the contact behind that it goes to next; a row
    that comes back from there has none again.
    """

    state: DeliveryState
    failure: str = ""
    not_before: datetime.datetime | None = None
    sealed: bytes | None = None
    is_try: bool = True
    may_be_sent: bool = False
    way: Way | None = None
    external_id: str = ""
    via: int | None = None


@dataclass(slots=True)
class Settler:
    """Collects results; what is collected is written after so many, or so long."""

    sent: int = 0
    _rows: list[tuple[Claimed, Result]] = field(default_factory=list)
    _since: float = 0.0

    def add(self, row: Claimed, result: Result) -> None:
        """One more is over; write down what is due."""
        if not self._rows:
            self._since = time.monotonic()
        self._rows.append((row, result))
        self.sent += result.state is DeliveryState.SENT
        if len(self._rows) >= _MOST_TOGETHER:
            self.write()
        else:
            self.write_due()

    def write_due(self) -> None:
        """Write down what has waited long enough."""
        if self._rows and time.monotonic() - self._since > _LONGEST_SECONDS:
            self.write()

    def write(self) -> None:
        """Write down all of it."""
        rows = self._rows
        gone_out = [
            (row.id, one.sealed, (one.way or Way.CHANNEL).value, one.external_id or None)
            for row, one in rows
            if one.state is DeliveryState.SENT
        ]
        for tries_left in reversed(range(_TRIES)):
            try:
                with transaction.atomic():
                    there = _hold({one.via for _row, one in rows if one.via is not None})
                    if gone_out:
                        _note_sent(gone_out)
                    for row, result in rows:
                        if result.state is not DeliveryState.SENT:
                            _note_failure(row, result, there)
            except OperationalError:  # a deadlock with what Zalo echoes, or a busy writer
                if not tries_left:
                    raise
                time.sleep(_PAUSE_SECONDS)
            else:
                break
        # Not before: what was not written down would go out again.
        self._rows = []
        for _row, result in rows:
            metrics.MESSAGES.labels(result.state.value).inc()


def _note_sent(rows: list[tuple[int, bytes | None, str, str | None]]) -> None:
    gone, values = inline_table("gone", _GONE, rows)
    now = connection.ops.adapt_datetimefield_value(clock.now())
    sent = DeliveryState.SENT.value
    with connection.cursor() as cursor:
        cursor.execute(_SENT.format(gone=gone), [*values, sent, now, sent])


def _note_failure(row: Claimed, result: Result, there: set[int]) -> None:
    """Only while it is still in our hand: not recalled, and not another's since our lease ended."""
    changes: dict[str, Any] = {
        "state": result.state,
        "failure": result.failure,
        "lease_until": None,
        "attempts": row.attempts if result.is_try else row.attempts - 1,
    }
    if result.not_before is not None:
        changes["not_before"] = result.not_before
    if result.way is not None:
        changes["way"] = result.way
    if result.may_be_sent:
        changes["is_uncertain"] = True
    if result.state is DeliveryState.DROPPED:
        changes["sealed"] = None
    mine = Delivery.objects.filter(
        pk=row.id, state=DeliveryState.SENDING, lease_until=row.lease_until
    )
    if result.via in there:
        changes["via_id"] = result.via
    elif result.via is not None:
        changes |= {"state": DeliveryState.WAITING, "way": Way.NONE}
    elif result.state is DeliveryState.WAITING:
        changes["via_id"] = None
    mine.update(**changes)


def _hold(contact_ids: set[int]) -> set[int]:
    """Which of these are still there and want messages; nobody erases them until the transaction ends.

    Before any delivery, in the order of who erases a contact.
    """
    if not contact_ids:
        return set()
    held = Contact.objects.select_for_update(no_key=True).filter(pk__in=contact_ids)
    return {one.pk for one in held.order_by("pk") if one.state == ContactState.CONFIRMED}
