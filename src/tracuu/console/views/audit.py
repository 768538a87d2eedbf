"""The unit's record, newest first, by action, officer and day."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse

from tracuu.accounts import permissions
from tracuu.accounts.queries import list_officers_ever
from tracuu.audit.queries import list_events
from tracuu.console.events import ShownEvent, list_actions, names_of, officer_ids_in
from tracuu.console.forms import EventFilterForm
from tracuu.console.pages import officer_page, page
from tracuu.console.requests import OfficerRequest
from tracuu.console.subjects import find_ways
from tracuu.core.clock import day_bounds
from tracuu.units.models import Unit

_A_PAGE = 50


@officer_page(check=permissions.check_can_read_audit)
def show_audit(request: OfficerRequest, unit: Unit) -> HttpResponse:
    events = list_events(unit.pk)
    # Not asked of the events: a unit's record grows for ever, its officers do not.
    officers = [(str(each.pk), each.full_name) for each in list_officers_ever(unit)]
    form = EventFilterForm(request.GET, actions=list_actions(), officers=officers)
    form.full_clean()
    wanted = {name: value for name, value in form.cleaned_data.items() if value}
    if "action" in wanted:
        events = events.filter(action=wanted["action"])
    if "officer" in wanted:
        events = events.filter(actor_id=int(wanted["officer"]))
    if "day" in wanted:
        begins, ends = day_bounds(wanted["day"])
        events = events.filter(at__gte=begins, at__lt=ends)
    shown = Paginator(events, _A_PAGE).get_page(request.GET.get("page"))
    names = names_of(officer_ids_in(shown))
    ways = find_ways(shown, unit=unit, officer=request.user)
    context = {
        "form": form,
        "page": shown,
        "events": [ShownEvent.of(event, names, ways) for event in shown],
        "query": urlencode(wanted),
    }
    return page(request, "console/audit.html", context)
