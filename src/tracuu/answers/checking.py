"""The regression set: what becomes of its questions before and after a change, and what gets worse.

An answer changes what is shown for its topic, a model which topic is found. Both are compared the same
way, question by question, as of the days on which the change can show.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracuu.answers.asking import decide_with, refused_groups, resolve
from tracuu.answers.enums import VersionState
from tracuu.answers.learned import InUse, current_model
from tracuu.answers.matching.corpus import is_outside
from tracuu.answers.matching.decision import Decision, Outcome
from tracuu.answers.matching.store import ModelNotUsable
from tracuu.answers.models import AnswerVersion, CheckQuestion, Topic
from tracuu.answers.queries import list_groups, list_versions
from tracuu.core import clock

# What an outcome is worth to who asked. A wrong answer is the worst of all.
_RIGHT, _RIGHT_UNCONFIRMED, _AMONG, _PERSON, _NOT_AMONG, _WRONG = 6, 5, 3, 2, 1, 0


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody sees: an outcome, the versions in it, and whether they are confirmed."""

    outcome: Outcome
    topics: tuple[str, ...] = ()
    versions: tuple[int, ...] = ()
    questions: tuple[str, ...] = ()
    answer: str = ""
    is_confirmed: bool = True

    def worth(self, label: str) -> int:
        """How good this is when `label` was meant."""
        if is_outside(label):
            away = self.outcome in (Outcome.HAND_OVER, Outcome.REFUSE)
            return _RIGHT if away else _NOT_AMONG if self.outcome is Outcome.CHOOSE else _WRONG
        if self.outcome is Outcome.ANSWER:
            if self.topics != (label,):
                return _WRONG
            return _RIGHT if self.is_confirmed else _RIGHT_UNCONFIRMED
        if self.outcome is Outcome.CHOOSE:
            return _AMONG if label in self.topics else _NOT_AMONG
        return _PERSON


