"""The thorough reading of cells, by expat."""

from collections.abc import Iterator
from typing import Any

from tracuu.cards.lists.reading import errors
from tracuu.cards.lists.reading.archive import MOST_DEEP, feed_some, new_parser
from tracuu.cards.lists.reading.columns import letters
from tracuu.cards.lists.reading.xlsx.escapes import from_excel

RawCell = tuple[str, str, str, str]
"""Column letters, the other attributes as they are written, value, inline text."""

# The type of text in which expat has undone every escape already.
PLAIN = "plain"
_MOST_TEXT = 65_536
_MOST_CELLS = 20_000


class SheetParser:
    """Rows out of the XML of a sheet, whatever its prefixes and whoever wrote it."""

    def __init__(self) -> None:
        self._parser: Any = new_parser()
        self._parser.StartElementHandler = self._on_start
        self._parser.EndElementHandler = self._on_end
        self._parser.CharacterDataHandler = self._on_text
        self._done: list[tuple[int, list[RawCell]]] = []
        self._row = self._depth = 0
        self._cells: list[RawCell] = []
        self._letters = self._kind = self._style = ""
        self._column = -1
        self._value: list[str] = []
        self._inline: list[str] = []
        self._target: list[str] | None = None
        self._length = 0
        self._in_phonetic = False

    @classmethod
    def cells_of(cls, row: str) -> list[RawCell]:
        parser = cls()
        rows = list(parser.feed(row.encode()))
        return rows[0][1] if rows else []

    def feed(self, chunk: bytes) -> Iterator[tuple[int, list[RawCell]]]:
        feed_some(self._parser, chunk)
        done, self._done = self._done, []
        return iter(done)

    def close(self) -> None:
        feed_some(self._parser, b"", is_last=True)

    def _on_start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MOST_DEEP:
            raise errors.damaged()
        local = name.rpartition(":")[2]
        if local == "row":
            number = attributes.get("r", "")
            self._row = int(number) if number.isdecimal() and len(number) < 9 else self._row + 1  # noqa: PLR2004
            self._cells, self._column = [], -1
        elif local == "c":
            self._start_cell(attributes)
        elif local == "v":
            self._target = self._value
        elif local == "t":
            self._target = None if self._in_phonetic else self._inline
        elif local == "rPh":
            self._in_phonetic = True

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._column += 1
        named = attributes.get("r", "").rstrip("0123456789")
        self._letters = named or letters(self._column)
        self._kind = attributes.get("t", "")
        self._style = attributes.get("s", "")
        self._value, self._inline, self._length = [], [], 0
        if len(self._cells) > _MOST_CELLS:
            raise errors.too_large()

    def _on_end(self, name: str) -> None:
        self._depth -= 1
        local = name.rpartition(":")[2]
        if local in {"v", "t"}:
            self._target = None
        elif local == "rPh":
            self._in_phonetic = False
        elif local == "c":
            value, kind = "".join(self._value), self._kind
            if kind in {"str", "inlineStr", "e"}:
                value, kind = from_excel("".join(self._inline) or value), PLAIN
            attributes = f' s="{self._style}" t="{kind}"'
            self._cells.append((self._letters, attributes, value, ""))
        elif local == "row":
            self._done.append((self._row, self._cells))

    def _on_text(self, data: str) -> None:
        if self._target is not None and self._length <= _MOST_TEXT:
            self._target.append(data)
            self._length += len(data)
