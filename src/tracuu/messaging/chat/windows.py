"""Until when an account may write to somebody, and at what price (Zalo's rules for consultation).

Counted from the last time that the person did something with the account. Within 48 hours an answer
is free; until the seventh day it is charged or taken from the package; later Zalo refuses it.
"""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from tracuu.core import clock
from tracuu.messaging.enums import AccountState, ChannelName, ContactState
from tracuu.messaging.models import Conversation, ZaloUser

FREE = datetime.timedelta(hours=48)
CHARGED = datetime.timedelta(days=7)


class WindowKind(StrEnum):
    """What an answer would meet now. `gone` is somebody whom nothing reaches any more; `left`, that the
    unit has left the account in whose chat they wrote.
    """

    FREE = "free"
    CHARGED = "charged"
    CLOSED = "closed"
    GONE = "gone"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Window:
    """What applies now, and until when; nothing ends what is closed."""

    kind: WindowKind
    ends_at: datetime.datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.kind in {WindowKind.FREE, WindowKind.CHARGED}


def window_since(interacted_at: datetime.datetime | None, now: datetime.datetime) -> Window:
    """What applies to somebody who last did something at this moment.

    >>> at = datetime.datetime(2026, 11, 28, 9, 0, tzinfo=datetime.UTC)
    >>> [window_since(at, at + datetime.timedelta(hours=hours)).kind.value for hours in (47, 49, 169)]
    ['free', 'charged', 'closed']
    """
    if interacted_at is None:
        return Window(WindowKind.CLOSED)
    for kind, length in ((WindowKind.FREE, FREE), (WindowKind.CHARGED, CHARGED)):
        if now < interacted_at + length:
            return Window(kind, interacted_at + length)
    return Window(WindowKind.CLOSED)


def window_of(conversation: Conversation) -> Window:
    """What applies to the person of this conversation now."""
    contact = conversation.contact
    if contact.state == ContactState.GONE:
        return Window(WindowKind.GONE)
    interacted_at = conversation.last_inbound_at
    if contact.channel == ChannelName.ZALO:
        user = ZaloUser.objects.select_related("account").filter(contact_id=contact.pk).first()
        if user is not None and user.account.state == AccountState.STOPPED:
            return Window(WindowKind.LEFT)
        # Whichever is later, by Zalo's clock: a tap or a follow counts as much as words do.
        moments = [at for at in (interacted_at, user and user.interacted_at) if at]
        interacted_at = max(moments, default=None)
    return window_since(interacted_at, clock.now())
