"""The simulation of the research on names, repeated on our code over a real database."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from benchmarks.noise import Query, typed
from benchmarks.people import TODAY, last4, people
from tracuu.cards.candidates import Candidate, TooManyCandidates, choose, find_candidates
from tracuu.cards.enums import ProofKind
from tracuu.core.crypto import keys
from tracuu.demo.people import Person
from tracuu.names import (
    BirthDateNotUnderstood,
    NameNotUnderstood,
    Verdict,
    compare,
    parse_birth_date,
    parse_name,
)

_SEED_OF_STRANGERS = 777_000
_EXAMPLES = 40


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one query came to. `asked` is a record alike, reachable only with a second fact."""

    first: int | None
    second: int | None
    asked: bool
    candidates: int


def run(options: dict[str, Any]) -> dict[str, Any]:
    """Ask for `count` people on the list of each share, and for as many who are on none."""
    rng = random.Random(options["seed"])
    unit_ids = sorted({share[0] for share in options["shares"]})
    listed, examples = _ask_listed(options["shares"], unit_ids, options["count"], rng)
    strangers = _ask_strangers(unit_ids, options["count"], rng)
    return {**listed, "strangers": strangers, "lost": examples}


def _ask_listed(
    shares: list[list[int]], unit_ids: list[int], count: int, rng: random.Random
) -> tuple[dict[str, Any], list[list[Any]]]:
    totals: Counter[str] = Counter()
    faults: dict[str, Counter[str]] = defaultdict(Counter)
    candidates: list[int] = []
    lost: list[list[Any]] = []
    for person, application_id, digits in _sample(shares, count, rng):
        query = typed(person, rng)
        outcome = _ask(query, digits, unit_ids)
        candidates.append(outcome.candidates)
        ends = _ends(outcome, application_id)
        totals.update(ends)
        for fault in query.faults or ("none",):
            faults[fault].update(ends)
        if "reached" not in ends and len(lost) < _EXAMPLES:
            date = person.birth_date.isoformat()
            lost.append([person.full_name, date, query.full_name, query.birth_date, query.faults])
    figures = {
        "listed": dict(totals),
        "faults": {fault: dict(counts) for fault, counts in sorted(faults.items())},
        "candidates_mean": sum(candidates) / len(candidates),
        "candidates_p99": sorted(candidates)[int(len(candidates) * 0.99)],
        "candidates_most": max(candidates),
    }
    return figures, lost


def _ends(outcome: Outcome, application_id: int) -> list[str]:
    ends = ["queries"]
    if outcome.first is None:
        ends.append("asked" if outcome.asked else "nobody")
    else:
        ends.append("right" if outcome.first == application_id else "wrong")
    if outcome.second is not None:
        ends.append("reached" if outcome.second == application_id else "reached_wrong")
    return ends


def _sample(
    shares: list[list[int]], count: int, rng: random.Random
) -> Iterator[tuple[Person, int, str]]:
    """People of the list, their applications, and the digits that they know."""
    for _, seed, first_id, size in shares:
        wanted = set(rng.sample(range(size), min(size, count // len(shares))))
        for number, person in enumerate(people(seed, size)):
            if number in wanted:
                yield person, first_id + number, last4(seed, number)


def _ask_strangers(unit_ids: list[int], count: int, rng: random.Random) -> dict[str, int]:
    totals: Counter[str] = Counter()
    for number, person in enumerate(people(_SEED_OF_STRANGERS, count)):
        outcome = _ask(typed(person, rng), last4(_SEED_OF_STRANGERS, number), unit_ids)
        totals["queries"] += 1
        totals["shown"] += outcome.first is not None
        totals["asked"] += outcome.first is None and outcome.asked
        totals["shown_with_second_fact"] += outcome.second is not None
    return dict(totals)


def _ask(query: Query, digits: str, unit_ids: list[int]) -> Outcome:
    """Both tiers of the lookup, without its limits and counters."""
    try:
        name = parse_name(query.full_name)
        date = parse_birth_date(query.birth_date, today=TODAY)
        found = find_candidates(name, date, unit_ids, *keys())
    except (NameNotUnderstood, BirthDateNotUnderstood, TooManyCandidates):
        return Outcome(None, None, asked=False, candidates=0)
    first = choose(name, date, found, proof=None, is_proof_required=False)
    second = choose(name, date, found, proof=(ProofKind.ID_LAST4, digits), is_proof_required=False)
    alike = any(compare(name, date, row.name, row.date) is not Verdict.NO for row in found)
    return Outcome(_id(first), _id(second), asked=alike, candidates=len(found))


def _id(chosen: Candidate | None) -> int | None:
    return None if chosen is None else chosen.application_id
