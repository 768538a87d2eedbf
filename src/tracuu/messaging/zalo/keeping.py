"""An event is kept before it is answered: in the database if that is quick, else in the journal.

The journal is for a database that is busy or away, and for a rush: after a server was away all calls
come again at once, and written together they cost a tenth. What the database will never take (a value
that does not fit) is said to be heard and forgotten: in the journal it would only stand before what
comes later.
"""

import sqlite3
import time
from collections import deque
from enum import StrEnum

import structlog
from django.db import Error, InterfaceError, OperationalError, connection, transaction

from tracuu.messaging.zalo import journal
from tracuu.messaging.zalo.events import Row, insert

# The longest that an answer waits for the database: on SQLite for its one writer.
_BRIEF_MS = 100
# So many calls in so short a time are a rush: over twice of what is promised to be borne (200 a second).
_RUSH, _RUSH_SECONDS = 50, 0.1
_lately: deque[float] = deque(maxlen=_RUSH)
_log = structlog.get_logger()


class Kept(StrEnum):
    """Where an event is now; or that it was there before, or can be nowhere."""

    STORED = "stored"
    DUPLICATE = "duplicate"
    ASIDE = "aside"
    UNFIT = "unfit"


class NotKept(Exception):
    """Neither place took it: the caller must not say that it was heard."""


def keep(row: Row, *, is_moved: bool = False) -> Kept:
    """Keep an event for good; raises `NotKept`.

    `is_moved`: somebody in this process writes to the database, all the time, what lies in the journal.
    """
    try:
        if journal.is_empty() and not (is_moved and _is_rush()):
            return Kept.STORED if _insert_briefly(row) else Kept.DUPLICATE
    except (OperationalError, InterfaceError, sqlite3.Error):
        pass  # busy, or away: it goes aside
    except Error as error:
        _log.error("zalo_event_unfit", error=type(error).__qualname__)
        return Kept.UNFIT
    try:
        journal.add(row)
    except sqlite3.Error:
        raise NotKept from None
    return Kept.ASIDE


def _is_rush() -> bool:
    now = time.monotonic()
    is_rush = len(_lately) == _RUSH and now - _lately[0] < _RUSH_SECONDS
    _lately.append(now)
    return is_rush


def _insert_briefly(row: Row) -> int:
    """Wait for a lock briefly only, and from then on as long as before; how many are new."""
    if connection.vendor == "postgresql":
        with transaction.atomic():
            return insert([row], within_ms=_BRIEF_MS)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        usual = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {_BRIEF_MS}")
        try:
            return insert([row])
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")
