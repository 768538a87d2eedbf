"""Faulty files: the work list by the days that are left, and one file that is sent back or mended."""

import datetime
from dataclasses import dataclass
from typing import Any, Self

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tracuu.accounts import permissions
from tracuu.audit.operations import record
from tracuu.cards.card_counts import count_cards
from tracuu.cards.correction_reasons import Reason, by_code, find_reason, list_reasons
from tracuu.cards.correction_rows import CorrectionRow, Place, list_corrections
from tracuu.cards.corrections import ask_for_correction, receive_correction
from tracuu.cards.counter.finding import open_for_counter
from tracuu.cards.enums import Stage
from tracuu.cards.errors import ApplicationNotHere, CorrectionNotPossible
from tracuu.console.corrections.forms import CorrectionForm
from tracuu.console.counter.shown import birth_text
from tracuu.console.counter.tickets import make_ticket, read_ticket
from tracuu.console.pages import officer_page, page
from tracuu.console.requests import OfficerRequest
from tracuu.core import clock
from tracuu.units.models import Unit

_reads = permissions.check_can_look_up_people
_corrects = permissions.check_can_hand_over
NO_REASON = "none"


@dataclass(frozen=True, slots=True, repr=False)
class ShownRow:
    """One line: `days_left` is None without a day, and below nought when it is over."""

    ticket: str
    full_name: str
    birth_date: str
    receipt: str
    reason: str
    note: str
    due_on: datetime.date | None
    days_left: int | None
    waited: int

    @classmethod
    def of(cls, row: CorrectionRow, ticket: str, reason: Reason | None) -> Self:
        today, told = clock.today(), row.told
        return cls(
            ticket=ticket,
            full_name=row.identity.full_name,
            birth_date=birth_text(row.identity.birth_date),
            receipt=row.identity.receipt,
            reason=reason.said() if reason else "",
            note=row.note,
            due_on=told.due_on,
            days_left=(told.due_on - today).days if told.due_on else None,
            waited=(today - told.since).days,
        )

    @property
    def days_over(self) -> int:
        return max(0, -(self.days_left or 0))


@officer_page(check=_reads)
def show_corrections(request: OfficerRequest, unit: Unit) -> HttpResponse:
    """Fifty faulty files, those overdue first; `reason` shows one reason only."""
    chosen = request.GET.get("reason", "")
    begins = Place.read(request.GET.get("after", ""))
    reasons = by_code(list_reasons(unit.pk, with_inactive=True))
    if chosen and chosen != NO_REASON and chosen not in reasons:
        raise Http404
    wanted = None if not chosen else "" if chosen == NO_REASON else chosen
    found = list_corrections(unit, wanted, begins)
    record(
        actor=request.actor,
        action="corrections_read",
        subject=f"unit:{unit.pk}",
        unit_id=unit.pk,
        facts={"rows": len(found.rows), **({"correction": chosen} if chosen else {})},
    )
    context = {
        "total": sum(count_cards(unit)[Stage.NEEDS_CORRECTION].values()),
        "reasons": [one for one in reasons.values() if one.is_active or one.code == chosen],
        "chosen": chosen,
        "no_reason": NO_REASON,
        "rows": [
            ShownRow.of(
                row,
                make_ticket(unit, request.user, row.told.application_id),
                reasons.get(row.told.correction),
            )
            for row in found.rows
        ],
        "after": found.after,
        "is_first": begins is None,
        "may_edit": permissions.can_edit_lists(request.user, unit),
    }
    return page(request, "console/corrections/corrections.html", context)


@officer_page("GET", "HEAD", "POST", check=_corrects)
def show_correction(request: OfficerRequest, unit: Unit) -> HttpResponse:
    """One file, with the form that says why it is faulty and until when it can be mended."""
    ticket = read_ticket(unit, request.user, request.POST.get("person", ""))
    if request.method != "POST" or ticket is None:
        return redirect("console:corrections", unit.slug)
    return _person(request, unit, ticket.application_id, None)


@officer_page("GET", "HEAD", "POST", check=_corrects)
def send_back(request: OfficerRequest, unit: Unit) -> HttpResponse:
    ticket = read_ticket(unit, request.user, request.POST.get("person", ""))
    if request.method != "POST" or ticket is None:
        return redirect("console:corrections", unit.slug)
    form = CorrectionForm(request.POST, reasons=list_reasons(unit.pk))
    if not form.is_valid():
        return _person(request, unit, ticket.application_id, form)
    try:
        ask_for_correction(
            unit=unit,
            application_id=ticket.application_id,
            actor=request.actor,
            **form.cleaned_data,
        )
    except ApplicationNotHere:
        raise Http404 from None
    except CorrectionNotPossible as error:
        form.add_error(None, str(error))
        return _person(request, unit, ticket.application_id, form)
    messages.success(request, _("Đã ghi: hồ sơ cần bổ sung. Người dân thấy ngay khi tra cứu."))
    return redirect("console:corrections", unit.slug)


@officer_page("GET", "HEAD", "POST", check=_corrects)
def take_in(request: OfficerRequest, unit: Unit) -> HttpResponse:
    """What was missing is here: the file goes on."""
    ticket = read_ticket(unit, request.user, request.POST.get("person", ""))
    if request.method != "POST" or ticket is None:
        return redirect("console:corrections", unit.slug)
    try:
        receive_correction(unit=unit, application_id=ticket.application_id, actor=request.actor)
    except ApplicationNotHere:
        raise Http404 from None
    except CorrectionNotPossible as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã ghi: hồ sơ đã bổ sung đủ, đang xử lý tiếp."))
    return redirect("console:corrections", unit.slug)


def _person(
    request: OfficerRequest, unit: Unit, application_id: int, form: CorrectionForm | None
) -> HttpResponse:
    try:
        person = open_for_counter(unit=unit, application_id=application_id, actor=request.actor)
    except ApplicationNotHere:
        raise Http404 from None
    is_faulty = person.stage is Stage.NEEDS_CORRECTION
    reason = find_reason(person.unit_id, person.correction) if is_faulty else None
    initial: dict[str, Any] = {"correction": person.correction, "due_on": person.due_on}
    context = {
        "ticket": make_ticket(unit, request.user, application_id),
        "person": person,
        "birth_date": birth_text(person.identity.birth_date),
        "is_faulty": is_faulty,
        "reason": reason.said() if reason else "",
        "form": form or CorrectionForm(reasons=list_reasons(unit.pk), initial=initial),
    }
    status = 422 if form is not None else 200
    return page(request, "console/corrections/person.html", context, status=status)
