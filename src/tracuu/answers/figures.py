"""How often questions were asked and what became of them, by unit and week."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, Sum

from tracuu.answers.enums import Deed
from tracuu.answers.matching.corpus import outside
from tracuu.answers.models import Tally
from tracuu.answers.rules import week_of
from tracuu.units.models import Unit
from tracuu.units.queries import list_units_of

_ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Week:
    """One unit's week. `chosen`: of those who were offered questions, who tapped one.

    `handed_over`: for want of an answer; `elsewhere`: nothing of ours was asked, or nothing at all.
    """

    begins: datetime.date
    asked: int = 0
    answered: int = 0
    offered: int = 0
    chosen: int = 0
    handed_over: int = 0
    elsewhere: int = 0
    refused: int = 0
    useful: int = 0
    wrong: int = 0

    @property
    def answered_share(self) -> float | None:
        """Of those who asked, how many got an answer at once or tapped one; None when nobody asked."""
        return (self.answered + self.chosen) / self.asked if self.asked else None

    @property
    def useful_share(self) -> float | None:
        """Of those who said, how many found it useful."""
        said = self.useful + self.wrong
        return self.useful / said if said else None


def list_weeks(unit: Unit, today: datetime.date, weeks: int) -> list[Week]:
    """The last weeks of a unit, this one first; every week has its row."""
    begins = week_of(today)
    days = [begins - datetime.timedelta(days=7 * back) for back in range(weeks)]
    counts = _counts(days, [unit.pk])
    return [_week(day, counts, unit.pk) for day in days]


def list_weeks_below(unit: Unit, today: datetime.date) -> list[tuple[Unit, Week]]:
    """This week of each unit directly below, those with most questions first."""
    units = list_units_of(unit)
    begins = week_of(today)
    counts = _counts([begins], [one.pk for one in units])
    rows = [(one, _week(begins, counts, one.pk)) for one in units]
    return sorted(rows, key=lambda row: -row[1].asked)


_Counts = dict[tuple[int, datetime.date, str], int]


def _counts(days: Iterable[datetime.date], units: Iterable[int]) -> _Counts:
    rows = (
        Tally.objects.filter(unit_id__in=list(units), week_on__in=list(days))
        .annotate(is_outside=Q(topic__startswith=outside("")))
        .values_list("unit_id", "week_on", "deed", "is_outside")
        .annotate(total=Sum("count"))
    )
    counts: Counter[tuple[int, datetime.date, str]] = Counter()
    for unit, day, deed, is_outside, total in rows:
        is_elsewhere = is_outside and deed == Deed.HANDED_OVER
        counts[unit, day, _ELSEWHERE if is_elsewhere else deed] += total
    return counts


def _week(begins: datetime.date, counts: _Counts, unit: int) -> Week:
    names = (*Deed.values, _ELSEWHERE)
    return Week(begins, **{name: counts.get((unit, begins, name), 0) for name in names})
