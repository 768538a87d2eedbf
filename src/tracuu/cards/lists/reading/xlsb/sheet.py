"""The rows of one sheet, streamed out of its records."""

import math
import struct
from collections.abc import Iterator, Mapping

from tracuu.cards.lists.reading import errors
from tracuu.cards.lists.reading.archive import Archive
from tracuu.cards.lists.reading.columns import MOST_COLUMNS, letters
from tracuu.cards.lists.reading.rows import Cell
from tracuu.cards.lists.reading.xlsb import records as r
from tracuu.cards.lists.reading.xlsx.dates import date_of, whole_if_possible
from tracuu.cards.lists.reading.xlsx.sheet import MOST_ROWS
from tracuu.cards.lists.reading.xlsx.strings import MASK, MOST_LETTERS, SHIFT, SharedStrings
from tracuu.cards.lists.reading.xlsx.styles import Shown

_EXCELS_COLUMNS = 16_384
# That many cells, with room for what is no cell.
_MOST_RECORDS = 20_000
_MOST_DATES = 50_000
_STYLE = 0xFFFFFF
_PLACE = struct.Struct("<II")
_SHARED = struct.Struct("<III")
_DOUBLE = struct.Struct("<d")
_CENTS, _WHOLE = 1, 2

_SHORT = range(r.SHORT_BLANK, r.SHORT_SHARED + 1)
_FROM_SHORT = r.SHORT_BLANK - r.BLANK
_CELLS = frozenset({*range(r.BLANK, r.SHORT_SHARED + 1), r.RICH_TEXT})
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


class SheetReader:
    """Reads one worksheet part into `(row number, values)`; blank rows are left out."""

    def __init__(
        self,
        archive: Archive,
        path: str,
        *,
        strings: SharedStrings,
        styles: Mapping[int, Shown],
        is_1904: bool,
    ) -> None:
        self._archive = archive
        self._path = path
        self._strings = strings
        self._styles = styles
        self._is_1904 = is_1904
        self._dates: dict[tuple[float, Shown], Cell] = {}

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        values: list[Cell] = []
        row, column, seen = 0, -1, 0
        strings = self._strings
        cache, count = strings.cache, strings.count
        value: Cell
        for kind, data, start, end in self._from_first_row():
            seen, value = seen + 1, None
            if kind == r.SHARED and end - start >= _SHARED.size:
                column, _, place = _SHARED.unpack_from(data, start)
                block = cache.get(place >> SHIFT)
                value = block[place & MASK] if block and place < count else strings[place]
            elif kind in _CELLS:
                column, value = self._cell(kind, data, (start, end), column)
            elif kind == r.ROW:
                if values:
                    yield row, values
                row, column, seen, values = _next_row(row, data, start, end), -1, 0, []
                continue
            elif kind == r.SHEET_DATA_END:
                break
            if value is not None and value != "":
                if column == len(values) < MOST_COLUMNS:
                    values.append(value)
                else:
                    _put(value, column, values, row)
            elif seen > _MOST_RECORDS:
                raise errors.damaged()
        else:
            raise errors.damaged()
        if values:
            yield row, values

    def _from_first_row(self) -> Iterator[r.Record]:
        stream = r.records(self._archive, self._path)
        for kind, *_ in stream:
            if kind == r.SHEET_DATA:
                return stream
        raise errors.damaged()

    def _cell(
        self, kind: int, data: bytes, bounds: tuple[int, int], before: int
    ) -> tuple[int, Cell]:
        """Return column and value; None for what shows nothing."""
        start, end = bounds
        if kind in _SHORT:
            kind -= _FROM_SHORT
            column, style, start = before + 1, r.uint(data, start, end), start + 4
        elif end - start >= _PLACE.size:
            column, style = _PLACE.unpack_from(data, start)
            start += _PLACE.size
        else:
            raise errors.damaged()
        if column >= _EXCELS_COLUMNS:
            raise errors.damaged()
        if kind in _NUMBERS:
            value = self._number(_NUMBERS[kind](data, start, end), style & _STYLE)
        elif kind == r.SHARED:
            value = self._strings[r.uint(data, start, end)]
        elif kind == r.BLANK:
            value = None
        elif end == start:
            raise errors.damaged()
        elif kind in _TRUTHS:
            value = data[start] != 0
        elif kind in _FAULTS:
            value = _ERRORS.get(data[start], "#?")
        else:
            # In a rich text one byte about looks and sound comes first.
            start += kind == r.RICH_TEXT
            value = r.text_at(data, start, end, MOST_LETTERS)[0].replace("\0", "")
        return column, value

    def _number(self, number: float, style: int) -> Cell:
        shown = self._styles.get(style)
        if shown is None:
            return number
        key = number, shown
        if key not in self._dates:
            if len(self._dates) >= _MOST_DATES:
                self._dates.clear()
            self._dates[key] = date_of(number, shown, is_1904=self._is_1904)
        return self._dates[key]


def _next_row(before: int, data: bytes, start: int, end: int) -> int:
    """Return the number of the row, counted from 1; rows come in order."""
    row = r.uint(data, start, end) + 1
    if row > MOST_ROWS:
        raise errors.too_large("Trang tính có quá nhiều dòng")
    if row <= before:
        raise errors.damaged()
    return row


def _put(value: Cell, column: int, values: list[Cell], row: int) -> None:
    # Cells come in order too, which bounds how many can fill a row.
    if column >= MOST_COLUMNS:
        raise errors.too_wide(f"{letters(column)}{row}")
    if column < len(values):
        raise errors.damaged()
    values.extend([None] * (column - len(values)))
    values.append(value)


def _real(data: bytes, start: int, end: int) -> float:
    if end - start < _DOUBLE.size:
        raise errors.damaged()
    value: float = _DOUBLE.unpack_from(data, start)[0]
    if not math.isfinite(value):
        raise errors.damaged()
    return whole_if_possible(value)


def _rk(data: bytes, start: int, end: int) -> float:
    """Return a number in 30 bits: a whole one, or the upper half of a double; maybe hundredths."""
    raw = r.uint(data, start, end)
    bits = raw & ~(_CENTS | _WHOLE)
    value: float
    if raw & _WHOLE:
        value = (bits - (bits >> 31 << 32)) >> 2
    else:
        value = _real(bytes(4) + bits.to_bytes(4, "little"), 0, 8)
    return whole_if_possible(value / 100) if raw & _CENTS else value


_NUMBERS = {r.RK: _rk, r.REAL: _real, r.FORMULA_NUMBER: _real}
_TRUTHS = {r.BOOL, r.FORMULA_BOOL}
_FAULTS = {r.ERROR, r.FORMULA_ERROR}
