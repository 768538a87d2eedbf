"""How two dates of birth stand to each other."""

import datetime as dt
from enum import StrEnum

from tracuu.names.dates import BirthDate


class Nearness(StrEnum):
    """EQUAL: both full and the same. NEAR: one usual fault or a part not known. FAR: otherwise."""

    EQUAL = "equal"
    NEAR = "near"
    FAR = "far"


def compare_dates(first: BirthDate, second: BirthDate) -> Nearness:
    """Tell whether two dates are equal, one usual fault apart, or different.

    >>> compare_dates(BirthDate(1988, 6, 5), BirthDate(1988, 5, 6)).value
    'near'
    >>> compare_dates(BirthDate(1988, 6, 5), BirthDate(1988)).value
    'near'
    """
    if first.is_century_guessed or second.is_century_guessed:
        return _compare_short_years(first, second)
    if first.day is None or second.day is None:
        is_near = first.year == second.year and _is_coarser(first, second)
    elif first == second:
        return Nearness.EQUAL
    else:
        is_near = _is_one_fault(first, second)
    return Nearness.NEAR if is_near else Nearness.FAR


def _compare_short_years(first: BirthDate, second: BirthDate) -> Nearness:
    """Compare dates of which one may mean either century: never equal, at most near."""
    if first.year % 100 != second.year % 100:
        return Nearness.FAR
    is_near = (first.month, first.day) == (second.month, second.day) or _is_coarser(first, second)
    return Nearness.NEAR if is_near else Nearness.FAR


def _is_coarser(first: BirthDate, second: BirthDate) -> bool:
    """Whether the part that one date leaves out is the only difference.

    1 January counts as left out: lists hold it for a day that nobody knew.
    """
    if first.month is None or second.month is None:
        return True
    if first.day is None or second.day is None:
        return first.month == second.month or _is_default(first) or _is_default(second)
    return False


def _is_default(date: BirthDate) -> bool:
    return date.month == 1 and date.day == 1


def _is_one_fault(first: BirthDate, second: BirthDate) -> bool:
    """Judge two full, different dates: of three parts, one may differ by a slip of the hand."""
    same_month, same_day = first.month == second.month, first.day == second.day
    if first.year != second.year:
        if same_month and same_day:
            return _is_slip(f"{first.year:04}", f"{second.year:04}")
        return _is_new_year(first, second)
    if _is_default(first) or _is_default(second):
        return True
    if same_month:
        days = f"{first.day:02}", f"{second.day:02}"
        return _is_next_day(first, second) or _is_slip(*days)
    if same_day:
        return _is_slip(f"{first.month:02}", f"{second.month:02}")
    return first.swapped() == second or _is_next_day(first, second)


def _is_slip(one: str, other: str) -> bool:
    """One digit differs, or two neighbouring digits are exchanged."""
    differing = [at for at, digit in enumerate(one) if digit != other[at]]
    if len(differing) == 1:
        return True
    if len(differing) != 2 or differing[1] - differing[0] != 1:  # noqa: PLR2004
        return False
    left, right = differing
    return one[left] == other[right] and one[right] == other[left]


def _is_new_year(first: BirthDate, second: BirthDate) -> bool:
    """Whether these are 31 December and the 1 January after it."""
    return abs(first.year - second.year) == 1 and _is_next_day(first, second)


def _is_next_day(first: BirthDate, second: BirthDate) -> bool:
    return abs((_date(first) - _date(second)).days) == 1


def _date(date: BirthDate) -> dt.date:
    return dt.date(date.year, date.month or 1, date.day or 1)
