"""A unit's main screen: the menu that people know from Zalo."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from tracuu.cards.ageing.notices import has_notice
from tracuu.cards.answer_wording import freshness
from tracuu.cards.queries import find_data_as_of
from tracuu.portal.pages import page, takes, unit_or_404
from tracuu.portal.presenters import ShownUnit, in_order
from tracuu.portal.zalo_shown import shown_zalo
from tracuu.units.queries import list_scope_ids, list_successors, list_units_of

_KEEP_SECONDS = 60


@takes("GET", "HEAD")
def show_unit(request: HttpRequest, slug: str) -> HttpResponse:
    unit = unit_or_404(slug)
    context: dict[str, Any] = {"unit": ShownUnit.of(unit)}
    if unit.closed_on:
        successors = [ShownUnit.of(successor) for successor in list_successors(unit)]
        context |= {"closed_on": unit.closed_on, "successors": successors}
        return page(request, "portal/closed_unit.html", context, keep_seconds=_KEEP_SECONDS)
    context["zalo"] = shown_zalo(unit)
    if unit.publishes_lists:
        context |= {
            "can_look_up": True,
            "has_notice": has_notice(unit),
            "freshness": freshness(find_data_as_of(list_scope_ids(unit))),
        }
    else:
        context |= {"units_below": in_order(map(ShownUnit.of, list_units_of(unit)))}
    return page(request, "portal/unit.html", context, keep_seconds=_KEEP_SECONDS)
