"""The classifier: a linear support vector machine, and the likest of the questions that it learnt.

What was compared with what, and why this one: docs/adr/0010-answering-questions.md.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC

from tracuu.answers.matching.calibrating import Unseen, calibrate
from tracuu.answers.matching.corpus import Corpus, Example, is_outside, outside_slug
from tracuu.answers.matching.decision import (
    Calibration,
    Ranking,
    Reading,
    Scores,
    evidence,
    evidence_of_group,
    rank,
)
from tracuu.answers.matching.features import LETTERS, WORDS, new_features
from tracuu.answers.matching.folding import folds_of
from tracuu.answers.matching.spelling import normalise

_SHARPNESS = 5.0  # of the softmax over margins; the calibration sets right what it gets wrong
_SEED = 2026
_EXPLAINED = 6
_NEAREST = 1  # so many of the likest examples of a label say how like a question is to it
_LIKENESS = 0.5  # how much likeness counts beside the margin
# A linear machine of two labels has one margin instead of one for each.
_FEWEST_TOPICS, _FEWEST_LABELS = 2, 3

Step = Callable[[], None]


class TooLittleToLearn(ValueError):
    """There are not two topics and a third label, each asked for in two ways, to tell apart."""


@dataclass(frozen=True)
class Classifier:
    """What was learnt: features, the weights of each label, and the examples themselves.

    `learnt` has a row of length one for each example; `rows` the places of each label's examples, -1
    where it has fewer than others.
    """

    features: FeatureUnion
    weights: LinearSVC
    learnt: Any
    rows: Any

    @classmethod
    def of(cls, examples: Sequence[Example]) -> "Classifier":
        """Learn these examples."""
        features = new_features()
        seen = features.fit_transform([one.text for one in examples]).tocsr()
        weights = LinearSVC(C=1.0, random_state=_SEED)
        weights.fit(seen, [one.label for one in examples])
        weights.coef_ = weights.coef_.astype(np.float32)
        places: dict[str, list[int]] = {str(label): [] for label in weights.classes_}
        for at, one in enumerate(examples):
            places[one.label].append(at)
        most = max(map(len, places.values()))
        rows = np.array([[*ats, *([-1] * (most - len(ats)))] for ats in places.values()])
        return cls(features, weights, normalize(seen).T.tocsr(), rows)

    def read_all(self, texts: Sequence[str]) -> list[Reading]:
        """What each question is taken for, and what speaks for that."""
        seen = self.features.transform(list(texts)).tocsr()
        likeness = self._likeness(seen)
        margins = self.weights.decision_function(seen) + _LIKENESS * likeness
        labels = [str(label) for label in self.weights.classes_]
        return [
            _read(labels, of_text, like, text, self._known(text))
            for text, of_text, like in zip(texts, margins, likeness, strict=True)
        ]

    def _likeness(self, seen: Any) -> Any:
        """For each question and label, the mean likeness of the label's likest examples."""
        likeness = (normalize(seen) @ self.learnt).toarray()
        likeness = np.hstack([likeness, np.zeros((len(likeness), 1), dtype=likeness.dtype)])
        count = min(_NEAREST, self.rows.shape[1])
        found = [
            np.partition(row[self.rows], -count, axis=1)[:, -count:].mean(axis=1)
            for row in likeness
        ]
        return np.asarray(found)

    def _known(self, text: str) -> float:
        """The share of a question's words that were ever learnt."""
        words = normalise(text).split()
        learnt = self._part(WORDS).vocabulary_
        return sum(word in learnt for word in words) / max(1, len(words))

    def _part(self, name: str) -> TfidfVectorizer:
        return dict(self.features.transformer_list)[name]

    def words_for(self, text: str, label: str) -> list[tuple[str, float]]:
        """The words of a question that spoke most for a label."""
        words, letters = self._part(WORDS), self._part(LETTERS)
        row = words.transform([text]).tocoo()
        place = list(self.weights.classes_).index(label)
        begin = len(letters.vocabulary_)
        weights = self.weights.coef_[place][begin : begin + len(words.vocabulary_)]
        names = words.get_feature_names_out()
        said = [
            (str(names[at]).replace("_", " … "), float(value * weights[at]))
            for at, value in zip(row.col, row.data, strict=True)
        ]
        return sorted(said, key=lambda one: -one[1])[:_EXPLAINED]


@dataclass(frozen=True)
class Model:
    """A classifier that has learnt one corpus, and how sure it may be."""

    digest: str
    classifier: Classifier
    calibration: Calibration
    labels: Mapping[str, str] = field(default_factory=dict)

    def rank(self, text: str) -> Ranking:
        """How the question is read."""
        return self.rank_all([text])[0]

    def rank_all(self, texts: Sequence[str]) -> list[Ranking]:
        """How each of many questions is read."""
        if not texts:
            return []
        return [rank(one, self.calibration) for one in self.classifier.read_all(texts)]

    def explain(self, text: str, topic: str) -> list[tuple[str, float]]:
        """The words that spoke most for a topic, for editors."""
        return self.classifier.words_for(text, topic)


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
    model = Model(corpus.digest, Classifier.of(corpus.examples), calibration, corpus.label_digests)
    on_step()
    return model


def cross_validate(corpus: Corpus, *, on_step: Step = lambda: None) -> list[Unseen]:
    """Every example, read by a classifier that learnt the other four fifths."""
    return list(_unseen(corpus, on_step))


def _unseen(corpus: Corpus, on_step: Step) -> Iterator[Unseen]:
    for fold, (learnt, asked) in enumerate(folds_of(corpus)):
        readings = Classifier.of(learnt).read_all([one.text for one in asked]) if asked else []
        for example, reading in zip(asked, readings, strict=True):
            yield Unseen(example, reading, fold)
        on_step()


def _read(labels: Sequence[str], margins: Any, likeness: Any, text: str, known: float) -> Reading:
    told = zip(map(float, margins), map(float, likeness), labels, strict=True)
    ordered = sorted(told, reverse=True)
    highest = ordered[0][0]
    shares = [math.exp(_SHARPNESS * (margin - highest)) for margin, _, _ in ordered]
    whole = sum(shares)
    topics: list[tuple[str, float]] = []
    groups: list[tuple[str, float]] = []
    for (_, _, label), share in zip(ordered, shares, strict=True):
        if is_outside(label):
            groups.append((outside_slug(label), share / whole))
        else:
            topics.append((label, share / whole))
    of_topics = _scores(one for one in ordered if not is_outside(one[2]))
    of_groups = _scores(one for one in ordered if is_outside(one[2]))
    words = len(normalise(text).split())
    beyond = sum(share for _, share in groups)
    return Reading(
        topics=tuple(topics),
        groups=tuple(groups),
        told=evidence(of_topics, of_groups, beyond=beyond, words=words, known=known),
        told_of_group=evidence_of_group(of_topics, of_groups, words=words, known=known),
    )


def _scores(ordered: Iterator[tuple[float, float, str]]) -> Scores:
    """Of topics or of groups, best margin first."""
    told = list(ordered)
    return Scores([margin for margin, _, _ in told], told[0][1] if told else 0.0)
