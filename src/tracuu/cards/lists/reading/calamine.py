"""Old Excel (.xls), by the library python-calamine.

It loads a sheet as a whole; the format itself ends a sheet at 65,536 rows.
"""

import datetime as dt
from functools import partial
from pathlib import Path
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from tracuu.cards.lists.reading import errors
from tracuu.cards.lists.reading.books import Book, Rows, Sheet
from tracuu.cards.lists.reading.columns import MOST_COLUMNS, letters
from tracuu.cards.lists.reading.rows import Cell
from tracuu.cards.lists.reading.xlsx.dates import year_typed_as


def open_calamine(path: Path) -> Book:
    try:
        book = CalamineWorkbook.from_path(path)
    except PasswordError as error:
        raise errors.password() from error
    except (CalamineError, OSError, ValueError) as error:
        raise errors.damaged() from error
    sheets = [
        Sheet(one.name, partial(_rows, book, one.name), one.visible != SheetVisibleEnum.Visible)
        for one in book.sheets_metadata
        if one.typ == SheetTypeEnum.WorkSheet
    ]
    return Book("xls", sheets)


def _rows(book: CalamineWorkbook, name: str) -> Rows:
    try:
        sheet = book.get_sheet_by_name(name)
    except (CalamineError, OSError, ValueError) as error:
        raise errors.damaged(f", ở trang “{name}”") from error
    start = sheet.start
    if start is None:
        return
    if sheet.end is not None and sheet.end[1] >= MOST_COLUMNS:
        _refuse_wide(sheet)
    for number, row in enumerate(sheet.iter_rows(), start=1):
        values: list[Cell] = [_value(cell) for cell in row]
        if any(value is not None for value in values):
            yield number, values


def _refuse_wide(sheet: Any) -> None:
    for number, row in enumerate(sheet.iter_rows(), start=1):
        for column, value in enumerate(row[MOST_COLUMNS:], start=MOST_COLUMNS):
            if value != "":
                raise errors.too_wide(f"{letters(column)}{number}")


def _value(cell: Any) -> Cell:
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, dt.date):
        date = cell.date() if isinstance(cell, dt.datetime) else cell
        return date if (year := year_typed_as(date)) is None else year
    if isinstance(cell, dt.time | dt.timedelta):
        return str(cell)
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:  # noqa: PLR2004
        return int(cell)
    return cell  # type: ignore[no-any-return]
