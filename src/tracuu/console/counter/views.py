"""The counter: one field, one person, one key. Everything about a person travels in bodies only.

The field keeps the focus all day. Enter with something in it searches; Enter with nothing in it hands
over to the person who is shown. So a slip that is scanned next never lands on a button that would
give out the card of the one before.

A deed leads to a page that can be loaded again and does nothing twice; a search is answered at once.
"""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tracuu.accounts import permissions
from tracuu.cards.counter.finding import find_for_counter, open_for_counter
from tracuu.cards.counter.handing_over import (
    find_undone,
    hand_over,
    list_undoable,
    undo_hand_over,
)
from tracuu.cards.counter.naming import open_own
from tracuu.cards.enums import Collector, Paper
from tracuu.cards.errors import (
    ApplicationNotHere,
    CardNotHandedOver,
    QueryNotUnderstood,
    UndoNotAllowed,
)
from tracuu.console.counter.forms import ProxyForm
from tracuu.console.counter.shown import ShownChoice, ShownDone, ShownPerson, undone_text
from tracuu.console.counter.tickets import Ticket, read_ticket
from tracuu.console.pages import officer_page, page
from tracuu.console.requests import OfficerRequest
from tracuu.units.models import Unit

_reads = permissions.check_can_look_up_people
_hands = permissions.check_can_hand_over
_LONGEST = 200
_SHOWN_AT_ONCE = 3
_TOO_OLD = gettext_noop("Trang này để lâu quá. Hãy tìm lại người cần trả thẻ.")


@officer_page("GET", "HEAD", "POST", check=_reads)
def show_counter(request: OfficerRequest, unit: Unit) -> HttpResponse:
    """The field; what it found; and with nothing typed, the hand-over of whom it shows."""
    if request.method != "POST":
        return _counter(request, unit, **_told(request, unit))
    if request.POST.get("query", "").strip():
        return _find(request, unit, request.POST["query"].strip()[:_LONGEST])
    ticket = _ticket(request, unit, "shown")
    if ticket is None and request.POST.get("shown"):
        return _counter(request, unit, status=409, problem=_(_TOO_OLD))
    if ticket is None or not permissions.can_hand_over(request.user, unit):
        return _find(request, unit, "")
    if ticket.is_too_fresh:
        return _open(request, unit, ticket)
    return _hand_over(request, unit, ticket, Collector.SELF)


@officer_page("GET", "HEAD", "POST", check=_reads)
def open_person(request: OfficerRequest, unit: Unit) -> HttpResponse:
    """One of several whom the search found."""
    return _with_ticket(request, unit) or _open(request, unit, _taken(request, unit))


@officer_page("GET", "HEAD", "POST", check=_hands)
def hand_card_over(request: OfficerRequest, unit: Unit) -> HttpResponse:
    """To the person themself, or to who showed a paper for them."""
    elsewhere = _with_ticket(request, unit)
    if elsewhere is not None:
        return elsewhere
    ticket = _taken(request, unit)
    if request.POST.get("collector") != Collector.PROXY:
        return _hand_over(request, unit, ticket, Collector.SELF)
    form = ProxyForm(request.POST)
    if not form.is_valid():
        form.focus_on_fault()
        return _open(request, unit, ticket, status=422, proxy_form=form)
    return _hand_over(
        request,
        unit,
        ticket,
        Collector.PROXY,
        paper=Paper(form.cleaned_data["paper"]),
        proxy_name=form.cleaned_data["proxy_name"],
    )


@officer_page("GET", "HEAD", "POST", check=_hands)
def undo_last(request: OfficerRequest, unit: Unit) -> HttpResponse:
    """The card is here again."""
    if request.method != "POST":
        return redirect("console:counter", unit.slug)
    try:
        done = undo_hand_over(
            unit=unit,
            number=_number(request.POST.get("number", "")),
            actor=request.actor,
            is_chief=permissions.can_override_refusals(request.user, unit),
        )
    except ApplicationNotHere:
        raise Http404 from None
    except UndoNotAllowed as error:
        return _counter(request, unit, status=409, problem=str(error))
    return _lead_back(unit, "undone", done.pk)


