"""The rows in content.xml, by expat, as they are unpacked.

All sheets stand one after another in this one part. Only what must be looked at is looked at: the
text of comments and of drawings is passed over, empty cells and rows are counted and not made.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tracuu.cards.lists.reading import errors
from tracuu.cards.lists.reading.archive import MOST_DEEP, feed_some, new_parser
from tracuu.cards.lists.reading.columns import MOST_COLUMNS, letters
from tracuu.cards.lists.reading.ods import names
from tracuu.cards.lists.reading.ods.values import value_of
from tracuu.cards.lists.reading.rows import Cell

MOST_ROWS = 1_048_576
# LibreOffice allows as many sheets; each costs the profile a line.
_MOST_SHEETS = 10_000
_MOST_STYLES = 100_000
_MOST_LETTERS = 32_767
# Equal rows are stored once. A list of people has few; a tiny file could claim a million.
_MOST_COPIES = 65_536
# No mark of an honest file is so long; expat would look at it again with each piece that comes.
_LONGEST_MARK = 8 << 20
_LONGEST_COUNT = 10


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet begins."""

    name: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A row that holds something, and how many equal ones begin with it."""

    number: int
    count: int
    values: list[Cell]


Found = Table | Row | None
"""None where a sheet ends."""


class ContentParser:
    """Takes content.xml in pieces and gives what it found in them.

    `is_1904` is known before the first sheet.
    """

    def __init__(self) -> None:
        self._parser: Any = new_parser(names.SEPARATOR)
        self._starts = {
            names.TABLE: self._start_table,
            names.ROW: self._start_row,
            names.CELL: self._start_cell,
            names.COVERED_CELL: self._start_cell,
            names.PARAGRAPH: self._start_paragraph,
            names.SPACES: self._add_spaces,
            names.TAB: lambda _: self._add("\t"),
            names.LINE_BREAK: lambda _: self._add("\n"),
            names.STYLE: self._start_style,
            names.TABLE_LOOK: self._see_look,
            names.SPREADSHEET: self._start_spreadsheet,
            names.NULL_DATE: self._see_date_system,
            **dict.fromkeys((names.ANNOTATION, names.LINKS, names.CHANGES), self._pass_over),
        }
        self._ends = {
            names.TABLE: self._end_table,
            names.ROW: self._end_row,
            names.CELL: self._end_cell,
            names.COVERED_CELL: self._end_cell,
            names.PARAGRAPH: self._end_paragraph,
        }
        self._look()
        self._found: list[Found] = []
        self.is_1904 = False
        self._is_spreadsheet = self._in_table = self._in_cell = self._in_paragraph = False
        self._still = self._sheets = self._copies = 0
        self._place = self._depth = self._passed = 0
        self._style = ""
        self._hidden_styles: set[str] = set()
        self._row = self._count = self._column = 0
        self._values: list[Cell] = []
        self._attributes: dict[str, str] = {}
        self._text: list[str] = []
        self._length = self._paragraphs = 0

    def feed(self, chunk: bytes) -> Iterator[Found]:
        feed_some(self._parser, chunk)
        place = self._parser.CurrentByteIndex
        self._still = 0 if place != self._place else self._still + len(chunk)
        self._place = place
        if self._still > _LONGEST_MARK:
            raise errors.too_large()
        found, self._found = self._found, []
        return iter(found)

    def close(self) -> None:
        feed_some(self._parser, b"", is_last=True)
        if not self._is_spreadsheet:
            raise errors.not_a_spreadsheet()

    def _look(self) -> None:
        self._parser.StartElementHandler = self._on_start
        self._parser.EndElementHandler = self._on_end
        self._parser.CharacterDataHandler = self._on_text

    def _pass_over(self, _: object = None) -> None:
        """Look at nothing until the element that has just begun ends."""
        self._passed = self._depth
        self._parser.StartElementHandler = self._on_inner_start
        self._parser.EndElementHandler = self._on_inner_end
        self._parser.CharacterDataHandler = None

    def _on_inner_start(self, *_: object) -> None:
        self._depth += 1
        if self._depth > MOST_DEEP:
            raise errors.damaged()

    def _on_inner_end(self, _: str) -> None:
        self._depth -= 1
        if self._depth < self._passed:
            self._look()

    def _on_start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MOST_DEEP:
            raise errors.damaged()
        start = self._starts.get(name)
        if start is not None:
            start(attributes)
        elif name.startswith(names.DRAWING):
            self._pass_over()

    def _on_end(self, name: str) -> None:
        self._depth -= 1
        end = self._ends.get(name)
        if end is not None:
            end()

    def _on_text(self, data: str) -> None:
        if self._in_paragraph:
            # Line ends and tabs of the file are blanks; those of the cell are elements.
            if "\n" in data or "\t" in data:
                data = data.replace("\n", " ").replace("\t", " ")
            self._add(data)

    def _start_spreadsheet(self, _: object) -> None:
        self._is_spreadsheet = True

    def _see_date_system(self, attributes: dict[str, str]) -> None:
        self.is_1904 = attributes.get(names.DATE_SYSTEM, "").startswith("1904")

    def _start_style(self, attributes: dict[str, str]) -> None:
        self._style = attributes.get(names.STYLE_NAME, "")

    def _see_look(self, attributes: dict[str, str]) -> None:
        if attributes.get(names.TABLE_DISPLAY) == "false":
            self._hidden_styles.add(self._style)
            if len(self._hidden_styles) > _MOST_STYLES:
                raise errors.too_large()

    def _start_table(self, attributes: dict[str, str]) -> None:
        if self._in_table or not self._is_spreadsheet:
            # A table inside a cell or a text is no sheet.
            self._pass_over()
            return
        self._sheets += 1
        if self._sheets > _MOST_SHEETS:
            raise errors.too_large("Tệp có quá nhiều trang tính")
        name = attributes.get(names.TABLE_NAME, "")[:_MOST_LETTERS]
        style = attributes.get(names.TABLE_STYLE, "")
        self._in_table, self._row, self._count = True, 1, 0
        self._found.append(Table(name, style in self._hidden_styles))

    def _end_table(self) -> None:
        self._in_table = False
        self._found.append(None)

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._count = _count(attributes, names.ROWS_REPEATED)
        self._values, self._column = [], 0

    def _end_row(self) -> None:
        if self._values:
            self._copies += self._count - 1
            if self._row + self._count - 1 > MOST_ROWS or self._copies > _MOST_COPIES:
                raise errors.too_large("Trang tính có quá nhiều dòng")
            self._found.append(Row(self._row, self._count, self._values))
        self._row += self._count

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._attributes, self._in_cell = attributes, self._in_table
        if self._paragraphs:
            self._text, self._length, self._paragraphs = [], 0, 0

    def _end_cell(self) -> None:
        attributes, self._in_cell = self._attributes, False
        count = 1
        if attributes and names.COLUMNS_REPEATED in attributes:
            count = _count(attributes, names.COLUMNS_REPEATED)
        column = self._column
        self._column += count
        if not self._paragraphs and names.KIND not in attributes:
            return
        value = value_of(attributes, "".join(self._text))
        if value is None:
            return
        if isinstance(value, str):
            value = value[:_MOST_LETTERS]
        if self._column > MOST_COLUMNS:
            raise errors.too_wide(f"{letters(max(column, MOST_COLUMNS))}{self._row}")
        values = self._values
        if column > len(values):
            values.extend([None] * (column - len(values)))
        if count == 1:
            values.append(value)
        else:
            values.extend([value] * count)

    def _start_paragraph(self, _: object) -> None:
        if self._in_cell:
            self._in_paragraph = True
            if self._paragraphs:
                self._add("\n")
            self._paragraphs += 1

    def _end_paragraph(self) -> None:
        self._in_paragraph = False

    def _add_spaces(self, attributes: dict[str, str]) -> None:
        count = _count(attributes, names.SPACE_COUNT)
        self._add(" " * min(count, _MOST_LETTERS))

    def _add(self, text: str) -> None:
        room = _MOST_LETTERS - self._length
        if self._in_paragraph and room > 0:
            self._text.append(text[:room])
            self._length += len(text)


def _count(attributes: dict[str, str], name: str) -> int:
    """Return how often something is repeated; a number without end is only a large one."""
    written = attributes.get(name, "1").strip()
    if not written.isdecimal():
        raise errors.damaged()
    return max(int(written[:_LONGEST_COUNT]), 1)
