"""The button that calls the unit."""

from django.utils.translation import gettext

from tracuu.core import clock
from tracuu.messaging.chat.content import Button, Tap
from tracuu.units.models import Unit
from tracuu.units.rules import first_number, is_open

_LENGTHS = frozenset({10, 11})


def call_buttons(unit: Unit) -> tuple[Button, ...]:
    """One button in the active language; none for what a telephone cannot dial."""
    number = first_number(unit.phone)
    digits = "".join(sign for sign in number if sign.isdigit())
    is_usual = digits.startswith("0") and len(digits) in _LENGTHS
    return (Button(gettext("Gọi đơn vị"), Tap.CALL, number),) if is_usual else ()


def call_while_open(unit: Unit) -> tuple[Button, ...]:
    """The same, while there is somebody who takes the call."""
    return call_buttons(unit) if is_open(unit.opening_hours, clock.now()) else ()
