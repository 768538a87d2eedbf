"""The officers of a unit: who works here as what, who is invited, and the chief's buttons."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tracuu.accounts import permissions
from tracuu.accounts.enums import Role
from tracuu.accounts.errors import LastChief, OfficerNotValid
from tracuu.accounts.operations import (
    INVITATION_DAYS,
    end_membership,
    give_role,
    invite,
    withdraw_invitation,
)
from tracuu.accounts.queries import find_member, list_members, list_open_invitations
from tracuu.console.forms import InviteForm, RoleForm
from tracuu.console.pages import officer_page, page
from tracuu.console.requests import OfficerRequest
from tracuu.units.models import Unit

_manages = permissions.check_can_manage_officers


@officer_page(check=_manages)
def show_officers(request: OfficerRequest, unit: Unit) -> HttpResponse:
    return _officers(request, unit, InviteForm(initial={"role": Role.CLERK}))


@officer_page("POST", check=_manages)
def invite_officer(request: OfficerRequest, unit: Unit) -> HttpResponse:
    """Make the link and show it in this one answer: it is kept nowhere."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _officers(request, unit, form, status=422)
    try:
        invitation, token = invite(
            unit=unit,
            email=form.cleaned_data["email"],
            role=Role(form.cleaned_data["role"]),
            invited_by=request.user,
            actor=request.actor,
        )
    except OfficerNotValid as error:
        form.add_error("email", str(error))
        return _officers(request, unit, form, status=422)
    path = reverse("console:invitation", args=[token])
    context = {
        "invitation": invitation,
        "days": INVITATION_DAYS,
        "link": f"{settings.BASE_URL}{path}"
        if settings.BASE_URL
        else request.build_absolute_uri(path),
    }
    return page(request, "console/invited.html", context)


@officer_page("GET", "HEAD", "POST", check=_manages)
def change_officer(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
    """Change one officer's role, or end their work here."""
    member = find_member(unit, pk)
    if member is None:
        raise Http404
    form = RoleForm(request.POST or None, initial={"role": member.role})
    if request.method == "POST":
        try:
            if "end" in request.POST:
                end_membership(officer=member.officer, unit=unit, actor=request.actor)
                messages.success(request, _("Đã kết thúc công tác của cán bộ tại đơn vị này."))
                return redirect("console:officers", unit.slug)
            if form.is_valid():
                role = Role(form.cleaned_data["role"])
                give_role(officer=member.officer, unit=unit, role=role, actor=request.actor)
                messages.success(request, _("Đã đổi vai trò."))
                return redirect("console:officers", unit.slug)
        except LastChief as error:
            form = RoleForm({"role": member.role})
            form.add_error("role", str(error))
    status = 422 if form.errors else 200
    return page(request, "console/officer.html", {"member": member, "form": form}, status=status)


@officer_page("POST", check=_manages)
def withdraw(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
    invitation = list_open_invitations(unit).filter(pk=pk).first()
    if invitation is None:
        raise Http404
    withdraw_invitation(invitation=invitation, actor=request.actor)
    messages.success(request, _("Đã thu hồi lời mời."))
    return redirect("console:officers", unit.slug)


def _officers(
    request: OfficerRequest, unit: Unit, form: InviteForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "members": list_members(unit),
        "invitations": list_open_invitations(unit),
        "form": form,
    }
    return page(request, "console/officers.html", context, status=status)
