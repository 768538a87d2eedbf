"""What the templates show, in words of the active language, so that they hold no logic."""

import datetime as dt
import itertools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from tracuu.cards.enums import Stage
from tracuu.cards.lookup import Details
from tracuu.cards.rules import working_days_allowed
from tracuu.cards.wording import date_aloud, date_text, stage_label
from tracuu.core import clock
from tracuu.units.enums import Area
from tracuu.units.models import Unit
from tracuu.units.rules import fold
from tracuu.units.wording import hours_text, unit_name

_PARTS = re.compile(r"[0-9]+|[a-z]+")
_NOT_DIALLED = re.compile(r"[^0-9+]")
_STEPS = (
    Stage.COLLECTED,
    Stage.PROCESSING,
    Stage.PRINTING,
    Stage.AT_UNIT,
    Stage.HANDED_OVER,
)
WAITING = frozenset({Stage.COLLECTED, Stage.PROCESSING, Stage.PRINTING})


@dataclass(frozen=True, slots=True)
class ShownUnit:
    """A unit as its pages speak of it."""

    slug: str
    name: str
    address: str
    phone: str
    dial: str
    hours: str
    is_invented: bool
    requires_second_fact: bool

    @classmethod
    def of(cls, unit: Unit) -> "ShownUnit":
        return cls(
            slug=unit.slug,
            name=unit_name(unit),
            address=_capitalised(unit.address),
            phone=unit.phone,
            dial=_NOT_DIALLED.sub("", unit.phone),
            hours=hours_text(unit),
            is_invented=unit.is_invented,
            requires_second_fact=unit.requires_second_fact,
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One station of a card's way; `state` is done, now or next."""

    label: str
    state: str


@dataclass(frozen=True, slots=True)
class ShownDetails:
    """The second tier: lines of (word, what), and whether the legal day has passed.

    Of a faulty file also why, what to bring, until when, and what the officer wrote.
    """

    lines: tuple[tuple[str, str], ...]
    box: str
    is_overdue: bool
    reason: str
    what_to_bring: str
    bring_by: str
    is_bring_by_over: bool
    remark: str

    @classmethod
    def of(cls, details: Details, stage: Stage, *, is_spoken: bool = False) -> "ShownDetails":
        day = _day_aloud if is_spoken else date_text
        lines = [
            (gettext("Họ và tên"), details.full_name),
            (gettext("Ngày sinh"), _birth_text(details.birth_date, day)),
        ]
        if details.collected_on:
            lines.append((gettext("Ngày thu nhận hồ sơ"), day(details.collected_on)))
        if details.due_on:
            lines.append((gettext("Hạn trả thẻ theo luật"), day(details.due_on)))
        lines.append((stage_label(stage), _since(details.stage_since, is_spoken=is_spoken)))
        is_late = details.due_on is not None and details.due_on < clock.today()
        return cls(
            lines=tuple(lines),
            box=details.box,
            is_overdue=is_late and stage in WAITING,
            reason=details.reason.said() if details.reason else "",
            what_to_bring=details.reason.said_to_bring() if details.reason else "",
            bring_by=day(details.bring_by) if details.bring_by else "",
            is_bring_by_over=details.bring_by is not None and details.bring_by < clock.today(),
            remark=details.remark,
        )


def steps_of(now: Stage) -> tuple[Step, ...]:
    """The way of a card up to this stage and on; none for a stage beside that way."""
    if now not in _STEPS:
        return ()
    at = _STEPS.index(now)
    return tuple(
        Step(stage_label(stage), "done" if place < at else "now" if place == at else "next")
        for place, stage in enumerate(_STEPS)
    )


def freshness(data_as_of: dt.date | None, *, is_spoken: bool = False) -> str:
    """Say how new the unit's list is."""
    if data_as_of is None:
        return gettext("Đơn vị chưa công bố danh sách nào trên trang này.")
    return gettext("Danh sách của đơn vị cập nhật đến ngày %(day)s.") % {
        "day": date_aloud(data_as_of) if is_spoken else date_text(data_as_of)
    }


def usual_time(unit: Unit) -> str:
    """Say how long the law gives the police today."""
    days = working_days_allowed(clock.today(), Area(unit.area))
    return gettext(
        "Theo luật, thẻ được cấp trong %(days)s ngày làm việc kể từ ngày nộp đủ hồ sơ."
        " Danh sách thường được cập nhật sau đó vài ngày."
    ) % {"days": days}


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


def _birth_text(iso: str, day: Callable[[dt.date], str]) -> str:
    """Write a birth date as people do; lists may know only its month or year."""
    if len(iso) == len("YYYY-MM-DD"):
        return day(dt.date.fromisoformat(iso))
    return "/".join(reversed(iso.split("-")))


def _since(day: dt.date, *, is_spoken: bool) -> str:
    return gettext("từ ngày %(day)s") % {"day": date_aloud(day) if is_spoken else date_text(day)}


def _day_aloud(day: dt.date) -> str:
    return gettext("ngày %(day)s") % {"day": date_aloud(day)}


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
