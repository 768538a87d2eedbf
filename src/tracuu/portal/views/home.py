"""The door: find the unit where the card was applied for."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from tracuu.portal.pages import page, takes
from tracuu.portal.presenters import ShownUnit, by_parent, in_order
from tracuu.units.queries import list_publishing_units, search_units

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
        units = list_publishing_units()
        if len(units) <= _MOST_LISTED:
            context["groups"] = by_parent(units)
        else:
            parents = {unit.parent_id: unit.parent for unit in units if unit.parent}
            context["parents"] = in_order(
                ShownUnit.of(parent) for parent in parents.values() if parent
            )
    return page(request, "portal/home.html", context, keep_seconds=_KEEP_SECONDS)
