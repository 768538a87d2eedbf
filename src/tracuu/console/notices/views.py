"""A unit's messages: how many went out, what gave up and why, and putting right what was a mistake."""

import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracuu.accounts import permissions
from tracuu.cards.enums import ListState
from tracuu.cards.telling.publication import event_of
from tracuu.console.lists.views import get_list
from tracuu.console.notices.shown import ShownDead, ShownHeld
from tracuu.console.pages import officer_page, page
from tracuu.console.requests import OfficerRequest
from tracuu.core import clock
from tracuu.messaging.enums import DeliveryState, Way
from tracuu.messaging.jobs import send_now
from tracuu.messaging.operations import drop_dead, retry_dead, send_corrections
from tracuu.messaging.queries import (
    count_by_state,
    count_by_way,
    count_watches,
    list_dead,
    list_held,
)
from tracuu.units.models import Unit

_DAYS = 30
_MOST_NUMBERS = 200
# Who confirms an address is one of those who are waited for; the table below says which.
_STATES = {DeliveryState.WAITING: gettext_lazy("Chờ người dân")}


@officer_page()
def show_notices(request: OfficerRequest, unit: Unit) -> HttpResponse:
    since = clock.now() - datetime.timedelta(days=_DAYS)
    counts, ways = count_by_state(unit.pk, since), count_by_way(unit.pk, since)
    order = (
        DeliveryState.SENT,
        DeliveryState.QUEUED,
        DeliveryState.WAITING,
        DeliveryState.RECALLED,
        DeliveryState.DEAD,
        DeliveryState.DROPPED,
    )
    context = {
        "days": _DAYS,
        "watches": count_watches(unit.pk),
        "counts": [(_STATES.get(state, state.label), counts.get(state, 0)) for state in order],
        "ways": [(way.label, ways[way]) for way in Way if way in ways],
        "held": [ShownHeld.of(one) for one in list_held(unit.pk)],
        "dead": [ShownDead.of(row) for row in list_dead(unit.pk)],
        "can_edit": permissions.can_publish_lists(request.user, unit),
    }
    return page(request, "console/notices/notices.html", context)


@officer_page("POST", check=permissions.check_can_publish_lists)
def decide_on_dead(request: OfficerRequest, unit: Unit) -> HttpResponse:
    """Try again or give up: those that are ticked, or with `all` every one."""
    ticked = [int(text) for text in request.POST.getlist("number") if text.isdecimal()]
    ticked = ticked[:_MOST_NUMBERS]
    if request.POST.get("deed") == "drop":
        count = drop_dead(unit_id=unit.pk, delivery_ids=ticked, actor=request.actor)
        said = _("Đã bỏ %(count)s tin.")
    else:
        wanted = None if request.POST.get("deed") == "retry-all" else ticked
        count = retry_dead(unit_id=unit.pk, delivery_ids=wanted, actor=request.actor)
        said = _("Đang gửi lại %(count)s tin.")
        send_now()
    if count:
        messages.success(request, said % {"count": count})
    else:
        messages.error(request, _("Hãy đánh dấu ít nhất một tin."))
    return redirect("console:notices", unit.slug)


@officer_page("POST", check=permissions.check_can_publish_lists)
def send_list_corrections(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
    """Tell whoever had a message of an undone list that it was a mistake."""
    card_list = get_list(unit, pk)
    if card_list.state == ListState.WITHDRAWN:
        count = send_corrections(event=event_of(card_list.pk), unit_id=unit.pk, actor=request.actor)
        send_now()
        messages.success(request, _("Đang gửi %(count)s tin đính chính.") % {"count": count})
    return redirect("console:list", unit.slug, pk)
