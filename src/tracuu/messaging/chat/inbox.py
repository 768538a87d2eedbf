"""Reads of the officers' inbox: who waits, since when, and what was said. All of them read people."""

import datetime
import hashlib
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, F, Max, Min, OuterRef, Q, QuerySet, Subquery

from tracuu.core.crypto import SealBroken, keys
from tracuu.messaging.chat.content import Said, open_said
from tracuu.messaging.enums import Author, ConversationState, DeliveryState, Kind
from tracuu.messaging.models import ChatMessage, Contact, Conversation, Delivery
from tracuu.units.models import Unit

MOST_ROWS = 100
MOST_MESSAGES = 60
_SIGNS = "23456789abcdefghkmnpqrstuvwxyz"
_TAG_LENGTH = 4
_GONE = Said(text="")


class Shown(StrEnum):
    """Which conversations a list shows."""

    WAITING = "waiting"
    MINE = "mine"
    OTHERS = "others"
    ALL = "all"


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """A conversation in the list, with the last words of its citizen."""

    conversation: Conversation
    last: Said | None


@dataclass(frozen=True, slots=True, repr=False)
class Turn:
    """One thing that was said, opened."""

    message: ChatMessage
    said: Said


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait for a person's word, and since when the first does."""

    count: int
    since: datetime.datetime | None


def count_waiting(unit: Unit) -> Waiting:
    """Those that no officer has; what an officer took is that officer's."""
    rows = _waiting(unit).aggregate(count=Count("pk"), since=Min("waiting_since"))
    return Waiting(rows["count"], rows["since"])


def count_shown(unit: Unit, officer_id: int) -> dict[Shown, int]:
    """How many conversations each list has; of all nobody counts."""
    held = _held(unit).aggregate(
        mine=Count("pk", filter=Q(officer_id=officer_id)),
        others=Count("pk", filter=~Q(officer_id=officer_id)),
    )
    return {
        Shown.WAITING: count_waiting(unit).count,
        Shown.MINE: held["mine"],
        Shown.OTHERS: held["others"],
    }


def list_conversations(unit: Unit, shown: Shown, officer_id: int) -> list[Row]:
    """Who waits longest comes first; of all, who wrote last."""
    waits = F("waiting_since").asc(nulls_last=True)
    rows: QuerySet[Conversation]
    if shown is Shown.WAITING:
        rows = _waiting(unit).order_by("waiting_since", "pk")
    elif shown is Shown.MINE:
        rows = _held(unit).filter(officer_id=officer_id).order_by(waits, "pk")
    elif shown is Shown.OTHERS:
        rows = _held(unit).exclude(officer_id=officer_id).order_by(waits, "pk")
    else:
        rows = Conversation.objects.filter(unit=unit, last_inbound_at__isnull=False)
        rows = rows.order_by("-last_inbound_at", "-pk")
    return _with_last_words(rows.select_related("officer", "contact"))


def find_conversation(unit: Unit, number: int) -> Conversation | None:
    """The conversation of this unit, or None; another unit's is None too."""
    rows = Conversation.objects.select_related("contact", "officer")
    return rows.filter(unit=unit, pk=number).first()


def list_turns(conversation: Conversation, before: int = 0) -> tuple[list[Turn], bool]:
    """The newest things that were said (before that message), the oldest first; and if there are more."""
    rows = ChatMessage.objects.filter(conversation=conversation)
    if before:
        rows = rows.filter(pk__lt=before)
    newest = list(
        rows.select_related("delivery", "officer").order_by("-created_at", "-pk")[
            : MOST_MESSAGES + 1
        ]
    )
    turns = [Turn(one, _open(one)) for one in reversed(newest[:MOST_MESSAGES])]
    return turns, len(newest) > MOST_MESSAGES


