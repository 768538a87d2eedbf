"""What is learnt from: ways of asking, each with its topic or with what lies outside."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from tracuu.answers.matching import concepts, spelling

_OUTSIDE = "~"
FOLDS = 5
# Of learning a corpus anew: each part is asked of a classifier that learnt the others, then the whole.
STEPS = FOLDS + 1


@dataclass(frozen=True, slots=True)
class Example:
    """One way of asking. `label` is a topic's slug, or "~" and the slug of what lies outside."""

    text: str
    label: str
    register: str = ""


@dataclass(frozen=True)
class Corpus:
    """All examples, in an order that does not matter."""

    examples: tuple[Example, ...]

    @cached_property
    def digest(self) -> str:
        """Tells one content from another: the hash that a fitted model carries."""
        told = sorted({(one.label, one.text) for one in self.examples})
        return _hash([spelling.DIGEST, concepts.DIGEST, *told], size=16)

    @cached_property
    def label_digests(self) -> dict[str, str]:
        """A hash for the examples of each label: which topics another content leaves as they are."""
        by_label: dict[str, set[str]] = {}
        for one in self.examples:
            by_label.setdefault(one.label, set()).add(one.text)
        return {label: _hash(sorted(texts), size=6) for label, texts in sorted(by_label.items())}


def _hash(told: object, *, size: int) -> str:
    content = json.dumps(told, ensure_ascii=False).encode()
    return hashlib.blake2b(content, digest_size=size).hexdigest()


def outside(slug: str) -> str:
    """The label of a group of questions that we do not answer."""
    return _OUTSIDE + slug


def is_outside(label: str) -> bool:
    return label.startswith(_OUTSIDE)


def outside_slug(label: str) -> str:
    return label.removeprefix(_OUTSIDE)


def corpus_of(examples: Iterable[Example]) -> Corpus:
    """Every example once, sorted, so that the same content is always fitted the same way."""
    unique = {(one.label, one.text): one for one in examples}
    return Corpus(tuple(unique[key] for key in sorted(unique)))
