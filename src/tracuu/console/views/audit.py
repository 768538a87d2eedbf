"""The unit's record, newest first, by action, officer and day."""

from operator import itemgetter
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse

from tracuu.accounts import permissions
from tracuu.audit.queries import list_actions, list_actor_ids, list_events
from tracuu.console.events import ShownEvent, action_text, names_of, officer_ids_in
from tracuu.console.forms import EventFilterForm
from tracuu.console.pages import officer_page, page
from tracuu.console.requests import OfficerRequest
from tracuu.core.clock import day_bounds
from tracuu.units.models import Unit

_A_PAGE = 50


@officer_page(check=permissions.check_can_read_audit)
def show_audit(request: OfficerRequest, unit: Unit) -> HttpResponse:
    events = list_events(unit.pk)
    names = names_of(list_actor_ids(unit.pk))
    officers = sorted(((str(key), name) for key, name in names.items()), key=itemgetter(1))
    actions = sorted(
        ((action, action_text(action)) for action in list_actions(unit.pk)), key=itemgetter(1)
    )
    form = EventFilterForm(request.GET, actions=actions, officers=officers)
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
    names |= names_of(officer_ids_in(shown))
    context = {
        "form": form,
        "page": shown,
        "events": [ShownEvent.of(event, names) for event in shown],
        "query": urlencode(wanted),
    }
    return page(request, "console/audit.html", context)
