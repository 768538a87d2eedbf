"""The process that opens the file and hands out its header and the rows that were asked for.

    python -m tracuu.cards.lists.cells.child < request

The request is JSON: `{"path", "mapping", "day_month", "wanted": {sheet: [row numbers]}}`. It writes
the frames `rows` (sheet, row number, texts) and at last `profile` (the sheets with their headers).
"""

import datetime as dt
import itertools
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from tracuu.cards.lists.reading import wire
from tracuu.cards.lists.reading.books import Sheet
from tracuu.cards.lists.reading.columns import MOST_COLUMNS, letters
from tracuu.cards.lists.reading.confined import answer_confined, write_frame
from tracuu.cards.lists.reading.facts import text_of
from tracuu.cards.lists.reading.fields import Field, recognise
from tracuu.cards.lists.reading.kinds import open_book
from tracuu.cards.lists.reading.layout import Layout, SampleRow, find_layout
from tracuu.cards.lists.reading.letters import encodings, in_unicode
from tracuu.cards.lists.reading.rows import Cell
from tracuu.names.legacy import Encoding

_SAMPLE_ROWS = 2000
_GUESSED_FROM = 30
_MOST_TITLES = 30
_BATCH = 200
_LONGEST = 200
# Cells shown beside a column, for telling what it holds.
_SAMPLES, _SAMPLE_LENGTH = 3, 40
_BIRTHS = (Field.BIRTH, Field.BIRTH_MALE, Field.BIRTH_FEMALE)


def main() -> None:
    asked = json.load(sys.stdin)
    answer_confined(lambda out: _answer(out, asked))


def _answer(out: BinaryIO, asked: dict[str, Any]) -> None:
    mapping, wanted = asked["mapping"], asked["wanted"]
    sheets: list[Any] = []

    def is_header(rows: Sequence[SampleRow]) -> bool:
        return find_layout(rows, mapping) is not None

    with open_book(Path(asked["path"]), is_header) as book:
        for sheet in book.sheets:
            rows = sheet.rows()
            sample = list(itertools.islice(rows, _SAMPLE_ROWS))
            layout = find_layout(sample, mapping)
            header = _header(sheet, sample, layout)
            if header is not None:
                sheets.append(header)
            numbers = set(wanted.get(sheet.name, ()))
            if numbers and layout is not None:
                texts = _Texts(layout, sample, asked["day_month"])
                found = _found(itertools.chain(sample, rows), numbers)
                told = ((sheet.name, number, texts.of(row)) for number, row in found)
                while batch := list(itertools.islice(told, _BATCH)):
                    write_frame(out, wire.ROWS, batch)
    write_frame(out, wire.PROFILE, sheets)


def _found(rows: Iterator[SampleRow], numbers: set[int]) -> Iterator[SampleRow]:
    last = max(numbers)
    for number, row in rows:
        if number in numbers:
            yield number, row
        if number >= last:
            return


def _header(sheet: Sheet, sample: Sequence[SampleRow], layout: Layout | None) -> Any:
    """The sheet's name, its header rows, its columns, and the texts above the header by row number.

    Of each column: letter, text, text as shown, field, and sample cells.
    """
    body = [row for _, row in (sample if layout is None else sample[layout.body :])]
    if layout is not None:
        block = [row for number, row in sample if number in layout.header_rows]
    else:
        guess = max(
            sample[:_GUESSED_FROM],
            key=lambda row: sum(isinstance(value, str) for value in row[1]),
            default=None,
        )
        if guess is None:
            return None
        block = [guess[1]]
        body = body[next(at for at, row in enumerate(body) if row is guess[1]) + 1 :]
    fields = {} if layout is None else {one.place: one for one in layout.columns.values()}
    columns = []
    # Below the last cell of a header that is merged, columns go on.
    width = max(len(row) for row in [*block, *body[:_GUESSED_FROM]])
    for place in range(min(MOST_COLUMNS, width)):
        texts = [text for row in block if place < len(row) and (text := text_of(row[place]))]
        raw = texts[-1][:_LONGEST] if texts else ""
        column = fields.get(place)
        shown = column.header if column is not None else recognise(raw)[1]
        field = "" if column is None else column.field.value
        columns.append([letters(place), raw, shown, field, _samples(body, place)])
    top = next(at for at, (_, row) in enumerate(sample) if row is block[0])
    header_rows = [] if layout is None else layout.header_rows
    return [sheet.name, header_rows, columns, _titles(sample[: min(top, _MOST_TITLES)])]


def _titles(rows: Sequence[SampleRow]) -> list[Any]:
    """What stands above the header, a row a text: a date may stand in a cell of its own."""
    texts = ((number, " ".join(filter(None, map(text_of, row)))) for number, row in rows)
    return [[number, text[:_LONGEST]] for number, text in texts if text]


def _samples(body: Sequence[Sequence[Cell]], place: int) -> list[str]:
    """The first few cells of a column that hold something."""
    filled = (row[place] for row in body if place < len(row) and row[place] is not None)
    texts = (text_of(value)[:_SAMPLE_LENGTH] for value in filled)
    return list(itertools.islice((text for text in texts if text.strip()), _SAMPLES))


class _Texts:
    """Turns the cells of a sheet into texts, as the reading of people understood them."""

    def __init__(self, layout: Layout, sample: Sequence[SampleRow], day_month: str) -> None:
        body = [row for _, row in sample[layout.body :]]
        self._encodings = {
            layout.columns[field].place: encoding
            for field, encoding in encodings(layout, body).items()
            if encoding is not Encoding.UNICODE
        }
        births = {layout.columns[field].place for field in _BIRTHS if field in layout.columns}
        self._swapped = births if day_month == "swap" else set()

    def of(self, row: Sequence[Cell]) -> list[str]:
        return [self._text(place, value) for place, value in enumerate(row[:MOST_COLUMNS])]

    def _text(self, place: int, value: Cell) -> str:
        if place in self._swapped and isinstance(value, dt.date) and value.day <= 12:  # noqa: PLR2004
            value = value.replace(month=value.day, day=value.month)
        if isinstance(value, float) and value.is_integer():
            value = int(value)  # an ID number in full, not as 7.9E+10
        text = text_of(value)[:_LONGEST]
        encoding = self._encodings.get(place)
        return text if encoding is None else in_unicode(text, encoding)


if __name__ == "__main__":
    main()
