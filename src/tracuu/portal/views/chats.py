"""From the web form back to the Zalo chat that opened it: only when its reader presses the button.

Whoever was sent somebody else's link would answer into that person's chat. So the page says where an
answer goes, nothing goes by itself, and no second fact goes at all (ADR 0017).
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from tracuu.assistant.operations import continue_in_chat
from tracuu.cards.errors import LookupNotUnderstood
from tracuu.cards.operations import understand
from tracuu.messaging.jobs import send_now
from tracuu.messaging.zalo.links import find_chat_link
from tracuu.portal.pages import page, takes, unit_or_404
from tracuu.portal.presenters import ShownUnit
from tracuu.portal.typed import Typed, read_link


@takes("POST")
def continue_on_zalo(request: HttpRequest, slug: str) -> HttpResponse:
    unit = unit_or_404(slug)
    typed = Typed.read(request.POST, "")
    try:
        understand(typed.full_name, typed.birth_date, None)
    except LookupNotUnderstood:
        return redirect("portal:lookup", slug)
    is_done = continue_in_chat(
        unit=unit,
        token=read_link(request.POST),
        full_name=typed.full_name,
        birth_date=typed.birth_date,
    )
    if is_done:
        send_now()
    context: dict[str, Any] = {
        "unit": ShownUnit.of(unit),
        "is_done": is_done,
        "chat_url": find_chat_link(unit),
    }
    return page(request, "portal/on_zalo.html", context)
