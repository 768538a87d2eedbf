"""Events that the database did not take in time, in a file of this machine, until it does.

A webhook is to be answered within two seconds, and what was answered must not be lost. But SQLite has
one writer, which a list may be for seconds, and a server may be away. What cannot be written at once is
written here (sealed like there), and moved by whoever comes first: the thread of the web server or the
worker. The key makes it once, however often it is moved.
"""

import contextlib
import datetime
import sqlite3
import threading
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.db import Error, InterfaceError, OperationalError, transaction

from tracuu.messaging.zalo.events import COLUMNS, Row, insert

_NAME = "zalo-journal.sqlite3"
_TABLE = "CREATE TABLE IF NOT EXISTS event (id INTEGER PRIMARY KEY AUTOINCREMENT, {columns})"
_TIMES = frozenset({"sent_at", "received_at", "not_before"})
_WAIT_SECONDS = 1.5
_TOGETHER = 500
_lock = threading.Lock()
_log = structlog.get_logger()
_opened: dict[Path, sqlite3.Connection] = {}


def add(row: Row) -> None:
    """Keep an event here; raises `sqlite3.Error` when not even this can be written."""
    marks = ", ".join("?" * len(COLUMNS))
    values = [one.isoformat() if isinstance(one, datetime.datetime) else one for one in row.values]
    with _lock:
        _open().execute(f"INSERT INTO event ({', '.join(COLUMNS)}) VALUES ({marks})", values)  # noqa: S608 (names are ours)


def is_empty() -> bool:
    """Whether nothing waits here. While something does, what comes later queues up behind it."""
    if not _path().exists():
        return True
    with _lock:
        return _open().execute("SELECT 1 FROM event LIMIT 1").fetchone() is None


def count() -> int:
    """How many events wait here."""
    if not _path().exists():
        return 0
    with _lock:
        return int(_open().execute("SELECT count(*) FROM event").fetchone()[0])


def move() -> int:
    """Write what waits here to the database and forget it; how many.

    Raises `OperationalError` or `InterfaceError` when the database does not take it now.
    """
    moved = 0
    while not is_empty():
        with _lock:
            found = _open().execute(
                f"SELECT id, {', '.join(COLUMNS)} FROM event ORDER BY id LIMIT ?",  # noqa: S608 (names are ours)
                [_TOGETHER],
            )
            kept = found.fetchall()
        if not kept:
            break
        _insert([_row(values) for _number, *values in kept])
        # Killed in between, they are moved again: their keys are known then.
        with _lock:
            _open().executemany("DELETE FROM event WHERE id = ?", [(one[0],) for one in kept])
        moved += len(kept)
    return moved


def _insert(rows: list[Row]) -> None:
    """Write them together; where one does not fit, each by itself, and that one is left out."""
    try:
        with transaction.atomic():
            insert(rows)
    except (OperationalError, InterfaceError):
        raise
    except Error as error:
        if len(rows) == 1:
            _log.error("zalo_event_unfit", error=type(error).__qualname__)
            return
        for row in rows:
            _insert([row])


def _row(values: list[Any]) -> Row:
    read = [
        datetime.datetime.fromisoformat(value) if column in _TIMES else value
        for column, value in zip(COLUMNS, values, strict=True)
    ]
    return Row(str(values[COLUMNS.index("name")]), tuple(read))


def _path() -> Path:
    home: Path = settings.HOME
    return home / _NAME


def _open() -> sqlite3.Connection:
    """One connection for all threads of the process, under the lock."""
    path = _path()
    connection = _opened.get(path)
    if connection is None:
        connection = sqlite3.connect(
            path, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False
        )
        path.chmod(0o600)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute(_TABLE.format(columns=", ".join(COLUMNS)))
        _opened[path] = connection
    return connection


def close() -> None:
    """Let go of the file (for tests that delete it)."""
    with _lock:
        for connection in _opened.values():
            with contextlib.suppress(sqlite3.Error):
                connection.close()
        _opened.clear()
