"""Reads of messages."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Case, Count, F, Min, Q, Value, When

from tracuu.core.receipt_codes import read_code
from tracuu.messaging.enums import AccountState, ChannelName, DeliveryState, Kind, Way
from tracuu.messaging.models import Contact, Delivery, Watch
from tracuu.messaging.rules import QUOTA_OUT

_GONE_OUT = (DeliveryState.SENDING, DeliveryState.SENT)
# What is said in a chat stands in the inbox, with what was said before it.
_NOTICES = Delivery.objects.exclude(kind=Kind.CHAT)


def find_message(typed_code: str) -> Delivery | None:
    """The message that went out under this code, however it was typed, or None."""
    code = read_code(typed_code)
    if code is None:
        return None
    rows = Delivery.objects.filter(code=code).select_related("unit")
    # One that waits for another try may have reached somebody all the same.
    return rows.exclude(attempts=0).first()


def list_messages_to(contact: Contact, most: int = 50) -> list[Delivery]:
    """What was sent to a contact, or by way of it, the newest first."""
    rows = _NOTICES.filter(Q(contact=contact) | Q(via=contact), state__in=_GONE_OUT)
    return list(rows.select_related("unit").order_by("-created_at", "-pk")[:most])


def count_by_state(unit_id: int, since: datetime.datetime) -> dict[DeliveryState, int]:
    """How many messages of the unit made since then are in each state."""
    rows = _NOTICES.filter(unit_id=unit_id, created_at__gte=since).order_by()
    counts = rows.values_list("state").annotate(count=Count("pk"))
    return {DeliveryState(state): count for state, count in counts}


def list_dead(unit_id: int, most: int = 100) -> list[Delivery]:
    """The messages of the unit that gave up, the newest first."""
    rows = _NOTICES.filter(unit_id=unit_id, state=DeliveryState.DEAD)
    return list(rows.select_related("contact").order_by(F("created_at").desc(), "-pk")[:most])


class HeldReason(StrEnum):
    """Why a message that is to go out has not; in the order in which a page tells them."""

    ACCOUNT = "account"
    NO_WAY = "no_way"
    TOLD_OTHERWISE = "told_otherwise"
    QUOTA = "quota"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True)
class Held:
    """So many messages wait for the same reason, the oldest since then."""

    reason: HeldReason
    count: int
    since: datetime.datetime


def list_held(unit_id: int) -> list[Held]:
    """What of the unit's messages waits for somebody, and for what: it goes out by itself then."""
    reason = Case(
        When(
            contact__zalo_user__account__state__in=(AccountState.BROKEN, AccountState.STOPPED),
            then=Value(HeldReason.ACCOUNT.value),
        ),
        When(state=DeliveryState.QUEUED, failure=QUOTA_OUT, then=Value(HeldReason.QUOTA.value)),
        When(state=DeliveryState.QUEUED, then=Value("")),
        When(way=Way.OTHER, then=Value(HeldReason.TOLD_OTHERWISE.value)),
        When(way=Way.NONE, then=Value(HeldReason.NO_WAY.value)),
        default=Value(HeldReason.CONFIRM.value),
    )
    waiting = (DeliveryState.WAITING, DeliveryState.QUEUED)
    rows = _NOTICES.filter(unit_id=unit_id, state__in=waiting).annotate(reason=reason)
    counted = (
        rows.exclude(reason="")
        .order_by()
        .values_list("reason")
        .annotate(count=Count("pk"), since=Min("created_at"))
    )
    found = {HeldReason(reason): (count, since) for reason, count, since in counted}
    return [Held(one, *found[one]) for one in HeldReason if one in found]


def count_by_way(unit_id: int, since: datetime.datetime) -> dict[Way, int]:
    """On which ways the unit's messages of since then went out to people on Zalo."""
    rows = _NOTICES.filter(
        unit_id=unit_id,
        created_at__gte=since,
        state=DeliveryState.SENT,
        contact__channel=ChannelName.ZALO,
    )
    counted = rows.order_by().values_list("way").annotate(count=Count("pk"))
    return {Way(way): count for way, count in counted if way}


def count_by_event(event: str) -> dict[DeliveryState, int]:
    """How many messages of one event are in each state."""
    rows = Delivery.objects.filter(event=event).order_by()
    counts = rows.values_list("state").annotate(count=Count("pk"))
    return {DeliveryState(state): count for state, count in counts}


def find_next_of(event: str) -> datetime.datetime | None:
    """When the first message of the event that still waits may go out."""
    rows = Delivery.objects.filter(event=event, state=DeliveryState.QUEUED)
    found: datetime.datetime | None = rows.aggregate(at=Min("not_before"))["at"]
    return found


def count_watches(unit_id: int) -> int:
    """How many wait for news from the unit."""
    return Watch.objects.filter(unit_id=unit_id).count()
