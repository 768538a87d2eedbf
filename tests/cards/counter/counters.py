"""What the tests of the counter share."""

from typing import Any

from cards.uploads import AN
from tracuu.cards.counter.finding import find_for_counter
from tracuu.cards.counter.handing_over import hand_over
from tracuu.cards.models import HandOver
from tracuu.units.models import Unit


def find(unit: Unit, text: str, actor: Any = AN) -> list[Any]:
    return list(find_for_counter(unit=unit, text=text, actor=actor).people)


def find_one(unit: Unit, text: str) -> Any:
    [one] = find(unit, text)
    return one


def give(unit: Unit, text: str, actor: Any = AN, **facts: Any) -> HandOver:
    person = find_one(unit, text)
    return hand_over(unit=unit, application_id=person.application_id, actor=actor, **facts)
