"""Where an officer arrives: at the unit, or at the choice between several."""

from django.http import HttpResponse
from django.shortcuts import redirect

from tracuu.accounts.queries import list_memberships_of
from tracuu.console.pages import page, signed_in_page
from tracuu.console.requests import OfficerRequest


@signed_in_page()
def show_home(request: OfficerRequest) -> HttpResponse:
    memberships = list_memberships_of(request.user)
    if len(memberships) == 1:
        return redirect("console:unit", memberships[0].unit.slug)
    return page(request, "console/home.html", {"memberships": memberships})
