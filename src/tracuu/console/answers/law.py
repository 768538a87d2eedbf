"""A change of law: every answer that cites it is hidden until somebody else has reviewed it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tracuu.accounts import permissions
from tracuu.answers.models import AnswerVersion
from tracuu.answers.operations import quarantine_citing
from tracuu.answers.queries import list_citing, list_concerning, list_quarantined
from tracuu.console.answers.forms import ChangeOfLawForm
from tracuu.console.answers.shown import binds
from tracuu.console.answers.views import edits
from tracuu.console.pages import officer_page, page
from tracuu.console.requests import OfficerRequest
from tracuu.units.models import Unit
from tracuu.units.queries import list_ids_below


@officer_page()
def show_law(request: OfficerRequest, unit: Unit) -> HttpResponse:
    return _page(request, unit, ChangeOfLawForm())


@officer_page("POST", check=edits)
def change_law(request: OfficerRequest, unit: Unit) -> HttpResponse:
    """First show which answers cite the document; with `hide` hide them."""
    form = ChangeOfLawForm(request.POST)
    if not form.is_valid():
        return _page(request, unit, form, status=422)
    document, article = form.cleaned_data["document"], form.cleaned_data["article"]
    if "hide" not in request.POST:
        citing = [one for one in list_citing(document, article) if one.quarantined_at is None]
        return _page(request, unit, form, found=_ours(unit, citing))
    found = quarantine_citing(
        document=document,
        article=article,
        reason=form.cleaned_data["reason"],
        actor=request.actor,
        within=_within(unit),
    )
    messages.success(request, _("Đã tạm dừng %(count)s câu trả lời.") % {"count": len(found)})
    return redirect("console:law", unit.slug)


def _page(
    request: OfficerRequest,
    unit: Unit,
    form: ChangeOfLawForm,
    *,
    found: list[AnswerVersion] | None = None,
    status: int = 200,
) -> HttpResponse:
    bound = binds(unit)
    context = {
        "form": form,
        "found": found,
        "held": [(one, one.unit == bound) for one in list_concerning(unit, list_quarantined())],
        "may_edit": permissions.can_edit_lists(request.user, unit),
        "may_approve": permissions.can_approve(request.user, unit),
        "officer_id": request.user.pk,
    }
    return page(request, "console/answers/law.html", context, status=status)


def _within(unit: Unit) -> list[int] | None:
    """The units whose answers this desk may hide: its own and those below; the ministry's desk all."""
    return None if binds(unit) is None else [unit.pk, *list_ids_below(unit)]


def _ours(unit: Unit, versions: list[AnswerVersion]) -> list[AnswerVersion]:
    within = _within(unit)
    return [one for one in versions if within is None or one.unit_id in within]
