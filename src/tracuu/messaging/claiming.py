"""Which deliveries a sender takes in hand: the most urgent ones, under a lease, each with its code."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q

from tracuu.core import clock
from tracuu.core.database import as_moment, inline_table
from tracuu.core.receipt_codes import new_code
from tracuu.messaging.enums import (
    AccountState,
    ChannelName,
    ContactState,
    DeliveryState,
    Kind,
    Priority,
    Way,
)
from tracuu.messaging.models import Delivery
from tracuu.messaging.rules import LEASE, is_quiet
from tracuu.messaging.zalo.ways import OnZalo

# Read first and then written, under a lock: in an UPDATE … WHERE id IN (SELECT … LIMIT …) PostgreSQL
# may run the inner question again for each row of the outer one, and take more than LIMIT.
_NEXT = """
    SELECT d.id, d.unit_id, d.kind, d.event, d.person, d.sealed, d.code, d.priority, d.attempts,
           d.is_uncertain, d.created_at, d.contact_id,
           o.id, o.channel, o.state, o.sealed, o.language,
           z.account_id, z.interacted_at, z.is_following, z.sealed_phone
    FROM messaging_delivery d
    LEFT JOIN messaging_contact o ON o.id = COALESCE(d.via_id, d.contact_id)
    LEFT JOIN messaging_zalouser z ON z.contact_id = d.contact_id AND d.via_id IS NULL
    LEFT JOIN messaging_officialaccount a ON a.id = z.account_id
    WHERE d.state = %s AND d.not_before <= %s AND d.priority <= %s
      AND (a.id IS NULL OR (a.state = %s AND (a.rests_until IS NULL OR a.rests_until <= %s)))
      AND (d.kind <> %s OR NOT EXISTS (
          SELECT 1 FROM messaging_delivery e
          WHERE e.contact_id = d.contact_id AND e.kind = %s AND e.id < d.id AND e.state IN (%s, %s)
      ))
      {open_only}
    ORDER BY d.priority, d.not_before, d.id LIMIT %s {lock}
"""
_OPEN_CHANNELS = "AND (o.channel IS NULL OR o.channel NOT IN ({marks}))"
_OPEN_ACCOUNTS = "AND (z.account_id IS NULL OR z.account_id NOT IN ({marks}))"
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
    zalo: OnZalo | None


@dataclass(frozen=True, slots=True, repr=False)
class Claimed:
    """A delivery in our hands until `lease_until`; this try is the `attempts`-th.

    `contact_id` is whose it is, 0 once that was erased; `reader` where it goes: the contact itself, the
    one behind it, or None when there is neither.
    """

    id: int
    unit_id: int
    kind: Kind
    event: str
    person: int
    sealed: bytes | None
    code: str
    priority: int
    attempts: int
    is_uncertain: bool
    created_at: datetime.datetime
    lease_until: datetime.datetime
    contact_id: int
    reader: Reader | None


def free_leases() -> int:
    """Queue again what dead senders had in their hands; how many.

    What the far end has named has been taken there (`sending_receipts`): it was sent.
    """
    rows = Delivery.objects.filter(state=DeliveryState.SENDING, lease_until__lt=clock.now())
    rows.filter(external_id__isnull=False).update(
        state=DeliveryState.SENT, sent_at=clock.now(), lease_until=None, sealed=None
    )
    return rows.update(state=DeliveryState.QUEUED, lease_until=None, is_uncertain=True)


def free_waiting() -> int:
    """Queue what had no way once its reader did something that opens the chat again, or confirmed a way
    past it; how many.

    `not_before` is what the reader had done last when no way was found (`sending`).
    """
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING, way__in=(Way.OTHER, Way.NONE))
    told_there = Delivery.objects.filter(
        person=OuterRef("person"),
        event=OuterRef("event"),
        contact=OuterRef("contact__zalo_user__next_contact"),
    )
    has_other_way = Q(
        ~Exists(told_there),
        contact__zalo_user__next_contact__state=ContactState.CONFIRMED,
        is_uncertain=False,
    )
    is_open = Q(
        contact__state=ContactState.CONFIRMED,
        contact__zalo_user__interacted_at__gt=F("not_before"),
    )
    return waiting.filter(is_open | has_other_way).update(
        state=DeliveryState.QUEUED, way="", failure="", attempts=0, not_before=clock.now()
    )


def claim(
    size: int, closed: Collection[ChannelName] = (), closed_accounts: Collection[int] = ()
) -> list[Claimed]:
    """The next deliveries by urgency, ours until the lease ends; at night only what was asked for.

    Those of channels and accounts that are closed in this run, or rest, are left where they are. What
    is said in one chat goes out in its order: what follows waits for what is on its way.
    """
    now = clock.now()
    lease = now + LEASE
    adapt = connection.ops.adapt_datetimefield_value
    sql, parameters = _question(now, size, [one.value for one in closed], list(closed_accounts))
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


def _question(
    now: datetime.datetime, size: int, closed: list[str], closed_accounts: list[int]
) -> tuple[str, list[Any]]:
    moment = connection.ops.adapt_datetimefield_value(now)
    lowest = Priority.ASKED if is_quiet(now) else Priority.BULK
    open_only = ""
    for condition, values in ((_OPEN_CHANNELS, closed), (_OPEN_ACCOUNTS, closed_accounts)):
        if values:
            open_only += condition.format(marks=", ".join(["%s"] * len(values)))
    lock = _LOCK if connection.vendor == "postgresql" else ""
    queued, sending = DeliveryState.QUEUED.value, DeliveryState.SENDING.value
    chat = Kind.CHAT.value
    return _NEXT.format(open_only=open_only, lock=lock), [
        queued, moment, int(lowest), AccountState.CONNECTED.value, moment, chat, chat, queued,
        sending, *closed, *closed_accounts, size,
    ]  # fmt: skip


def give_back(rows: Sequence[Claimed]) -> None:
    """Not sent and not tried: the next batch, or another sender, takes them."""
    ids = [row.id for row in rows]
    Delivery.objects.filter(pk__in=ids, state=DeliveryState.SENDING).update(
        state=DeliveryState.QUEUED, lease_until=None, attempts=F("attempts") - 1
    )


def _claimed(row: tuple[Any, ...], lease: datetime.datetime) -> Claimed:
    number, unit_id, kind, event, person, sealed, code, priority, attempts = row[:9]
    is_uncertain, created_at, contact_id = row[9:12]
    created = as_moment(created_at)
    assert created is not None
    return Claimed(
        id=number,
        unit_id=unit_id,
        kind=Kind(kind),
        event=event,
        person=person,
        sealed=None if sealed is None else bytes(sealed),
        code=code or new_code(),
        priority=priority,
        attempts=attempts + 1,
        is_uncertain=bool(is_uncertain),
        created_at=created,
        lease_until=lease,
        contact_id=contact_id or 0,
        reader=None if contact_id is None else _reader(row[12:]),
    )


def _reader(row: tuple[Any, ...]) -> Reader | None:
    contact_id, channel, state, sealed, language = row[:5]
    account_id, interacted_at, is_following, sealed_phone = row[5:]
    if contact_id is None:
        return None
    zalo = None
    if account_id is not None:
        phone = None if sealed_phone is None else bytes(sealed_phone)
        zalo = OnZalo(account_id, as_moment(interacted_at), bool(is_following), phone)
    return Reader(contact_id, ChannelName(channel), state, bytes(sealed), language, zalo)
