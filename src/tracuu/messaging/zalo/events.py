"""What Zalo calls: read as far as we use it, kept once and sealed, forgotten when its time is over.

Shapes: contract, 2.3 and 2.4. Nothing here fails over a body that is odd: what cannot be read is an
event that nobody processes.
"""

import datetime
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models, transaction

from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.messaging import sealing
from tracuu.messaging.enums import EventPriority, EventState
from tracuu.messaging.models import ZaloEvent

OTHER = "other"
# In place of a tracking id that can be none of ours.
_STRANGE = "-"
# What a row is written with, in this order (`Row.values`).
COLUMNS = (
    "key", "name", "conversation_hash", "priority", "sealed", "sealing_key_id", "state", "sent_at",
    "received_at", "not_before", "attempts", "failure",
)  # fmt: skip
# An event is taken when it is this old by Zalo's clock: one that was sent just before it and took a
# longer way still goes first. What was under way for so long already waits no more.
GRACE = datetime.timedelta(milliseconds=300)
# Zalo tries again for two hours; an old report says for twelve.
DONE_DAYS = 7
KEPT_DAYS = 30
_AHEAD = datetime.timedelta(minutes=5)
_ZALO_BEGAN = datetime.datetime(2012, 1, 1, tzinfo=datetime.UTC)
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
_ID = re.compile(r"[0-9A-Za-z_-]{1,40}")
_TIMESTAMP = re.compile(r"[0-9]{1,16}")
# Of messages nothing is promised but that they have one; the sample of Zalo's Test button has spaces.
_MESSAGE_ID = re.compile(r"[!-~]{1,48}")
# A message has one event of each of these names; of others, one id may come several times.
_ONE_A_MESSAGE = re.compile(r"(user|oa|anonymous)_send_(?!group_)[a-z_]+|user_received_message")
_SAID = re.compile(
    r"user_send_(text|image|gif|link|audio|video|sticker|location|business_card|file)"
)
_DONE_BY_PERSON = frozenset(
    {"follow", "unfollow", "user_click_chatnow", "user_submit_info", "user_withdraw"}
)
_BY_OFFICER = re.compile(r"oa_send_(?!group_|anonymous_|consent)[a-z_]+")
_INSERT = (
    f"INSERT INTO messaging_zaloevent ({', '.join(COLUMNS)})"  # noqa: S608 (names are ours)
    f" VALUES ({', '.join(['%s'] * len(COLUMNS))}) ON CONFLICT (key) DO NOTHING"
)
_INSERT_WITHIN = (
    f"SET LOCAL statement_timeout = {{}}; {_INSERT}; SET LOCAL statement_timeout TO DEFAULT"
)


@dataclass(frozen=True, slots=True, repr=False)
class Event:
    """One call. `user_id` is the person as this account knows them, "" where it is about nobody.

    `tracking_id` is set in events about template messages (ZNS): whose they are, only the telephone
    number says, and that we do not use.
    """

    name: str
    oa_id: str
    user_id: str
    message_id: str
    tracking_id: str
    is_by_officer: bool
    sent_at: datetime.datetime
    body: Mapping[str, Any]

    @property
    def said(self) -> str:
        """The kind of message that a citizen said (`text`, `image` …), "" for other events."""
        found = _SAID.fullmatch(self.name)
        return found[1] if found else ""

    @property
    def is_echo(self) -> bool:
        """The account wrote to a person: we by the API, or an officer in Zalo's own tool."""
        return _BY_OFFICER.fullmatch(self.name) is not None

    @property
    def priority(self) -> EventPriority:
        is_first = self.said or self.name in _DONE_BY_PERSON or self.is_by_officer
        return EventPriority.CONVERSATION if is_first else EventPriority.REST


def read_event(body: Mapping[str, Any], received_at: datetime.datetime) -> Event:
    """What a body tells."""
    name = _text(body.get("event_name"))
    name = name if _NAME.fullmatch(name) else OTHER
    message = part_of(body, "message")
    sender, recipient = part_of(body, "sender"), part_of(body, "recipient")
    tracking_id = _text(message.get("tracking_id") or body.get("tracking_id"))
    is_from_account = name.startswith("oa_") or bool(tracking_id)
    account, person = (sender, recipient) if is_from_account else (recipient, sender)
    told = (
        part_of(body, "follower").get("id"),
        body.get("user_id"),
        part_of(body, "data").get("user_id"),
        person.get("id"),
    )
    is_nobody = bool(tracking_id) or "anonymous" in name
    return Event(
        name=name,
        oa_id=id_of(body.get("oa_id") or account.get("id")),
        user_id="" if is_nobody else next((found for one in told if (found := id_of(one))), ""),
        message_id=message_id_of(message.get("msg_id")),
        tracking_id=(message_id_of(tracking_id) or _STRANGE) if tracking_id else "",
        is_by_officer=bool(_BY_OFFICER.fullmatch(name) and id_of(sender.get("admin_id"))),
        sent_at=_moment(body.get("timestamp"), received_at),
        body=body,
    )


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """An event as it is written, sealed, before any database has seen it."""

    name: str
    values: tuple[Any, ...]


def make_row(event: Event, raw: bytes, received_at: datetime.datetime) -> Row:
    """Seal the body and say under which key it is kept once, whose it is and when its turn comes."""
    sealer, _index = keys()
    key = _key(event, raw)
    is_first = event.priority is EventPriority.CONVERSATION
    own = event.sent_at + GRACE if is_first else received_at
    values = (
        key,
        event.name,
        conversation_hash(event.oa_id, event.user_id) if event.user_id else None,
        int(event.priority),
        sealer.seal(raw, sealing.of_event(key)),
        sealer.active,
        EventState.NEW.value,
        event.sent_at,
        received_at,
        min(max(own, received_at), received_at + GRACE),
        0,
        "",
    )
    return Row(event.name, values)


