"""From scores to one of four outcomes."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations_with_replacement

MOST_CHOICES = 3
_LOWEST = -1.0  # the margin of what there is not


class Outcome(StrEnum):
    ANSWER = "answer"
    CHOOSE = "choose"
    HAND_OVER = "handover"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a classifier made of a question: topics and outside groups with their shares of 1.

    `told` and `told_of_group` are the evidence that the calibration weighs.
    """

    topics: tuple[tuple[str, float], ...]
    groups: tuple[tuple[str, float], ...]
    told: tuple[float, ...]
    told_of_group: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """How a question was read: topics and outside groups, best first, with their shares of 1.

    `right` is the calibrated probability that the first topic is what was asked for, `beyond` that
    no topic is, `named` that the first outside group is.
    """

    topics: tuple[tuple[str, float], ...]
    groups: tuple[tuple[str, float], ...]
    right: float
    beyond: float
    named: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """How sure the classifier may be of itself, learnt on examples that it had not seen.

    `right`, `beyond` and `named` are the weights of logistic regressions over a reading's evidence
    (`right` with its products), the constant last. Answers are given from `answer_at` on; from
    `beyond_at` on nothing is offered; and where it belongs is said from `named_at` on.
    """

    right: tuple[float, ...]
    beyond: tuple[float, ...]
    named: tuple[float, ...]
    answer_at: float
    beyond_at: float
    named_at: float


@dataclass(frozen=True, slots=True)
class Decision:
    """`topics`: the one to answer, or up to three to choose from. `group`: what lies outside."""

    outcome: Outcome
    topics: tuple[str, ...] = ()
    group: str = ""


@dataclass(frozen=True, slots=True)
class Scores:
    """Margins and likenesses (to the nearest examples) of topics or groups, best margin first."""

    margins: Sequence[float]
    likeness: float

    @property
    def first(self) -> float:
        return self.margins[0] if self.margins else _LOWEST

    @property
    def lead(self) -> float:
        """How far the first is before the second."""
        return self.first - (*self.margins, _LOWEST, _LOWEST)[1]


def evidence(
    topics: Scores, groups: Scores, *, beyond: float, words: int, known: float
) -> tuple[float, ...]:
    """What tells whether the first topic is right. `known`: the share of words that were learnt."""
    return (
        topics.first,
        topics.lead,
        topics.first - groups.first,
        groups.first,
        math.log(beyond + 1e-4),
        math.log1p(words),
        topics.likeness,
        topics.likeness - groups.likeness,
        known,
    )


def evidence_of_group(
    topics: Scores, groups: Scores, *, words: int, known: float
) -> tuple[float, ...]:
    """What tells whether the first outside group is right."""
    return (
        groups.first,
        groups.lead,
        groups.first - topics.first,
        math.log1p(words),
        groups.likeness,
        groups.likeness - topics.likeness,
        known,
    )


def with_products(told: Sequence[float]) -> tuple[float, ...]:
    """Evidence and the products of any two parts of it: a small lead counts more when much is unknown.

    >>> with_products((2.0, 3.0))
    (2.0, 3.0, 4.0, 6.0, 9.0)
    """
    products = (one * other for one, other in combinations_with_replacement(told, 2))
    return (*told, *products)


def probability(weights: Sequence[float], told: Sequence[float]) -> float:
    """The logistic regression with these weights, the constant last."""
    total = sum(weight * value for weight, value in zip(weights, told, strict=False)) + weights[-1]
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def rank(reading: Reading, calibration: Calibration) -> Ranking:
    """How sure a reading is."""
    return Ranking(
        topics=reading.topics,
        groups=reading.groups,
        right=probability(calibration.right, with_products(reading.told)),
        beyond=probability(calibration.beyond, reading.told),
        named=probability(calibration.named, reading.told_of_group),
    )


def decide(
    ranking: Ranking,
    calibration: Calibration,
    *,
    refused: Collection[str],
    may_answer: bool = True,
) -> Decision:
    """Answer when it is surely right, turn away when it is surely ours not, let choose between.

    `refused` are the outside groups that get a no instead of a way on. A no and a way on are as sure
    as an answer; else a person answers. Without `may_answer` (a personal number was typed) a person
    chooses at most.
    """
    if ranking.beyond >= calibration.beyond_at:
        if not ranking.groups or ranking.named < calibration.named_at:
            return Decision(Outcome.HAND_OVER)
        group = ranking.groups[0][0]
        outcome = Outcome.REFUSE if group in refused else Outcome.HAND_OVER
        return Decision(outcome, group=group)
    if may_answer and ranking.right >= calibration.answer_at:
        return Decision(Outcome.ANSWER, topics=(ranking.topics[0][0],))
    return Decision(
        Outcome.CHOOSE, topics=tuple(topic for topic, _ in ranking.topics[:MOST_CHOICES])
    )
