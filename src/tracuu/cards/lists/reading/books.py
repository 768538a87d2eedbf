"""What every kind of file becomes: a book of sheets, each a stream of rows."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from tracuu.cards.lists.reading.rows import Cell

Rows = Iterator[tuple[int, list[Cell]]]
"""Row numbers as Excel counts them, with the values of the row; blank rows may be missing."""


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    rows: Callable[[], Rows]
    is_hidden: bool = False


@dataclass(slots=True)
class Book:
    """Sheets come in order and are read one after another; `is_1904` is true when they come."""

    format: str
    sheets: Iterable[Sheet]
    is_1904: bool = False
    delimiter: str = ""
    codec: str = ""
    skipped: dict[str, str] = field(default_factory=dict)
