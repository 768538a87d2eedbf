"""A date of birth as far as it is known: a day, a month, or only a year."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class Precision(StrEnum):
    """How far a date is known.

    >>> BirthDate(1988, 6).precision is Precision.MONTH
    True
    """

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class BirthDate:
    """`is_century_guessed` marks a two-digit year that stays open: 05/06/15 is 1915 or 2015.

    >>> BirthDate(1988, 6, 5).isoformat(), BirthDate(1950).precision.value
    ('1988-06-05', 'year')
    """

    year: int
    month: int | None = None
    day: int | None = None
    is_century_guessed: bool = False

    @property
    def precision(self) -> Precision:
        if self.month is None:
            return Precision.YEAR
        return Precision.MONTH if self.day is None else Precision.DAY

    def isoformat(self) -> str:
        """Return YYYY, YYYY-MM or YYYY-MM-DD, as far as the date is known."""
        if self.month is None:
            return f"{self.year:04}"
        if self.day is None:
            return f"{self.year:04}-{self.month:02}"
        return f"{self.year:04}-{self.month:02}-{self.day:02}"

    @classmethod
    def fromisoformat(cls, text: str) -> Self:
        """Read what `isoformat` wrote; anything else is a `ValueError`.

        >>> BirthDate.fromisoformat("1988-06")
        BirthDate(year=1988, month=6, day=None, is_century_guessed=False)
        """
        lengths = [len(part) for part in text.split("-")]
        if lengths not in ([4], [4, 2], [4, 2, 2]) or not text.replace("-", "").isdecimal():
            raise ValueError(f"not a date of birth in ISO form: {text!r}")
        year, month, day = [*(int(part) for part in text.split("-")), None, None][:3]
        dt.date(year or 0, month or 1, 1 if day is None else day)
        return cls(year or 0, month, day)

    def swapped(self) -> "BirthDate | None":
        """Return the date with day and month exchanged, or None when that is no other date.

        >>> BirthDate(1988, 6, 5).swapped()
        BirthDate(year=1988, month=5, day=6, is_century_guessed=False)
        """
        if self.month is None or self.day is None or self.day > 12 or self.day == self.month:  # noqa: PLR2004
            return None
        return BirthDate(self.year, self.day, self.month, self.is_century_guessed)
