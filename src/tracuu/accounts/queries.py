"""Reads of officers and what they may do where."""

from django.db.models import Q, QuerySet

from tracuu.accounts.enums import Role
from tracuu.accounts.errors import NotYours
from tracuu.accounts.models import Invitation, Membership, Officer
from tracuu.core import clock
from tracuu.units.models import Unit
from tracuu.units.queries import list_ids_above


def find_officer(email: str) -> Officer | None:
    """The officer who signs in with this address, however it is spelled."""
    return Officer.objects.filter(email__iexact=email.strip()).first()


def list_roles(officer: Officer, unit: Unit) -> frozenset[Role]:
    """What the officer is in this unit: the own role, and supervisor when it stands below theirs."""
    above = list_ids_above(unit)
    held = Membership.objects.filter(officer=officer, ended_at=None, unit_id__in=[unit.pk, *above])
    return frozenset(
        Role(membership.role)
        for membership in held
        if membership.unit_id == unit.pk or membership.role == Role.SUPERVISOR
    )


def get_unit_of(officer: Officer, slug: str) -> tuple[Unit, frozenset[Role]]:
    """The unit of an address within the officer's scope and the roles there; raises `NotYours`."""
    unit = Unit.objects.filter(slug=slug).first()
    roles = list_roles(officer, unit) if unit else frozenset()
    if unit is None or not roles:
        raise NotYours(slug)
    return unit, roles


def list_memberships_of(officer: Officer) -> list[Membership]:
    """Where the officer works today, by the name of the unit."""
    return list(
        Membership.objects.filter(officer=officer, ended_at=None)
        .select_related("unit")
        .order_by("unit__name")
    )


def list_unit_ids_of(officer: Officer) -> list[int]:
    """The units whose record tells of this officer's signing in."""
    held = Membership.objects.filter(officer=officer, ended_at=None)
    return list(held.order_by("unit_id").values_list("unit_id", flat=True))


def list_members(unit: Unit) -> QuerySet[Membership]:
    """The officers of a unit today, by name."""
    return (
        Membership.objects.filter(unit=unit, ended_at=None)
        .select_related("officer")
        .order_by("officer__full_name", "officer_id")
    )


def find_highest_staffed(unit: Unit) -> Unit:
    """Of a unit and those above it the highest in which somebody works: it decides for them all."""
    found = unit
    above = unit.parent
    while above is not None:
        if Membership.objects.filter(unit=above, ended_at=None).exists():
            found = above
        above = above.parent
    return found


def list_officers_ever(unit: Unit) -> QuerySet[Officer]:
    """Who works or worked in the unit, or supervises it: those whose deeds its record may hold."""
    above = list_ids_above(unit)
    supervising = Q(memberships__unit_id__in=above, memberships__role=Role.SUPERVISOR)
    officers = Officer.objects.filter(Q(memberships__unit=unit) | supervising)
    return officers.distinct().order_by("full_name", "pk")


def find_member(unit: Unit, officer_id: int) -> Membership | None:
    """An officer's role in this unit, or None."""
    return list_members(unit).filter(officer_id=officer_id).first()


def list_open_invitations(unit: Unit) -> QuerySet[Invitation]:
    """Invitations of a unit that still let somebody in, newest first."""
    return Invitation.objects.filter(
        unit=unit, accepted_at=None, withdrawn_at=None, expires_at__gt=clock.now()
    ).order_by("-made_at")
