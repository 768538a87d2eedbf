"""What the pages of watches show."""

import datetime
from dataclasses import dataclass, replace

from tracuu.cards.wording import date_text
from tracuu.core import clock
from tracuu.core.crypto import SealBroken, keys
from tracuu.messaging.contacts import masked
from tracuu.messaging.enums import ChannelName, ContactState, Kind
from tracuu.messaging.models import Contact, Delivery
from tracuu.messaging.notices import open_notice
from tracuu.messaging.queries import list_messages_to
from tracuu.messaging.wording import say
from tracuu.units.wording import unit_name


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """A message as whoever has its code may see it: who sent it, when, and what kind it is."""

    unit: str
    slug: str
    kind: str
    at: str
    sentence: str = ""

    @classmethod
    def of(cls, message: Delivery) -> "ShownMessage":
        at = message.sent_at or message.lease_until or message.created_at
        return cls(
            unit=unit_name(message.unit),
            slug=message.unit.slug,
            kind=str(Kind(message.kind).label),
            at=moment_text(at),
        )


@dataclass(frozen=True, slots=True)
class ShownWatch:
    number: int
    unit: str
    slug: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class ShownBehind:
    """Somebody who chats with a unit left this address there."""

    number: int
    unit: str


@dataclass(frozen=True, slots=True)
class ShownContact:
    """A contact for its owner; `behind`: the units whose news comes here when Zalo lets nobody write."""

    name: str
    is_new: bool
    is_paper: bool
    watches: tuple[ShownWatch, ...]
    behind: tuple[ShownBehind, ...]
    messages: tuple[ShownMessage, ...]


def shown_contact(contact: Contact) -> ShownContact:
    """Everything that is kept of it."""
    is_paper = contact.channel == ChannelName.PAPER
    messages = list_messages_to(contact)
    return ShownContact(
        name=masked(contact),
        is_new=contact.state == ContactState.NEW,
        is_paper=is_paper,
        watches=tuple(
            ShownWatch(
                number=watch.pk,
                unit=unit_name(watch.unit),
                slug=watch.unit.slug,
                since=_day(watch.created_at),
                until=_day(watch.expires_at),
            )
            for watch in contact.watches.select_related("unit").order_by("created_at", "pk")
        ),
        behind=tuple(
            ShownBehind(user.pk, unit_name(user.account.unit))
            for user in contact.stands_behind.select_related("account__unit")
        ),
        messages=tuple(_with_words(one, contact) for one in messages if one.kind != Kind.CONFIRM),
    )


def _with_words(message: Delivery, contact: Contact) -> ShownMessage:
    """On paper nothing was sent anywhere: the message itself is read here."""
    shown = ShownMessage.of(message)
    if contact.channel != ChannelName.PAPER:
        return shown
    try:
        notice = open_notice(
            keys()[0], message.sealed, person=message.person, contact_id=contact.pk
        )
    except SealBroken:
        return shown
    sentence = say(kind=Kind(message.kind), notice=notice)
    return replace(shown, sentence=sentence)


def moment_text(at: datetime.datetime) -> str:
    """A moment as people say it: 14:05, 08/12/2021."""
    local = at.astimezone(clock.VIETNAM)
    return f"{local:%H:%M}, {date_text(local.date())}"


def _day(at: datetime.datetime) -> str:
    return date_text(at.astimezone(clock.VIETNAM).date())
