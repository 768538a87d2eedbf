"""How guessing is made expensive without locking anybody out.

All birth dates of one known name are 31,400 tries, so an address is not the only thing that counts:
so do the name and the unit. Soft limits ask for a proof of work that grows with the count, or a short
wait; a hard limit only time opens. The hard limit of an address is wide: a whole neighbourhood may
share one behind its telephone company.
"""

from dataclasses import dataclass

from django.conf import settings

from tracuu.cards.errors import TooManyLookups
from tracuu.cards.lookup import CHALLENGE_PURPOSE, Caller
from tracuu.core import metrics
from tracuu.core.challenges import is_paid
from tracuu.core.limits import Limit, hit
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
    scoped = [(_ADDRESS, caller.address), (_NAME, f"{unit.pk}|{folded}")]
    if caller.user:
        scoped.append((_USER, caller.user))
    difficulty = 0
    for rule, key in scoped:
        _refuse_if_over(rule.hard, key)
        if hit(rule.soft, key):
            difficulty = max(difficulty, rule.difficulty)
            metrics.LIMITED.labels(rule.soft.scope).inc()
    if has_proof:
        _refuse_if_over(_PROOF, f"{unit.pk}|{folded}|{date.isoformat()}")
    if hit(_UNIT, str(unit.pk)):
        difficulty = max(difficulty, _UNIT_DIFFICULTY)
        metrics.LIMITED.labels(_UNIT.scope).inc()
    if difficulty and not is_paid(CHALLENGE_PURPOSE, caller.ticket, who=caller.address):
        raise TooManyLookups(scope="soft", retry_after=20, difficulty=difficulty)


def _refuse_if_over(limit: Limit, key: str) -> None:
    wait = hit(limit, key)
    if wait:
        metrics.LIMITED.labels(limit.scope).inc()
        raise TooManyLookups(scope=limit.scope, retry_after=int(wait) + 1, difficulty=0)
