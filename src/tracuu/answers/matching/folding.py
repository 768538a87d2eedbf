"""Which examples are asked of a classifier that learnt the others: near copies stay together."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from random import Random

from tracuu.answers.matching.corpus import FOLDS, Corpus, Example
from tracuu.answers.matching.spelling import normalise

_SEED = 2026
# Of the words of two questions, the share that both have from which on one is a copy of the other: with
# marks and without, with another ending, with one word left out.
_COPY = 0.6


def folds_of(corpus: Corpus) -> Iterator[tuple[list[Example], list[Example]]]:
    """Five times: what is learnt and what is asked. Every label lies evenly in all of them."""
    place = _places(corpus.examples)
    for fold in range(FOLDS):
        yield (
            [one for one in corpus.examples if place[one.label, one.text] != fold],
            [one for one in corpus.examples if place[one.label, one.text] == fold],
        )


def _places(examples: Sequence[Example]) -> dict[tuple[str, str], int]:
    by_label: dict[str, list[Example]] = defaultdict(list)
    for one in examples:
        by_label[one.label].append(one)
    place = {}
    for label, asked in sorted(by_label.items()):
        groups = copies_among([one.text for one in asked])
        Random(f"{_SEED} {label}").shuffle(groups)  # noqa: S311 (the same each time, not a secret)
        sizes = [0] * FOLDS
        for group in sorted(groups, key=len, reverse=True):
            fold = sizes.index(min(sizes))
            sizes[fold] += len(group)
            for at in group:
                place[label, asked[at].text] = fold
    return place


def copies_among(texts: Sequence[str]) -> list[list[int]]:
    """The places of texts, those that are copies of each other together, also through a third.

    >>> copies_among(["Đổi thẻ hết mấy đồng rứa", "doi the het may dong", "mất thẻ"])
    [[0, 1], [2]]
    """
    words = [frozenset(normalise(text).split()) for text in texts]
    leader = list(range(len(texts)))

    def find(at: int) -> int:
        while leader[at] != at:
            leader[at] = at = leader[leader[at]]
        return at

    for at, one in enumerate(words):
        for other in range(at):
            if are_copies(one, words[other]):
                leader[find(at)] = find(other)
    groups: dict[int, list[int]] = defaultdict(list)
    for at in range(len(texts)):
        groups[find(at)].append(at)
    return list(groups.values())


def are_copies(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two sets of words are those of one question, said a little differently."""
    return one == other or len(one & other) > _COPY * len(one | other)
