"""The ways out that are open in one run of a sender, and the threads for those that take many at once."""

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from tracuu.messaging.channels import Session, open_session
from tracuu.messaging.enums import ChannelName
from tracuu.messaging.errors import ChannelNotReady


class Sessions:
    """One open session a channel and run; a channel that cannot be opened rests."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._open: dict[ChannelName, Session] = {}
        self._pools: dict[ChannelName, ThreadPoolExecutor] = {}
        self._not_ready: dict[ChannelName, ChannelNotReady] = {}

    @property
    def closed(self) -> Collection[ChannelName]:
        """The channels that were found closed."""
        return self._not_ready.keys()

    @property
    def closed_accounts(self) -> Collection[int]:
        """The Official Accounts that were found closed."""
        return [pk for session in self._open.values() for pk in session.closed_accounts]

    def get(self, channel: ChannelName) -> Session:
        """Raises `ChannelNotReady`."""
        if channel in self._not_ready:
            raise self._not_ready[channel]
        session = self._open.get(channel)
        if session is None:
            try:
                session = self._stack.enter_context(open_session(channel))
            except ChannelNotReady as error:
                self._not_ready[channel] = error
                raise
            self._open[channel] = session
        return session

    def pool(self, channel: ChannelName) -> ThreadPoolExecutor | None:
        """The threads of an open session; None where one message goes after the other."""
        width = self._open[channel].width
        if width == 1:
            return None
        if channel not in self._pools:
            # Entered after the session, so it ends before it.
            self._pools[channel] = self._stack.enter_context(ThreadPoolExecutor(width))
        return self._pools[channel]

    def close(self, channel: ChannelName, error: ChannelNotReady) -> None:
        """Not again in this run: the rest waits for the next."""
        self._not_ready[channel] = error

    def tend(self) -> None:
        """Between batches: what was learnt is written down."""
        for session in self._open.values():
            session.tend()
