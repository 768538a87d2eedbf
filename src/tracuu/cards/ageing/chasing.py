"""Cards that lie and files that stay faulty: who is to be told once more, and who was.

A step is done once for an application and stage: `claim_step` writes that in the transaction that
tells the person, and of two that tell the same the constraint of the database lets one pass. Only the
newest step that a card has come to is due: who was not told on the third day is told of the fourteenth.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tracuu.cards.card_rows import walk_cards
from tracuu.cards.correction_rows import list_true
from tracuu.cards.enums import ChaseKind, Reply, Stage
from tracuu.cards.models import Chase, Letter
from tracuu.cards.rules import CHASES, REMINDERS, chase_step, reminder_step
from tracuu.core import clock
from tracuu.units.models import Unit

# After such a reply nobody is told again: it is another's card, or nobody lives there.
STOPPED = (Reply.NOT_MINE, Reply.MOVED)


@dataclass(frozen=True, slots=True)
class Due:
    """An application whose person is to be told: at the unit since `anchor`, or to correct by it."""

    application_id: int
    stage: Stage
    anchor: datetime.date
    step: int


def list_due_chases(unit: Unit, on: datetime.date) -> Iterator[Due]:
    """The cards that have come to a step of `rules.CHASES` by this day and were not chased for it.

    Whoever answered a letter with "not mine" or "I moved" is left out. A search through every card
    that lies longer than the first step, some hundreds at a time: for a job, not for a page.
    """
    last = on - datetime.timedelta(days=CHASES[0] + 1)
    for cards in walk_cards(unit, Stage.AT_UNIT, datetime.date.min, last):
        ids = [application_id for application_id, _since in cards]
        done, stopped = _done(ids, Stage.AT_UNIT), _stopped(ids)
        for application_id, since in cards:
            step = chase_step((on - since).days)
            is_done = (application_id, since, step) in done or application_id in stopped
            if step is not None and not is_done:
                yield Due(application_id, Stage.AT_UNIT, since, step)


def list_due_reminders(unit: Unit, on: datetime.date) -> Iterator[Due]:
    """The faulty files that have come to a step of `rules.REMINDERS` by this day, likewise.

    Their anchor is the last day: when an officer moves it, the steps begin anew.
    """
    files = list_true(unit.pk, on, on + datetime.timedelta(days=REMINDERS[0]))
    done = _done([row.application_id for row in files], Stage.NEEDS_CORRECTION)
    for row in files:
        assert row.due_on is not None  # only those with a day were asked for
        step = reminder_step((row.due_on - on).days, (row.due_on - row.since).days)
        if step is not None and (row.application_id, row.due_on, step) not in done:
            yield Due(row.application_id, Stage.NEEDS_CORRECTION, row.due_on, step)


def claim_step(unit_id: int, due: Due, kind: ChaseKind = ChaseKind.TOLD) -> bool:
    """Write that the person is told now; False when that was done before. In the telling transaction."""
    _row, is_new = Chase.objects.get_or_create(
        application_id=due.application_id,
        stage=due.stage,
        anchor=due.anchor,
        step=due.step,
        kind=kind,
        defaults={"unit_id": unit_id, "at": clock.now()},
    )
    return is_new


def _done(ids: list[int], stage: Stage) -> set[tuple[int, datetime.date, int]]:
    rows = _among(ids, stage)
    return {(row.application_id, row.anchor, row.step) for row in rows}


def _among(ids: list[int], stage: Stage) -> Iterator[Chase]:
    for start in range(0, len(ids), 1000):
        yield from Chase.objects.filter(application_id__in=ids[start : start + 1000], stage=stage)


def _stopped(ids: list[int]) -> set[int]:
    rows = Letter.objects.filter(application_id__in=ids, reply__in=STOPPED)
    return set(rows.values_list("application_id", flat=True))


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that was done about a card: told or a letter, or what a letter was answered with."""

    on: datetime.date
    kind: ChaseKind | None
    reply: Reply | None = None


def list_done(cards: Iterable[tuple[int, datetime.date]]) -> dict[int, list[Done]]:
    """What was done about each of these cards since it lies here, the oldest first."""
    since = dict(cards)
    found: dict[int, list[Done]] = {application_id: [] for application_id in since}
    for row in _among([*since], Stage.AT_UNIT):
        if row.anchor == since[row.application_id]:
            found[row.application_id].append(Done(_day(row.at), ChaseKind(row.kind)))
    for letter in Letter.objects.filter(application_id__in=since, replied_at__isnull=False):
        assert letter.replied_at is not None
        told = Done(_day(letter.replied_at), None, Reply(letter.reply))
        found[letter.application_id].append(told)
    for done in found.values():
        done.sort(key=lambda one: (one.on, one.reply is not None))
    return found


def _day(moment: datetime.datetime) -> datetime.date:
    return moment.astimezone(clock.VIETNAM).date()
