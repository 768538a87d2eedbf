"""How two dates of birth stand to each other."""

import datetime as dt
from enum import StrEnum

from tracuu.names.dates import BirthDate, Precision


class Nearness(StrEnum):
    """EQUAL: both full and the same. NEAR: one usual fault or a part not known. FAR: otherwise."""

    EQUAL = "equal"
    NEAR = "near"
    FAR = "far"


def compare_dates(first: BirthDate, second: BirthDate) -> Nearness:
    """Tell whether two dates are equal, one usual fault apart, or different.

    >>> compare_dates(BirthDate(1988, 6, 5), BirthDate(1988, 5, 6)).value
    'near'
    """
    if first.is_century_guessed or second.is_century_guessed:
        return _compare_short_years(first, second)
    if first.precision is Precision.DAY and first == second:
        return Nearness.EQUAL
    return Nearness.NEAR if _is_near(first, second) else Nearness.FAR


def _compare_short_years(first: BirthDate, second: BirthDate) -> Nearness:
    """Compare dates of which one may mean either century: never equal, at most near."""
    same_digits = first.year % 100 == second.year % 100
    same_day = (first.month, first.day) == (second.month, second.day)
    if same_digits and (same_day or _is_coarser(first, second)):
        return Nearness.NEAR
    return Nearness.NEAR if _is_near(first, second) else Nearness.FAR


def _is_near(first: BirthDate, second: BirthDate) -> bool:
    if first.precision != Precision.DAY or second.precision != Precision.DAY:
        return first.year == second.year and _is_coarser(first, second)
    if first.year == second.year and (
        (first.month, first.day) == (1, 1) or (second.month, second.day) == (1, 1)
    ):
        # 1 January stands in many lists for a day that nobody knew.
        return True
    return first.swapped() == second or _is_one_slip(first, second) or _is_next_day(first, second)


def _is_coarser(first: BirthDate, second: BirthDate) -> bool:
    """Whether the part that one date leaves out is the only difference.

    1 January counts as left out.
    """
    if first.month is None or second.month is None:
        return True
    if first.day is None or second.day is None:
        return first.month == second.month or _is_default(first) or _is_default(second)
    return False


def _is_default(date: BirthDate) -> bool:
    return date.month == 1 and date.day == 1


def _is_next_day(first: BirthDate, second: BirthDate) -> bool:
    return abs((_date(first) - _date(second)).days) == 1


def _date(date: BirthDate) -> dt.date:
    return dt.date(date.year, date.month or 1, date.day or 1)


def _is_one_slip(first: BirthDate, second: BirthDate) -> bool:
    """One digit differs, or two neighbouring digits of the day, month or year are exchanged."""
    one = f"{first.day:02}{first.month:02}{first.year:04}"
    other = f"{second.day:02}{second.month:02}{second.year:04}"
    differing = [at for at in range(len(one)) if one[at] != other[at]]
    if len(differing) == 1:
        return True
    if len(differing) != 2 or differing[1] - differing[0] != 1 or differing in ([1, 2], [3, 4]):  # noqa: PLR2004
        return False
    left, right = differing
    return one[left] == other[right] and one[right] == other[left]
