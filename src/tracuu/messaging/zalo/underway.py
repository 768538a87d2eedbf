"""Exchanges of tokens that this process has begun: who ends the process waits for them.

A worker's threads die with it. One that dies after Zalo answered and before we saved costs an account
its tokens, and a deployment that restarts workers would do that now and then.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tracuu.messaging.errors import AccountNotReady


class Underway:
    """Counts what is under way; closed, it lets nothing new begin."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._count = 0
        self._is_closed = False

    @contextmanager
    def one(self) -> Iterator[None]:
        """Around an exchange; raises `AccountNotReady` when this process is ending."""
        with self._changed:
            if self._is_closed:
                raise AccountNotReady("zalo_worker_ends")
            self._count += 1
        try:
            yield
        finally:
            with self._changed:
                self._count -= 1
                self._changed.notify_all()

    def finish(self, seconds: float) -> bool:
        """Let nothing new begin, and wait for what has; False when that took too long."""
        with self._changed:
            self._is_closed = True
            return self._changed.wait_for(lambda: self._count == 0, seconds)
