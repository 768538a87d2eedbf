"""What is not answered here: where it belongs, in words that an officer has confirmed."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tracuu.accounts import permissions
from tracuu.answers.enums import OutsideKind
from tracuu.answers.errors import VersionNotOpen
from tracuu.answers.models import OutsideGroup
from tracuu.answers.outside_groups import confirm_redirect, write_redirect
from tracuu.console.answers.forms import OutsideForm
from tracuu.console.answers.lessons import decides_for_all
from tracuu.console.answers.views import approves, edits
from tracuu.console.pages import officer_page, page
from tracuu.console.requests import OfficerRequest
from tracuu.units.models import Unit


@officer_page()
def show_groups(request: OfficerRequest, unit: Unit) -> HttpResponse:
    context = {
        "groups": OutsideGroup.objects.filter(kind=OutsideKind.REDIRECT).order_by(
            "is_confirmed", "title", "slug"
        ),
        "may_edit": permissions.can_edit_lists(request.user, unit),
        "may_approve": permissions.can_approve(request.user, unit),
    }
    return page(request, "console/answers/outside.html", context)


@officer_page("GET", "HEAD", "POST", check=edits)
def edit_group(request: OfficerRequest, unit: Unit, code: str) -> HttpResponse:
    """Write where it belongs; somebody else confirms it."""
    group = _group_or_404(code)
    form = OutsideForm(
        request.POST or None, initial={"title": group.title, "redirect": group.redirect}
    )
    if request.method == "POST" and form.is_valid():
        if not decides_for_all(request, unit):
            return redirect("console:outside", unit.slug)
        write_redirect(
            group=group,
            title=form.cleaned_data["title"],
            redirect=form.cleaned_data["redirect"],
            actor=request.actor,
        )
        messages.success(request, _("Đã lưu. Một cán bộ khác cần xác nhận."))
        return redirect("console:outside", unit.slug)
    status = 422 if form.errors else 200
    return page(
        request, "console/answers/outside_group.html", {"group": group, "form": form}, status=status
    )


@officer_page("POST", check=approves)
def confirm_group(request: OfficerRequest, unit: Unit, code: str) -> HttpResponse:
    group = _group_or_404(code)
    if decides_for_all(request, unit):
        try:
            confirm_redirect(group=group, actor=request.actor)
            messages.success(request, _("Đã xác nhận nơi giải quyết."))
        except VersionNotOpen as error:
            messages.error(request, str(error))
    return redirect("console:outside", unit.slug)


def _group_or_404(code: str) -> OutsideGroup:
    group = OutsideGroup.objects.filter(slug=code, kind=OutsideKind.REDIRECT).first()
    if group is None:
        raise Http404
    return group
