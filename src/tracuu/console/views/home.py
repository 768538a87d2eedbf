"""Where an officer arrives: the unit, or the choice between several."""

from django.http import HttpResponse
from django.shortcuts import redirect

from tracuu.accounts import permissions
from tracuu.accounts.queries import list_memberships_of
from tracuu.console.pages import officer_page, page, signed_in_page
from tracuu.console.requests import OfficerRequest
from tracuu.units.models import Unit
from tracuu.units.queries import list_units_of


@signed_in_page()
def show_home(request: OfficerRequest) -> HttpResponse:
    memberships = list_memberships_of(request.user)
    if len(memberships) == 1:
        return redirect("console:unit", memberships[0].unit.slug)
    return page(request, "console/home.html", {"memberships": memberships})


@officer_page(check=permissions.check_can_read_unit)
def show_unit(request: OfficerRequest, unit: Unit) -> HttpResponse:
    """The unit's start page; for a supervisor also the way to each unit below."""
    below = list_units_of(unit) if permissions.can_approve(request.user, unit) else []
    reachable = [each for each in below if permissions.can_read_unit(request.user, each)]
    return page(request, "console/unit.html", {"below": reachable})
