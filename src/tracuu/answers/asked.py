"""Questions that found no answer or a bad one: kept masked, grouped by likeness, made into something.

Writing here never stops an answer: who asks does not wait for what the editors may read.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet

from tracuu.answers.enums import AskedKind, AskedState
from tracuu.answers.errors import NothingToDecide
from tracuu.answers.masking import mask
from tracuu.answers.matching.spelling import MOST_LETTERS, normalise
from tracuu.answers.models import AskedQuestion
from tracuu.audit.operations import Actor, record
from tracuu.core import clock
from tracuu.units.models import Unit
from tracuu.units.queries import list_ids_below

KEPT_DAYS = 90
_FEWEST_WORDS = 2
# So many different questions of a unit and those below it are grouped at once; the newest first.
_MOST_GROUPED = 800
_MOST_OPEN = 5000


@dataclass(frozen=True, slots=True)
class AskedGroup:
    """Questions that are alike, the most frequent first. `pk` is the first one's."""

    questions: tuple[AskedQuestion, ...]

    @property
    def pk(self) -> int:
        return self.questions[0].pk

    @property
    def count(self) -> int:
        return sum(one.count for one in self.questions)

    @property
    def topic(self) -> str:
        """The topic that was answered or chosen most often, or ""."""
        counts: dict[str, int] = {}
        for one in self.questions:
            if one.topic and one.kind == AskedKind.CHOSEN:
                counts[one.topic] = counts.get(one.topic, 0) + one.count
        return max(counts, key=lambda topic: counts[topic]) if counts else ""


def keep_question(*, unit: Unit | None, kind: AskedKind, text: str, topic: str = "") -> None:
    """Keep a question for the editors with everything personal masked; the same words are one row."""
    masked = mask(text[:MOST_LETTERS])[:MOST_LETTERS]
    words = normalise(masked)[:MOST_LETTERS]
    if len(words.split()) < _FEWEST_WORDS:
        return
    unit_id, today = unit.pk if unit else 0, clock.today()
    open_ones = AskedQuestion.objects.filter(unit_id=unit_id, state=AskedState.OPEN)
    again = open_ones.filter(kind=kind, topic=topic, words=words)
    if again.update(count=F("count") + 1, last_on=today):
        return
    # Rather lose a question than let somebody fill the table with nonsense.
    if open_ones.count() >= _MOST_OPEN:
        return
    try:
        with transaction.atomic():
            AskedQuestion.objects.create(
                unit_id=unit_id,
                kind=kind,
                topic=topic,
                words=words,
                text=masked,
                count=1,
                first_on=today,
                last_on=today,
            )
    except IntegrityError:  # somebody asked the same at this moment
        again.update(count=F("count") + 1, last_on=today)


def list_groups_of(unit: Unit) -> list[AskedGroup]:
    """The open questions of a unit, of those below it and of the country, grouped, largest first."""
    rows = list(_open_of(unit).order_by("-last_on", "-count", "-pk")[:_MOST_GROUPED])
    if not rows:
        return []
    likeness = import_module("tracuu.answers.matching.likeness")
    groups = []
    for places in likeness.group_alike([one.words for one in rows]):
        inside = sorted((rows[at] for at in places), key=lambda one: (-one.count, one.pk))
        groups.append(AskedGroup(tuple(inside)))
    return sorted(groups, key=lambda group: (-group.count, group.pk))


def find_group(unit: Unit, pk: int) -> AskedGroup | None:
    """The group that holds this question, or None when it was decided on or is another unit's."""
    for group in list_groups_of(unit):
        if any(one.pk == pk for one in group.questions):
            return group
    return None


def count_open(unit: Unit) -> int:
    """How many different questions wait for the editors of a unit."""
    return _open_of(unit).count()


def _open_of(unit: Unit) -> QuerySet[AskedQuestion]:
    units = [unit.pk, *list_ids_below(unit)]
    wanted = Q(unit_id__in=units)
    if unit.parent_id is None:
        wanted |= Q(unit_id=0)
    return AskedQuestion.objects.filter(wanted, state=AskedState.OPEN)


@transaction.atomic
def decide_on(
    *, unit: Unit, questions: Iterable[int], state: AskedState, actor: Actor, label: str = ""
) -> list[AskedQuestion]:
    """Take questions off the list of a unit, with what became of them; raises `NothingToDecide`."""
    rows = list(_open_of(unit).filter(pk__in=list(questions)).order_by("-count", "pk"))
    taken = AskedQuestion.objects.filter(
        pk__in=[one.pk for one in rows], state=AskedState.OPEN
    ).update(state=state, decided_by=actor.officer_id)
    if not taken:
        raise NothingToDecide
    record(
        actor=actor,
        action="questions_decided",
        subject=f"unit:{unit.pk}",
        unit_id=unit.pk,
        facts={"state": state.value, "count": taken, "topic": label},
    )
    return rows


def best_wordings(rows: Sequence[AskedQuestion], most: int = 20) -> list[str]:
    """The texts that can be learnt from: those in which nothing had to be masked, if there are any."""
    texts = list(dict.fromkeys(one.text for one in rows))
    clean = [text for text in texts if "[" not in text]
    return (clean or [text.replace("[", "").replace("]", "") for text in texts])[:most]


def forget_old_questions(today: datetime.date) -> int:
    """Forget what was asked ninety days ago and longer, decided on or not; how many."""
    last = today - datetime.timedelta(days=KEPT_DAYS)
    count, _ = AskedQuestion.objects.filter(last_on__lt=last).delete()
    return count
