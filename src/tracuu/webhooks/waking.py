"""Wakes the job that processes events: once a burst, from a thread of its own in the web server.

To wake it costs the queue's file a transaction, too dear for 200 events a second, and no answer to Zalo
may wait for a queue that is away. The thread also moves what went aside into the journal. A process that
is killed between an event and its wake loses nothing: the job looks every minute by itself.
"""

import atexit
import threading
import time

import structlog
from django.db import connection

from tracuu.messaging.zalo import journal
from tracuu.webhooks.jobs import process_now

# At most so often; what comes meanwhile is covered by the next one.
_EVERY_SECONDS = 0.25
# While the database does not take the journal: how often it is asked again.
_AGAIN_SECONDS = 1.0
_log = structlog.get_logger()


class Waker:
    """Until `start` is called (the web server does), waking is a note that nobody reads."""

    def __init__(self) -> None:
        self._news = threading.Event()
        self._stops = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def is_running(self) -> bool:
        """Whether what goes aside is moved by this process."""
        return self._thread is not None and self._thread.is_alive()

    def wake(self) -> None:
        """There is an event; costs nothing."""
        self._news.set()

    def start(self) -> None:
        """From now on; begins with what a process before left in the journal."""
        if self._thread is not None:
            return
        self._thread = threading.Thread(target=self._run, name="zalo-waker", daemon=True)
        self._thread.start()
        atexit.register(self._end)
        if not journal.is_empty():
            self.wake()

    def _run(self) -> None:
        while not self._stops.is_set():
            self._news.wait()
            if self._stops.is_set():
                return
            self._news.clear()
            is_moved = _move()
            _wake_job()
            if not is_moved:
                self._news.set()
            time.sleep(_EVERY_SECONDS if is_moved else _AGAIN_SECONDS)

    def _end(self) -> None:
        self._stops.set()
        self._news.set()
        if self._thread is not None:
            self._thread.join(timeout=1.0)


def _move() -> bool:
    """Whether the journal is empty now."""
    try:
        if journal.is_empty():
            return True
        moved = journal.move()
    except Exception as error:  # noqa: BLE001 (this thread must not end; the events stay where they are)
        _log.warning("zalo_journal_waits", error=type(error).__qualname__)
        return False
    else:
        _log.info("zalo_journal_moved", events=moved)
        return True
    finally:
        connection.close()


def _wake_job() -> None:
    try:
        process_now()
    except Exception as error:  # noqa: BLE001 (the queue is away: the job looks every minute by itself)
        _log.warning("zalo_job_not_woken", error=type(error).__qualname__)


waker = Waker()
