"""What a cell holds, from its attributes and its text."""

import datetime as dt
import math
import re
from collections.abc import Mapping

from tracuu.cards.lists.reading.ods import names
from tracuu.cards.lists.reading.rows import Cell
from tracuu.cards.lists.reading.xlsx.dates import year_typed_as
from tracuu.cards.lists.reading.xlsx.styles import Shown

_NUMBERS = frozenset({"float", "percentage", "currency"})
_TIME = re.compile(r"PT([01]?\d|2[0-3])H([0-5]?\d)M([0-5]?\d)(?:[.,]\d*)?S", re.ASCII)
_LONGEST_NUMBER = 40
_WHOLE_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}", re.ASCII)
_MONTH_BY_NUMBER = re.compile(r"(?:tháng|thg|th|t)[. ]*\d")
_DIGITS = re.compile(r"\d+", re.ASCII)


def value_of(attributes: Mapping[str, str], text: str) -> Cell:
    """Return the value of a cell; what claims to be a number or a date and is none stays text.

    >>> value_of({names.KIND: "date", names.DATE: "1975-11-05T00:00:00"}, "05/11/75")
    datetime.date(1975, 11, 5)
    >>> value_of({names.KIND: "date", names.DATE: "1973-12-01"}, "Dec-73")
    '12/1973'
    """
    kind = attributes.get(names.KIND, "")
    if kind in _NUMBERS:
        return _number(attributes.get(names.NUMBER, ""), text)
    if kind == "date":
        return _date(attributes.get(names.DATE, ""), text)
    if kind == "boolean":
        return attributes.get(names.TRUTH, "").lower() == "true"
    if kind == "time":
        return _time(attributes.get(names.TIME, ""), text)
    return attributes.get(names.STRING) or text or None


def _number(written: str, text: str) -> Cell:
    try:
        value = float(written) if len(written) < _LONGEST_NUMBER else math.nan
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        return text or None
    return int(value) if value.is_integer() and abs(value) < 1e15 else value  # noqa: PLR2004


def _date(written: str, text: str) -> Cell:
    try:
        date = dt.date.fromisoformat(written[:10])
    except ValueError:
        return written or text or None
    if (year := year_typed_as(date)) is not None:
        return year
    shown = Shown.DAY if _WHOLE_DATE.fullmatch(text) else _shown_of(date, text)
    if shown is Shown.MONTH:
        return f"{date.month:02}/{date.year}"
    return date if shown is Shown.DAY else date.year


def _shown_of(date: dt.date, text: str) -> Shown:
    """Tell from a cell's text how much of the date it shows; all of it, unless the text is clear.

    >>> [_shown_of(dt.date(1973, 1, 1), text).name for text in ("01/1973", "1-Jan-73", "1973")]
    ['MONTH', 'DAY', 'YEAR']
    """
    text = text[:_LONGEST_NUMBER].lower()
    numbers = [int(digits) for digits in _DIGITS.findall(text)]
    year = next((one for one in reversed(numbers) if one in {date.year, date.year % 100}), None)
    if year is None:
        return Shown.DAY
    numbers.remove(year)
    has_words = any(char.isalpha() for char in text)
    if not numbers:
        return Shown.MONTH if has_words and not text.startswith("năm") else Shown.YEAR
    is_month_named = has_words and not _MONTH_BY_NUMBER.search(text)
    if numbers == [date.month] and (date.day != date.month or not is_month_named):
        return Shown.MONTH
    return Shown.DAY


def _time(written: str, text: str) -> Cell:
    """Return a time of day as 05:30:00, anything longer as it is written: no list needs it."""
    found = _TIME.fullmatch(written)
    if found is None:
        return written or text or None
    hour, minute, second = found.groups()
    return f"{hour:0>2}:{minute:0>2}:{second:0>2}"
