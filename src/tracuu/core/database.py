"""What the ORM has no word for: writing many rows at once, the fastest way each database has."""

import contextlib
import datetime
import fcntl
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

import psycopg
from django.conf import settings
from django.db import connection
from django.db.models import Model

Row = Sequence[Any]
# SQLite takes 32,766 values in one question.
_MOST_VARIABLES = 10_000
ModelT = TypeVar("ModelT", bound=Model)


def bulk_insert(table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert rows inside the transaction that is open: COPY on PostgreSQL, executemany on SQLite.

    `table` and `columns` come from the code, never from outside.
    """
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join("%s" for _ in columns)
        cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)  # noqa: S608 (names are ours)


def select(
    sql: str, parameters: Sequence[Any] = (), *, is_prepared: bool = True
) -> list[tuple[Any, ...]]:
    """The rows of a hand-written SELECT, for paths where the ORM's cost shows.

    On PostgreSQL it is prepared: planning a lookup's join anew costs more than running it. Not so
    while a table grows from nothing: the plan would be the empty table's (`is_prepared=False`).
    """
    if connection.vendor == "postgresql":
        # A raw cursor goes past the check that Django makes before its own.
        connection.close_if_health_check_failed()
        connection.ensure_connection()
        with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
            return list(cursor.execute(sql, parameters, prepare=is_prepared).fetchall())
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def select_among(
    sql: str, values: Sequence[Any], parameters: Sequence[Any] = ()
) -> Iterator[tuple[Any, ...]]:
    """The rows of a SELECT whose `{among}` stands for "is one of `values`", the last parameter.

    Never prepared: it is asked while a large load changes what the best plan is.
    """
    if connection.vendor == "postgresql":
        if values:
            asked = sql.replace("{among}", "= ANY(%s)")
            yield from select(asked, [*parameters, list(values)], is_prepared=False)
        return
    for start in range(0, len(values), _MOST_VARIABLES):
        part = values[start : start + _MOST_VARIABLES]
        marks = ",".join(["%s"] * len(part))
        yield from select(sql.replace("{among}", f"IN ({marks})"), [*parameters, *part])


def inline_table(
    name: str, columns: Mapping[str, str], rows: Sequence[Row]
) -> tuple[str, list[Any]]:
    """`WITH name (…) AS (…)` of these values, to stand before an UPDATE that reads FROM it.

    `columns` are names and PostgreSQL's types, both from the code. On SQLite the rows and columns
    may be 10,000 values together.
    """
    names = ", ".join(columns)
    if connection.vendor == "postgresql":
        arrays = ", ".join(f"%s::{kind}[]" for kind in columns.values())
        parts = zip(*rows, strict=True) if rows else [()] * len(columns)
        sql = f"WITH {name} ({names}) AS (SELECT * FROM unnest({arrays}))"  # noqa: S608 (ours)
        return sql, [list(part) for part in parts]
    marks = ", ".join(["%s"] * len(columns))
    values = ", ".join([f"({marks})"] * len(rows))
    return f"WITH {name} ({names}) AS (VALUES {values})", [one for row in rows for one in row]


def find_row(model: type[ModelT], column: str, value: Any) -> ModelT | None:
    """The row of a model whose unique `column` has this value, or None.

    For reads that every request makes: the ORM takes six times as long to write this question as
    the database takes to answer it.
    """
    sql, names, conversions = _reading(model, column, connection.vendor)
    rows = select(sql, [value])
    if not rows:
        return None
    values = list(rows[0])
    for place, expression, convert in conversions:
        values[place] = convert(values[place], expression, connection)
    return model.from_db(connection.alias, names, values)


@cache
def _reading(
    model: type[Model], column: str, _vendor: str
) -> tuple[str, list[str], list[tuple[int, Any, Callable[..., Any]]]]:
    """The question, the attributes that its columns fill, and what makes Python values of them."""
    meta = model._meta  # noqa: SLF001 (Django documents it)
    fields = meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    sql = f'SELECT {columns} FROM "{meta.db_table}" WHERE "{column}" = %s'  # noqa: S608 (names are ours)
    conversions = [
        (place, field.cached_col, convert)
        for place, field in enumerate(fields)
        for convert in (
            *connection.ops.get_db_converters(field.cached_col),
            *field.cached_col.get_db_converters(connection),
        )
    ]
    return sql, [field.attname for field in fields], conversions


def refresh_statistics(*tables: str) -> None:
    """Tell PostgreSQL's planner what a large load changed, so that plans made before are made anew."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f'ANALYZE "{table}"')


def as_moment(value: datetime.datetime | None) -> datetime.datetime | None:
    """The moment of a column read by a hand-written SELECT: SQLite hands it out in UTC, unsaid."""
    if value is not None and value.tzinfo is None:
        return value.replace(tzinfo=datetime.UTC)
    return value


def as_date(value: datetime.date | str) -> datetime.date:
    """The date of a column read by `select`: SQLite hands such dates out as text."""
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value


@contextlib.contextmanager
def named_lock(name: str) -> Iterator[None]:
    """Nobody else is in here with the same name, in any process; a process that dies lets go.

    For what takes as long as somebody else's server. A row's lock would keep waiting whoever inserts
    something that refers to the row, and SQLite's only one every writer: so it is an advisory lock on
    a connection of its own in PostgreSQL, and else the lock of a file under TRACUU_HOME. What is
    written inside is not part of it, and committed at once.
    """
    refuse_transaction()
    if connection.vendor == "postgresql":
        number = int.from_bytes(
            hashlib.blake2b(name.encode(), digest_size=8).digest(), "big", signed=True
        )
        holder = connection.copy()
        try:
            holder.set_autocommit(False)  # held until the connection ends
            with holder.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
            yield
        finally:
            holder.close()
        return
    folder = settings.HOME / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def refuse_transaction() -> None:
    """Raise `RuntimeError` within a transaction: who waits for somebody else's server in one holds up
    everybody, and what that server gave us would go with a rollback.
    """
    blocks = connection.atomic_blocks
    # As `atomic(durable=True)` asks it: the transaction around a test is none of ours.
    if blocks and not getattr(blocks[-1], "_from_testcase", False):
        raise RuntimeError("This must not be done within a transaction.")
