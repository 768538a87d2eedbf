"""Pure rules about units: folding what people search with, opening hours in words and in time."""

import datetime
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from tracuu.core.clock import VIETNAM
from tracuu.names.keystrokes import from_keystrokes

_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_TOKEN = re.compile(r"[^\W_]+")
# In brackets stands a country or an area where the number begins with it, and an extension behind it.
_FIRST_NUMBER = re.compile(
    r"(?:(?:\+?84 ?)?\(\+?[0-9]+\) ?|\+?)[0-9](?:[0-9.]|[ \-](?=[0-9]))*",
)
_DIGIT_AFTER_LETTER = re.compile(r"(?<=[a-z])(?=[0-9])")
# What people write before a place: it says what kind of thing it is, not which. Whole phrases, since
# "thạnh", "an" and "thị" are also parts of names.
_KINDS = re.compile(
    r"\b(?:cong an|thanh pho|thi xa|thi tran|police of the|"
    r"ca|tp|tinh|quan|q|huyen|h|phuong|p|xa|police|district|city|ward|province)\b"
)


def fold(text: str) -> str:
    """Lower case ASCII without marks: what two spellings of a place have in common.

    >>> fold("Công an quận Tân Phú")
    'cong an quan tan phu'
    """
    plain = text.lower().replace("đ", "d").replace("ð", "d")
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", plain)
        if not unicodedata.combining(letter)
    )
    return _NOT_LETTERS.sub(" ", plain).strip()


def search_words(text: str) -> list[str]:
    """The words of a query that tell places apart; all of them when none does.

    >>> search_words("công an Q.Tân Phú"), search_words("Quận 1")
    (['tan', 'phu'], ['1'])
    """
    # People write "Q3" and "quận3".
    plain = _DIGIT_AFTER_LETTER.sub(" ", fold(text))
    return _KINDS.sub(" ", plain).split() or plain.split()


def composed(text: str) -> str:
    """The text as an input method that was switched off would have composed it.

    >>> composed("quaanj taan phus"), composed("ta6n phu1")
    ('quận tân phú', 'tân phú')
    """
    return _TOKEN.sub(lambda match: from_keystrokes(match[0]) or match[0], text)


def first_number(phone: str) -> str:
    """The first of the numbers that a unit wrote, without what cannot be dialled; "" for none.

    >>> first_number("(028) 3846 0000 (101)"), first_number("ĐT: +84 28.3846.0000 - 0900 000 000")
    ('(028) 3846 0000', '+84 28.3846.0000')
    """
    found = _FIRST_NUMBER.search(phone)
    return found[0] if found else ""


def hours_by_days(opening_hours: Sequence[Mapping[str, Any]]) -> list[tuple[int, int, str, str]]:
    """Runs of days with the same hours: (first day, last day, opens, closes); Monday is 1.

    >>> hours_by_days([{"days": [1, 2, 3, 4, 5, 6, 7], "opens": "07:00", "closes": "21:00"}])
    [(1, 7, '7:00', '21:00')]
    """
    runs: list[tuple[int, int, str, str]] = []
    for entry in opening_hours:
        opens, closes = (str(entry[key]).removeprefix("0") for key in ("opens", "closes"))
        for day in sorted(int(day) for day in entry["days"]):
            last = runs[-1] if runs else None
            if last and last[1] == day - 1 and last[2:] == (opens, closes):
                runs[-1] = (last[0], day, opens, closes)
            else:
                runs.append((day, day, opens, closes))
    return runs


# Of a unit that told none: what can wait for an officer waits for the day.
_UNKNOWN_HOURS: Sequence[Mapping[str, Any]] = (
    {"days": [1, 2, 3, 4, 5, 6, 7], "opens": "07:00", "closes": "21:00"},
)
_WEEK = 7
Hours = Sequence[Mapping[str, Any]]
Span = tuple[datetime.datetime, datetime.datetime]


def is_open(opening_hours: Hours, moment: datetime.datetime) -> bool:
    """Whether the unit is open at this moment; one that told no hours is from 7:00 until 21:00."""
    return any(begins <= moment < ends for begins, ends in _spans(opening_hours, _day(moment)))


def next_opening(opening_hours: Hours, moment: datetime.datetime) -> datetime.datetime | None:
    """When the unit opens next after this moment, within a week; None when it never does."""
    first = _day(moment)
    days = (first + datetime.timedelta(days=number) for number in range(_WEEK + 1))
    begins = (begin for day in days for begin, _ends in _spans(opening_hours, day))
    return min((one for one in begins if one > moment), default=None)


def open_time_between(
    opening_hours: Hours, begins: datetime.datetime, ends: datetime.datetime, *, most_days: int = 14
) -> datetime.timedelta:
    """How long the unit was open between two moments; what lies more than `most_days` back is left.

    >>> hours = [{"days": [1, 2, 3, 4, 5], "opens": "08:00", "closes": "17:00"}]
    >>> friday = datetime.datetime(2026, 11, 27, 16, 50, tzinfo=VIETNAM)
    >>> monday = datetime.datetime(2026, 11, 30, 8, 5, tzinfo=VIETNAM)
    >>> open_time_between(hours, friday, monday)
    datetime.timedelta(seconds=900)
    """
    begins = max(begins, ends - datetime.timedelta(days=most_days))
    total = datetime.timedelta()
    for number in range((_day(ends) - _day(begins)).days + 1):
        for opens, closes in _spans(opening_hours, _day(begins) + datetime.timedelta(days=number)):
            total += max(min(closes, ends) - max(opens, begins), datetime.timedelta())
    return total


def _day(moment: datetime.datetime) -> datetime.date:
    return moment.astimezone(VIETNAM).date()


def _spans(opening_hours: Hours, day: datetime.date) -> list[Span]:
    """From when until when it is open on this day; "24:00" is the end of the day."""
    midnight = datetime.datetime.combine(day, datetime.time(), VIETNAM)
    return [
        (midnight + _since_midnight(entry["opens"]), midnight + _since_midnight(entry["closes"]))
        for entry in opening_hours or _UNKNOWN_HOURS
        if day.isoweekday() in {int(one) for one in entry["days"]}
    ]


def _since_midnight(time: object) -> datetime.timedelta:
    hours, _colon, minutes = str(time).partition(":")
    return datetime.timedelta(hours=int(hours), minutes=int(minutes or 0))
