"""Reading a date of birth from what people type and what spreadsheets hand over."""

import datetime as dt
import math
import re
import unicodedata

from tracuu.names.dates import BirthDate
from tracuu.names.errors import BirthDateNotUnderstood
from tracuu.names.letters import fold
from tracuu.names.words import words

MAX_AGE = 130
MAX_TEXT = 80

_EXAMPLE = "ví dụ 05/06/1988"
_COMMON = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", re.ASCII)
_TIME = re.compile(
    r"[t\s]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]m|sa|ch)?\s*(?:z|[+-]\d{2}:?\d{2})?$"
)
_WORDS_BEFORE = re.compile(
    r"^(?:sinh|ngay sinh|nam sinh|khoang|sn|s\.n|ns|n\.s|dob)(?=[\W\d])[\s.:]*"
)
_IN_WORDS = re.compile(r"(?:ngay|mung|mong|thang|nam)")
_PLACEHOLDER = re.compile(r"[-_.?x*…]{1,4}(?=\s*[/\\])|(?<![\d])[?x_*]{1,2}(?=[-.])")
_SEPARATOR = re.compile(r"\s*[/\\.,;:\-_|]\s*|\s+")
_NUMERIC = re.compile(r"[0-9oil|\s/\\.,;:\-_?x*…]+")
_DIGIT_LOOKS = str.maketrans({"o": "0", "l": "1", "i": "1", "|": "1"})
_MONTH_NAMES = {
    "gieng": "1", "mot": "1", "hai": "2", "ba": "3", "tu": "4", "bon": "4", "nam": "5", "sau": "6",
    "bay": "7", "tam": "8", "chin": "9", "muoi": "10", "muoi mot": "11",
    "muoi hai": "12", "chap": "12",
}  # fmt: skip
_MONTH_WORD = re.compile(
    r"thang\s+(" + "|".join(sorted(_MONTH_NAMES, key=len, reverse=True)) + r")\b"
)
_ENGLISH = {
    name: str(number)
    for number, name in enumerate(words("jan feb mar apr may jun jul aug sep oct nov dec"), start=1)
}
_ENGLISH_WORD = re.compile(r"\b(" + "|".join(_ENGLISH) + r")[a-z]*\.?")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_SERIAL_TEXT = re.compile(r"(\d{5})[.,]\d+", re.ASCII)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1b]")


def parse_birth_date(
    value: str | float | dt.date | dt.datetime, *, today: dt.date, date1904: bool = False
) -> BirthDate:
    """Read one date of birth, day first, or raise `BirthDateNotUnderstood`.

    Day and month are never exchanged and a missing part is never invented. A number is a year
    when it can be one, else a serial day of a spreadsheet (`date1904` says which system).

    >>> today = dt.date(2026, 11, 24)
    >>> parse_birth_date("5.6.1988", today=today).isoformat()
    '1988-06-05'
    >>> parse_birth_date("ngày 5 tháng 6 năm 1988", today=today).isoformat()
    '1988-06-05'
    >>> parse_birth_date("SN 1950", today=today).isoformat()
    '1950'
    >>> parse_birth_date(32299, today=today).isoformat()
    '1988-06-05'
    """
    if isinstance(value, str):
        common = _COMMON.fullmatch(value)
        if common:
            return _maybe_unknown(int(common[3]), int(common[2]), int(common[1]), today)
        return _from_text(value, today, date1904=date1904)
    if isinstance(value, dt.date):
        return _full(value.year, value.month, value.day, today)
    return _from_number(value, today, date1904=date1904)


def _full(year: int, month: int, day: int, today: dt.date, *, guessed: bool = False) -> BirthDate:
    if month > 12 >= day > 0 and month <= 31:  # noqa: PLR2004
        raise BirthDateNotUnderstood(
            "impossible",
            f"Không có tháng {month}. Có thể ngày và tháng bị đổi chỗ: vui lòng nhập ngày trước, "
            f"tháng sau, {_EXAMPLE}.",
        )
    try:
        date = dt.date(year, month, day)
    except ValueError:
        raise BirthDateNotUnderstood(
            "impossible",
            f"Không có ngày {day}/{month}/{year}. Vui lòng xem lại ngày sinh trên giấy tờ.",
        ) from None
    if date > today:
        raise _future()
    _check_age(year, today)
    return BirthDate(year, month, day, guessed)


