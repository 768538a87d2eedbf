"""Which topic a question gets: the classifier against what else could be used, on questions of others
and by cross-validation over the content's own phrasings.

`answers_dev.json` holds 254 utterances with the topic they ask for ("none": 54 that must not be
answered), by other authors than the phrasings. Nothing was tuned on a single one of them.
"""

import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline

from benchmarks.measure import median, percentile
from benchmarks.surroundings import ROOT
from tracuu.answers.matching import store
from tracuu.answers.matching.corpus import Corpus, Example, corpus_of, is_outside, outside
from tracuu.answers.matching.decision import Calibration, Outcome, Ranking, decide
from tracuu.answers.matching.learning import Model, Unseen, calibrate, cross_validate, fit, folds_of
from tracuu.answers.matching.spelling import fold, has_personal_number, normalise

CONTENT = ROOT / "src" / "tracuu" / "answers" / "content.json"
QUESTIONS = ROOT / "benchmarks" / "answers_dev.json"
_MOST_CONFUSED = 25

Rank = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class Question:
    """`right` is empty when it must not be answered."""

    text: str
    register: str
    right: frozenset[str]


def read_content() -> tuple[Corpus, frozenset[str]]:
    """The shipped corpus, and the outside groups that are refused."""
    content = json.loads(CONTENT.read_text(encoding="utf-8"))
    asked = [
        Example(one["text"], topic["slug"], one["register"])
        for topic in content["topics"]
        for one in topic["phrasings"]
    ]
    beyond = [
        Example(text, outside(group["slug"]), group["kind"])
        for group in content["outside"]
        for text in group["phrasings"]
    ]
    refused = frozenset(one["slug"] for one in content["outside"] if one["kind"] == "refuse")
    return corpus_of([*asked, *beyond]), refused


def read_questions() -> list[Question]:
    return [
        Question(
            one["text"],
            one["register"],
            frozenset() if one["faq"] == "none" else frozenset({one["faq"], *one["also"]}),
        )
        for one in json.loads(QUESTIONS.read_text(encoding="utf-8"))
    ]


def measure(*, with_baselines: bool = True) -> dict[str, Any]:
    corpus, refused = read_content()
    questions = read_questions()
    unseen = cross_validate(corpus)
    calibration = calibrate(unseen)
    started = time.perf_counter()
    model = fit(corpus, calibration)
    fit_seconds = time.perf_counter() - started
    rankings, seconds = [], []
    for question in questions:
        started = time.perf_counter()
        rankings.append(model.rank(question.text))
        seconds.append(time.perf_counter() - started)
    return {
        "content": corpus.digest,
        "phrasings": sum(not is_outside(one.label) for one in corpus.examples),
        "outside": sum(is_outside(one.label) for one in corpus.examples),
        "calibration": {"answer_at": calibration.answer_at, "beyond_at": calibration.beyond_at},
        "dev": figures_of(questions, rankings, calibration, refused),
        "cross_validation": figures_of(
            [_as_question(one) for one in unseen],
            [one.ranking(calibration) for one in unseen],
            calibration,
            refused,
        ),
        "baselines": _baselines(corpus, questions) if with_baselines else [],
        "fit_seconds": fit_seconds,
        "p50_ms": median(seconds) * 1000,
        "p95_ms": percentile(seconds, 0.95) * 1000,
        "memory_mb": _serving_memory(model),
    }


_SERVING = """
import sys
from pathlib import Path
sys.path.insert(0, "src")
from tracuu.answers.matching import store
_, model = store.load(Path(sys.argv[1]), b"benchmark")
model.rank("làm căn cước bao lâu")
told = dict(line.split(":") for line in Path("/proc/self/status").read_text().splitlines())
print(int(told["VmHWM"].split()[0]) / 1024)  # getrusage would tell the parent's peak if higher
"""


