"""The list of conversations: who waits longest comes first."""

from typing import Any

from django.http import HttpResponse

from tracuu.accounts import permissions
from tracuu.audit.operations import record
from tracuu.console.inbox.shown import ShownRow
from tracuu.console.pages import officer_page, page
from tracuu.console.requests import OfficerRequest
from tracuu.core import clock
from tracuu.messaging.chat.inbox import (
    MOST_ROWS,
    Shown,
    count_shown,
    list_conversations,
    stamp_of_list,
)
from tracuu.messaging.chat.inbox_settings import settings_of
from tracuu.units.models import Unit

_answers = permissions.check_can_answer_citizens
_NO_CONTENT = 204


@officer_page(check=_answers)
def show_inbox(request: OfficerRequest, unit: Unit) -> HttpResponse:
    """Who waits, what I have, what others have, or all; last words of citizens are read here."""
    context = _list(request, unit)
    record(
        actor=request.actor,
        action="inbox_read",
        subject=f"unit:{unit.pk}",
        unit_id=unit.pk,
        facts={"rows": len(context["rows"])},
    )
    context["may_edit"] = permissions.can_edit_lists(request.user, unit)
    return page(request, "console/inbox/inbox.html", context)


@officer_page(check=_answers)
def show_inbox_news(request: OfficerRequest, unit: Unit) -> HttpResponse:
    """The list again for a page that is open, when it has changed; no further event of the record."""
    if request.GET.get("stamp") == stamp_of_list(unit, clock.now()):
        return HttpResponse(status=_NO_CONTENT)
    return page(request, "console/inbox/_rows.html", _list(request, unit))


def _list(request: OfficerRequest, unit: Unit) -> dict[str, Any]:
    asked = request.GET.get("show", "")
    shown = Shown(asked) if asked in set(Shown) else Shown.WAITING
    now = clock.now()
    rows = list_conversations(unit, shown, request.user.pk)
    times = settings_of(unit)
    return {
        "shown": shown.value,
        "counts": count_shown(unit, request.user.pk),
        "settings": times,
        "rows": [ShownRow.of(row, unit, now, times.chase_minutes) for row in rows],
        "is_cut": len(rows) >= MOST_ROWS,
        "stamp": stamp_of_list(unit, now),
    }
