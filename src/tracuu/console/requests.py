from django.http import HttpRequest

from tracuu.accounts.enums import Role
from tracuu.accounts.models import Officer
from tracuu.audit.operations import Actor
from tracuu.units.models import Unit


class OfficerRequest(HttpRequest):
    """A request under /console/ by an officer who has signed in."""

    # Nobody else passes `officer_page`.
    user: Officer
    actor: Actor
    unit: Unit | None
    roles: frozenset[Role]
