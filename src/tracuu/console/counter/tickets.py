"""Which application a page is about, in a form's hidden field: only who searched for it can ask for it.

A bare number could be counted up. A ticket is signed for one officer and unit and grows old.
"""

from dataclasses import dataclass

from django.core import signing

from tracuu.accounts.models import Officer
from tracuu.core import clock
from tracuu.units.models import Unit

_GOOD_FOR_SECONDS = 1800
# A scanner that ends a line with two signs presses Enter twice; nobody reads a box so fast.
_READ_SECONDS = 0.4


@dataclass(frozen=True, slots=True)
class Ticket:
    application_id: int
    is_too_fresh: bool


def make_ticket(unit: Unit, officer: Officer, application_id: int) -> str:
    content = [application_id, round(clock.now().timestamp(), 2)]
    return signing.dumps(content, salt=_salt(unit, officer))


def read_ticket(unit: Unit, officer: Officer, text: str) -> Ticket | None:
    """The ticket, or None when it is somebody else's, another unit's, too old, or none."""
    try:
        application_id, at = signing.loads(
            text, salt=_salt(unit, officer), max_age=_GOOD_FOR_SECONDS
        )
    except signing.BadSignature:
        return None
    return Ticket(application_id, is_too_fresh=clock.now().timestamp() - at < _READ_SECONDS)


def _salt(unit: Unit, officer: Officer) -> str:
    return f"counter|{unit.pk}|{officer.pk}"
