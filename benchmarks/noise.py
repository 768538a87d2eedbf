"""What lists and citizens make of a name: the slips of the research on names (§1), with its rates.

A rate is the chance that one text has the fault; faults are drawn independently, so a text may have
two. Rates that the research assumes are assumed here too. Where it has none (capitals and spaces in
lists) that of queries is taken. Legacy encodings are whole columns, and no part of this.
"""

import random
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from benchmarks import noise_letters as letters
from benchmarks.noise_dates import query_date, record_date
from tracuu.demo.people import Person

RATES_OF_QUERIES = {
    "nfd": 0.03,
    "tone_place": 0.5,
    "tone_wrong_letter": 0.005,
    "i_or_y": 0.2,
    "unmarked": 0.30,
    "some_marks_missing": 0.03,
    "case": 0.35,
    "spaces": 0.08,
    "tone": 0.025,
    "regional": 0.01,
    "raw_keys": 0.01,
    "slip": 0.02,
    "second_slip": 0.002,
    "middle_left_out": 0.015,
    "order": 0.007,
    "alias": 0.005,
}
RATES_OF_RECORDS = {
    "nfd": 0.03,
    "tone_place": 0.5,
    "tone_wrong_letter": 0.005,
    "i_or_y": 0.2,
    "eth": 0.005,
    "unmarked": 0.02,
    "case": 0.35,
    "spaces": 0.08,
    "tone": 0.01,
    "regional": 0.005,
    "slip": 0.005,
    "middle_left_out": 0.003,
}
Words = list[str]
Change = Callable[[Words, random.Random], Words]
WordChange = Callable[[str, random.Random], str]


@dataclass(frozen=True, slots=True)
class Query:
    """What a citizen typed, and the faults that were put in."""

    full_name: str
    birth_date: str
    faults: tuple[str, ...]


def typed(person: Person, rng: random.Random) -> Query:
    """The person as typed into the lookup."""
    name, faults = _noisy_name(person.full_name, RATES_OF_QUERIES, rng)
    date, date_fault = query_date(person.birth_date, rng)
    return Query(name, date, (*faults, date_fault) if date_fault else faults)


def record_text(person: Person, rng: random.Random) -> tuple[str, str]:
    """The person's name and date as they stand in a list."""
    name, _ = _noisy_name(person.full_name, RATES_OF_RECORDS, rng)
    return name, record_date(person.birth_date, rng)


def _noisy_name(
    name: str, rates: Mapping[str, float], rng: random.Random
) -> tuple[str, tuple[str, ...]]:
    words = name.split()
    wanted = {fault for fault in rates if rng.random() < rates[fault]}
    faults = []
    for fault, change in _CHANGES.items():
        if fault in wanted:
            changed = change(words, rng)
            if changed != words:
                faults.append(fault)
                words = changed
    return " ".join(words), tuple(faults)


def _one(change: WordChange) -> Change:
    """A change of one random word among those that it can change."""

    def apply(words: Words, rng: random.Random) -> Words:
        for at in rng.sample(range(len(words)), len(words)):
            changed = change(words[at], rng)
            if changed and changed != words[at]:
                return [*words[:at], changed, *words[at + 1 :]]
        return words

    return apply


def _each(change: WordChange) -> Change:
    return lambda words, rng: [change(word, rng) for word in words]


def _leave_out_middle(words: Words, rng: random.Random) -> Words:
    if len(words) < 3:
        return words
    at = rng.randrange(1, len(words) - 1)
    return [*words[:at], *words[at + 1 :]]


def _give_alias(words: Words, rng: random.Random) -> Words:
    return rng.choice(
        [
            [*words, "(Bé Năm)"],
            [*words, "tức", "Sáu"],
            ["Maria", *words],
            [f"{words[0][:2]}.", *words[1:]],
            [*words, "2"],
        ]
    )


def _change_case(words: Words, rng: random.Random) -> Words:
    change = rng.choice((str.upper, str.lower))
    return [change(word) for word in words]


def _spoil_spaces(words: Words, rng: random.Random) -> Words:
    """Mostly one too many; in one of twenty a space is lost."""
    if len(words) < 2:
        return words
    at = rng.randrange(len(words) - 1)
    if rng.random() < 0.05:
        return [*words[:at], words[at] + words[at + 1], *words[at + 2 :]]
    odd = rng.choice((" ", "\u00a0", "\u200b", "\ufeff", "\n"))
    return [*words[:at], words[at] + odd, *words[at + 1 :]]


# In this order: what is said, how it is spelled, how it is typed, how it is stored.
_CHANGES: dict[str, Change] = {
    "middle_left_out": _leave_out_middle,
    "order": lambda words, _rng: [words[-1], *words[:-1]],
    "alias": _give_alias,
    "regional": _one(letters.regional),
    "tone": _one(letters.other_tone),
    "i_or_y": _each(letters.other_spelling_of_i),
    "tone_place": _each(letters.other_place_of_tone),
    "tone_wrong_letter": _one(letters.tone_on_wrong_letter),
    "unmarked": _each(lambda word, _rng: letters.fold(word)),
    "some_marks_missing": _one(lambda word, _rng: letters.fold(word)),
    "raw_keys": letters.raw_keystrokes,
    "slip": _one(letters.slip_of_finger),
    "second_slip": _one(letters.slip_of_finger),
    "case": _change_case,
    "eth": _each(lambda word, _rng: word.replace("Đ", "Ð")),
    "spaces": _spoil_spaces,
    "nfd": _each(lambda word, _rng: unicodedata.normalize("NFD", word)),
}