def _ticket(request: OfficerRequest, unit: Unit, field: str) -> Ticket | None:
    return read_ticket(unit, request.user, request.POST.get(field, ""))


def _with_ticket(request: OfficerRequest, unit: Unit) -> HttpResponse | None:
    """Where to go instead, when the page was asked for by its address or its ticket is no good."""
    if request.method != "POST":
        return redirect("console:counter", unit.slug)
    if _ticket(request, unit, "person") is None:
        return _counter(request, unit, status=409, problem=_(_TOO_OLD))
    return None


def _taken(request: OfficerRequest, unit: Unit) -> Ticket:
    ticket = _ticket(request, unit, "person")
    assert ticket is not None  # `_with_ticket` came first
    return ticket


def _find(request: OfficerRequest, unit: Unit, text: str) -> HttpResponse:
    try:
        found = find_for_counter(unit=unit, text=text, actor=request.actor)
    except QueryNotUnderstood as error:
        return _counter(request, unit, status=422, problem=str(error), typed=text)
    if len(found.people) == 1:
        person = ShownPerson.of(found.people[0], unit, request.user)
        return _counter(request, unit, person=person)
    if not found.people:
        problem = _(
            "Không tìm thấy ai như vậy ở đơn vị này. Hãy xem lại ngày sinh, hoặc gõ số hồ sơ."
        )
        return _counter(request, unit, problem=problem, typed=text)
    choices = [ShownChoice.of(one, unit, request.user) for one in found.people]
    return _counter(request, unit, choices=choices, is_cut=found.is_cut)


def _open(
    request: OfficerRequest, unit: Unit, ticket: Ticket, *, status: int = 200, **more: Any
) -> HttpResponse:
    try:
        person = open_for_counter(
            unit=unit, application_id=ticket.application_id, actor=request.actor
        )
    except ApplicationNotHere:
        raise Http404 from None
    shown = ShownPerson.of(person, unit, request.user)
    return _counter(request, unit, status=status, person=shown, **more)


def _hand_over(
    request: OfficerRequest, unit: Unit, ticket: Ticket, collector: Collector, **paper: Any
) -> HttpResponse:
    try:
        done = hand_over(
            unit=unit,
            application_id=ticket.application_id,
            actor=request.actor,
            collector=collector,
            **paper,
        )
    except ApplicationNotHere:
        raise Http404 from None
    except CardNotHandedOver as error:
        return _counter(request, unit, status=409, problem=str(error))
    return _lead_back(unit, "done", done.pk)


def _lead_back(unit: Unit, deed: str, number: int) -> HttpResponse:
    """To a page that can be loaded again: the number of a hand-over names nobody."""
    return redirect(f"{reverse('console:counter', args=[unit.slug])}?{deed}={number}")


def _told(request: OfficerRequest, unit: Unit) -> dict[str, Any]:
    """What the page says of a deed that led to it; only of the officer's own, and for some minutes."""
    undone = find_undone(unit, request.user.pk, _number(request.GET.get("undone", "")))
    if undone is None:
        return {"done": _number(request.GET.get("done", ""))}
    is_here, sentence = undone_text(undone)
    return {"said" if is_here else "problem": sentence}


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0  # noqa: PLR2004 (a bigint)


def _counter(
    request: OfficerRequest, unit: Unit, *, status: int = 200, **shown: Any
) -> HttpResponse:
    last = list_undoable(unit, request.user.pk)
    opened = open_own(last)
    rows = [ShownDone.of(one, opened) for one in last]
    done = shown.pop("done", 0)
    context = {
        "proxy_form": ProxyForm(),
        "done": next((row for row in rows if row.number == done), None),
        "last": rows[:_SHOWN_AT_ONCE],
        "earlier": rows[_SHOWN_AT_ONCE:],
        **shown,
    }
    return page(request, "console/counter/counter.html", context, status=status)