def _future() -> BirthDateNotUnderstood:
    return BirthDateNotUnderstood(
        "future", "Ngày sinh ở sau ngày hôm nay. Vui lòng xem lại năm sinh."
    )


def _format() -> BirthDateNotUnderstood:
    return BirthDateNotUnderstood(
        "format", f"Chưa đọc được ngày sinh. Vui lòng nhập ngày/tháng/năm, {_EXAMPLE}."
    )


def _check_age(year: int, today: dt.date) -> None:
    if year > today.year:
        raise _future()
    if year < today.year - MAX_AGE:
        raise BirthDateNotUnderstood(
            "too_old", f"Năm sinh {year} lâu quá. Vui lòng xem lại năm sinh, {_EXAMPLE}."
        )


def _partial(year: int, month: int | None, today: dt.date, *, guessed: bool = False) -> BirthDate:
    _check_age(year, today)
    if month is not None:
        if not 1 <= month <= 12:  # noqa: PLR2004
            raise BirthDateNotUnderstood(
                "impossible", f"Không có tháng {month}. Vui lòng xem lại tháng sinh."
            )
        if (year, month) > (today.year, today.month):
            raise _future()
    return BirthDate(year, month, None, guessed)


def _from_number(value: float, today: dt.date, *, date1904: bool) -> BirthDate:
    if isinstance(value, bool) or not math.isfinite(value) or value < 1:
        raise _format()
    whole = int(value)
    if today.year - MAX_AGE <= whole <= today.year:
        return _partial(whole, None, today)
    if whole >= 100_000:  # noqa: PLR2004
        return _from_digits(str(whole), today, date1904=date1904)
    return _from_serial(whole, today, date1904=date1904)


def _from_serial(serial: int, today: dt.date, *, date1904: bool) -> BirthDate:
    """Count days as spreadsheets do; their 1900 system holds a 29 February 1900 as day 60."""
    if serial < today.year - MAX_AGE:
        # So small a number is an age, a row number or half a date rather than a day before 1906.
        raise _format()
    start = dt.date(1904, 1, 1) if date1904 else dt.date(1899, 12, 30)
    date = start + dt.timedelta(days=serial)
    if date > today:
        raise _format()
    return _full(date.year, date.month, date.day, today)


def _from_text(value: str, today: dt.date, *, date1904: bool) -> BirthDate:
    if len(value) > MAX_TEXT:
        raise _format()
    text = unicodedata.normalize("NFKC", value).translate(_DASHES)
    text = _INVISIBLE.sub("", fold(text)).strip(" \t\r\n\v\f\u00a0\u3000'\"()[]")
    if not text:
        raise BirthDateNotUnderstood("empty", "Vui lòng nhập ngày sinh.")
    serial = _SERIAL_TEXT.fullmatch(text)
    if serial:
        return _from_serial(int(serial[1]), today, date1904=date1904)
    text = _TIME.sub("", text)
    text = _without_words(_WORDS_BEFORE.sub("", text))
    if not _NUMERIC.fullmatch(text):
        raise _format()
    text = _PLACEHOLDER.sub("0", text).translate(_DIGIT_LOOKS)
    parts = [part for part in _SEPARATOR.split(text) if part]
    if not parts or not all(part.isdecimal() and part.isascii() for part in parts):
        raise _format()
    return _from_parts(parts, today, date1904=date1904)


def _without_words(text: str) -> str:
    """Turn "ngay 5 thang 6 nam 1988" and "5 June 1988" into numbers with separators."""
    text = _MONTH_WORD.sub(lambda match: f"thang {_MONTH_NAMES[match[1]]}", text)
    text = _IN_WORDS.sub(" ", text)
    text = _ENGLISH_WORD.sub(lambda match: f" {_ENGLISH[match[1]]} ", text)
    return text.strip(" /.,:;-\t")


