"""What a cell holds, from its attributes and its text."""

import datetime as dt
import math
import re
from collections.abc import Mapping

from tracuu.cards.lists.reading.ods import names
from tracuu.cards.lists.reading.rows import Cell

_NUMBERS = frozenset({"float", "percentage", "currency"})
_TIME = re.compile(r"PT([01]?\d|2[0-3])H([0-5]?\d)M([0-5]?\d)(?:[.,]\d*)?S", re.ASCII)
_LONGEST_NUMBER = 40


def value_of(attributes: Mapping[str, str], text: str) -> Cell:
    """Return the value of a cell; what claims to be a number or a date and is none stays text.

    >>> value_of({names.KIND: "date", names.DATE: "1975-11-05T00:00:00"}, "05/11/75")
    datetime.date(1975, 11, 5)
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
        return dt.date.fromisoformat(written[:10])
    except ValueError:
        return written or text or None


def _time(written: str, text: str) -> Cell:
    """Return a time of day as 05:30:00, anything longer as it is written: no list needs it."""
    found = _TIME.fullmatch(written)
    if found is None:
        return written or text or None
    hour, minute, second = found.groups()
    return f"{hour:0>2}:{minute:0>2}:{second:0>2}"
