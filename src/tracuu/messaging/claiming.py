"""Which deliveries a sender takes in hand: the most urgent ones, under a lease, each with its code."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from tracuu.core import clock
from tracuu.core.database import inline_table
from tracuu.core.receipt_codes import new_code
from tracuu.messaging.enums import ChannelName, DeliveryState, Kind, Priority
from tracuu.messaging.models import Delivery
from tracuu.messaging.rules import LEASE, is_quiet

# Read first and then written, under a lock: in an UPDATE … WHERE id IN (SELECT … LIMIT …) PostgreSQL
# may run the inner question again for each row of the outer one, and take more than LIMIT.
_NEXT = """
    SELECT d.id, d.unit_id, d.kind, d.person, d.sealed, d.code, d.attempts, d.is_uncertain,
           o.id, o.channel, o.state, o.sealed, o.language
    FROM messaging_delivery d LEFT JOIN messaging_contact o ON o.id = d.contact_id
    WHERE d.state = %s AND d.not_before <= %s AND d.priority <= %s {open_only}
    ORDER BY d.priority, d.not_before, d.id LIMIT %s {lock}
"""
_OPEN_ONLY = "AND (o.channel IS NULL OR o.channel NOT IN ({marks}))"
_LOCK = "FOR UPDATE OF d SKIP LOCKED"
_TAKE = """
    {taken} UPDATE messaging_delivery AS d
    SET state = %s, lease_until = %s, attempts = d.attempts + 1, code = taken.code
    FROM taken WHERE d.id = taken.id
"""
_TAKEN = {"id": "bigint", "code": "text"}


@dataclass(frozen=True, slots=True, repr=False)
class Reader:
    """The contact that a delivery goes to, as it was when the delivery was taken."""

    id: int
    channel: ChannelName
    state: str
    sealed: bytes
    language: str


@dataclass(frozen=True, slots=True, repr=False)
class Claimed:
    """A delivery in our hands until `lease_until`; this try is the `attempts`-th.

    `reader` is None once the contact was erased.
    """

    id: int
    unit_id: int
    kind: Kind
    person: int
    sealed: bytes | None
    code: str
    attempts: int
    is_uncertain: bool
    lease_until: datetime.datetime
    reader: Reader | None


def free_leases() -> int:
    """Queue again what dead senders had in their hands; how many."""
    rows = Delivery.objects.filter(state=DeliveryState.SENDING, lease_until__lt=clock.now())
    return rows.update(state=DeliveryState.QUEUED, lease_until=None, is_uncertain=True)


def claim(size: int, closed: Collection[ChannelName]) -> list[Claimed]:
    """The next deliveries by urgency, ours until the lease ends; at night only what was asked for.

    Those of channels that are `closed` in this run are left where they are.
    """
    now = clock.now()
    lease = now + LEASE
    adapt = connection.ops.adapt_datetimefield_value
    lowest = Priority.ASKED if is_quiet(now) else Priority.BULK
    is_postgresql = connection.vendor == "postgresql"
    marks = ", ".join(["%s"] * len(closed))
    sql = _NEXT.format(
        open_only=_OPEN_ONLY.format(marks=marks) if closed else "",
        lock=_LOCK if is_postgresql else "",
    )
    parameters: list[Any] = [
        DeliveryState.QUEUED.value, adapt(now), int(lowest), *(one.value for one in closed), size,
    ]  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows = [_claimed(row, lease) for row in cursor.fetchall()]
        if rows:
            taken, values = inline_table("taken", _TAKEN, [(row.id, row.code) for row in rows])
            cursor.execute(
                _TAKE.format(taken=taken),
                [*values, DeliveryState.SENDING.value, adapt(lease)],
            )
    return rows


def give_back(rows: Sequence[Claimed]) -> None:
    """Not sent and not tried: the next batch, or another sender, takes them."""
    ids = [row.id for row in rows]
    Delivery.objects.filter(pk__in=ids, state=DeliveryState.SENDING).update(
        state=DeliveryState.QUEUED, lease_until=None, attempts=F("attempts") - 1
    )


def _claimed(row: tuple[Any, ...], lease: datetime.datetime) -> Claimed:
    number, unit_id, kind, person, sealed, code, attempts, is_uncertain = row[:8]
    contact_id, channel, state, address, language = row[8:]
    return Claimed(
        id=number,
        unit_id=unit_id,
        kind=Kind(kind),
        person=person,
        sealed=None if sealed is None else bytes(sealed),
        code=code or new_code(),
        attempts=attempts + 1,
        is_uncertain=bool(is_uncertain),
        lease_until=lease,
        reader=None
        if contact_id is None
        else Reader(contact_id, ChannelName(channel), state, bytes(address), language),
    )
