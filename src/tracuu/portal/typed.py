"""What a citizen typed into the lookup form, kept as typed so that the form can show it again."""

from dataclasses import dataclass
from typing import Self

from django.http import QueryDict

from tracuu.cards.enums import ProofKind
from tracuu.cards.lookup import Proof

# Longer than any name that is understood, and short enough to be sent back on a slow line.
_KEPT = 300
_TICKET_KEPT = 4096


@dataclass(frozen=True, slots=True)
class Typed:
    full_name: str = ""
    birth_date: str = ""
    proof_kind: ProofKind = ProofKind.RECEIPT
    proof_value: str = ""
    ticket: str = ""

    @classmethod
    def read(cls, post: QueryDict) -> Self:
        """Read a submitted form; what is missing is empty."""
        kind = post.get("proof_kind", "")
        return cls(
            full_name=post.get("full_name", "").strip()[:_KEPT],
            birth_date=post.get("birth_date", "").strip()[:_KEPT],
            proof_kind=ProofKind(kind) if kind in ProofKind.values else ProofKind.RECEIPT,
            proof_value=post.get("proof_value", "").strip()[:_KEPT],
            ticket=post.get("ticket", "")[:_TICKET_KEPT],
        )

    @property
    def proof(self) -> Proof | None:
        """The second fact, if anything was typed for it."""
        return Proof(self.proof_kind, self.proof_value) if self.proof_value else None
