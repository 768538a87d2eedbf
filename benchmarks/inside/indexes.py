"""Indexes that are built after a large load, not during it."""

import contextlib
from collections.abc import Iterator
from typing import Any

from django.db import connection

_QUESTIONS = {
    "sqlite": (
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        " AND tbl_name IN ({marks})"
    ),
    # Those that hold a constraint stay: other tables point at them.
    "postgresql": (
        "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i"
        " JOIN pg_class t ON t.oid = i.indrelid"
        " WHERE NOT i.indisunique AND t.relname IN ({marks})"
    ),
}


@contextlib.contextmanager
def without_plain_indexes(*tables: str) -> Iterator[None]:
    """Drop the indexes of these tables that are not constraints, and build them at the end."""
    with connection.cursor() as cursor:
        question = _QUESTIONS[connection.vendor].format(marks=", ".join(["%s"] * len(tables)))
        cursor.execute(question, tables)
        indexes: list[tuple[Any, ...]] = cursor.fetchall()
        for name, _sql in indexes:
            cursor.execute(f"DROP INDEX {name}")
    yield
    with connection.cursor() as cursor:
        for _name, sql in indexes:
            cursor.execute(sql)
