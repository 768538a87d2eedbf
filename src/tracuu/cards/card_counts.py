"""Reads of what is kept as counts: cards by stage and age, lookups by week, and both by unit."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tracuu.cards.enums import ListState, Outcome, Stage
from tracuu.cards.models import LookupCount
from tracuu.cards.rules import AGES, OPEN, Age
from tracuu.core import clock
from tracuu.core.database import as_date, select
from tracuu.units.models import Unit

_OPEN = tuple(sorted(int(stage) for stage in OPEN))
_OPEN_MARKS = ", ".join(str(stage) for stage in _OPEN)
# The units directly below one, each with everything below it.
_TREE = """
    WITH RECURSIVE tree(root, id) AS (
        SELECT id, id FROM units_unit WHERE parent_id = %s AND closed_on IS NULL
        UNION ALL
        SELECT tree.root, u.id FROM units_unit u JOIN tree ON u.parent_id = tree.id
    )
"""
WEEK = datetime.timedelta(days=7)


def days_of(age: Age) -> tuple[datetime.date, datetime.date]:
    """The first and the last day since which a card is of this age today."""
    today = clock.today()
    first = datetime.date.min if age.most is None else today - datetime.timedelta(days=age.most)
    last = datetime.date.max if not age.least else today - datetime.timedelta(days=age.least)
    return first, last


def count_cards(unit: Unit) -> dict[Stage, dict[str, int]]:
    """The unit's cards that are still to be given out: by stage, then by the key of their age."""
    rows = select(
        f"SELECT stage, {_sums()} FROM cards_stageday"  # noqa: S608 (ours)
        f" WHERE unit_id = %s AND stage IN ({_OPEN_MARKS}) GROUP BY stage",
        [*_bounds(), unit.pk],
    )
    found = {Stage(row[0]): [int(cards) for cards in row[1:]] for row in rows}
    none = [0] * len(AGES)
    keys = [age.key for age in AGES]
    return {Stage(one): dict(zip(keys, found.get(Stage(one), none), strict=True)) for one in _OPEN}


def _sums() -> str:
    one = "COALESCE(SUM(CASE WHEN since BETWEEN %s AND %s THEN cards ELSE 0 END), 0)"
    return ", ".join([one] * len(AGES))


def _bounds() -> list[datetime.date]:
    return [day for age in AGES for day in days_of(age)]


@dataclass(frozen=True, slots=True)
class Lookups:
    """The lookups of some days; `begins` is the first of them."""

    begins: datetime.date
    found: int = 0
    unconfirmed: int = 0

    @property
    def total(self) -> int:
        return self.found + self.unconfirmed

    @property
    def share(self) -> float | None:
        """Of all, those that ended unconfirmed; None when there were none."""
        return self.unconfirmed / self.total if self.total else None


def list_lookups(unit: Unit, days: int) -> list[Lookups]:
    """The lookups of each of the last so many days, today included, oldest first."""
    today = clock.today()
    first = today - datetime.timedelta(days=days - 1)
    counts: dict[datetime.date, dict[str, int]] = {}
    rows = LookupCount.objects.filter(unit=unit, on__gte=first, on__lte=today)
    for on, outcome, count in rows.values_list("on", "outcome", "count"):
        counts.setdefault(on, {})[outcome] = count
    return [_lookups(day, counts.get(day, {})) for day in _days(first, days)]


def _days(first: datetime.date, days: int) -> list[datetime.date]:
    return [first + datetime.timedelta(days=number) for number in range(days)]


def _lookups(begins: datetime.date, counts: Mapping[str, int]) -> Lookups:
    return Lookups(begins, counts.get(Outcome.FOUND, 0), counts.get(Outcome.UNCONFIRMED, 0))


def by_week(days: Sequence[Lookups]) -> list[Lookups]:
    """Seven days each, the last of them ending with the last day given."""
    weeks = [days[place : place + WEEK.days] for place in range(0, len(days), WEEK.days)]
    return [
        Lookups(
            week[0].begins, sum(one.found for one in week), sum(one.unconfirmed for one in week)
        )
        for week in weeks
    ]


@dataclass(slots=True)
class Below:
    """A unit directly below, with the numbers of itself and all units below it."""

    unit: Unit
    cards: dict[str, int] = field(default_factory=dict)
    corrections: int = 0
    lists: int = 0
    data_as_of: datetime.date | None = None
    lookups: Lookups = field(default_factory=lambda: Lookups(clock.today()))

    @property
    def at_unit(self) -> int:
        """Cards that lie there for their owners."""
        return sum(self.cards.values())

    @property
    def lying_long(self) -> int:
        """Those of them that have lain there for more than 45 days."""
        return sum(self.cards.get(age.key, 0) for age in AGES if age.least > 45)  # noqa: PLR2004


def count_below(unit: Unit) -> list[Below]:
    """The units directly below this one that stand today, by name, with their numbers."""
    units = Unit.objects.filter(parent=unit, closed_on=None).order_by("name")
    found = {one.pk: Below(one) for one in units}
    if not found:
        return []
    for root, stage, *cards in _tree(
        f"SELECT tree.root, d.stage, {_sums()} FROM tree JOIN cards_stageday d"  # noqa: S608 (ours)
        f" ON d.unit_id = tree.id WHERE d.stage IN ({int(Stage.AT_UNIT)},"
        f" {int(Stage.NEEDS_CORRECTION)}) GROUP BY tree.root, d.stage",
        unit,
        _bounds(),
    ):
        if stage == Stage.AT_UNIT:
            found[root].cards = {
                age.key: int(count) for age, count in zip(AGES, cards, strict=True)
            }
        else:
            found[root].corrections = sum(int(count) for count in cards)
    _add_lists(unit, found)
    _add_lookups(unit, found)
    return list(found.values())


def _add_lists(unit: Unit, found: dict[int, Below]) -> None:
    for root, lists in _tree(
        "SELECT tree.root, COUNT(*) FROM tree JOIN cards_cardlist l ON l.unit_id = tree.id"
        " WHERE l.state = %s GROUP BY tree.root",
        unit,
        [ListState.REVIEWED.value],
    ):
        found[root].lists = lists
    for root, newest in _tree(
        "SELECT tree.root, MAX(g.data_as_of) FROM tree JOIN cards_unitledger g"
        " ON g.unit_id = tree.id GROUP BY tree.root",
        unit,
        [],
    ):
        found[root].data_as_of = as_date(newest) if newest else None


def _add_lookups(unit: Unit, found: dict[int, Below]) -> None:
    first = clock.today() - WEEK + datetime.timedelta(days=1)
    counts: dict[int, dict[str, int]] = {}
    for root, outcome, count in _tree(
        "SELECT tree.root, c.outcome, SUM(c.count) FROM tree JOIN cards_lookupcount c"
        ' ON c.unit_id = tree.id WHERE c."on" >= %s GROUP BY tree.root, c.outcome',
        unit,
        [first],
    ):
        counts.setdefault(root, {})[outcome] = int(count)
    for root, told in counts.items():
        found[root].lookups = _lookups(first, told)


def _tree(sql: str, unit: Unit, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    return select(_TREE + sql, [unit.pk, *parameters], is_prepared=False)
