"""The emulator's own SQLite file. One process, one connection, every write in a transaction."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Row = sqlite3.Row

# Moments are whole milliseconds since 1970 on the emulator's clock; 0 or NULL means never.
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS apps (
    app_id TEXT PRIMARY KEY, name TEXT NOT NULL, secret_key TEXT NOT NULL,
    oa_secret_key TEXT NOT NULL, callback_url TEXT NOT NULL DEFAULT '',
    webhook_url TEXT NOT NULL DEFAULT '', webhook_is_on INTEGER NOT NULL DEFAULT 1,
    is_active INTEGER NOT NULL DEFAULT 1, needs_proof INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS oas (
    oa_id TEXT PRIMARY KEY, slug TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '', is_verified INTEGER NOT NULL DEFAULT 1,
    oa_type INTEGER NOT NULL DEFAULT 4, is_disabled INTEGER NOT NULL DEFAULT 0,
    has_api_package INTEGER NOT NULL DEFAULT 1, has_zca INTEGER NOT NULL DEFAULT 1,
    sub_quota INTEGER NOT NULL DEFAULT 500, zns_daily_quota INTEGER NOT NULL DEFAULT 500,
    broadcasts_per_month INTEGER NOT NULL DEFAULT 4,
    articles_per_month INTEGER NOT NULL DEFAULT 60, menu TEXT NOT NULL DEFAULT '[]');
CREATE TABLE IF NOT EXISTS grants (
    app_id TEXT NOT NULL, oa_id TEXT NOT NULL, granted_at INTEGER NOT NULL,
    PRIMARY KEY (app_id, oa_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS codes (
    code TEXT PRIMARY KEY, app_id TEXT NOT NULL, oa_id TEXT NOT NULL, challenge TEXT NOT NULL,
    issued_at INTEGER NOT NULL, used_at INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS access_tokens (
    token TEXT PRIMARY KEY, app_id TEXT NOT NULL, oa_id TEXT NOT NULL,
    expires_at INTEGER NOT NULL, is_revoked INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS access_tokens_pair ON access_tokens (app_id, oa_id);
CREATE TABLE IF NOT EXISTS refresh_tokens (
    token TEXT PRIMARY KEY, app_id TEXT NOT NULL, oa_id TEXT NOT NULL,
    expires_at INTEGER NOT NULL, used_at INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS people (
    person_id TEXT PRIMARY KEY, name TEXT NOT NULL, phone TEXT NOT NULL DEFAULT '',
    gender INTEGER NOT NULL DEFAULT 0, age INTEGER NOT NULL DEFAULT 40,
    city INTEGER NOT NULL DEFAULT 4, platform INTEGER NOT NULL DEFAULT 2,
    is_on_mobile INTEGER NOT NULL DEFAULT 1, has_zalo INTEGER NOT NULL DEFAULT 1,
    is_app_admin INTEGER NOT NULL DEFAULT 0, is_listed INTEGER NOT NULL DEFAULT 1) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS people_phone ON people (phone);
CREATE TABLE IF NOT EXISTS users (
    user_id TEXT PRIMARY KEY, oa_id TEXT NOT NULL, person_id TEXT NOT NULL,
    is_follower INTEGER NOT NULL DEFAULT 0, last_interaction_at INTEGER NOT NULL DEFAULT 0,
    has_chatted INTEGER NOT NULL DEFAULT 0, welcome_sent INTEGER NOT NULL DEFAULT 0,
    free_sent INTEGER NOT NULL DEFAULT 0, has_blocked INTEGER NOT NULL DEFAULT 0,
    is_inactive INTEGER NOT NULL DEFAULT 0, alias TEXT NOT NULL DEFAULT '',
    external_id TEXT NOT NULL DEFAULT '', shared_info TEXT NOT NULL DEFAULT '{}',
    seq INTEGER NOT NULL, UNIQUE (oa_id, person_id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS users_of_oa ON users (oa_id, seq);
CREATE TABLE IF NOT EXISTS tags (
    oa_id TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (oa_id, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS user_tags (
    oa_id TEXT NOT NULL, name TEXT NOT NULL, user_id TEXT NOT NULL,
    PRIMARY KEY (oa_id, name, user_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS messages (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, msg_id TEXT NOT NULL UNIQUE, oa_id TEXT NOT NULL,
    user_id TEXT NOT NULL, src INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL DEFAULT '',
    payload TEXT NOT NULL DEFAULT '{}', quote_id TEXT NOT NULL DEFAULT '',
    is_hidden INTEGER NOT NULL DEFAULT 0, app_id TEXT NOT NULL DEFAULT '',
    sent_at INTEGER NOT NULL, delivered_at INTEGER, seen_at INTEGER,
    reaction TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS messages_of_user ON messages (user_id, seq);
CREATE INDEX IF NOT EXISTS messages_of_oa ON messages (oa_id, seq);
CREATE TABLE IF NOT EXISTS anonymous (
    anonymous_id TEXT NOT NULL, conversation_id TEXT PRIMARY KEY, oa_id TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS uploads (
    upload_id TEXT PRIMARY KEY, oa_id TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,
    content BLOB NOT NULL, md5 TEXT NOT NULL, expires_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS counters (
    name TEXT NOT NULL, period TEXT NOT NULL, value INTEGER NOT NULL,
    PRIMARY KEY (name, period)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS articles (
    article_id TEXT PRIMARY KEY, oa_id TEXT NOT NULL, body TEXT NOT NULL,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS article_tokens (
    token TEXT PRIMARY KEY, oa_id TEXT NOT NULL, article_id TEXT NOT NULL, kind TEXT NOT NULL,
    body TEXT NOT NULL, ready_at INTEGER NOT NULL, is_done INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS zns_templates (
    template_id TEXT PRIMARY KEY, name TEXT NOT NULL, status INTEGER NOT NULL DEFAULT 1,
    tag TEXT NOT NULL DEFAULT 'TRANSACTION', text TEXT NOT NULL, params TEXT NOT NULL,
    timeout INTEGER NOT NULL DEFAULT 7200000, price INTEGER NOT NULL DEFAULT 300,
    daily_quota INTEGER NOT NULL DEFAULT 1000, created_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS zns_messages (
    msg_id TEXT PRIMARY KEY, oa_id TEXT NOT NULL, app_id TEXT NOT NULL, phone TEXT NOT NULL,
    template_id TEXT NOT NULL, tracking_id TEXT NOT NULL, sent_at INTEGER NOT NULL,
    delivered_at INTEGER, rate INTEGER, note TEXT NOT NULL DEFAULT '', rated_at INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT, app_id TEXT NOT NULL, event_name TEXT NOT NULL,
    lane TEXT NOT NULL, body BLOB NOT NULL, timestamp TEXT NOT NULL, headers TEXT NOT NULL,
    due_at INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'pending', last_result TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (state, due_at, id);
CREATE INDEX IF NOT EXISTS deliveries_lane ON deliveries (lane, id);
CREATE TABLE IF NOT EXISTS faults (
    id INTEGER PRIMARY KEY AUTOINCREMENT, target TEXT NOT NULL, kind TEXT NOT NULL,
    remaining INTEGER, probability REAL NOT NULL DEFAULT 1.0, seconds REAL NOT NULL DEFAULT 0,
    code INTEGER NOT NULL DEFAULT 0, message TEXT NOT NULL DEFAULT '',
    status INTEGER NOT NULL DEFAULT 503, is_after INTEGER NOT NULL DEFAULT 0);
"""


