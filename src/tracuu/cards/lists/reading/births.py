"""The birth date of a row, wherever the list keeps it: one column, one of two by sex, or three."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from tracuu.cards.lists.reading.facts import ERRORS
from tracuu.cards.lists.reading.fields import Field
from tracuu.cards.lists.reading.layout import Column
from tracuu.cards.lists.reading.rows import Cell
from tracuu.names import BirthDate, BirthDateNotUnderstood, Precision, parse_birth_date

_LAST_MONTH = 12
_MOST_REMEMBERED = 100_000
_FEWEST_CELLS, _FEWEST_TEXTS = 6, 4
_TOLERATED = 100
_SAMPLES = 5
_FIRST_SERIAL, _LAST_SERIAL = 2_200, 99_999
_SERIAL_DIGITS = 5


class BirthCell(NamedTuple):
    """The one cell (or the three, joined) that holds the date; `sex` when its column tells."""

    value: Cell
    column: Column
    sex: str = ""
    has_rival: bool = False


class Reading(NamedTuple):
    """A date that was understood, or the error; `is_cell` when the sheet held it as a date."""

    iso: str
    is_cell: bool
    date: BirthDate | None
    error: BirthDateNotUnderstood | None = None


@dataclass(slots=True)
class Doubt:
    """Counts over a whole column that tell a list whose days and months Excel exchanged.

    A US Excel reads a typed 05/06/1988 as 6 May and cannot read 25/06/1988, which stays text. So all
    its dates have a day of at most 12, and all its texts a day above 12.
    """

    small_cells: int = 0
    other_cells: int = 0
    large_texts: int = 0
    other_texts: int = 0
    sample: list[str] = field(default_factory=list)

    def see(self, reading: Reading) -> None:
        date = reading.date
        if date is None or date.day is None:
            return
        if reading.is_cell:
            if date.day > _LAST_MONTH:
                self.other_cells += 1
                return
            self.small_cells += 1
            if len(self.sample) < _SAMPLES and date.day != date.month:
                self.sample.append(f"{date.day:02}/{date.month:02}/{date.year}")
        elif date.day > _LAST_MONTH:
            self.large_texts += 1
        else:
            self.other_texts += 1

    @property
    def is_raised(self) -> bool:
        return (
            self.small_cells >= _FEWEST_CELLS
            and self.large_texts >= _FEWEST_TEXTS
            and self.other_cells * _TOLERATED <= self.small_cells
            and self.other_texts * _TOLERATED <= self.large_texts
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
        self.column = first

    def find(self, values: list[Cell]) -> BirthCell:
        """Return the cell that holds the date; its value is None when there is none."""
        if self._single is not None:
            value = filled(values[self._single.place])
            if value is not None or self._year is None:
                return BirthCell(value, self._single)
        if self._male is not None or self._female is not None:
            found = self._by_sex(values)
            if found.value is not None or self._year is None:
                return found
        if self._year is None:
            return BirthCell(None, self.column)
        return BirthCell(self._joined(values), self._year)

    def _by_sex(self, values: list[Cell]) -> BirthCell:
        male = filled(values[self._male.place]) if self._male else None
        female = filled(values[self._female.place]) if self._female else None
        if self._male and male is not None:
            return BirthCell(male, self._male, "Nam", female is not None)
        if self._female and female is not None:
            return BirthCell(female, self._female, "Nữ")
        return BirthCell(None, self.column)

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

    def read(self, value: Cell) -> Reading:
        """Read a date; the days of a column come again and again, so readings are remembered."""
        reading = self._known.get(value)
        if reading is None:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            reading = self._known[value] = self._new(value)
        self.doubt.see(reading)
        if self._swaps and reading.is_cell and reading.date:
            swapped = reading.date.swapped()
            return reading._replace(iso=swapped.isoformat()) if swapped else reading
        return reading

    def _new(self, value: Cell) -> Reading:
        try:
            date = parse_birth_date(
                "" if value is None or isinstance(value, bool) else value,
                today=self._today,
                date1904=self._is_1904,
            )
        except BirthDateNotUnderstood as error:
            return Reading("", _is_date_cell(value), None, error)
        is_cell = date.precision is Precision.DAY and _is_date_cell(value)
        return Reading(date.isoformat(), is_cell, date)


def _is_date_cell(value: Cell) -> bool:
    if isinstance(value, str):
        return len(value) == _SERIAL_DIGITS and value.isdecimal()
    if isinstance(value, int | float):
        return _FIRST_SERIAL < value <= _LAST_SERIAL
    return isinstance(value, dt.date)


def filled(value: Cell) -> Cell:
    """Return None for a cell that only looks filled: spaces, or the rest of a broken formula."""
    if isinstance(value, str) and (not value.strip() or value.strip() in ERRORS):
        return None
    return value
