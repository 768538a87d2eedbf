"""What is learnt from: ways of asking, each with its topic or with what lies outside."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

_OUTSIDE = "~"


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
        return hashlib.blake2b(
            json.dumps(told, ensure_ascii=False).encode(), digest_size=16
        ).hexdigest()


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