class Store:
    """Reads and writes; the methods take the statement and its parameters."""

    def __init__(self, path: Path | str) -> None:
        # Requests run in one thread, but it need not be the one that opened the file.
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=OFF")
        self._connection.executescript(_SCHEMA)
        self._depth = 0

    def run(self, statement: str, *values: Any) -> int:
        """Execute; the number of rows that changed."""
        return self._connection.execute(statement, values).rowcount

    def many(self, statement: str, rows: list[tuple[Any, ...]]) -> None:
        self._connection.executemany(statement, rows)

    def add(self, statement: str, *values: Any) -> int:
        """Execute an INSERT; the number of the new row."""
        return self._connection.execute(statement, values).lastrowid or 0

    def one(self, statement: str, *values: Any) -> Row | None:
        row: Row | None = self._connection.execute(statement, values).fetchone()
        return row

    def all(self, statement: str, *values: Any) -> list[Row]:
        return self._connection.execute(statement, values).fetchall()

    def number(self, statement: str, *values: Any) -> int:
        """The first column of the first row, 0 without one."""
        row = self.one(statement, *values)
        return int(row[0] or 0) if row is not None else 0

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; an inner one is part of the outer one."""
        if self._depth:
            yield
            return
        self._connection.execute("BEGIN IMMEDIATE")
        self._depth = 1
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        else:
            self._connection.execute("COMMIT")
        finally:
            self._depth = 0

    def count_up(self, name: str, period: str) -> int:
        """One more of this in this period; the new count."""
        self.run(
            "INSERT INTO counters VALUES (?, ?, 1)"
            " ON CONFLICT (name, period) DO UPDATE SET value = value + 1",
            name,
            period,
        )
        return self.counted(name, period)

    def counted(self, name: str, period: str) -> int:
        return self.number("SELECT value FROM counters WHERE name = ? AND period = ?", name, period)

    def read_meta(self, key: str) -> str | None:
        row = self.one("SELECT value FROM meta WHERE key = ?", key)
        return None if row is None else str(row["value"])

    def write_meta(self, key: str, value: str) -> None:
        self.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", key, value)

    def clear(self) -> None:
        """Forget everything."""
        names = self.all(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
        with self.transaction():
            for row in names:
                self.run(f"DELETE FROM {row['name']}")  # noqa: S608 (a table of ours)

    def close(self) -> None:
        self._connection.close()
