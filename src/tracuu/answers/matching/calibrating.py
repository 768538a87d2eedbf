"""How sure a classifier may be of itself, learnt on questions that it had not seen."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from tracuu.answers.matching.corpus import Example, is_outside, outside
from tracuu.answers.matching.decision import (
    Calibration,
    Ranking,
    Reading,
    probability,
    rank,
    with_products,
)

# Of those that are answered at once, how many may be wrong; and of the questions that are not ours, how
# many may be answered.
_WRONG_AT_MOST = 0.01
_BEYOND_ANSWERED_AT_MOST = 0.01
# Of those that are ours, how many may be turned away.
_TURNED_AWAY_AT_MOST = 0.025
# Of those that are told where they belong, how many may be told wrongly; most of these are kin (a lost
# SIM and a stolen account). All others are simply handed over.
_MISLED_AT_MOST = 0.03
_SMALL_TALK = "smalltalk"  # the register of examples that all get the same reply
_ALWAYS = 4.0  # the constant of a regression that has seen one kind only: 98 % sure of it


@dataclass(frozen=True, slots=True)
class Unseen:
    """One example as a classifier read it that had not seen it."""

    example: Example
    reading: Reading
    fold: int

    @property
    def is_right(self) -> bool:
        return self.reading.topics[0][0] == self.example.label

    @property
    def is_beyond(self) -> bool:
        return is_outside(self.example.label)

    @property
    def group(self) -> str:
        """The label of the first outside group; "" when there is none."""
        groups = self.reading.groups
        return outside(groups[0][0]) if groups else ""


def calibrate(unseen: Sequence[Unseen]) -> Calibration:
    """Learn from the cross-validation how sure to be, and from where on to answer or turn away.

    The thresholds are set on probabilities of regressions that had not seen the example either.
    """
    right, beyond, named = _regressions(unseen)
    talk = _small_talk(unseen)
    surely = _Sureness.of(unseen)
    ours = sorted(p for p, one in zip(surely.beyond, unseen, strict=True) if not one.is_beyond)
    beyond_at = ours[min(len(ours) - 1, int((1 - _TURNED_AWAY_AT_MOST) * len(ours)))]
    kept = [
        (p, one)
        for p, away, one in zip(surely.right, surely.beyond, unseen, strict=True)
        if away < beyond_at
    ]
    turned = [
        (p, _is_well_named(one, talk))
        for p, away, one in zip(surely.named, surely.beyond, unseen, strict=True)
        if away >= beyond_at
    ]
    return Calibration(
        right=right,
        beyond=beyond,
        named=named,
        answer_at=_answer_from(kept, sum(one.is_beyond for one in unseen)),
        beyond_at=beyond_at,
        named_at=_named_from(turned),
    )


def held_back(unseen: Sequence[Unseen]) -> list[tuple[Ranking, Calibration]]:
    """Every example as it would have been ranked by a calibration that had seen none of its fold."""
    by_fold = {
        fold: calibrate([one for one in unseen if one.fold != fold])
        for fold in {one.fold for one in unseen}
    }
    return [(rank(one.reading, by_fold[one.fold]), by_fold[one.fold]) for one in unseen]


@dataclass(frozen=True, slots=True)
class _Sureness:
    """Probabilities by regressions that learnt the other folds, example by example."""

    right: list[float]
    beyond: list[float]
    named: list[float]

    @classmethod
    def of(cls, unseen: Sequence[Unseen]) -> "_Sureness":
        folds = sorted({one.fold for one in unseen})
        by_fold = {
            fold: _regressions([one for one in unseen if one.fold != fold]) for fold in folds
        }
        if len(folds) == 1:
            by_fold = {folds[0]: _regressions(unseen)}
        found: list[list[float]] = [[], [], []]
        for one in unseen:
            right, beyond, named = by_fold[one.fold]
            found[0].append(probability(right, with_products(one.reading.told)))
            found[1].append(probability(beyond, one.reading.told))
            found[2].append(probability(named, one.reading.told_of_group))
        return cls(*found)


def _regressions(
    unseen: Sequence[Unseen],
) -> tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]:
    told = [one.reading.told for one in unseen]
    talk = _small_talk(unseen)
    return (
        _logistic([with_products(one) for one in told], [one.is_right for one in unseen]),
        _logistic(told, [one.is_beyond for one in unseen]),
        _logistic(
            [one.reading.told_of_group for one in unseen],
            [_is_well_named(one, talk) for one in unseen],
        ),
    )


def _small_talk(unseen: Sequence[Unseen]) -> frozenset[str]:
    """The labels whose questions all get the same reply."""
    return frozenset(one.example.label for one in unseen if one.example.register == _SMALL_TALK)


def _is_well_named(one: Unseen, talk: frozenset[str]) -> bool:
    """Whether the first group's reply is right for this example."""
    return one.group == one.example.label or {one.group, one.example.label} <= talk


def _answer_from(kept: Sequence[tuple[float, Unseen]], beyond: int) -> float:
    """The lowest probability above which few enough answers are wrong, of ours and of what is not."""
    answered = wrong = misled = 0
    lowest = 1.0
    for p, one in sorted(kept, key=lambda told: -told[0]):
        misled += one.is_beyond
        answered += not one.is_beyond
        wrong += not one.is_beyond and not one.is_right
        if misled <= _BEYOND_ANSWERED_AT_MOST * beyond and wrong <= _WRONG_AT_MOST * answered:
            lowest = p
    return lowest


def _named_from(turned: Sequence[tuple[float, bool]]) -> float:
    """The lowest probability above which few enough are sent to a place that is not theirs."""
    lowest, wrong = 1.0, 0
    for count, (p, is_right) in enumerate(sorted(turned, reverse=True), start=1):
        wrong += not is_right
        if wrong <= _MISLED_AT_MOST * count:
            lowest = p
    return lowest


def _logistic(told: Sequence[Sequence[float]], truth: Sequence[bool]) -> tuple[float, ...]:
    if len(set(truth)) == 1:
        return (*(0.0 for _ in told[0]), _ALWAYS if truth[0] else -_ALWAYS)
    seen = np.asarray(told)
    mean, spread = seen.mean(axis=0), seen.std(axis=0) + 1e-9
    regression = LogisticRegression(C=1.0, max_iter=500).fit((seen - mean) / spread, truth)
    weights = regression.coef_[0] / spread
    return (*map(float, weights), float(regression.intercept_[0] - weights @ mean))
