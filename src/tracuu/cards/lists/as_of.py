"""The day whose truth a list tells, as its title or the name of its file says it."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tracuu.cards.lists.reading.fields import readings
from tracuu.names.letters import fold

# The Law on Citizen Identity 59/2014/QH13 is in force since this day; no list of cards is older.
_EARLIEST = dt.date(2016, 1, 1)
_DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})\s*(?P<between>[/.\-])\s*(\d{1,2})\s*(?P=between)\s*(\d{4}|\d{2})(?!\d)"
)
_IN_WORDS = re.compile(r"(?<!\d)(\d{1,2})\s+thang\s+(\d{1,2})\s+nam\s+(\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(20\d\d)[/.\-]?(\d\d)[/.\-]?(\d\d)(?!\d)")
_TOGETHER = re.compile(r"(?<!\d)(\d\d)(\d\d)(20\d\d)(?!\d)")
# The end of a time: "từ ngày 01/12 đến hết ngày 14/12/2021".
_UNTIL = re.compile(r"\b(?:den|toi|het)\s+(?:het\s+)?(?:thoi diem\s+)?(?:ngay\s+)?$")
_OF_A_LIST = re.compile(r"\b(?:danh sach|ds|so lieu|nhan ve|the ve|tra the|tinh|cap nhat)\b")
# The day of a law or a letter, or of somebody's birth, is not the list's.
_OF_ELSE = re.compile(
    r"\b(?:thong tu|nghi dinh|luat|quyet dinh|cong van|ke hoach|to trinh|van ban|chi thi|can cu"
    r"|kem theo|thong bao|sinh)\b"
)


@dataclass(frozen=True, slots=True)
class FoundDay:
    """`text` is the title that says it, in this row of this sheet; empty: the file's name does."""

    day: dt.date
    sheet: str = ""
    row: int = 0
    text: str = ""


def find_day(
    titles: Iterable[tuple[str, int, str]], file_name: str, *, today: dt.date
) -> FoundDay | None:
    """The day that a title (sheet, row, text) or the name of the file gives; None when neither does.

    What stands behind "đến" goes before what a line about the list says, and that before any other
    date; of several the latest.

    >>> today = dt.date(2021, 12, 20)
    >>> find_day([("S", 3, "Từ 01/12/2021 đến hết ngày 14/12/2021")], "a.xlsx", today=today).row
    3
    >>> find_day([], "DS_14-12-2021.xlsx", today=today).day
    datetime.date(2021, 12, 14)
    """
    found = [
        (rank, day, FoundDay(day, sheet, row, shown))
        for sheet, row, text in titles
        for rank, day, shown in _in_title(text)
        if _EARLIEST <= day <= today
    ]
    if found:
        return max(found, key=lambda one: one[:2])[2]
    days = [day for day in _in_file_name(file_name) if _EARLIEST <= day <= today]
    return FoundDay(max(days)) if days else None


def _in_title(text: str) -> Iterator[tuple[int, dt.date, str]]:
    """Every date of a title with its rank, and the title in the letters in which it can be read."""
    for reading in readings(text):
        plain = fold(reading)
        for start, day in _dates(plain):
            if _UNTIL.search(plain[:start]) and "sinh" not in plain[:start]:
                yield 3, day, reading
            elif _OF_A_LIST.search(plain) and not _OF_ELSE.search(plain):
                yield 2, day, reading
            elif not _OF_ELSE.search(plain):
                yield 1, day, reading


def _in_file_name(file_name: str) -> Iterator[dt.date]:
    stem = re.sub(r"[_\s]", "-", fold(file_name.rpartition(".")[0] or file_name))
    yield from (day for _, day in _dates(stem))
    for found in _TOGETHER.finditer(stem):
        yield from _date(found[3], found[2], found[1])


def _dates(plain: str) -> Iterator[tuple[int, dt.date]]:
    for found in _DAY_FIRST.finditer(plain):
        for day in _date(found[4], found[3], found[1]):
            yield found.start(), day
    for found in _IN_WORDS.finditer(plain):
        for day in _date(found[3], found[2], found[1]):
            yield found.start(), day
    for found in _YEAR_FIRST.finditer(plain):
        for day in _date(found[1], found[2], found[3]):
            yield found.start(), day


def _date(year: str, month: str, day: str) -> Iterator[dt.date]:
    """The date, if there is such a one; two digits are a year of this century."""
    full = int(year) if len(year) == 4 else 2000 + int(year)  # noqa: PLR2004
    try:
        yield dt.date(full, int(month), int(day))
    except ValueError:
        return
