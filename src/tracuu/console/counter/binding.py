"""A citizen binds their chat to the application that the counter shows: the code, and whether it came.

The code is shown once, in answer to a form. Whether it was used is asked by a number that names nobody,
and only by the officer who made it.
"""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from tracuu.accounts import permissions
from tracuu.cards.binding import (
    MINUTES,
    find_own_code,
    make_binding_code,
    unbind_application,
    words_to_say,
)
from tracuu.cards.errors import ApplicationNotHere, BindingNotPossible
from tracuu.cards.models import BindingCode
from tracuu.console.counter.tickets import Ticket, read_ticket
from tracuu.console.inbox.shown import name_of
from tracuu.console.pages import officer_page, page
from tracuu.console.requests import OfficerRequest
from tracuu.core import clock
from tracuu.core.qr import qr_path
from tracuu.messaging.chat.inbox import find_conversation
from tracuu.units.models import Unit
from tracuu.units.wording import unit_name

_hands = permissions.check_can_hand_over
_WAITS = "X-Waits"


@officer_page("GET", "HEAD", "POST", check=_hands)
def bind_application(request: OfficerRequest, unit: Unit) -> HttpResponse:
    """A new code, as a QR code and in letters; the one before it opens nothing any more."""
    ticket = _ticket(request, unit)
    if ticket is None:
        return redirect("console:counter", unit.slug)
    try:
        made = make_binding_code(
            unit=unit, application_id=ticket.application_id, actor=request.actor
        )
    except ApplicationNotHere:
        raise Http404 from None
    except BindingNotPossible as error:
        messages.error(request, str(error))
        return redirect("console:counter", unit.slug)
    address = _address(unit, made.code)
    path, size = qr_path(address, is_dense=True) if address else ("", 0)
    context = {
        "words": words_to_say(made.code),
        "qr_path": path,
        "qr_size": size,
        "minutes": MINUTES,
        "ticket": request.POST["person"],
        "unit_name": unit_name(unit),
        **_state(unit, find_own_code(unit, made.number, request.user.pk)),
    }
    return page(request, "console/counter/bind.html", context)


@officer_page(check=_hands)
def show_binding_state(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
    """Whether the code was used; for the page that shows it as a part of it."""
    code = find_own_code(unit, pk, request.user.pk)
    if code is None:
        raise Http404
    is_part = _WAITS in request.headers
    template = "_bound.html" if is_part else "bound.html"
    return page(request, f"console/counter/{template}", _state(unit, code))


@officer_page("GET", "HEAD", "POST", check=_hands)
def end_bonds(request: OfficerRequest, unit: Unit) -> HttpResponse:
    """No chat is bound to this application any more."""
    ticket = _ticket(request, unit)
    if ticket is not None:
        count = unbind_application(
            unit=unit, application_id=ticket.application_id, actor=request.actor
        )
        said = _("Đã gỡ hồ sơ khỏi %(count)s tài khoản Zalo.")
        messages.success(request, said % {"count": count})
    return redirect("console:counter", unit.slug)


def _ticket(request: OfficerRequest, unit: Unit) -> Ticket | None:
    if request.method != "POST":
        return None
    return read_ticket(unit, request.user, request.POST.get("person", ""))


def _address(unit: Unit, code: str) -> str:
    """The public page that the QR code opens; without a public address the words are typed."""
    if not settings.BASE_URL:
        return ""
    with translation.override("vi"):
        return settings.BASE_URL.rstrip("/") + reverse("portal:bind", args=[unit.slug, code])


def _state(unit: Unit, code: BindingCode | None) -> dict[str, object]:
    assert code is not None
    shown: dict[str, object] = {
        "number": code.pk,
        "expires": f"{code.expires_at.astimezone(clock.VIETNAM):%H:%M}",
        "is_over": code.used_at is None and code.expires_at <= clock.now(),
    }
    if code.used_at is not None:
        conversation = find_conversation(unit, code.conversation_id or 0)
        shown["bound_at"] = f"{code.used_at.astimezone(clock.VIETNAM):%H:%M}"
        shown["bound_to"] = name_of(conversation) if conversation else _("Zalo")
    return shown
