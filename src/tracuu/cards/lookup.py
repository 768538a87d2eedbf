"""The words of a lookup: what is asked, who asks, what is answered."""

import datetime
from dataclasses import dataclass

from tracuu.cards.correction_reasons import Reason
from tracuu.cards.enums import Outcome, ProofKind, Stage
from tracuu.units.models import Unit

CHALLENGE_PURPOSE = "lookup"
# A household and its neighbours; each costs the caller as much as if asked about alone.
MOST_PEOPLE = 8


def challenge_purpose(people: int) -> str:
    """What a ticket is bought for: one lookup, or one request about so many people."""
    return CHALLENGE_PURPOSE if people == 1 else f"{CHALLENGE_PURPOSE}*{people}"


@dataclass(frozen=True, slots=True, repr=False)
class Proof:
    """A second fact that the person holds, as typed."""

    kind: ProofKind
    value: str


@dataclass(frozen=True, slots=True, repr=False)
class Sought:
    """One of several people whom a request asks about, as typed."""

    full_name: str
    birth_date: str
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose limits count: the network address, or in a chat (where there is none) the user, and the
    ticket that shows that this request paid for one more try (see `core.challenges`). `has_paid` says
    that the ticket was looked at before and was good for everybody in the request.
    """

    address: str
    user: str = ""
    ticket: str = ""
    has_paid: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Details:
    """The second tier, only with a right second fact. Dates are None where no list told them.

    `reason`, `bring_by` and `remark` (what the officer wrote) are a faulty file's.
    """

    full_name: str
    birth_date: str
    stage_since: datetime.date
    collected_on: datetime.date | None
    due_on: datetime.date | None
    box: str
    reason: Reason | None
    bring_by: datetime.date | None
    remark: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One of two outcomes; every unconfirmed answer of a unit is equal to every other."""

    outcome: Outcome
    unit: Unit
    data_as_of: datetime.date | None
    stage: Stage | None = None
    details: Details | None = None