def insert(rows: Sequence[Row], *, within_ms: int | None = None) -> int:
    """Write them, but those that are kept already; how many are new. Raises Django's `Error`s.

    `within_ms` is for one row on PostgreSQL, in a transaction: the server gives up after so long, and
    is told in the same message, for a way there and back is most of what one row costs.
    """
    adapt = connection.ops.adapt_datetimefield_value
    values = [
        [adapt(one) if isinstance(one, datetime.datetime) else one for one in row.values]
        for row in rows
    ]
    with connection.cursor() as cursor:
        if within_ms is not None:
            cursor.execute(_INSERT_WITHIN.format(within_ms), values[0])
            cursor.nextset()
        elif len(values) == 1:
            cursor.execute(_INSERT, values[0])
        else:
            cursor.executemany(_INSERT, values)
        return int(cursor.rowcount)


def open_event(row: ZaloEvent) -> Event:
    """What a kept event tells; raises `SealBroken`, or `ValueError` when it was forgotten."""
    if row.sealed is None:
        raise ValueError("The body of this event was forgotten.")
    raw = keys()[0].open(bytes(row.sealed), sealing.of_event(row.key))
    return read_event(json.loads(raw), row.received_at)


def conversation_hash(oa_id: str, user_id: str, key_id: int | None = None) -> int:
    """By which a person's events are found; nobody learns from it who it is."""
    return keys()[1].digest(f"zalo-person|{oa_id}|{user_id}", key_id)


def erase_events_of(
    oa_id: str, user_id: str, *, but: int = 0, until: datetime.datetime | None = None
) -> int:
    """Delete every body that is kept of this person, and what was not processed; how many events.

    `until` spares what they did after it, by Zalo's clock.
    """
    hashes = [conversation_hash(oa_id, user_id, key_id) for key_id in keys()[1].key_ids]
    rows = ZaloEvent.objects.filter(conversation_hash__in=hashes, sealed__isnull=False)
    rows = rows.filter(sent_at__lte=until) if until else rows
    count, _by_model = rows.exclude(pk=but).delete()
    return count


def sweep_events(limit: int = 5000) -> int:
    """Delete what was processed a week ago, and after thirty days everything; how many."""
    now = clock.now()
    done, kept = (now - datetime.timedelta(days=days) for days in (DONE_DAYS, KEPT_DAYS))
    old = ZaloEvent.objects.filter(
        models.Q(state=EventState.DONE, received_at__lt=done) | models.Q(received_at__lt=kept)
    )
    total = 0
    while True:
        ids = list(old.order_by("received_at").values_list("pk", flat=True)[:limit])
        total += ZaloEvent.objects.filter(pk__in=ids).delete()[0]
        if len(ids) < limit:
            return total


def rewrite_events(limit: int) -> int:
    """Seal and hash anew every body that is kept, some at a time; how many (`cards.rotation`)."""
    done = last = 0
    while rows := _rewrite(last, limit):
        done, last = done + len(rows), rows[-1]
    return done


@transaction.atomic
def _rewrite(after: int, limit: int) -> list[int]:
    sealer = keys()[0]
    kept = ZaloEvent.objects.filter(pk__gt=after, sealed__isnull=False)
    rows = list(kept.select_for_update().order_by("pk")[:limit])
    for row in rows:
        assert row.sealed is not None
        raw = sealer.open(bytes(row.sealed), sealing.of_event(row.key))
        event = read_event(json.loads(raw), row.received_at)
        row.sealed, row.sealing_key_id = sealer.seal(raw, sealing.of_event(row.key)), sealer.active
        if event.user_id:
            row.conversation_hash = conversation_hash(event.oa_id, event.user_id)
    ZaloEvent.objects.bulk_update(rows, ["sealed", "sealing_key_id", "conversation_hash"])
    return [row.pk for row in rows]


def part_of(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """An object inside of an object; an empty one where there is none."""
    found = body.get(name)
    return found if isinstance(found, dict) else {}


def id_of(value: Any) -> str:
    """An id as text, as samples show some as numbers; "" when it cannot be one."""
    text = _text(value)
    return text if _ID.fullmatch(text) else ""


def message_id_of(value: Any) -> str:
    """The id of a message; "" when it cannot be one."""
    text = _text(value)
    return text if _MESSAGE_ID.fullmatch(text) else ""


def whole_letters(text: str) -> str:
    r"""The text without halves of letters, which JSON may hold (lone surrogates) and bytes cannot.

    >>> whole_letters("xin ch\ud800ào")
    'xin ch?ào'
    """
    return text.encode(errors="replace").decode()


def _text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value)


def _moment(value: Any, received_at: datetime.datetime) -> datetime.datetime:
    """Milliseconds since 1970, as text or number; when it was received if that cannot be true."""
    try:
        told = datetime.datetime.fromtimestamp(int(_text(value)) / 1000, datetime.UTC)
    except (ValueError, OverflowError, OSError):
        return received_at
    return told if _ZALO_BEGAN < told <= received_at + _AHEAD else received_at


def _key(event: Event, raw: bytes) -> str:
    """Twice the same is once, however late it comes again: nothing of when it was received is in it.

    A digest is a keyed one: a body may hold a telephone number.
    """
    if event.message_id and _ONE_A_MESSAGE.fullmatch(event.name):
        return f"{event.name}:{event.message_id}"
    digest = keys()[1].digest(f"zalo-event|{raw.hex()}") % 2**64
    told = _text(event.body.get("timestamp"))
    told = told if _TIMESTAMP.fullmatch(told) else "0"
    return f"{event.name}:{told}:{digest:016x}"
