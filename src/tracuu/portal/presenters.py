"""What the templates show, in words of the active language, so that they hold no logic."""

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from tracuu.cards.enums import Stage
from tracuu.cards.wording import stage_label
from tracuu.units.models import Unit
from tracuu.units.rules import first_number, fold
from tracuu.units.wording import hours_text, unit_name

_PARTS = re.compile(r"[0-9]+|[a-z]+")
_NOT_DIALLED = re.compile(r"[^0-9+]")
# The national line, as it is dialled; how it is written stands in `portal/_hotline.html`.
_HOTLINE = "19000368"
_STEPS = (
    Stage.COLLECTED,
    Stage.PROCESSING,
    Stage.PRINTING,
    Stage.AT_UNIT,
    Stage.HANDED_OVER,
)


@dataclass(frozen=True, slots=True)
class ShownUnit:
    """A unit as its pages speak of it."""

    slug: str
    name: str
    address: str
    phone: str
    dial: str
    is_hotline: bool
    hours: str
    is_invented: bool
    requires_second_fact: bool

    @classmethod
    def of(cls, unit: Unit) -> "ShownUnit":
        dial = _NOT_DIALLED.sub("", first_number(unit.phone))
        return cls(
            slug=unit.slug,
            name=unit_name(unit),
            address=_capitalised(unit.address),
            phone=unit.phone,
            dial=dial,
            is_hotline=dial == _HOTLINE,
            hours=hours_text(unit),
            is_invented=unit.is_invented,
            requires_second_fact=unit.requires_second_fact,
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One station of a card's way; `state` is done, now or next."""

    label: str
    state: str


def steps_of(now: Stage) -> tuple[Step, ...]:
    """The way of a card up to this stage and on; none for a stage beside that way."""
    if now not in _STEPS:
        return ()
    at = _STEPS.index(now)
    return tuple(
        Step(stage_label(stage), "done" if place < at else "now" if place == at else "next")
        for place, stage in enumerate(_STEPS)
    )


def by_parent(units: Iterable[Unit]) -> list[tuple[str, list[ShownUnit]]]:
    """Group units by the one above them, which must be loaded, in the order of its name."""

    def parent_name(unit: Unit) -> str:
        return unit_name(unit.parent) if unit.parent else ""

    ordered = sorted(units, key=parent_name)
    return [
        (name, in_order(ShownUnit.of(unit) for unit in group))
        for name, group in itertools.groupby(ordered, key=parent_name)
    ]


def in_order(units: Iterable[ShownUnit]) -> list[ShownUnit]:
    """Sort by name as people count: District 3 comes before District 10."""
    return sorted(
        units, key=lambda unit: [word.zfill(4) for word in _PARTS.findall(fold(unit.name))]
    )


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
