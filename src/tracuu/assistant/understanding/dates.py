"""Dates among the words of a message, and which of them is somebody's birth."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tracuu.names import BirthDateNotUnderstood, Precision, parse_birth_date
from tracuu.names.letters import fold
from tracuu.names.words import words

_MOST_WORDS = 9
_NUMERIC = re.compile(r"[0-9oil|/\\.,;:\-_?x*…]+", re.IGNORECASE)
_DATE_WORDS = frozenset(
    words(
        "ngay thang nam mung mong gieng chap mot hai ba tu bon nam sau bay tam chin muoi"
        " january february march april may june july august september october november december"
        " jan feb mar apr jun jul aug sep sept oct nov dec / - . , of th st nd rd"
    )
)
_FULL = re.compile(r"\d{1,2}\D{1,12}\d{1,2}\D{1,12}\d{2,4}|\d{6,8}|(?:19|20)\d{2}")
_YEAR = re.compile(r"(?:19|20)\d{2}")
# Right before a date of birth; compared without marks.
_BORN = re.compile(
    r"(?:\bsinh(?: ngay| nam| vao)*|\b(?:ngay|nam|ngay thang nam) sinh|\bsn|\bns|\bdob|\bborn(?: on| in)?"
    r"|\b(?:date of birth|birth ?date|birthday))(?: la| is)?\W*$"
)
_BORN_IN = re.compile(r"(?:\bsn|\bns|\bsinh|\bsinh nam|\bnam sinh|\bborn(?: in)?)(?: la)?\W*$")
# Right before the day of something else, as it is written with marks: "Tú ngày" is no "từ ngày".
_OF_A_DEED = re.compile(
    r"\b(?:làm|nộp|hẹn|cấp|chụp|lấy|nhận|trả|đăng ký|đăng kí|từ|trước|sau|đến|tới|hết hạn|lăn tay)"
    r"(?: \w+){0,3}? (?:ngày|hôm|vào|lúc|tháng)\W*$|\bngày (?:cấp|hẹn|làm|nộp|nhận|trả|hết hạn)\W*$"
)
_OF_A_DEED_FOLDED = re.compile(
    r"\b(?:lam|nop|hen|cap|chup|nhan|tra|dang ky)(?: \w+){0,3}? (?:ngay|hom|vao|luc)\W*$"
    r"|\bngay (?:cap|hen|lam|nop|nhan|tra|het han)\W*$"
)
_SHORT_YEAR = re.compile(r"['’]?(\d{2})")
_CENTURY = 100
_LOOKED_AT = 6
_EDGES = " .,;:()"


@dataclass(frozen=True, slots=True)
class DateAt:
    """Where a date stands among words.

    - `reads`: it is one, else it only looks like one (31/02)
    - `is_birth`: a word of birth stands before it; `is_deed`: perhaps the day of something else
    """

    start: int
    stop: int
    text: str
    reads: bool
    is_birth: bool
    is_deed: bool

    @property
    def is_year(self) -> bool:
        return bool(_YEAR.fullmatch(self.text))


def dates_in(tokens: Sequence[str], today: date) -> list[DateAt]:
    """Every date among these words, the one that is most likely a birth first.

    What is surely the day of something else (“hẹn ngày 10/12/2021”) is left out.
    """
    return sorted(
        _all_dates(tokens, today),
        key=lambda one: (
            not one.is_birth,
            one.is_deed,
            not one.reads,
            one.is_year,
            one.start - one.stop,
            one.start,
        ),
    )


def precision_of(typed: str, today: date) -> Precision | None:
    """How far this is a date; None when it is none."""
    try:
        return parse_birth_date(typed, today=today).precision
    except BirthDateNotUnderstood:
        return None


def completed(text: str, part: str) -> str:
    """Day and month, said after a year was told: the whole date, or "" when they make none.

    >>> completed("dạ 3 tháng 4 ạ", "1985")
    '3/4/1985'
    """
    year = _YEAR.search(part)
    said = fold(text).strip(_EDGES)
    numbers = re.fullmatch(
        r"(?:da |vang |em |toi |sinh )*(?:ngay )?(?:mung |mong )?(\d{1,2})\s*(?:[/.\- ]|thang|ngay)+\s*"
        r"(\d{1,2})(?: a| nha| nhe)*",
        said,
    )
    if year is None or numbers is None:
        return ""
    whole = f"{numbers[1]}/{numbers[2]}/{year[0]}"
    # 31/4 is told what is wrong with it like any other date.
    return whole if int(numbers[1]) and int(numbers[2]) else ""


def _all_dates(tokens: Sequence[str], today: date) -> Iterator[DateAt]:
    at = 0
    while at < len(tokens):
        before = " ".join(tokens[max(0, at - _LOOKED_AT) : at]).lower()
        found = _date_at(tokens, at, before, today)
        if found is not None and (found.is_birth or not _OF_A_DEED.search(before)):
            yield found
        at = found.stop if found is not None and found.reads else at + 1


def _date_at(tokens: Sequence[str], start: int, before: str, today: date) -> DateAt | None:
    if not _has_digit(tokens[start]):
        return None
    folded = fold(before)
    is_birth = bool(_BORN.search(folded))
    is_deed = not is_birth and bool(_OF_A_DEED_FOLDED.search(folded))
    end = _end_of_date(tokens, start)
    for stop in range(end, start, -1):
        text = " ".join(tokens[start:stop]).strip(_EDGES)
        if _has_digit(tokens[stop - 1]) and _reads(text, today):
            return DateAt(start, stop, text, reads=True, is_birth=is_birth, is_deed=is_deed)
    short = _SHORT_YEAR.fullmatch(tokens[start].strip(_EDGES))
    if short and end <= start + 1 and _BORN_IN.search(folded):
        year = _year_of(int(short[1]), today)
        return DateAt(start, start + 1, year, reads=True, is_birth=True, is_deed=False)
    text = " ".join(tokens[start:end]).strip(_EDGES)
    if _FULL.fullmatch(text):
        return DateAt(start, end, text, reads=False, is_birth=is_birth, is_deed=is_deed)
    return None


def _year_of(short: int, today: date) -> str:
    """The whole year of "sn 90": the last one of that number."""
    late = today.year - today.year % _CENTURY + short
    return str(late if late <= today.year else late - _CENTURY)


def _end_of_date(tokens: Sequence[str], start: int) -> int:
    end = start
    while end < len(tokens) and end - start < _MOST_WORDS and _is_of_date(tokens[end]):
        end += 1
    while end > start and not _has_digit(tokens[end - 1]):
        end -= 1
    return end


def _is_of_date(token: str) -> bool:
    return bool(_NUMERIC.fullmatch(token)) or fold(token).strip(".,") in _DATE_WORDS


def _has_digit(token: str) -> bool:
    return any("0" <= letter <= "9" for letter in token)


def _reads(text: str, today: date) -> bool:
    if not _FULL.search(text):
        return False  # 5 and 1/2 may be anything
    return precision_of(text, today) is not None
