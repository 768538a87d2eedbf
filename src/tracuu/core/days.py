"""A day as people here write it: day first, with whatever between the numbers, or nothing."""

import datetime
import re
from enum import Enum

_WORDS = re.compile(r"\b(?:ngày|ngay|tháng|thang|năm|nam)\b")
_BETWEEN = re.compile(r"[\s/.,\-–_]+")
_TOGETHER = re.compile(r"(\d\d)(\d\d)(\d{4})", re.ASCII)
_YEAR_DIGITS, _SHORT_YEAR_DIGITS, _PARTS, _LAST_MONTH = 4, 2, 3, 12


class Fault(Enum):
    """What is wrong with a text that should be a day."""

    UNREADABLE = "unreadable"
    NO_SUCH_MONTH = "month"
    NO_SUCH_DAY = "day"


class DayNotUnderstood(ValueError):
    """`part`: the month that there is none of, or the whole day; "" when nothing could be read."""

    def __init__(self, fault: Fault, part: str = "") -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.part = part


def read_day(text: str) -> datetime.date:
    """The day that a text names; raises `DayNotUnderstood`.

    >>> {read_day(text).isoformat() for text in ("4.12.2021", "04122021", "2021-12-04", "4/12/21")}
    {'2021-12-04'}
    """
    plain = _WORDS.sub(" ", text.strip().casefold())
    together = _TOGETHER.fullmatch(plain)
    parts = list(together.groups()) if together else [p for p in _BETWEEN.split(plain) if p]
    if len(parts) == _PARTS and len(parts[0]) == _YEAR_DIGITS:
        parts.reverse()
    lengths = [len(part) for part in parts]
    is_day = len(parts) == _PARTS and max(lengths[:2]) <= _SHORT_YEAR_DIGITS
    is_day = is_day and lengths[2] in {_SHORT_YEAR_DIGITS, _YEAR_DIGITS}
    if not is_day or not all(part.isascii() and part.isdecimal() for part in parts):
        raise DayNotUnderstood(Fault.UNREADABLE)
    day, month, year = (int(part) for part in parts)
    if month > _LAST_MONTH:
        raise DayNotUnderstood(Fault.NO_SUCH_MONTH, str(month))
    try:
        return datetime.date(year if lengths[2] == _YEAR_DIGITS else 2000 + year, month, day)
    except ValueError:
        raise DayNotUnderstood(Fault.NO_SUCH_DAY, "/".join(parts)) from None
