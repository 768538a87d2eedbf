"""Background entries of the messages: each calls one operation and can be killed at any moment."""

import threading
import time

from django.db import connection
from huey import crontab

from tracuu.core.jobs import queue
from tracuu.messaging.chat.chasing import chase_overdue
from tracuu.messaging.chat.returning import return_overdue
from tracuu.messaging.contacts import sweep_idle, sweep_unconfirmed
from tracuu.messaging.next_contacts import forget_unused_ways
from tracuu.messaging.operations import expire_watches, forget_labels, forget_old_messages
from tracuu.messaging.sending import send_due
from tracuu.messaging.zalo.accounts import check_all
from tracuu.messaging.zalo.forgetting import ask_zalo
from tracuu.messaging.zalo.tokens import refresh_all

# A run ends before the next minute's begins, so that a worker has time for other work in between.
_RUN_SECONDS = 50.0
_sender = threading.Lock()


@queue.task()  # type: ignore[untyped-decorator]
def send_now() -> None:
    """Send what is due; woken by whoever queued what somebody waits for this minute."""
    _send()


@queue.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def send_every_minute() -> None:
    """Send what has become due, and what a dead sender left."""
    _send()


@queue.periodic_task(crontab(minute="17"))  # type: ignore[untyped-decorator]
def sweep_watches() -> None:
    """End watches whose time is over, and contacts that nobody confirmed."""
    try:
        expire_watches()
        forget_unused_ways()
        sweep_unconfirmed()
        sweep_idle()
        forget_labels()
        forget_old_messages()
    finally:
        connection.close()


@queue.periodic_task(crontab(minute="*/30"))  # type: ignore[untyped-decorator]
def refresh_zalo_tokens() -> None:
    """Each account's tokens twice a day; one that failed is tried again at the next half hour."""
    try:
        refresh_all()
    finally:
        connection.close()


@queue.periodic_task(crontab(minute="40", hour="5"))  # type: ignore[untyped-decorator]
def check_zalo_accounts() -> None:
    """Whose the accounts are and what is left, before the day begins."""
    try:
        check_all()
    finally:
        connection.close()


@queue.periodic_task(crontab(minute="*/5"))  # type: ignore[untyped-decorator]
def forget_at_zalo() -> None:
    """Have Zalo forget whom we have erased at their wish."""
    try:
        ask_zalo()
    finally:
        connection.close()


@queue.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def watch_inboxes() -> None:
    """Tell chiefs of citizens who wait too long, and let the assistant speak where no officer does."""
    try:
        chase_overdue()
        if return_overdue():
            send_now()
    finally:
        connection.close()


def _send() -> None:
    """One sender a process: other workers are left for other work. Who sends meets urgent ones first."""
    if not _sender.acquire(blocking=False):
        return
    ends = time.monotonic() + _RUN_SECONDS
    try:
        send_due(goes_on=lambda: time.monotonic() < ends)
    finally:
        _sender.release()
        connection.close()
