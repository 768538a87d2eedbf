"""How guessing is made expensive without locking anybody out.

All birth dates of one known name are 31,400 tries, so an address is not the only thing that counts:
so do the name and the unit. Soft limits ask for a proof of work that grows with the count, or a short
wait; a hard limit only time opens. The hard limit of an address is wide: a whole neighbourhood may
share one behind its telephone company.

In a chat nobody can be asked for work, and an account there is not made by the thousand: its own
limits count in place of the address's and the unit's, and a name is closed by nothing but lookups
that were let in, so that nobody closes it from outside for those who chat.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.conf import settings

from tracuu.cards.errors import TooManyLookups
from tracuu.cards.lookup import CHALLENGE_PURPOSE, Caller, challenge_purpose
from tracuu.core import metrics
from tracuu.core.challenges import is_paid
from tracuu.core.limits import Limit, hit, is_open
from tracuu.names import BirthDate, PersonName
from tracuu.units.models import Unit

_TEN_MINUTES, _HOUR = 600, 3600


@dataclass(frozen=True, slots=True)
class _Rule:
    soft: Limit
    hard: Limit
    difficulty: int


_ADDRESS = _Rule(
    Limit("lookup-address", 12, _TEN_MINUTES),
    Limit("lookup-address-hard", 600, _TEN_MINUTES),
    difficulty=50_000,
)
_USER = _Rule(
    Limit("lookup-user", 12, _TEN_MINUTES),
    Limit("lookup-user-hard", 60, _HOUR),
    difficulty=50_000,
)
_NAME = _Rule(
    Limit("lookup-name", 8, _TEN_MINUTES),
    Limit("lookup-name-hard", 150, _HOUR),
    difficulty=150_000,
)
# A number of four digits is guessed in 10,000 tries: five an hour for one person is enough.
_PROOF = Limit("lookup-proof", 5, _HOUR)
_WRONG_PROOFS = Limit("lookup-wrong-proof", 10, 24 * _HOUR)
# Nobody is refused because others are many: a busy unit asks for work, and never only for time.
_UNIT = Limit("lookup-unit", 3000, 60)
_UNIT_DIFFICULTY = 20_000


def check(
    *, unit: Unit, name: PersonName, date: BirthDate, has_proof: bool, caller: Caller
) -> None:
    """Count this lookup; raises `TooManyLookups` when it must be paid for or has to wait."""
    if not settings.LOOKUP_LIMITS:
        return
    folded = " ".join(name.folded)
    named = f"{unit.pk}|{folded}"
    if caller.address:
        _make_pay(unit, named, caller)
    else:
        _refuse_if_over(_USER.soft, caller.user)
    # Only what was let in counts from here on: a name cannot be closed by asking without paying.
    _refuse_if_over(_NAME.hard, named)
    if caller.user:
        _refuse_if_over(_USER.hard, caller.user)
    if has_proof:
        _refuse_if_over(_PROOF, f"{named}|{date.isoformat()}")


def _make_pay(unit: Unit, named: str, caller: Caller) -> None:
    """Whoever comes from an address pays for asking often, of whomever, or while the unit is busy."""
    scoped = [(_ADDRESS, caller.address), (_NAME, named)]
    if caller.user:
        scoped.append((_USER, caller.user))
    _refuse_if_over(_ADDRESS.hard, caller.address)
    difficulty = 0
    for rule, key in scoped:
        if hit(rule.soft, key):
            difficulty = max(difficulty, rule.difficulty)
            metrics.LIMITED.labels(rule.soft.scope).inc()
    if hit(_UNIT, str(unit.pk)):
        difficulty = max(difficulty, _UNIT_DIFFICULTY)
        metrics.LIMITED.labels(_UNIT.scope).inc()
    has_paid = caller.has_paid or (
        difficulty > 0 and is_paid(CHALLENGE_PURPOSE, caller.ticket, who=caller.address)
    )
    if difficulty and not has_paid:
        raise TooManyLookups(scope="soft", retry_after=20, difficulty=difficulty)


def pay(caller: Caller, people: int) -> Caller:
    """Spend a ticket that was bought for a request about so many people, if this is one."""
    if people == 1 or not caller.ticket:
        return caller
    purpose = challenge_purpose(people)
    has_paid = is_paid(purpose, caller.ticket, who=caller.address, worth=people)
    return replace(caller, ticket="", has_paid=has_paid)


def price(refusals: Sequence[TooManyLookups], people: int) -> TooManyLookups:
    """What a request about so many people costs after these refusals: for each what the dearest of
    them costs, so that nobody saves by asking together. When no work helps, the shortest wait.
    """
    solvable = [each for each in refusals if each.can_be_solved]
    if not solvable:
        return min(refusals, key=lambda each: each.retry_after)
    return TooManyLookups(
        scope="soft",
        retry_after=people * max(each.retry_after for each in solvable),
        difficulty=people * max(each.difficulty for each in solvable),
    )


def price_of_all(refusals: Sequence[TooManyLookups], people: int) -> TooManyLookups:
    """The same for a request that is done for everybody or nobody: whom no work lets in holds up all."""
    hard = [each for each in refusals if not each.can_be_solved]
    if hard:
        return max(hard, key=lambda each: each.retry_after)
    return price(refusals, people)


def may_guess(application_id: int) -> bool:
    """Whether a second fact of this application may still be tried today.

    Near spellings of a name have counters of their own, so wrong facts also count for the application
    they were tried on. Silently: an application that is closed answers as if the fact were wrong.
    """
    return not settings.LOOKUP_LIMITS or is_open(_WRONG_PROOFS, str(application_id))


def count_wrong_guess(application_id: int) -> None:
    """A wrong second fact was tried on this application."""
    if settings.LOOKUP_LIMITS and hit(_WRONG_PROOFS, str(application_id)):
        metrics.LIMITED.labels(_WRONG_PROOFS.scope).inc()


def _refuse_if_over(limit: Limit, key: str) -> None:
    wait = hit(limit, key)
    if wait:
        metrics.LIMITED.labels(limit.scope).inc()
        raise TooManyLookups(scope=limit.scope, retry_after=int(wait) + 1, difficulty=0)
