"""Pure rules of applications: where a card may go, and when the law says it is due."""

import datetime
from dataclasses import dataclass
from functools import lru_cache

import holidays

from tracuu.cards.enums import Stage
from tracuu.units.enums import Area

_S = Stage
# From a stage (or nothing) to those that a list may bring. Everything else needs a named reason.
FORWARD: dict[Stage | None, frozenset[Stage]] = {
    None: frozenset(stage for stage in Stage if stage is not _S.REPLACED),
    _S.COLLECTED: frozenset(
        {_S.PROCESSING, _S.PRINTING, _S.AT_UNIT, _S.HANDED_OVER, _S.NEEDS_CORRECTION}
    ),
    _S.PROCESSING: frozenset({_S.PRINTING, _S.AT_UNIT, _S.HANDED_OVER, _S.NEEDS_CORRECTION}),
    _S.PRINTING: frozenset({_S.AT_UNIT, _S.HANDED_OVER, _S.NEEDS_CORRECTION}),
    _S.AT_UNIT: frozenset({_S.HANDED_OVER}),
    _S.HANDED_OVER: frozenset(),
    # A corrected file goes on where it stood, or further.
    _S.NEEDS_CORRECTION: frozenset(
        {_S.COLLECTED, _S.PROCESSING, _S.PRINTING, _S.AT_UNIT, _S.HANDED_OVER}
    ),
    _S.REPLACED: frozenset(),
}


def is_forward(before: Stage | None, after: Stage) -> bool:
    """Whether a list may move a card so."""
    return after in FORWARD[before]


# Still to be given to its owner.
OPEN = frozenset({_S.COLLECTED, _S.PROCESSING, _S.PRINTING, _S.AT_UNIT, _S.NEEDS_CORRECTION})


@dataclass(frozen=True, slots=True)
class Age:
    """How long a card has been at its stage: from `least` to `most` days (None: any longer)."""

    key: str
    least: int
    most: int | None

    def holds(self, days: int) -> bool:
        """Whether so many days are of this age; a day ahead of ours counts as today."""
        return self.least <= max(days, 0) <= (self.most if self.most is not None else days)


# A card at the unit is worth a reminder after 3, 14, 45 and 90 days.
AGES = (
    Age("0-3", 0, 3),
    Age("4-14", 4, 14),
    Age("15-45", 15, 45),
    Age("46-90", 46, 90),
    Age("91", 91, None),
)


# Over so many days at the unit, its person is told once more.
CHASES = (3, 14, 45, 90)
# So many days before a faulty file has to be mended, its person is reminded.
REMINDERS = (90, 30, 7)


def chase_step(days: int) -> int | None:
    """The step that a card has come to after so many days at the unit; None before the first.

    >>> [chase_step(days) for days in (3, 4, 45, 46, 400)]
    [None, 3, 14, 45, 90]
    """
    return max((step for step in CHASES if days > step), default=None)


def reminder_step(days_left: int, days_given: int) -> int | None:
    """The step that a faulty file has come to, so many days before its last one.

    None when there is none yet, when the day has passed, and for a step that was over when the
    person was first told (`days_given`: how long there was).

    >>> [reminder_step(days, 40) for days in (35, 30, 8, 7, 0, -1)], reminder_step(20, 20)
    ([None, 30, 30, 7, 7, None], None)
    """
    steps = (step for step in REMINDERS if 0 <= days_left <= step < days_given)
    return min(steps, default=None)


def is_held_by_hand(
    corrected_on: datetime.date | None, as_of: datetime.date, *, is_overridden: bool
) -> bool:
    """Whether what an officer corrected by hand stands against a list.

    A list tells the truth of its own day. What a hand corrected on a later day is newer than that:
    the list neither moves it nor tells its person anew, unless whoever publishes states that it
    should. On the same day the list came out of the printing office and goes on as usual.
    """
    return corrected_on is not None and corrected_on > as_of and not is_overridden


# A list is published with a chief's reason only when one of these is passed.
MOST_FOREIGN = 0.20
MOST_REJECTED = 0.05


# A hand-over is undone by who made it while the citizen is still near; longer than that is a matter
# for a chief. Not the unit's time for lists, which may be none at all.
UNDO_HAND_OVER_MINUTES = 10


def may_undo(
    *,
    is_chief: bool,
    officer_id: int | None,
    published_by: int | None,
    published_at: datetime.datetime,
    now: datetime.datetime,
    minutes: int,
) -> bool:
    """Whoever published (or handed over) may undo for so many minutes, a chief at any time."""
    if is_chief:
        return True
    is_same = officer_id is not None and officer_id == published_by
    return is_same and now - published_at <= datetime.timedelta(minutes=minutes)


# Law on Identification 26/2023/QH15, art. 26: seven working days from 1 July 2024, everywhere.
# Before: Law on Citizen Identity 59/2014/QH13, art. 25, for a new card or an exchange.
_SEVEN_DAYS_SINCE = datetime.date(2024, 7, 1)
_TERMS_2014 = {Area.CITY: 7, Area.REMOTE: 20, Area.OTHER: 15}
_TERM_2023 = 7


def working_days_allowed(collected_on: datetime.date, area: Area) -> int:
    """How many working days the law gave for an application handed in on that day."""
    return _TERM_2023 if collected_on >= _SEVEN_DAYS_SINCE else _TERMS_2014[area]


def due_on(collected_on: datetime.date, area: Area) -> datetime.date:
    """The last day by law: working days after the day of collection, public holidays left out."""
    left, day = working_days_allowed(collected_on, area), collected_on
    while left:
        day += datetime.timedelta(days=1)
        if day.weekday() < 5 and day not in _holidays_of(day.year):  # noqa: PLR2004 (Saturday)
            left -= 1
    return day


@lru_cache(maxsize=32)
def _holidays_of(year: int) -> frozenset[datetime.date]:
    return frozenset(holidays.country_holidays("VN", years=year))
