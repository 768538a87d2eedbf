"""What the first screen of the day shows, in words: cards, lookups, lists, and what was done."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tracuu.audit.queries import count_deeds
from tracuu.cards.card_counts import Lookups, count_cards
from tracuu.cards.enums import ListState, RowKind, Stage
from tracuu.cards.models import CardList
from tracuu.cards.rules import AGES, Age
from tracuu.console.events import AGE_NAMES, action_text
from tracuu.console.inbox.shown import waited_text
from tracuu.console.lists.plots import Bars, Plot, bars, plot
from tracuu.console.lists.shown import KIND_NAMES, rejected_cells
from tracuu.core import clock
from tracuu.messaging.chat.chasing import is_overdue
from tracuu.messaging.chat.chief_mail import NO_MAILBOX, list_unreached
from tracuu.messaging.chat.inbox import count_waiting
from tracuu.messaging.chat.inbox_settings import settings_of
from tracuu.units.models import Unit
from tracuu.units.wording import when_text

LOOKUP_DAYS = 56
# Fewer lookups than this say nothing about a share, and neither does a smaller step.
_ENOUGH, _STEP = 50, 0.05
_NEWER_WEEKS = 2
# From the counter's point of view: what lies there first, what is still to come last.
STAGES = (
    Stage.AT_UNIT,
    Stage.NEEDS_CORRECTION,
    Stage.PRINTING,
    Stage.PROCESSING,
    Stage.COLLECTED,
)
# Rows about which somebody has to decide before the list is published.
_DECISIONS = (
    ("rejected", RowKind.REJECTED),
    ("ambiguous", RowKind.AMBIGUOUS),
    ("moved_back", RowKind.MOVED_BACK),
    ("held", RowKind.HELD),
    ("foreign", RowKind.FOREIGN),
)
# What everybody of the unit may know; who signed in when is for those who read the record.
_EVERYBODYS = ("list_", "card")


@dataclass(frozen=True, slots=True)
class Cell:
    age: Age
    cards: int
    name: str | Promise


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage, how many cards are there, and how they are spread over the ages."""

    stage: Stage
    cells: list[Cell]

    @property
    def total(self) -> int:
        return sum(cell.cards for cell in self.cells)

    @property
    def fullest(self) -> Cell:
        """Where most of the cards are: there the rows behind the total begin."""
        return max(self.cells, key=lambda cell: cell.cards)

    def count(self, least: int) -> int:
        """Those that have waited at least so many days."""
        return sum(cell.cards for cell in self.cells if cell.age.least >= least)


def cards_by_stage(unit: Unit) -> list[StageRow]:
    """The unit's open cards; every stage and age has its place, nought or not."""
    counts = count_cards(unit)
    return [
        StageRow(stage, [Cell(age, counts[stage][age.key], AGE_NAMES[age.key]) for age in AGES])
        for stage in STAGES
    ]


def ages_plot(row: StageRow) -> tuple[Bars, str]:
    """The cards of a stage by age as bars, and the same as one sentence to be read aloud."""
    parts = [f"{cell.name}: {cell.cards}" for cell in row.cells]
    labels = [_short(cell.age) for cell in row.cells]
    return bars([cell.cards for cell in row.cells], labels), "; ".join(parts)


def _short(age: Age) -> str:
    """What stands below a bar, where days are what is counted: 4–14, >90."""
    return f">{age.least - 1}" if age.most is None else f"{age.least}–{age.most}"


def shares_plot(weeks: Sequence[Lookups]) -> tuple[Plot, str]:
    """The share of unconfirmed lookups by week, and the same as one sentence to be read aloud."""
    labels = [
        _("Tuần từ %(day)s: %(share)s")
        % {"day": f"{week.begins:%d/%m}", "share": "–" if week.share is None else percent(week)}
        for week in weeks
    ]
    return plot([week.share for week in weeks], labels, most=1), "; ".join(labels)


def percent(lookups: Lookups) -> str:
    """The share of unconfirmed lookups in whole per cent; 0% when nobody asked."""
    return f"{lookups.share or 0:.0%}"