@dataclass(frozen=True, slots=True)
class Change:
    """One question that is answered differently from a day on."""

    text: str
    label: str
    on: datetime.date
    before: Shown
    after: Shown

    @property
    def is_worse(self) -> bool:
        return self.after.worth(self.label) < self.before.worth(self.label)

    @property
    def is_wrong(self) -> bool:
        """It gets a wrong answer now and did not before."""
        return self.is_worse and self.after.worth(self.label) == _WRONG

    @property
    def gain(self) -> int:
        return self.after.worth(self.label) - self.before.worth(self.label)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a change does to the regression set. `is_checked`: a model could be asked."""

    asked: int
    changes: tuple[Change, ...] = ()
    is_checked: bool = True

    @property
    def worse(self) -> list[Change]:
        return [one for one in self.changes if one.is_worse]

    @property
    def is_worse(self) -> bool:
        """One new wrong answer is too many; else what is gained and lost is added up."""
        return (
            any(one.is_wrong for one in self.changes) or sum(one.gain for one in self.changes) < 0
        )

    def as_json(self) -> dict[str, Any]:
        """For the row of a lesson."""
        return {
            "asked": self.asked,
            "worse": len(self.worse),
            "is_worse": self.is_worse,
            "changes": [
                {
                    "text": one.text,
                    "label": one.label,
                    "is_worse": one.is_worse,
                    "before": _told(one.before),
                    "after": _told(one.after),
                }
                for one in self.changes
            ],
        }


def _told(shown: Shown) -> dict[str, Any]:
    return {"outcome": shown.outcome.value, "topics": list(shown.topics)}


@dataclass(slots=True)
class _Remembered:
    """What a model decided on the regression set last: asked once for each model and set."""

    last: tuple[tuple[Any, ...], list[Decision]] = ((), [])


_remembered = _Remembered()


def list_checks() -> list[CheckQuestion]:
    """The regression set, by what must come of its questions."""
    return list(CheckQuestion.objects.order_by("label", "text"))


def decisions_of(in_use: InUse, texts: Sequence[str]) -> list[Decision]:
    """What a model decides on each of these questions."""
    refused = refused_groups(list_groups().values())
    mark = (id(in_use.model), in_use.model.digest, in_use.changed, refused, tuple(texts))
    known, decisions = _remembered.last
    if known != mark:
        rankings = in_use.model.rank_all(texts)
        decisions = [
            decide_with(in_use, ranking, text, refused)
            for text, ranking in zip(texts, rankings, strict=True)
        ]
        _remembered.last = (mark, decisions)
    return list(decisions)


def show(decision: Decision, held: Mapping[str, AnswerVersion]) -> Shown:
    """What is shown of a decision, given the versions that hold on the day."""
    outcome, versions = resolve(decision, held)
    return Shown(
        outcome=outcome,
        topics=tuple(one.topic.slug for one in versions),
        versions=tuple(one.pk for one in versions),
        questions=tuple(one.question for one in versions),
        answer=versions[0].answer if outcome is Outcome.ANSWER else "",
        is_confirmed=all(one.is_confirmed for one in versions),
    )


def compare_publication(version: AnswerVersion) -> Comparison:
    """What would change for the regression set if this draft were published now.

    Looked at are the first day on which it holds, today at the earliest, and the day after its last:
    the open-ended answer that it ends does not come back then.
    """
    checks = list_checks()
    decisions, is_checked = _decisions_now(checks)
    ended = _ended_by(version)
    changes: list[Change] = []
    first = max(version.valid_from, min(clock.today(), version.valid_to or datetime.date.max))
    changes += _changes(
        checks,
        decisions,
        first,
        list_versions(version.unit, first),
        {**list_versions(version.unit, first, without=ended), version.topic.slug: version},
    )
    if version.valid_to is not None and version.valid_to >= clock.today():
        after = version.valid_to + datetime.timedelta(days=1)
        changes += _changes(
            checks,
            decisions,
            after,
            list_versions(version.unit, after),
            list_versions(version.unit, after, without=ended),
        )
    return Comparison(len(checks), tuple(changes), is_checked)


def compare_models(before: InUse | None, after: InUse) -> Comparison:
    """What a new model does to the regression set, with today's answers of the whole country."""
    checks = list_checks()
    texts = [one.text for one in checks]
    today = clock.today()
    held = _with_unanswered_topics(list_versions(None, today))
    old = (
        decisions_of(before, texts)
        if before is not None
        else [Decision(Outcome.HAND_OVER) for _ in texts]
    )
    new = decisions_of(after, texts)
    changes = [
        Change(check.text, check.label, today, show(one, held), show(other, held))
        for check, one, other in zip(checks, old, new, strict=True)
        if (one.outcome, one.topics) != (other.outcome, other.topics)
    ]
    return Comparison(len(checks), tuple(changes))


def _with_unanswered_topics(held: Mapping[str, AnswerVersion]) -> dict[str, AnswerVersion]:
    """A model is judged by the topics it finds, also where only some units have an answer today."""
    return {
        slug: held.get(slug) or AnswerVersion(topic=topic, is_confirmed=True)
        for slug, topic in ((one.slug, one) for one in Topic.objects.all())
    }


def _decisions_now(checks: Sequence[CheckQuestion]) -> tuple[list[Decision], bool]:
    """What the model in use decides; while there is none, what must come of each question."""
    try:
        return decisions_of(current_model(), [one.text for one in checks]), True
    except ModelNotUsable:
        return [_wished(one.label) for one in checks], False


def _wished(label: str) -> Decision:
    if is_outside(label):
        return Decision(Outcome.HAND_OVER)
    return Decision(Outcome.ANSWER, topics=(label,))


def _ended_by(version: AnswerVersion) -> list[int]:
    """The open-ended answer that ends on the day before this one begins."""
    rows = AnswerVersion.objects.filter(
        topic=version.topic,
        unit=version.unit,
        state=VersionState.PUBLISHED,
        valid_to=None,
        valid_from__lt=version.valid_from,
    )
    return list(rows.values_list("pk", flat=True))


def _changes(
    checks: Iterable[CheckQuestion],
    decisions: Iterable[Decision],
    on: datetime.date,
    before: Mapping[str, AnswerVersion],
    after: Mapping[str, AnswerVersion],
) -> list[Change]:
    found = []
    for check, decision in zip(checks, decisions, strict=True):
        one = Change(check.text, check.label, on, show(decision, before), show(decision, after))
        if one.before != one.after:
            found.append(one)
    return found
