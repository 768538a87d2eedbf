"""The door: find the unit where the card was applied for."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from tracuu.portal.pages import page, takes
from tracuu.portal.presenters import ShownUnit, by_parent, in_order
from tracuu.units.queries import (
    count_publishing_units,
    list_publishing_units,
    list_units_above_publishing,
    search_units,
)

_LONGEST_SEARCH = 100
_KEEP_SECONDS = 60
# A country has thousands of units: beyond this many the page shows the units above them instead.
_MOST_LISTED = 100


@takes("GET", "HEAD")
def show_home(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("q", "").strip()[:_LONGEST_SEARCH].replace("\0", "")
    context: dict[str, Any] = {"wanted": wanted, "groups": [], "parents": [], "found": []}
    if wanted:
        context["found"] = [(ShownUnit.of(unit), unit.closed_on) for unit in search_units(wanted)]
    if not context["found"]:
        if count_publishing_units() <= _MOST_LISTED:
            context["groups"] = by_parent(list_publishing_units())
        else:
            above = (ShownUnit.of(unit) for unit in list_units_above_publishing())
            context["parents"] = in_order(above)
    return page(request, "portal/home.html", context, keep_seconds=_KEEP_SECONDS)
