"""From scores to one of four outcomes."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST_CHOICES = 3


class Outcome(StrEnum):
    ANSWER = "answer"
    CHOOSE = "choose"
    HAND_OVER = "handover"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Ranking:
    """How a question was read: topics and outside groups, best first, with their shares of 1.

    `right` is the calibrated probability that the first topic is what was asked for, `beyond` that
    no topic is.
    """

    topics: tuple[tuple[str, float], ...]
    groups: tuple[tuple[str, float], ...]
    right: float
    beyond: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """How sure the classifier may be of itself, learnt on examples that it had not seen.

    `right` and `beyond` are the weights of two logistic regressions over `evidence`, the constant
    last. Answers are given from `answer_at` on; from `beyond_at` on nothing is offered.
    """

    right: tuple[float, ...]
    beyond: tuple[float, ...]
    answer_at: float
    beyond_at: float


@dataclass(frozen=True, slots=True)
class Decision:
    """`topics`: the one to answer, or up to three to choose from. `group`: what lies outside."""

    outcome: Outcome
    topics: tuple[str, ...] = ()
    group: str = ""


def evidence(
    topic_margins: Sequence[float], group_margins: Sequence[float], beyond: float, words: int
) -> list[float]:
    """What the calibration weighs: margins of the classifier (best first), share outside, length."""
    first, second = topic_margins[0], (*topic_margins, -1.0)[1]
    best_group = group_margins[0] if group_margins else -1.0
    return [
        first,
        first - second,
        first - best_group,
        best_group,
        math.log(beyond + 1e-4),
        math.log1p(words),
    ]


def probability(weights: Sequence[float], told: Sequence[float]) -> float:
    """The logistic regression with these weights, the constant last."""
    total = sum(weight * value for weight, value in zip(weights, told, strict=False)) + weights[-1]
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def decide(
    ranking: Ranking,
    calibration: Calibration,
    *,
    refused: Collection[str],
    may_answer: bool = True,
) -> Decision:
    """Answer when it is surely right, turn away when it is surely ours not, let choose between.

    `refused` are the outside groups that get a no instead of a way on. Without `may_answer` (a
    personal number was typed) a person chooses at most.
    """
    group = ranking.groups[0][0] if ranking.groups else ""
    if ranking.beyond >= calibration.beyond_at:
        outcome = Outcome.REFUSE if group in refused else Outcome.HAND_OVER
        return Decision(outcome, group=group)
    if may_answer and ranking.right >= calibration.answer_at:
        return Decision(Outcome.ANSWER, topics=(ranking.topics[0][0],))
    return Decision(
        Outcome.CHOOSE, topics=tuple(topic for topic, _ in ranking.topics[:MOST_CHOICES])
    )