def find_question(conversation: Conversation, number: int) -> tuple[str, str] | None:
    """What the citizen had asked before the officer's answer of this number, and the answer."""
    rows = ChatMessage.objects.filter(conversation=conversation)
    answer = rows.filter(pk=number, author=Author.OFFICER).first()
    if answer is None:
        return None
    earlier = rows.filter(pk__lt=number).order_by("-pk")[:20]
    asked: list[str] = []
    for one in earlier:
        if one.author != Author.CITIZEN:
            if asked:
                break
            continue
        said = _open(one)
        if said.kind == "text" and said.text:
            asked.append(said.text)
    return " ".join(reversed(asked)), _open(answer).text


def list_notices(contact: Contact, since: datetime.datetime) -> list[Delivery]:
    """The messages about cards that went to this contact since then: no chat holds their words."""
    rows = Delivery.objects.filter(contact=contact, state=DeliveryState.SENT, sent_at__gte=since)
    return list(rows.exclude(kind=Kind.CHAT).order_by("sent_at")[:MOST_MESSAGES])


def last_number(conversation: Conversation) -> int:
    """The number of the newest message; 0 when nothing was said."""
    rows = ChatMessage.objects.filter(conversation=conversation)
    return rows.aggregate(last=Max("pk"))["last"] or 0


def stamp_of(conversation: Conversation) -> str:
    """Changes when anything is said, taken, sent or received: what a page shows is then old."""
    rows = ChatMessage.objects.filter(conversation=conversation).order_by("-created_at", "-pk")
    columns = [f"delivery__{name}" for name in ("state", "delivered_at", "seen_at")]
    return _digest([conversation.version, *rows.values_list("pk", *columns)[:MOST_MESSAGES]])


def stamp_of_list(unit: Unit, now: datetime.datetime) -> str:
    """Likewise for the lists of a unit, and with every minute that somebody waits."""
    rows = Conversation.objects.filter(unit=unit).filter(
        Q(waiting_since__isnull=False) | Q(state=ConversationState.OFFICER)
    )
    told = rows.order_by("pk").values_list("pk", "version", "chased_at")
    return _digest([*told, f"{now:%H:%M}"])


def _digest(told: list[object]) -> str:
    return hashlib.blake2b(repr(told).encode(), digest_size=8).hexdigest()


def tag_of(conversation: Conversation) -> str:
    """Four signs by which officers tell conversations apart; says nothing of who it is."""
    digest = hashlib.blake2b(b"conversation|%d" % conversation.pk, digest_size=8).digest()
    number = int.from_bytes(digest, "big")
    signs = []
    for _ in range(_TAG_LENGTH):
        number, place = divmod(number, len(_SIGNS))
        signs.append(_SIGNS[place])
    return "".join(signs)


def _waiting(unit: Unit) -> QuerySet[Conversation]:
    """Also those that an officer answered past our inbox (state officer, but nobody's here)."""
    rows = Conversation.objects.filter(unit=unit, waiting_since__isnull=False)
    return rows.exclude(state=ConversationState.OFFICER, officer__isnull=False)


def _held(unit: Unit) -> QuerySet[Conversation]:
    rows = Conversation.objects.filter(unit=unit, state=ConversationState.OFFICER)
    return rows.exclude(officer__isnull=True, waiting_since__isnull=False)


def _with_last_words(rows: QuerySet[Conversation]) -> list[Row]:
    heard = ChatMessage.objects.filter(conversation=OuterRef("pk"), author=Author.CITIZEN)
    newest = heard.order_by("-created_at", "-pk").values("pk")[:1]
    found = list(rows.annotate(last_id=Subquery(newest))[:MOST_ROWS])
    last = ChatMessage.objects.in_bulk([one.last_id for one in found if one.last_id])
    return [Row(one, _open(last[one.last_id]) if one.last_id in last else None) for one in found]


def _open(message: ChatMessage) -> Said:
    try:
        return open_said(keys()[0], message.sealed, conversation_id=message.conversation_id)
    except SealBroken:
        return _GONE
