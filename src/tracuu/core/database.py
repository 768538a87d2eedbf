"""What the ORM has no word for: writing many rows at once, the fastest way each database has."""

import datetime
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar

import psycopg
from django.db import connection
from django.db.models import Field, Model

Row = Sequence[Any]
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
        connection.ensure_connection()
        with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
            return list(cursor.execute(sql, parameters, prepare=is_prepared).fetchall())
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def find_row(model: type[ModelT], column: str, value: Any) -> ModelT | None:
    """The row of a model whose unique `column` has this value, or None.

    For reads that every request makes: the ORM takes six times as long to write this question as
    the database takes to answer it.
    """
    fields = model._meta.concrete_fields  # noqa: SLF001 (Django documents it)
    rows = select(_select_row(model, column), [value])
    if not rows:
        return None
    values = [_converted(field, found) for field, found in zip(fields, rows[0], strict=True)]
    return model.from_db(connection.alias, [field.attname for field in fields], values)


@cache
def _select_row(model: type[Model], column: str) -> str:
    meta = model._meta  # noqa: SLF001 (Django documents it)
    names = ", ".join(f'"{field.column}"' for field in meta.concrete_fields)
    return f'SELECT {names} FROM "{meta.db_table}" WHERE "{column}" = %s'  # noqa: S608 (names are ours)


def _converted(field: "Field[Any, Any]", value: Any) -> Any:
    expression = field.cached_col
    for convert in _converters(field, connection.vendor):
        value = convert(value, expression, connection)
    return value


@cache
def _converters(field: "Field[Any, Any]", _vendor: str) -> tuple[Callable[..., Any], ...]:
    expression = field.cached_col
    return (
        *connection.ops.get_db_converters(expression),
        *expression.get_db_converters(connection),
    )


def refresh_statistics(*tables: str) -> None:
    """Tell PostgreSQL's planner what a large load changed, so that plans made before are made anew."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f'ANALYZE "{table}"')


def as_date(value: datetime.date | str) -> datetime.date:
    """The date of a column read by `select`: SQLite hands such dates out as text."""
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value
