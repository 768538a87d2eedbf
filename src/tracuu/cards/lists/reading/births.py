"""The birth date of a row, wherever the list keeps it: one column, one of two by sex, or three."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal, NamedTuple

from tracuu.cards.lists.reading.facts import ERRORS
from tracuu.cards.lists.reading.fields import Field
from tracuu.cards.lists.reading.layout import Column
from tracuu.cards.lists.reading.rows import Cell
from tracuu.names import BirthDate, BirthDateNotUnderstood, parse_birth_date

_LAST_MONTH = 12
_MOST_REMEMBERED = 100_000
_FEWEST_CELLS, _FEWEST_TEXTS = 6, 4
_TOLERATED = 100
_SAMPLES = 5
_FIRST_SERIAL, _LAST_SERIAL = 2_200, 99_999
_SERIAL_DIGITS = 5


class Where(NamedTuple):
    """The column that holds a row's date; `sex` when the column tells it."""

    column: Column
    sex: str = ""
    has_rival: bool = False


class Kind(IntEnum):
    """What a date says about a column whose days and months may be exchanged."""

    NOTHING = 0
    SAME_CELL = 1
    SMALL_CELL = 2
    LARGE_CELL = 3
    SMALL_TEXT = 4
    LARGE_TEXT = 5


class Reading(NamedTuple):
    """A date that was understood, or the error; `is_cell` when the sheet held it as a date.

    `date` is as it stands in the sheet, `meant` the same with day and month put right when asked.
    """

    iso: str
    is_cell: bool
    kind: Kind
    date: BirthDate | None
    meant: BirthDate | None
    error: BirthDateNotUnderstood | None = None


@dataclass(slots=True)
class Doubt:
    """Counts over a whole column that tell a list whose days and months Excel exchanged.

    A US Excel reads a typed 05/06/1988 as 6 May and cannot read 25/06/1988, which stays text. So all
    its dates have a day of at most 12, and all its texts a day above 12. Where nothing but dates is
    left, six whose day and month could be exchanged are enough to ask: of honest ones that is one
    column in three hundred.
    """

    counts: list[int] = field(default_factory=lambda: [0] * len(Kind))
    sample: list[str] = field(default_factory=list)

    def add_sample(self, date: BirthDate | None) -> None:
        if date and date.day and date.month and date.day != date.month:
            self.sample.append(f"{date.day:02}/{date.month:02}/{date.year}")

    @property
    def cells(self) -> int:
        return sum(self.counts[Kind.SAME_CELL : Kind.LARGE_CELL + 1])

    @property
    def texts(self) -> int:
        return self.counts[Kind.SMALL_TEXT] + self.counts[Kind.LARGE_TEXT]

    @property
    def is_raised(self) -> bool:
        _, same_cells, small_cells, large_cells, small_texts, large_texts = self.counts
        if large_cells * _TOLERATED > small_cells + same_cells:
            return False
        if not self.texts:
            return small_cells >= _FEWEST_CELLS
        return (
            small_cells + same_cells >= _FEWEST_CELLS
            and large_texts >= _FEWEST_TEXTS
            and small_texts * _TOLERATED <= large_texts
        )


class Births:
    """Finds and reads the birth dates of one sheet."""

    def __init__(
        self,
        columns: Mapping[Field, Column],
        *,
        today: dt.date,
        is_1904: bool,
        day_month: Literal["swap", "keep"] | None,
    ) -> None:
        self._single = columns.get(Field.BIRTH)
        self._male = columns.get(Field.BIRTH_MALE)
        self._female = columns.get(Field.BIRTH_FEMALE)
        self._day, self._month = columns.get(Field.DAY), columns.get(Field.MONTH)
        self._year = columns.get(Field.YEAR)
        self._today = today
        self._is_1904 = is_1904
        self._swaps = day_month == "swap"
        self._known: dict[Cell, Reading] = {}
        self.doubt = Doubt()
        first = self._single or self._male or self._female or self._year
        assert first is not None
        self.where = Where(first)
        self._places = [
            (Where(column, sex), column.place)
            for column, sex in ((self._male, "Nam"), (self._female, "Nữ"))
            if column is not None
        ]
        # One column of dates, as most lists have.
        self._only = self._single.place if self._single and not self._year else None

    def find(self, values: list[Cell]) -> tuple[Cell, Where]:
        """Return the row's date and where it stands; the date is None when there is none."""
        if self._only is not None:
            return filled(values[self._only]), self.where
        if self._single is not None and (value := filled(values[self._single.place])) is not None:
            return value, self.where
        by_sex = [
            (value, where)
            for where, place in self._places
            if (value := filled(values[place])) is not None
        ]
        if by_sex:
            value, where = by_sex[0]
            return value, where._replace(has_rival=len(by_sex) > 1)
        if self._year is None:
            return None, self.where
        return self._joined(values), Where(self._year)

    def _joined(self, values: list[Cell]) -> Cell:
        """Join day, month and year; an empty day is an unknown day."""
        assert self._year is not None
        year = filled(values[self._year.place])
        if year is None or isinstance(year, dt.date):
            return year
        parts = [filled(values[one.place]) if one else None for one in (self._day, self._month)]
        if parts == [None, None]:
            return year
        return "/".join("0" if part is None else str(part).strip() for part in (*parts, year))

    def peek(self, value: Cell) -> Reading:
        """Read a date; the days of a column come again and again, so readings are remembered."""
        reading = self._known.get(value)
        if reading is None:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            reading = self._known[value] = self._new(value)
        return reading

    def read(self, value: Cell) -> Reading:
        """Read a date as one of the column: what it says about day and month is counted."""
        reading = self.peek(value)
        doubt = self.doubt
        doubt.counts[reading.kind] += 1
        if reading.kind == Kind.SMALL_CELL and len(doubt.sample) < _SAMPLES:
            doubt.add_sample(reading.date)
        return reading

    def _new(self, value: Cell) -> Reading:
        is_cell = _is_date_cell(value)
        try:
            date = parse_birth_date(
                "" if value is None or isinstance(value, bool) else value,
                today=self._today,
                date1904=self._is_1904,
            )
        except BirthDateNotUnderstood as error:
            return Reading("", is_cell, Kind.NOTHING, None, None, error)
        if date.day is None:
            return Reading(date.isoformat(), False, Kind.NOTHING, date, date)  # noqa: FBT003
        meant = (date.swapped() if self._swaps and is_cell else None) or date
        return Reading(meant.isoformat(), is_cell, _kind(date, is_cell=is_cell), date, meant)


def _kind(date: BirthDate, *, is_cell: bool) -> Kind:
    if is_cell and date.day == date.month:
        return Kind.SAME_CELL
    if date.day is None or date.day > _LAST_MONTH:
        return Kind.LARGE_CELL if is_cell else Kind.LARGE_TEXT
    return Kind.SMALL_CELL if is_cell else Kind.SMALL_TEXT


def _is_date_cell(value: Cell) -> bool:
    if isinstance(value, str):
        return len(value) == _SERIAL_DIGITS and value.isdecimal()
    if isinstance(value, int | float):
        return _FIRST_SERIAL < value <= _LAST_SERIAL
    return isinstance(value, dt.date)


def filled(value: Cell) -> Cell:
    """Return None for a cell that only looks filled: spaces, or the rest of a broken formula."""
    if isinstance(value, str) and (not (text := value.strip()) or text in ERRORS):
        return None
    return value
