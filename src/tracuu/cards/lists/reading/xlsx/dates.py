"""Numbers that are days: what a cell with a date's format says."""

import datetime as dt

from tracuu.cards.lists.reading.rows import Cell
from tracuu.cards.lists.reading.xlsx.styles import Shown

_START = dt.date(1899, 12, 30).toordinal()
_START_1904 = dt.date(1904, 1, 1).toordinal()
_LAST_SERIAL = 2_958_465
# A cell typed as a year into a column of dates: Excel shows 1975 as 28/05/1905.
_YEARS = range(1890, 2100)
_LEAP_BUG = 60
_EXACT = 1e15


def date_of(serial: float, shown: Shown, *, is_1904: bool) -> Cell:
    """Return what a reader of the sheet sees; the number itself when it is no day of Excel's.

    >>> date_of(32319, Shown.DAY, is_1904=False), date_of(1975, Shown.DAY, is_1904=False)
    (datetime.date(1988, 6, 25), 1975)
    """
    if not 1 <= serial <= _LAST_SERIAL:
        return serial
    whole = int(serial)
    if whole in _YEARS and not is_1904:
        return whole
    if whole < _LEAP_BUG and not is_1904:
        whole += 1
    date = dt.date.fromordinal((_START_1904 if is_1904 else _START) + whole)
    if shown is Shown.MONTH:
        return f"{date.month:02}/{date.year}"
    return date if shown is Shown.DAY else date.year


def year_typed_as(date: dt.date) -> int | None:
    """Return the year that somebody typed into a column of dates, when this day stands for one.

    >>> year_typed_as(dt.date(1905, 5, 28)), year_typed_as(dt.date(1988, 6, 25))
    (1975, None)
    """
    serial = date.toordinal() - _START
    return serial if serial in _YEARS else None


def whole_if_possible(value: float) -> float:
    """Return 79085 for 79085.0; what a float cannot count exactly stays a float."""
    return int(value) if value.is_integer() and abs(value) < _EXACT else value
