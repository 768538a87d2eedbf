"""A whole .xlsx as a book of sheets."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from tracuu.cards.lists.reading.archive import Archive
from tracuu.cards.lists.reading.books import Book, Rows, Sheet
from tracuu.cards.lists.reading.xlsx.sheet import SheetReader
from tracuu.cards.lists.reading.xlsx.strings import SharedStrings, strings_in
from tracuu.cards.lists.reading.xlsx.styles import Shown, date_styles
from tracuu.cards.lists.reading.xlsx.workbook import SheetPart, Workbook, open_workbook


@contextmanager
def open_xlsx(archive: Archive, main: str) -> Iterator[Book]:
    book = open_workbook(archive, main)
    styles = date_styles(archive, book.styles)
    strings = SharedStrings(strings_in(archive, book.strings))
    try:
        sheets = [
            Sheet(part.name, partial(_rows, archive, book, part, strings, styles), part.is_hidden)
            for part in book.sheets
        ]
        yield Book("xlsx", sheets, is_1904=book.is_1904)
    finally:
        strings.close()


def _rows(
    archive: Archive,
    book: Workbook,
    part: SheetPart,
    strings: SharedStrings,
    styles: dict[str, Shown],
) -> Rows:
    reader = SheetReader(archive, part.path, strings=strings, styles=styles, is_1904=book.is_1904)
    return reader.rows()
