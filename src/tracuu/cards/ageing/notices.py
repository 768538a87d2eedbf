"""The notice of cards that nobody fetched, for the board and the unit's page: without names.

A person is shown as initials, birth year, and the quarter in which the card came; but only among
others. Whoever shares initials and year with fewer than `FEWEST - 1` people of the notice is shown
more coarsely (the given name's initial, ten years), and whoever is alone there too only counts.
See `docs/adr/0012`.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db import transaction
from django.utils.translation import gettext as _

from tracuu.audit.operations import Actor, record
from tracuu.cards.card_rows import walk_cards
from tracuu.cards.enums import Stage
from tracuu.cards.errors import LettersNotPrinted
from tracuu.cards.identity import Identity, open_identity
from tracuu.cards.models import Application, Notice
from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.names import parse_name
from tracuu.units.models import Unit

FEWEST = 3
# Cards that lie here longer than this are on the notice.
LYING_DAYS = 45
MOST_LINES = 300
_MOST_CARDS = 20_000
_DECADE = 10
_CHILD_YEARS = 18

Quarter: TypeAlias = str
"""A year and a quarter as "2021-4"; "" where several were put together."""


@dataclass(frozen=True, slots=True)
class Masked:
    """A person of the notice before others are looked at: all initials, birth year, quarter."""

    initials: str
    year: int
    quarter: Quarter


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the notice: `cards` people share it. `last_year` is later for ten years."""

    initials: str
    first_year: int
    last_year: int
    quarter: Quarter
    cards: int


@dataclass(frozen=True, slots=True)
class Content:
    """The lines in their order, and how many cards are in none of them."""

    lines: list[Line]
    others: int

    def as_json(self) -> dict[str, Any]:
        lines = [
            [one.initials, one.first_year, one.last_year, one.quarter, one.cards]
            for one in self.lines
        ]
        return {"lines": lines, "others": self.others}

    @classmethod
    def of_json(cls, told: dict[str, Any]) -> "Content":
        return cls([Line(*one) for one in told["lines"]], told["others"])


@transaction.atomic
def make_notice(*, unit: Unit, actor: Actor) -> Notice:
    """Put the unit's notice anew, in the place of the one before; told in the record.

    Raises `LettersNotPrinted` when no card lies here so long.
    """
    people = [_masked(identity, since) for identity, since in _cards(unit)]
    if not people:
        raise LettersNotPrinted(
            _("Không có thẻ nào chờ trên %(days)s ngày.") % {"days": LYING_DAYS}
        )
    content = arrange(people, clock.today())
    notice, _is_new = Notice.objects.update_or_create(
        unit=unit,
        defaults={
            "made_at": clock.now(),
            "made_by": actor.officer_id,
            "cards": len(people),
            "content": content.as_json(),
        },
    )
    record(
        actor=actor,
        action="notice_made",
        subject=f"unit:{unit.pk}",
        unit_id=unit.pk,
        facts={"count": len(people), "rows": len(content.lines)},
    )
    return notice


@transaction.atomic
def take_notice_down(*, unit: Unit, actor: Actor) -> None:
    """The unit has no notice any more."""
    if Notice.objects.filter(unit=unit).delete()[0]:
        record(actor=actor, action="notice_taken_down", subject=f"unit:{unit.pk}", unit_id=unit.pk)


def find_notice(unit: Unit) -> Notice | None:
    return Notice.objects.filter(unit=unit).first()


def has_notice(unit: Unit) -> bool:
    return Notice.objects.filter(unit=unit).exists()


def arrange(people: Iterable[Masked], today: datetime.date) -> Content:
    """Show each person as finely as hides them among others.

    >>> lan = Masked("N.T.L.", 1962, "2021-4")
    >>> arrange([lan, lan, lan, Masked("Đ.Q.X.", 1931, "2021-4")], datetime.date(2022, 1, 1))
    ... # doctest: +NORMALIZE_WHITESPACE
    Content(lines=[Line(initials='N.T.L.', first_year=1962, last_year=1962, quarter='2021-4',
    cards=3)], others=1)
    """
    everybody = list(people)
    adults = people_of_age(everybody, today)
    others = len(everybody) - len(adults)
    lines, left = _fine(adults)
    if len(lines) > MOST_LINES:
        lines, left = [], adults
    coarse, alone = _coarse(left)
    lines = sorted([*lines, *coarse], key=_order)
    return Content(lines, others + alone)


def people_of_age(people: Iterable[Masked], today: datetime.date) -> list[Masked]:
    """Children are on no board."""
    return [one for one in people if today.year - one.year > _CHILD_YEARS]


def _fine(people: list[Masked]) -> tuple[list[Line], list[Masked]]:
    """Lines of initials and year that enough people share, and who is in none of them."""
    groups: dict[tuple[str, int], list[Masked]] = defaultdict(list)
    for one in people:
        groups[one.initials, one.year].append(one)
    lines: list[Line] = []
    left: list[Masked] = []
    for (initials, year), group in groups.items():
        if len(group) < FEWEST:
            left.extend(group)
            continue
        quarters = Counter(one.quarter for one in group)
        lines.extend(
            Line(initials, year, year, quarter, cards) for quarter, cards in quarters.items()
        )
    return lines, left


def _coarse(people: list[Masked]) -> tuple[list[Line], int]:
    """Lines of the given name's initial and ten years, and how many people are in none of them."""
    groups: Counter[tuple[str, int]] = Counter(
        (_given(one.initials), one.year - one.year % _DECADE) for one in people
    )
    lines = [
        Line(f"…{given}", decade, decade + _DECADE - 1, "", cards)
        for (given, decade), cards in groups.items()
        if cards >= FEWEST
    ]
    return lines, sum(groups.values()) - sum(line.cards for line in lines)


def _given(initials: str) -> str:
    return f"{initials.rstrip('.').rpartition('.')[2]}."


def _order(line: Line) -> tuple[str, int, str]:
    return line.initials.lstrip("…"), line.first_year, line.quarter


def _cards(unit: Unit) -> Iterable[tuple[Identity, datetime.date]]:
    sealer, _index = keys()
    last = clock.today() - datetime.timedelta(days=LYING_DAYS + 1)
    opened = 0
    for batch in walk_cards(unit, Stage.AT_UNIT, datetime.date.min, last):
        rows = Application.objects.in_bulk([application_id for application_id, _since in batch])
        for application_id, since in batch:
            sealed = rows[application_id].sealed
            identity = open_identity(sealer, sealed, application_id=application_id, unit_id=unit.pk)
            yield identity, since
        opened += len(batch)
        if opened >= _MOST_CARDS:
            return


def _masked(identity: Identity, since: datetime.date) -> Masked:
    words = parse_name(identity.full_name).text.split()
    initials = "".join(f"{word[0].upper()}." for word in words)
    quarter = (since.month + 2) // 3
    return Masked(initials, int(identity.birth_date[:4]), f"{since.year}-{quarter}")
