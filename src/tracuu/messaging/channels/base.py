"""What every channel promises; `tests/messaging/channels/test_contract.py` holds all of them to it."""

from collections.abc import Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from tracuu.messaging.chat.content import Outgoing
from tracuu.messaging.enums import Way
from tracuu.messaging.models import OfficialAccount
from tracuu.messaging.wording import Text
from tracuu.messaging.zalo.traces import Traces


@dataclass(frozen=True, slots=True, repr=False)
class Template:
    """A ZBS template of the account, to a telephone number."""

    phone: str
    template_id: str
    parameters: dict[str, str]


@dataclass(frozen=True, slots=True, repr=False)
class InChat:
    """What a message to a chat has besides: whose account speaks, and its words and buttons there.

    `template` stands in their place on the way of that name. `is_asked` is what somebody waits for
    this minute: no quota is asked first.
    """

    account: OfficialAccount
    outgoing: Outgoing
    traces: Traces
    is_asked: bool = False
    template: Template | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Message:
    """One message to one address. The same `code` again is the same message again."""

    address: str
    text: Text
    code: str
    unit_name: str
    way: Way = Way.CHANNEL
    chat: InChat | None = None


class Session(Protocol):
    """An open way out for many messages. Most are used by one thread; see `width`."""

    @property
    def width(self) -> int:
        """How many threads may call `send` and `find_sent` at once. They use no database."""
        ...

    @property
    def closed_accounts(self) -> Collection[int]:
        """The Official Accounts that were found not ready: what is theirs is left alone."""
        ...

    def ready(self, message: Message) -> None:
        """Called before each message by the sender's own thread, which has the database.

        Raises `ChannelNotReady` as `send` does.
        """
        ...

    def send(self, message: Message) -> str:
        """Return when the far end has taken it: its id there, "" where it has none.

        Raises `TryLater`, `ContactGone`, `NeverSendable`, `WindowClosed` when only another way may
        be open, or `ChannelNotReady` when the whole channel is down (`AccountNotReady`: one unit's
        part of it); never with a word of the message or the address in it.
        """
        ...

    def find_sent(self, message: Message) -> str | None:
        """The far end's id of a copy that it has taken already; None when it has none, or cannot tell.

        Raises `TryLater` when it could tell, but not now.
        """
        ...

    def tend(self) -> None:
        """Called by the sender's own thread between batches: what was learnt is written down."""
        ...


class PlainSession:
    """What is the same for channels that need nothing of the above."""

    width = 1
    closed_accounts: Collection[int] = ()

    def ready(self, message: Message) -> None:
        """It is."""

    def find_sent(self, message: Message) -> str | None:  # noqa: ARG002 (an interface)
        """There is nobody to ask; the same code says to the reader that it is the same message."""
        return None

    def tend(self) -> None:
        """Nothing is learnt."""


class Channel(Protocol):
    """A kind of way out."""

    def is_ready(self) -> bool:
        """Whether the settings that it needs are there."""
        ...

    def open(self) -> AbstractContextManager[Session]:
        """A session; entering it raises `ChannelNotReady`."""
        ...
