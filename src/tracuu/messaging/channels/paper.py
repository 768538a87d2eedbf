"""A code on paper: nothing leaves the house, the person comes and looks (`portal`)."""

from collections.abc import Iterator
from contextlib import contextmanager

from tracuu.messaging.channels.base import Message, PlainSession, Session


class _Session(PlainSession):
    def send(self, message: Message) -> str:  # noqa: ARG002 (an interface)
        """It is told as soon as it may be seen."""
        return ""


class PaperChannel:
    """Always there."""

    def is_ready(self) -> bool:
        return True

    @contextmanager
    def open(self) -> Iterator[Session]:
        yield _Session()
