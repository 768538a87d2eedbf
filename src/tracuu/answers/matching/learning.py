"""The classifier: letters and words of a question, weighed by a linear support vector machine.

What was compared with what, and why this one: docs/adr/0010-answering-questions.md.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.svm import LinearSVC

from tracuu.answers.matching.corpus import FOLDS, Corpus, Example, is_outside, outside_slug
from tracuu.answers.matching.decision import Calibration, Ranking, evidence, probability
from tracuu.answers.matching.spelling import normalise

_SHARPNESS = 5.0  # of the softmax over margins; the calibration sets right what it gets wrong
_NEAR = 3  # words that stand at most this far apart make a pair
_SEED = 2026
_EXPLAINED = 6
# A linear machine of two labels has one margin instead of one for each.
_FEWEST_TOPICS, _FEWEST_LABELS = 2, 3
# Of all messages of the cross-validation, how many may get a wrong answer at once; and of those that
# are ours, how many may be turned away. Unseen phrasings are hard on purpose there: the benchmark
# shows what these shares become on questions that people ask (docs/developer/answers.md).
_WRONG_AT_MOST = 0.015
_TURNED_AWAY_AT_MOST = 0.02


def words_and_pairs(text: str) -> list[str]:
    """Words, and pairs of words that stand near each other."""
    words = normalise(text).split()
    near = [
        f"{word}_{other}"
        for at, word in enumerate(words)
        for other in words[at + 1 : at + 1 + _NEAR]
    ]
    return [*words, *near, *(f"{one} {two}" for one, two in pairwise(words))]


def new_classifier() -> Pipeline:
    """The classifier before it has learnt."""
    letters = TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=(2, 5),
        sublinear_tf=True,
        preprocessor=normalise,
        dtype=np.float32,
    )
    words = TfidfVectorizer(analyzer=words_and_pairs, sublinear_tf=True, dtype=np.float32)
    features = FeatureUnion([("letters", letters), ("words", words)])
    return Pipeline([("features", features), ("weights", LinearSVC(C=1.0, random_state=_SEED))])


@dataclass(frozen=True)
class Model:
    """A classifier that has learnt one corpus."""

    digest: str
    pipeline: Pipeline
    calibration: Calibration
    labels: Mapping[str, str] = field(default_factory=dict)

    def rank(self, text: str) -> Ranking:
        """How the question is read."""
        return self.rank_all([text])[0]

    def rank_all(self, texts: Sequence[str]) -> list[Ranking]:
        """How each of many questions is read."""
        if not texts:
            return []
        rows = self.pipeline.decision_function(list(texts))
        return [
            read_margins(self.pipeline.classes_, margins, text, self.calibration)
            for text, margins in zip(texts, rows, strict=True)
        ]

    def explain(self, text: str, topic: str) -> list[tuple[str, float]]:
        """The words that spoke most for a topic, for editors."""
        features: FeatureUnion = self.pipeline["features"]
        words: TfidfVectorizer = dict(features.transformer_list)["words"]
        letters: TfidfVectorizer = dict(features.transformer_list)["letters"]
        row = words.transform([text]).tocoo()
        place = list(self.pipeline.classes_).index(topic)
        weights = self.pipeline["weights"].coef_[place][len(letters.vocabulary_) :]
        names = words.get_feature_names_out()
        said = [
            (str(names[at]).replace("_", " … "), float(value * weights[at]))
            for at, value in zip(row.col, row.data, strict=True)
        ]
        return sorted(said, key=lambda one: -one[1])[:_EXPLAINED]


Step = Callable[[], None]


class TooLittleToLearn(ValueError):
    """There are not two topics and a third label, each asked for in two ways, to tell apart."""


def fit(
    corpus: Corpus, calibration: Calibration | None = None, *, on_step: Step = lambda: None
) -> Model:
    """Learn a corpus; without a calibration that belongs to it, cross-validate one (slow).

    `on_step` is called `STEPS` times. Raises `TooLittleToLearn`.
    """
    counts = Counter(one.label for one in corpus.examples)
    labels = [label for label, count in counts.items() if count > 1]
    topics = [label for label in labels if not is_outside(label)]
    if len(topics) < _FEWEST_TOPICS or len(labels) < _FEWEST_LABELS:
        raise TooLittleToLearn(len(labels))
    if calibration is None:
        calibration = calibrate(cross_validate(corpus, on_step=on_step))
    model = Model(corpus.digest, _learnt(corpus.examples), calibration, corpus.label_digests)
    on_step()
    return model


def _learnt(examples: Sequence[Example]) -> Pipeline:
    pipeline = new_classifier()
    pipeline.fit([one.text for one in examples], [one.label for one in examples])
    weights = pipeline["weights"]
    weights.coef_ = weights.coef_.astype(np.float32)
    return pipeline


@dataclass(frozen=True, slots=True)
class Unseen:
    """One example as a classifier read it that had not seen it."""

    example: Example
    told: list[float]
    topics: tuple[tuple[str, float], ...]
    groups: tuple[tuple[str, float], ...]

    @property
    def is_right(self) -> bool:
        return self.topics[0][0] == self.example.label

    def ranking(self, calibration: Calibration) -> Ranking:
        """The example as it would have been ranked."""
        return _ranking(self.topics, self.groups, self.told, calibration)


def folds_of(corpus: Corpus) -> Iterator[tuple[list[Example], list[Example]]]:
    """Five times: what is learnt and what is asked. Every label lies evenly in all of them."""
    order = np.random.default_rng(_SEED).permutation(len(corpus.examples))
    seen: dict[str, int] = {}
    places = [0] * len(corpus.examples)
    for at in order:
        label = corpus.examples[at].label
        places[at] = seen.get(label, 0) % FOLDS
        seen[label] = seen.get(label, 0) + 1
    for fold in range(FOLDS):
        numbered = list(zip(places, corpus.examples, strict=True))
        yield (
            [one for at, one in numbered if at != fold],
            [one for at, one in numbered if at == fold],
        )


def cross_validate(corpus: Corpus, *, on_step: Step = lambda: None) -> list[Unseen]:
    """Every example, read by a classifier that learnt the other four fifths."""
    found: list[Unseen] = []
    for learnt, asked in folds_of(corpus):
        pipeline = _learnt(learnt)
        rows = pipeline.decision_function([one.text for one in asked])
        for example, margins in zip(asked, rows, strict=True):
            topics, groups, told = _read(pipeline.classes_, margins, example.text)
            found.append(Unseen(example, told, topics, groups))
        on_step()
    return found


def read_margins(
    labels: Sequence[str], margins: Any, text: str, calibration: Calibration
) -> Ranking:
    """Turn the margins of one question into a ranking."""
    return _ranking(*_read(labels, margins, text), calibration)


def _ranking(
    topics: tuple[tuple[str, float], ...],
    groups: tuple[tuple[str, float], ...],
    told: Sequence[float],
    calibration: Calibration,
) -> Ranking:
    return Ranking(
        topics=topics,
        groups=groups,
        right=probability(calibration.right, told),
        beyond=probability(calibration.beyond, told),
    )


def _read(
    labels: Sequence[str], margins: Any, text: str
) -> tuple[tuple[tuple[str, float], ...], tuple[tuple[str, float], ...], list[float]]:
    ordered = sorted(zip(map(float, margins), map(str, labels), strict=True), reverse=True)
    highest = ordered[0][0]
    shares = [math.exp(_SHARPNESS * (margin - highest)) for margin, _ in ordered]
    whole = sum(shares)
    topics: list[tuple[str, float]] = []
    groups: list[tuple[str, float]] = []
    topic_margins, group_margins = [], []
    for (margin, label), share in zip(ordered, shares, strict=True):
        if is_outside(label):
            groups.append((outside_slug(label), share / whole))
            group_margins.append(margin)
        else:
            topics.append((label, share / whole))
            topic_margins.append(margin)
    beyond = sum(share for _, share in groups)
    told = evidence(topic_margins, group_margins, beyond, len(normalise(text).split()))
    return tuple(topics), tuple(groups), told


def calibrate(unseen: Sequence[Unseen]) -> Calibration:
    """Learn from the cross-validation how sure to be, and from where on to answer or turn away."""
    told = [one.told for one in unseen]
    right = [one.is_right for one in unseen]
    beyond = [is_outside(one.example.label) for one in unseen]
    right_weights, beyond_weights = _logistic(told, right), _logistic(told, beyond)
    away = [probability(beyond_weights, one) for one in told]
    ours = sorted(p for p, is_beyond in zip(away, beyond, strict=True) if not is_beyond)
    beyond_at = ours[min(len(ours) - 1, int((1 - _TURNED_AWAY_AT_MOST) * len(ours)))]
    sure = [
        (probability(right_weights, one), is_right)
        for one, is_right, p in zip(told, right, away, strict=True)
        if p < beyond_at
    ]
    return Calibration(
        right=right_weights,
        beyond=beyond_weights,
        answer_at=_answer_from(sure, int(_WRONG_AT_MOST * len(unseen))),
        beyond_at=beyond_at,
    )


def _answer_from(sure: list[tuple[float, bool]], wrong_at_most: int) -> float:
    """The lowest probability above which no more than so many answers are wrong."""
    wrong, lowest = 0, 1.0
    for p, is_right in sorted(sure, reverse=True):
        wrong += not is_right
        if wrong > wrong_at_most:
            break
        lowest = p
    return lowest


_ALWAYS = 4.0  # the constant of a regression that has seen one kind only: 98 % sure of it


def _logistic(told: Sequence[Sequence[float]], truth: Sequence[bool]) -> tuple[float, ...]:
    if len(set(truth)) == 1:
        return (*(0.0 for _ in told[0]), _ALWAYS if truth[0] else -_ALWAYS)
    regression = LogisticRegression(C=1.0, max_iter=1000).fit(np.asarray(told), truth)
    return (*map(float, regression.coef_[0]), float(regression.intercept_[0]))
