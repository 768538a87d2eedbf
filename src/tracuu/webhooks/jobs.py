"""Background entries of the webhook: each can be killed at any moment, rows hold the truth."""

import datetime
import threading
import time

import structlog
from django.db import connection
from huey import crontab

from tracuu.core import clock
from tracuu.core.jobs import queue
from tracuu.messaging.chat.forgetting import forget_old_words
from tracuu.messaging.zalo import journal
from tracuu.messaging.zalo.event_queue import find_next_turn
from tracuu.messaging.zalo.events import sweep_events
from tracuu.messaging.zalo.reconciling import reconcile_all
from tracuu.messaging.zalo.users import sweep_idle_users
from tracuu.messaging.zalo.withdrawals import sweep_withdrawals
from tracuu.webhooks.processing import process_due

# A run ends before the next minute's begins; what is left is for the next, which is woken at once.
_RUN_SECONDS = 50.0
# After the last event the run stays for the answer to what was just said: the queue looks for work
# only now and then, and two people who talk should not feel that.
_LINGER_SECONDS = 2.0
_POLL_SECONDS = 0.05
# What is due within this time is woken for; what comes later, the sweep of its minute finds.
_SOON = datetime.timedelta(seconds=60)
_runner = threading.Lock()
_news = threading.Event()
_log = structlog.get_logger()


@queue.task()  # type: ignore[untyped-decorator]
def process_now() -> None:
    """Process what has come; woken by the web server once a burst."""
    _process()


@queue.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def process_every_minute() -> None:
    """Process what nobody woke us for: after a kill, after a fault, or what lies in the journal."""
    try:
        moved = journal.move()
        if moved:
            _log.info("zalo_journal_moved", events=moved)
    finally:
        _process()


@queue.periodic_task(crontab(minute="43"))  # type: ignore[untyped-decorator]
def sweep_zalo() -> None:
    """Forget events, and people, whose time is over."""
    try:
        swept = sweep_events()
        if swept:
            _log.info("zalo_events_forgotten", events=swept)
        sweep_idle_users()
        sweep_withdrawals()
        forget_old_words()
    finally:
        connection.close()


@queue.periodic_task(crontab(hour="19", minute="10"))  # type: ignore[untyped-decorator]
def reconcile_followers() -> None:
    """At 2:10 in Việt Nam: who follows, by Zalo's own list."""
    try:
        reconcile_all()
    finally:
        connection.close()


def _process() -> None:
    """One run a process. Who comes while one runs leaves word, so that no wake is lost at its end."""
    _news.set()
    while _news.is_set():
        if not _runner.acquire(blocking=False):
            return
        try:
            _news.clear()
            is_more = _run()
        finally:
            _runner.release()
            connection.close()
        if is_more:
            process_now()  # behind whatever else waits for a worker
            return


def _run() -> bool:
    """Process until nothing comes for a while; True when the time was over before the work was."""
    ends = time.monotonic() + _RUN_SECONDS
    last = time.monotonic()
    while (now := time.monotonic()) < ends:
        if process_due(goes_on=lambda: time.monotonic() < ends):
            last = time.monotonic()
        elif now - last > _LINGER_SECONDS:
            _come_back_for_the_next()
            return False
        else:
            time.sleep(_POLL_SECONDS)
    return True


def _come_back_for_the_next() -> None:
    """For an event that failed and is to be tried again."""
    turn = find_next_turn()
    now = clock.now()
    if turn is not None and turn - now < _SOON:
        process_now.schedule(delay=max(int((turn - now).total_seconds()) + 1, 1))
