"""The link of an invitation: who is invited to what, and the form that lets them in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tracuu.accounts.errors import InvitationNotValid, LastChief, OfficerNotValid
from tracuu.accounts.models import Officer
from tracuu.accounts.operations import accept_invitation, get_invitation
from tracuu.accounts.queries import find_officer
from tracuu.console.forms import NewOfficerForm
from tracuu.console.pages import page
from tracuu.core import limits
from tracuu.core.http import client_address

_TRIES = limits.Limit(scope="invitation", amount=30, seconds=300)


def show_invitation(request: HttpRequest, token: str) -> HttpResponse:
    if limits.hit(_TRIES, client_address(request)):
        return page(request, "429.html", {}, status=429)
    try:
        invitation = get_invitation(token)
    except InvitationNotValid as error:
        return page(request, "console/no_invitation.html", {"sentence": error}, status=410)
    known = find_officer(invitation.email)
    officer = request.user if isinstance(request.user, Officer) else None
    context = {
        "invitation": invitation,
        "is_known": known is not None,
        "is_me": known is not None and officer == known,
        "form": NewOfficerForm(),
    }
    if request.method == "POST":
        return _accept(request, token, officer, context)
    return page(request, "console/invitation.html", context)


def _accept(
    request: HttpRequest, token: str, officer: Officer | None, context: dict[str, object]
) -> HttpResponse:
    form = NewOfficerForm(request.POST)
    typed: dict[str, str] = {}
    if not context["is_known"]:
        if not form.is_valid():
            return page(request, "console/invitation.html", {**context, "form": form}, status=422)
        typed = {name: form.cleaned_data[name] for name in ("full_name", "password")}
    try:
        accept_invitation(token=token, origin=client_address(request), officer=officer, **typed)
    except InvitationNotValid as error:
        return page(request, "console/no_invitation.html", {"sentence": error}, status=410)
    except (OfficerNotValid, LastChief) as error:
        form.is_valid()
        form.add_error("password" if typed else None, str(error))
        return page(request, "console/invitation.html", {**context, "form": form}, status=422)
    if officer is None:
        messages.success(request, _("Tài khoản đã sẵn sàng. Hãy đăng nhập."))
    return redirect("console:home")
