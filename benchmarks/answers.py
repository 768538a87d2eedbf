"""Which topic a question gets: the classifier against what else could be used, on questions of others
and by cross-validation over the content's own phrasings, near copies of one always in one fold.

`answers_dev.json` holds 254 utterances with the topic they ask for ("none": 54 that must not be
answered), by other authors than the phrasings. Nothing was tuned on a single one of them.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.answers_baselines import BASELINES
from benchmarks.measure import median, percentile
from benchmarks.surroundings import ROOT
from tracuu.answers.matching import store
from tracuu.answers.matching.calibrating import Unseen, calibrate, held_back
from tracuu.answers.matching.corpus import (
    Corpus,
    Example,
    corpus_of,
    is_outside,
    outside,
    outside_slug,
)
from tracuu.answers.matching.decision import Calibration, Outcome, Ranking, decide
from tracuu.answers.matching.folding import folds_of
from tracuu.answers.matching.learning import Model, cross_validate, fit
from tracuu.answers.matching.spelling import has_personal_number

CONTENT = ROOT / "src" / "tracuu" / "answers" / "content.json"
QUESTIONS = ROOT / "benchmarks" / "answers_dev.json"
_MOST_CONFUSED = 25
_SMALL_TALK = "smalltalk"


@dataclass(frozen=True, slots=True)
class Question:
    """`right` is empty when it must not be answered; `group` is where it then belongs, if known."""

    text: str
    register: str
    right: frozenset[str]
    group: str = ""


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
        "calibration": {
            "answer_at": calibration.answer_at,
            "beyond_at": calibration.beyond_at,
            "named_at": calibration.named_at,
        },
        "dev": figures_of(questions, [(one, calibration) for one in rankings], refused),
        "cross_validation": figures_of(
            [as_question(one) for one in unseen], held_back(unseen), refused
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


def as_question(one: Unseen) -> Question:
    label = one.example.label
    if is_outside(label):
        return Question(one.example.text, one.example.register, frozenset(), outside_slug(label))
    return Question(one.example.text, one.example.register, frozenset({label}))


def figures_of(
    questions: Sequence[Question],
    ranked: Sequence[tuple[Ranking, Calibration]],
    refused: frozenset[str],
) -> dict[str, Any]:
    """What became of questions, each ranked and decided by a calibration of its own."""
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
        for question, (ranking, calibration) in zip(questions, ranked, strict=True)
    ]
    ours = [row for row in rows if row[0].right]
    beyond = [row for row in rows if not row[0].right]
    answered = [row for row in ours if row[2].outcome is Outcome.ANSWER]
    first = [ranking.topics[0][0] in question.right for question, ranking, _ in ours]
    three = [_is_among(ranking, question) for question, ranking, _ in ours]
    away = (Outcome.HAND_OVER, Outcome.REFUSE)
    named = [row for row in rows if row[2].group]
    of_known = [row for row in named if row[0].right or row[0].group]
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
        "beyond_named": sum(not row[0].right for row in named) / len(beyond),
        "named_right": (
            sum(_is_named(row[0], row[2].group) for row in of_known) / len(of_known)
            if any(row[0].group for row in beyond) and of_known
            else None
        ),
        "registers": _by_register(ours),
        "confused": _confused(ours),
    }


def _is_named(question: Question, group: str) -> bool:
    """Whether a question was told where it belongs; all small talk gets the same reply."""
    return question.group == group or question.register == _SMALL_TALK == _kind_of(group)


@cache
def _kind_of(group: str) -> str:
    content = json.loads(CONTENT.read_text(encoding="utf-8"))
    return next((one["kind"] for one in content["outside"] if one["slug"] == group), "")


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
    found: list[dict[str, Any]] = []
    for name, make in BASELINES.items():
        maker = make()
        if maker is None:
            found.append({"name": name})
            continue
        rank = maker(corpus.examples)
        dev = [(one, rank(one.text)) for one in questions if one.right]
        crossed = [
            (one, rank_fold(one.text))
            for rank_fold, asked in ((maker(learnt), asked) for learnt, asked in folds_of(corpus))
            for one in asked
            if not is_outside(one.label)
        ]
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
