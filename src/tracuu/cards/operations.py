"""What citizens and officers do with applications."""

from tracuu.cards.lookup import Answer, Caller, Proof
from tracuu.units.models import Unit


def look_up(
    *, unit: Unit, full_name: str, birth_date: str, proof: Proof | None, caller: Caller
) -> Answer:
    raise NotImplementedError
