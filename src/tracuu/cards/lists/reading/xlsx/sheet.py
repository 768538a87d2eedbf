"""The rows of one sheet, streamed.

Sheets are written by programs, in a handful of ways, so a regular expression reads them about eight
times as fast as an XML parser. It is strict: a row in which it does not account for every cell goes
to expat, and a sheet that is written in another way altogether goes there as a whole.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping

from tracuu.cards.lists.reading import errors
from tracuu.cards.lists.reading.archive import Archive
from tracuu.cards.lists.reading.columns import COLUMNS, MOST_COLUMNS
from tracuu.cards.lists.reading.rows import Cell
from tracuu.cards.lists.reading.xlsx.cells import PLAIN, RawCell, SheetParser
from tracuu.cards.lists.reading.xlsx.dates import date_of, whole_if_possible
from tracuu.cards.lists.reading.xlsx.escapes import plain
from tracuu.cards.lists.reading.xlsx.strings import MASK, MOST_LETTERS, SHIFT, SharedStrings
from tracuu.cards.lists.reading.xlsx.styles import Shown

MOST_ROWS = 1_048_576
_MOST_KINDS = 10_000
_LONGEST_ROW = 8 << 20
_LONGEST_TAG = len("</sheetData>")
_LONGEST_NUMBER = 40

_CELL = re.compile(
    r'<c r="([A-Z]{1,3})\d+"([^>/]*)(?:/>|>'
    r"(?:<f(?: [^>]*)?(?:/>|>[^<]*</f>))?"
    r"(?:<v(?: [^>]*)?>([^<]*)</v>|<v/>|<is><t(?: [^>]*)?>([^<]*)</t></is>|<is><t/></is>)?</c>)"
)
_TYPE = re.compile(r' t="(\w+)"')
_STYLE = re.compile(r' s="(\d+)"')
_ROW_NUMBER = re.compile(r'<row (?:[^>]*? )?r="(\d+)"')
_HEAD = 1 << 20


class _NotPlainError(Exception):
    """The sheet is written in a way that the quick reading does not know."""


class SheetReader:
    """Reads one worksheet part into `(row number, values)`; blank rows are left out."""

    def __init__(
        self,
        archive: Archive,
        path: str,
        *,
        strings: SharedStrings,
        styles: Mapping[str, Shown],
        is_1904: bool,
    ) -> None:
        self._archive = archive
        self._path = path
        self._strings = strings
        self._styles = styles
        self._is_1904 = is_1904
        self._dates: dict[str, Cell] = {}
        self._kinds: dict[str, tuple[str, Shown | None]] = {}

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        done = 0
        try:
            for number, values in _rising(self._quick()):
                yield number, values
                done += 1
        except _NotPlainError:
            for place, row in enumerate(_rising(self._thorough())):
                if place >= done:
                    yield row

    def _quick(self) -> Iterator[tuple[int, list[Cell]]]:
        for text in self._whole_rows():
            if "<!" in text:
                raise _NotPlainError
            for piece in text.split("</row>"):
                start = piece.rfind("<row")
                if start < 0:
                    continue
                body = piece[piece.find(">", start) + 1 :]
                if "<v" not in body and "<is" not in body:
                    continue
                number = self._number(piece, start)
                cells = _CELL.findall(body)
                if len(cells) != body.count("<c"):
                    cells = SheetParser.cells_of(f"{piece[start:]}</row>")
                values = self._values(number, cells)
                if values:
                    yield number, values

    def _number(self, piece: str, start: int) -> int:
        if piece.startswith('<row r="', start):
            number = piece[start + 8 : piece.index('"', start + 8)]
        else:
            found = _ROW_NUMBER.match(piece, start)
            if found is None:
                raise _NotPlainError
            number = found[1]
        if not number.isdecimal() or len(number) > 7 or int(number) > MOST_ROWS:  # noqa: PLR2004
            raise errors.too_large("Trang tính có quá nhiều dòng")
        return int(number)

    def _whole_rows(self) -> Iterator[str]:
        """Yield text that ends with the end of a row."""
        rest, is_first = b"", True
        for chunk in self._archive.chunks(self._path):
            data, seen = rest + chunk, max(len(rest) - _LONGEST_TAG, 0)
            if is_first:
                head = _data_start(data)
                if head < 0:
                    rest = data
                    continue
                data, seen, is_first = data[head:], 0, False
            end = data.find(b"</sheetData>", seen)
            cut = data.rfind(b"</row>", seen, end if end >= 0 else len(data))
            if cut >= 0:
                rest = data[cut + 6 :]
                yield _decode(data[: cut + 6])
            elif len(data) > _HEAD and b"<c" not in data:
                # Nothing but rows without cells, <row r="7"/>.
                rest = data[max(data.rfind(b"<row"), 0) :]
            else:
                rest = data
            if end >= 0:
                return
            if len(rest) > _LONGEST_ROW:
                raise errors.too_large()
        raise _NotPlainError

    def _thorough(self) -> Iterator[tuple[int, list[Cell]]]:
        parser = SheetParser()
        for chunk in self._archive.chunks(self._path):
            for number, cells in parser.feed(chunk):
                if number > MOST_ROWS:
                    raise errors.too_large("Trang tính có quá nhiều dòng")
                if values := self._values(number, cells):
                    yield number, values
        parser.close()

    def _values(self, number: int, cells: list[RawCell]) -> list[Cell]:
        """Turn raw cells into values; empty when no cell holds anything."""
        values: list[Cell] = []
        strings = self._strings
        cache, count = strings.cache, strings.count
        kinds = self._kinds
        for letters, attributes, text, inline in cells:
            if not text and not inline:
                continue
            kind, shown = kinds.get(attributes) or self._kind(attributes)
            value: Cell
            if kind == "s":
                place = int(text) if text.isdecimal() else -1
                block = cache.get(place >> SHIFT)
                value = block[place & MASK] if block and place < count else strings[place]
            elif kind == "n":
                value = self._date(text, shown) if shown else number_in(text)
            else:
                value = self._other(kind, inline or text)
            column = COLUMNS.get(letters, MOST_COLUMNS)
            gap = column - len(values)
            if column >= MOST_COLUMNS:
                raise errors.too_wide(f"{letters}{number}")
            if gap < 0:
                values[column] = value
                continue
            if gap:
                values.extend([None] * gap)
            values.append(value)
        return values

    def _kind(self, attributes: str) -> tuple[str, Shown | None]:
        """Return the type of a cell, "n" for a number, and what its style shows of a date."""
        found, style = _TYPE.search(attributes), _STYLE.search(attributes)
        kind = found[1] if found else "n"
        shown = self._styles.get(style[1]) if style else None
        if len(self._kinds) < _MOST_KINDS:
            self._kinds[attributes] = kind, shown
        return kind, shown

    def _other(self, kind: str, text: str) -> Cell:
        if kind == "b":
            return text.strip() == "1"
        if kind == "d":
            try:
                return dt.date.fromisoformat(text[:10])
            except ValueError:
                return text
        return (text if kind == PLAIN else plain(text))[:MOST_LETTERS]

    def _date(self, text: str, shown: Shown) -> Cell:
        key = f"{shown.value}{text}"
        if key in self._dates:
            return self._dates[key]
        if len(self._dates) > 50_000:  # noqa: PLR2004 (more different days than people alive)
            self._dates.clear()
        number = number_in(text)
        value = number if isinstance(number, str) else date_of(number, shown, is_1904=self._is_1904)
        self._dates[key] = value
        return value


def _rising(rows: Iterator[tuple[int, list[Cell]]]) -> Iterator[tuple[int, list[Cell]]]:
    """Rows whose numbers rise, as they do in every sheet that a program wrote; so they end, too."""
    last = 0
    for number, values in rows:
        if number <= last:
            raise errors.damaged()
        last = number
        yield number, values


def number_in(text: str) -> int | float | str:
    """Return the number of a cell; 79085.0 is 79085."""
    if text.isdecimal() and len(text) < _LONGEST_NUMBER:
        return int(text)
    try:
        value = float(text) if len(text) < _LONGEST_NUMBER else None
    except ValueError:
        value = None
    if value is None:
        return plain(text)[:MOST_LETTERS]
    return whole_if_possible(value)


def _data_start(data: bytes) -> int:
    """Return where the rows begin, -1 when more of the part is needed."""
    start = data.find(b"<sheetData")
    if start < 0:
        if len(data) > _HEAD or b"<!DOCTYPE" in data or b":sheetData" in data:
            raise _NotPlainError
        return -1
    if b"<!" in data[:start]:
        raise _NotPlainError
    end = data.find(b">", start)
    if data[end - 1 : end] == b"/":
        raise _NotPlainError
    return end + 1 if end >= 0 else -1


def _decode(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise _NotPlainError from None
