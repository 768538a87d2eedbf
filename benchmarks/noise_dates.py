"""What becomes of a date of birth on its way into a list, or into the field of a lookup."""

import datetime
import random

# As people type a date; the research gives no rates, all of them are read without loss.
_FORMATS = (
    ("{d:02d}/{m:02d}/{y}", 60),
    ("{d}/{m}/{y}", 15),
    ("{d:02d}-{m:02d}-{y}", 8),
    ("{d}.{m}.{y}", 7),
    ("{d:02d}{m:02d}{y}", 5),
    ("ngày {d} tháng {m} năm {y}", 5),
)
_WRONG_DIGIT = 0.007
_ANOTHER_DATE = 0.01
_SWAPPED = 0.007
_TWO_DIGIT_YEAR = 0.03
# Born before 1975: the list knows the year alone. One in three of these is written as 1 January,
# which the research forbids us to do and does not count: assumed.
_YEAR_ONLY, _YEAR_ONLY_BEFORE, _AS_NEW_YEAR = 0.03, 1975, 1 / 3


def query_date(date: datetime.date, rng: random.Random) -> tuple[str, str]:
    """What the citizen types for a date, and the fault in it ("" for none)."""
    fault = ""
    if rng.random() < _ANOTHER_DATE:
        date, fault = _another(date, rng), "another_date"
    elif rng.random() < _WRONG_DIGIT:
        date, fault = _one_digit_off(date, rng), "date_digit"
    return _written(date, rng), fault


def record_date(date: datetime.date, rng: random.Random) -> str:
    """What the list says of a date."""
    if date.year < _YEAR_ONLY_BEFORE and rng.random() < _YEAR_ONLY:
        return f"01/01/{date.year}" if rng.random() < _AS_NEW_YEAR else str(date.year)
    if rng.random() < _WRONG_DIGIT:
        date = _one_digit_off(date, rng)
    if date.day <= 12 and rng.random() < _SWAPPED:
        date = date.replace(day=date.month, month=date.day)
    if rng.random() < _TWO_DIGIT_YEAR:
        return f"{date.day:02d}-{date.month:02d}-{date.year % 100:02d}"
    return f"{date.day:02d}/{date.month:02d}/{date.year}"


def _written(date: datetime.date, rng: random.Random) -> str:
    form = rng.choices([form for form, _ in _FORMATS], [weight for _, weight in _FORMATS])[0]
    return form.format(d=date.day, m=date.month, y=date.year)


def _one_digit_off(date: datetime.date, rng: random.Random) -> datetime.date:
    """One digit wrong, two exchanged, or the neighbouring day."""
    for _ in range(50):
        digits = list(f"{date:%d%m%Y}")
        kind = rng.randrange(3)
        if kind == 0:
            return date + datetime.timedelta(days=rng.choice((-1, 1)))
        at = rng.randrange(8)
        if kind == 1:
            digits[at] = str(rng.randrange(10))
        elif at % 2 == 0:
            digits[at], digits[at + 1] = digits[at + 1], digits[at]
        found = _date("".join(digits))
        if found is not None and found != date and 1920 <= found.year <= 2026:
            return found
    return date + datetime.timedelta(days=1)


def _date(text: str) -> datetime.date | None:
    try:
        return datetime.datetime.strptime(text, "%d%m%Y").replace(tzinfo=datetime.UTC).date()
    except ValueError:
        return None


def _another(date: datetime.date, rng: random.Random) -> datetime.date:
    """The real date instead of the one on paper, or the lunar one: weeks away, maybe a year too."""
    other = date + datetime.timedelta(days=rng.randint(17, 50))
    if rng.random() < 0.5:
        other += datetime.timedelta(days=rng.choice((-365, 365)))
    return other
