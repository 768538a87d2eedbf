from django.http import HttpRequest

from tracuu.accounts.enums import Role
from tracuu.accounts.models import Officer
from tracuu.audit.operations import Actor
from tracuu.units.models import Unit


class OfficerRequest(HttpRequest):
    """A request under /console/ by an officer who has signed in."""

    user: Officer  # type: ignore[assignment] (nobody else passes `officer_page`)
    actor: Actor
    unit: Unit | None
    roles: frozenset[Role]
