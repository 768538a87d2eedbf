"""What a citizen typed into the lookup form, kept as typed so that the form can show it again.

The fields of the first person have plain names (`full_name`), those of others end in their number
(`full_name-2`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Self

from django.http import QueryDict

from tracuu.assistant.web_links import MOST_LETTERS, PARAMETER
from tracuu.cards.enums import ProofKind
from tracuu.cards.lookup import MOST_PEOPLE, Proof, Sought

# Longer than any name that is understood, and short enough to be sent back on a slow line.
_KEPT = 300
_TICKET_KEPT = 4096


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed about one person; `number` counts from 1."""

    full_name: str = ""
    birth_date: str = ""
    proof_kind: ProofKind = ProofKind.RECEIPT
    proof_value: str = ""
    number: int = 1

    @classmethod
    def read(cls, post: QueryDict, suffix: str) -> Self:
        """Read one person's fields; what is missing is empty."""
        kind = post.get(f"proof_kind{suffix}", "")
        return cls(
            full_name=post.get(f"full_name{suffix}", "").strip()[:_KEPT],
            birth_date=post.get(f"birth_date{suffix}", "").strip()[:_KEPT],
            proof_kind=ProofKind(kind) if kind in ProofKind.values else ProofKind.RECEIPT,
            proof_value=post.get(f"proof_value{suffix}", "").strip()[:_KEPT],
        )

    @property
    def suffix(self) -> str:
        """What the names of this person's fields end in."""
        return _suffix(self.number)

    @property
    def is_blank(self) -> bool:
        return not (self.full_name or self.birth_date or self.proof_value)

    @property
    def sought(self) -> Sought:
        """What to look up; the second fact only if anything was typed for it."""
        proof = Proof(self.proof_kind, self.proof_value) if self.proof_value else None
        return Sought(self.full_name, self.birth_date, proof)


@dataclass(frozen=True, slots=True)
class TypedPeople:
    """Everybody in the form, numbered from 1 without a gap; there is always one.

    `link` says which Zalo chat opened the form, if one did (see `assistant.web_links`).
    """

    people: tuple[Typed, ...] = field(default_factory=lambda: (Typed(),))
    ticket: str = ""
    link: str = ""

    @classmethod
    def read(cls, post: QueryDict) -> Self:
        """Read a submitted form; of more people than may be asked about at once, the first ones."""
        suffixes = [_suffix(number) for number in range(1, MOST_PEOPLE + 1)]
        people = [
            Typed.read(post, suffix)
            for suffix in suffixes
            if f"full_name{suffix}" in post or f"birth_date{suffix}" in post
        ]
        return cls(
            _numbered(people or [Typed()]),
            ticket=post.get("ticket", "")[:_TICKET_KEPT],
            link=read_link(post),
        )

    @property
    def count(self) -> int:
        return len(self.people)

    @property
    def may_grow(self) -> bool:
        return self.count < MOST_PEOPLE

    def with_one_more(self) -> Self:
        """Add an empty person, unless there are as many as may be."""
        return replace(self, people=_numbered([*self.people, Typed()])) if self.may_grow else self

    def without(self, number: int) -> Self:
        """Leave out a person; the others move up."""
        return self.only(one.number for one in self.people if one.number != number)

    def without_blanks(self) -> Self:
        """Leave out those about whom nothing was typed: one field too many is no mistake."""
        return self.only(one.number for one in self.people if not one.is_blank)

    def only(self, numbers: Iterable[int]) -> Self:
        """Keep these people; an empty one when nobody is left."""
        wanted = set(numbers)
        kept = [one for one in self.people if one.number in wanted]
        return replace(self, people=_numbered(kept or [Typed()]))


def read_link(told: QueryDict) -> str:
    """The link to a chat, out of the address or the form."""
    return told.get(PARAMETER, "")[:MOST_LETTERS]


def _suffix(number: int) -> str:
    return "" if number == 1 else f"-{number}"


def _numbered(people: Iterable[Typed]) -> tuple[Typed, ...]:
    return tuple(replace(one, number=place) for place, one in enumerate(people, start=1))