def rising_share(weeks: Sequence[Lookups]) -> tuple[str, str] | None:
    """From what share to what it rose lately; None when it did not, or too few asked to tell.

    The last two weeks beside those before: what citizens ask for and do not find is mostly what a
    newer list would hold.
    """
    before, lately = _sum(weeks[:-_NEWER_WEEKS]), _sum(weeks[-_NEWER_WEEKS:])
    if min(before.total, lately.total) < _ENOUGH:
        return None
    if (lately.share or 0) - (before.share or 0) < _STEP:
        return None
    return percent(before), percent(lately)


def _sum(weeks: Sequence[Lookups]) -> Lookups:
    begins = weeks[0].begins if weeks else clock.today()
    return Lookups(
        begins, sum(week.found for week in weeks), sum(week.unconfirmed for week in weeks)
    )


@dataclass(frozen=True, slots=True)
class WaitingCitizens:
    """How many wait for an answer in the chat, how long the first, and whether that is too long."""

    count: int
    waited: str
    is_late: bool


def waiting_citizens(unit: Unit) -> WaitingCitizens:
    """Those of the unit's inbox; for everybody, since nobody is named."""
    waiting = count_waiting(unit)
    if waiting.since is None:
        return WaitingCitizens(0, "", is_late=False)
    now, minutes = clock.now(), settings_of(unit).chase_minutes
    is_late = is_overdue(unit, waiting.since, now, minutes)
    return WaitingCitizens(waiting.count, waited_text(waiting.since, now), is_late=is_late)


@dataclass(frozen=True, slots=True)
class UnreachedChief:
    """A chief whom the e-mail about waiting citizens does not reach; `next_at` "" when it is given up."""

    name: str
    reason: str
    next_at: str


def unreached_chiefs(unit: Unit) -> list[UnreachedChief]:
    """For the unit's officers, who know how to reach them otherwise."""
    return [
        UnreachedChief(
            name=one.full_name,
            reason=_mail_failure(one.failure),
            next_at=when_text(one.next_at, clock.now()) if one.next_at else "",
        )
        for one in list_unreached(unit)
    ]


def _mail_failure(code: str) -> str:
    if code == NO_MAILBOX:
        return _("không có hộp thư này")
    number = code.removeprefix("smtp_")
    if number != code:
        return _("máy chủ e-mail từ chối (%(number)s)") % {"number": number}
    return _("mất kết nối với máy chủ e-mail")


@dataclass(frozen=True, slots=True)
class Decision:
    """Rows of one kind that wait for somebody's decision."""

    kind: str
    name: str | Promise
    rows: int


@dataclass(frozen=True, slots=True)
class WaitingList:
    """A list that is not published yet."""

    card_list: CardList
    decisions: list[Decision]

    @property
    def is_reviewed(self) -> bool:
        return self.card_list.state == ListState.REVIEWED

    @property
    def rows(self) -> int:
        return sum(decision.rows for decision in self.decisions)


def waiting_list(card_list: CardList) -> WaitingList:
    """The list with the rows that need a decision; none while it is being read."""
    report = card_list.report if card_list.state == ListState.REVIEWED else {}
    numbers = {**report, "rejected": rejected_cells(report)}
    decisions = [
        Decision(kind.value, KIND_NAMES[kind], numbers[name])
        for name, kind in _DECISIONS
        if numbers.get(name, 0) > 0
    ]
    return WaitingList(card_list, decisions)


@dataclass(frozen=True, slots=True)
class Deed:
    """How often something was done yesterday and today."""

    action: str
    name: str
    yesterday: int
    today: int


def deeds_since_yesterday(unit: Unit, *, reads_audit: bool) -> list[Deed]:
    """What happened in the unit, most frequent first; without the record's right, lists and cards."""
    begins, now = clock.day_bounds(clock.today())
    yesterday = count_deeds(unit.pk, begins - datetime.timedelta(days=1), begins)
    today = count_deeds(unit.pk, begins, now)
    deeds = [
        Deed(action, action_text(action), yesterday.get(action, 0), today.get(action, 0))
        for action in yesterday.keys() | today.keys()
        if reads_audit or action.startswith(_EVERYBODYS)
    ]
    return sorted(deeds, key=lambda deed: (-deed.yesterday - deed.today, deed.name))
