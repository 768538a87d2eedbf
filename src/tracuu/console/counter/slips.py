"""The slip: a page to print, on A6 or on the paper of a till."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from tracuu.accounts import permissions
from tracuu.cards.counter.slips import issue_slip
from tracuu.cards.errors import ApplicationNotHere
from tracuu.cards.wording import date_text
from tracuu.console.counter.tickets import read_ticket
from tracuu.console.pages import officer_page, page
from tracuu.console.requests import OfficerRequest
from tracuu.core import clock
from tracuu.core.qr import qr_path
from tracuu.core.receipt_codes import grouped
from tracuu.units.models import Unit
from tracuu.units.wording import hours_text, unit_name


@officer_page("GET", "HEAD", "POST", check=permissions.check_can_hand_over)
def show_slip(request: OfficerRequest, unit: Unit) -> HttpResponse:
    """Print it, again with the same code; or with a new one, when the old slip was lost."""
    ticket = read_ticket(unit, request.user, request.POST.get("person", ""))
    if request.method != "POST" or ticket is None:
        return redirect("console:counter", unit.slug)
    try:
        slip = issue_slip(
            unit=unit,
            application_id=ticket.application_id,
            actor=request.actor,
            lost=request.POST.get("lost", ""),
        )
    except ApplicationNotHere:
        raise Http404 from None
    path, size = qr_path(slip.code)
    context = {
        "slip": slip,
        "code": grouped(slip.code),
        "qr_path": path,
        "qr_size": size,
        "unit_name": unit_name(unit),
        "hours": hours_text(unit),
        "printed_on": date_text(clock.today()),
        "address_of_lookup": _address(unit),
    }
    return page(request, "console/counter/slip.html", context)


def _address(unit: Unit) -> str:
    """Where citizens look up, as it is read aloud; without a public address nothing is promised."""
    if not settings.BASE_URL:
        return ""
    address = settings.BASE_URL.rstrip("/") + reverse("portal:lookup", args=[unit.slug])
    return address.partition("://")[2]