def _from_parts(parts: list[str], today: dt.date, *, date1904: bool) -> BirthDate:
    lengths = tuple(len(part) for part in parts)
    numbers = [int(part) for part in parts]
    if len(parts) == 1:
        return _from_digits(parts[0], today, date1904=date1904)
    if max(lengths) > 4:  # noqa: PLR2004
        raise _format()
    if len(parts) == 2:  # noqa: PLR2004
        return _from_two(lengths, numbers, today)
    if len(parts) != 3:  # noqa: PLR2004
        raise _format()
    if lengths[0] == 4 and max(lengths[1:]) <= 2:  # noqa: PLR2004
        return _maybe_unknown(numbers[0], numbers[1], numbers[2], today)
    if max(lengths[:2]) > 2 or lengths[2] not in {2, 4}:  # noqa: PLR2004
        raise _format()
    day, month, year = numbers
    if lengths[2] == 4:  # noqa: PLR2004
        return _maybe_unknown(year, month, day, today)
    full, guessed = _full_year(year, month, day, today)
    return _maybe_unknown(full, month, day, today, guessed=guessed)


def _from_two(lengths: tuple[int, ...], numbers: list[int], today: dt.date) -> BirthDate:
    if lengths[1] == 4 and lengths[0] <= 2:  # noqa: PLR2004
        return _partial(numbers[1], numbers[0] or None, today)
    if lengths[0] == 4 and lengths[1] <= 2:  # noqa: PLR2004
        return _partial(numbers[0], numbers[1] or None, today)
    raise _format()


def _maybe_unknown(
    year: int, month: int, day: int, today: dt.date, *, guessed: bool = False
) -> BirthDate:
    """00/06/1988 and 00/00/1950 say that the day, or day and month, are not known."""
    if day == 0:
        return _partial(year, month or None, today, guessed=guessed)
    return _full(year, month, day, today, guessed=guessed)


def _full_year(short: int, month: int, day: int, today: dt.date) -> tuple[int, bool]:
    """Return the year for its last two digits, and whether the other century fits as well."""
    late = today.year - today.year % 100 + short
    if (late, month, day) > (today.year, today.month, today.day):
        return late - 100, False
    return late, True


def _from_digits(digits: str, today: dt.date, *, date1904: bool) -> BirthDate:
    if len(digits) == 4:  # noqa: PLR2004
        return _partial(int(digits), None, today)
    if len(digits) == 5:  # noqa: PLR2004
        return _from_serial(int(digits), today, date1904=date1904)
    if len(digits) == 2:  # noqa: PLR2004
        year, guessed = _full_year(int(digits), 1, 1, today)
        return _partial(year, None, today, guessed=guessed)
    readings = _DIGIT_READINGS.get(len(digits), ())
    found: list[BirthDate] = []
    failure = _format()
    for for_day, for_month, for_year in readings:
        try:
            found.append(
                _from_parts_of(digits[for_day], digits[for_month], digits[for_year], today)
            )
        except BirthDateNotUnderstood as error:
            failure = error if not found and failure.code == "format" else failure
    if len(set(found)) > 1:
        raise BirthDateNotUnderstood(
            "ambiguous",
            f"Ngày sinh có thể đọc theo hai cách. Vui lòng nhập có dấu gạch chéo, {_EXAMPLE}.",
        )
    if not found:
        raise failure
    return found[0]


def _from_parts_of(day: str, month: str, year: str, today: dt.date) -> BirthDate:
    if not day:
        return _partial(int(year), int(month), today)
    if len(year) == 4:  # noqa: PLR2004
        return _full(int(year), int(month), int(day), today)
    full, guessed = _full_year(int(year), int(month), int(day), today)
    return _full(full, int(month), int(day), today, guessed=guessed)


# How many digits -> the slices of day, month and year. Their century tells the readings apart,
# save that seven digits (a leading zero lost in a number) can stay open: 1121988.
_DIGIT_READINGS: dict[int, tuple[tuple[slice, slice, slice], ...]] = {
    8: ((slice(0, 2), slice(2, 4), slice(4, 8)), (slice(6, 8), slice(4, 6), slice(0, 4))),
    7: ((slice(0, 1), slice(1, 3), slice(3, 7)), (slice(0, 2), slice(2, 3), slice(3, 7))),
    6: ((slice(0, 2), slice(2, 4), slice(4, 6)), (slice(0, 0), slice(0, 2), slice(2, 6))),
}
