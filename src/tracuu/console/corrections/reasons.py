"""The reasons of a unit: what officers choose from, and how lists write it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tracuu.accounts import permissions
from tracuu.cards.correction_reasons import find_reason, list_reasons
from tracuu.cards.errors import ReasonNotValid
from tracuu.cards.reason_settings import save_reason
from tracuu.console.corrections.forms import ReasonForm
from tracuu.console.pages import officer_page, page
from tracuu.console.requests import OfficerRequest
from tracuu.units.models import Unit

_edits = permissions.check_can_edit_lists


@officer_page(check=_edits)
def show_reasons(request: OfficerRequest, unit: Unit) -> HttpResponse:
    context = {"reasons": list_reasons(unit.pk, with_inactive=True)}
    return page(request, "console/corrections/reasons.html", context)


@officer_page("GET", "HEAD", "POST", check=_edits)
def add_reason(request: OfficerRequest, unit: Unit) -> HttpResponse:
    return _reason(request, unit, "")


@officer_page("GET", "HEAD", "POST", check=_edits)
def edit_reason(request: OfficerRequest, unit: Unit, code: str) -> HttpResponse:
    return _reason(request, unit, code)


def _reason(request: OfficerRequest, unit: Unit, code: str) -> HttpResponse:
    reason = find_reason(unit.pk, code)
    if code and reason is None:
        raise Http404
    form = ReasonForm.starting_from(reason)
    if request.method == "POST":
        form = ReasonForm(request.POST)
        try:
            if form.is_valid():
                save_reason(unit=unit, code=code, wording=form.wording(), actor=request.actor)
                messages.success(request, _("Đã lưu lý do."))
                return redirect("console:reasons", unit.slug)
        except ReasonNotValid as error:
            form.add_error(None, str(error))
    status = 422 if form.errors else 200
    context = {"reason": reason, "form": form}
    return page(request, "console/corrections/reason.html", context, status=status)