def _serving_memory(model: Model) -> float:
    """Peak memory of a process that loads the model and ranks with it, and does nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.bin"
        store.save(path, model, b"benchmark")
        command = [sys.executable, "-c", _SERVING, str(path)]
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    return float(done.stdout)


def _as_question(one: Unseen) -> Question:
    label = one.example.label
    right: frozenset[str] = frozenset() if is_outside(label) else frozenset({label})
    return Question(one.example.text, one.example.register, right)


def figures_of(
    questions: Sequence[Question],
    rankings: Sequence[Ranking],
    calibration: Calibration,
    refused: frozenset[str],
) -> dict[str, Any]:
    rows = [
        (
            question,
            ranking,
            decide(
                ranking,
                calibration,
                refused=refused,
                may_answer=not has_personal_number(question.text),
            ),
        )
        for question, ranking in zip(questions, rankings, strict=True)
    ]
    ours = [row for row in rows if row[0].right]
    beyond = [row for row in rows if not row[0].right]
    answered = [row for row in ours if row[2].outcome is Outcome.ANSWER]
    first = [ranking.topics[0][0] in question.right for question, ranking, _ in ours]
    three = [_is_among(ranking, question) for question, ranking, _ in ours]
    away = (Outcome.HAND_OVER, Outcome.REFUSE)
    return {
        "ours": len(ours),
        "beyond": len(beyond),
        "first": sum(first) / len(ours),
        "three": sum(three) / len(ours),
        "answered": len(answered) / len(ours),
        "answered_right": sum(row[2].topics[0] in row[0].right for row in answered)
        / max(1, len(answered)),
        "chosen_from": sum(row[2].outcome is Outcome.CHOOSE for row in ours) / len(ours),
        "turned_away": sum(row[2].outcome in away for row in ours) / len(ours),
        "beyond_answered": sum(row[2].outcome is Outcome.ANSWER for row in beyond) / len(beyond),
        "beyond_away": sum(row[2].outcome in away for row in beyond) / len(beyond),
        "registers": _by_register(ours),
        "confused": _confused(ours),
    }


def _is_among(ranking: Ranking, question: Question) -> bool:
    return any(topic in question.right for topic, _ in ranking.topics[:3])


def _by_register(ours: Sequence[tuple[Question, Ranking, Any]]) -> dict[str, dict[str, float]]:
    found: dict[str, list[bool]] = {}
    for question, ranking, _ in ours:
        is_right = ranking.topics[0][0] in question.right
        found.setdefault(question.register, []).append(is_right)
    return {
        register: {"questions": len(rights), "first": sum(rights) / len(rights)}
        for register, rights in sorted(found.items())
    }


def _confused(ours: Sequence[tuple[Question, Ranking, Any]]) -> list[dict[str, Any]]:
    pairs = Counter(
        (min(question.right), ranking.topics[0][0])
        for question, ranking, _ in ours
        if ranking.topics[0][0] not in question.right
    )
    return [
        {"asked": asked, "got": got, "times": times}
        for (asked, got), times in pairs.most_common(_MOST_CONFUSED)
    ]


def _baselines(corpus: Corpus, questions: Sequence[Question]) -> list[dict[str, Any]]:
    makers = {
        "fts5": _full_text,
        "bm25": _bm25,
        "rapidfuzz": _fuzzy,
        "regression": _regression,
    }
    found = []
    for name, make in makers.items():
        rank = make(corpus.examples)
        cross_rank = [(make(learnt), asked) for learnt, asked in folds_of(corpus)]
        crossed = [
            (one, rank_fold(one.text))
            for rank_fold, asked in cross_rank
            for one in asked
            if not is_outside(one.label)
        ]
        dev = [(one, rank(one.text)) for one in questions if one.right]
        found.append(
            {
                "name": name,
                "dev_first": _share(bool(got[:1]) and got[0] in one.right for one, got in dev),
                "dev_three": _share(bool(one.right & set(got[:3])) for one, got in dev),
                "cross_first": _share(got[:1] == [one.label] for one, got in crossed),
                "cross_three": _share(one.label in got[:3] for one, got in crossed),
            }
        )
    return found


def _share(rights: Iterable[bool]) -> float:
    told = list(rights)
    return sum(told) / len(told)


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
    pipeline = Pipeline([("features", features), ("weights", LogisticRegression(C=10))])
    pipeline.fit(
        [one.text for one in examples],
        ["~" if is_outside(one.label) else one.label for one in examples],
    )

    def rank(text: str) -> list[str]:
        shares = pipeline.decision_function([text])[0]
        ordered = sorted(zip(shares, pipeline.classes_, strict=True), reverse=True)
        return [str(label) for _, label in ordered if label != "~"]

    return rank
