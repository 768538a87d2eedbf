"""What every channel promises; `tests/messaging/channels/test_contract.py` holds all of them to it."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from tracuu.messaging.wording import Text


@dataclass(frozen=True, slots=True, repr=False)
class Message:
    """One message to one address. The same `code` again is the same message again."""

    address: str
    text: Text
    code: str
    unit_name: str


class Session(Protocol):
    """An open way out, used by one thread for many messages."""

    def send(self, message: Message) -> None:
        """Return when the far end has taken it.

        Raises `TryLater`, `ContactGone`, `NeverSendable`, or `ChannelNotReady` when the whole channel
        is down; never with a word of the message or the address in it.
        """
        ...


class Channel(Protocol):
    """A kind of way out."""

    def is_ready(self) -> bool:
        """Whether the settings that it needs are there."""
        ...

    def open(self) -> AbstractContextManager[Session]:
        """A session; entering it raises `ChannelNotReady`."""
        ...
