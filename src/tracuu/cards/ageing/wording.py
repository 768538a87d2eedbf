"""Say a notice in words, the same on the board and on the unit's page."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Self

from django.utils.translation import gettext as _

from tracuu.cards.ageing.notices import Content, Line, Quarter
from tracuu.cards.models import Notice
from tracuu.cards.wording import date_text
from tracuu.core.clock import VIETNAM

_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class ShownLine:
    initials: str
    born: str
    came: str
    cards: int


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """`groups`: the lines by the initial of the first of their initials, so that people find theirs."""

    day: str
    cards: int
    others: int
    groups: Sequence[tuple[str, Sequence[ShownLine]]]

    @classmethod
    def of(cls, notice: Notice) -> Self:
        content = Content.of_json(notice.content)
        return cls(
            day=date_text(notice.made_at.astimezone(VIETNAM).date()),
            cards=notice.cards,
            others=content.others,
            groups=[
                (letter, [_shown(line) for line in lines])
                for letter, lines in groupby(content.lines, key=_letter)
            ],
        )


def _letter(line: Line) -> str:
    return line.initials.lstrip("…")[:1]


def _shown(line: Line) -> ShownLine:
    is_year = line.first_year == line.last_year
    born = str(line.first_year) if is_year else f"{line.first_year}–{line.last_year}"
    return ShownLine(line.initials, born, quarter_text(line.quarter), line.cards)


def quarter_text(quarter: Quarter) -> str:
    """A quarter as it is written on paper; a dash for several.

    >>> quarter_text("2021-4")
    'quý IV/2021'
    """
    if not quarter:
        return "–"
    year, _dash, number = quarter.partition("-")
    return _("quý %(number)s/%(year)s") % {"number": _ROMAN[int(number) - 1], "year": year}
