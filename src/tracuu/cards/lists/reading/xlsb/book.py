"""A whole .xlsb as a book of sheets."""

from collections.abc import Iterator
from contextlib import contextmanager

from tracuu.cards.lists.reading.archive import Archive
from tracuu.cards.lists.reading.books import Book, Sheet
from tracuu.cards.lists.reading.xlsb.sheet import SheetReader
from tracuu.cards.lists.reading.xlsb.workbook import date_styles, open_workbook, strings_in
from tracuu.cards.lists.reading.xlsx.strings import SharedStrings


@contextmanager
def open_xlsb(archive: Archive, main: str) -> Iterator[Book]:
    book = open_workbook(archive, main)
    styles = date_styles(archive, book.styles)
    strings = SharedStrings(strings_in(archive, book.strings))
    try:
        sheets = []
        for part in book.sheets:
            reader = SheetReader(
                archive, part.path, strings=strings, styles=styles, is_1904=book.is_1904
            )
            sheets.append(Sheet(part.name, reader.rows, part.is_hidden))
        yield Book("xlsb", sheets, is_1904=book.is_1904)
    finally:
        strings.close()
