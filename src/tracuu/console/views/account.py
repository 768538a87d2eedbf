"""An officer's own account: what is set, and a new password."""

from allauth.account.signals import password_changed
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tracuu.accounts.models import Officer
from tracuu.accounts.queries import list_memberships_of
from tracuu.console.forms import PasswordForm
from tracuu.console.pages import page, signed_in_page
from tracuu.console.requests import OfficerRequest


@signed_in_page(needs_second_factor=False)
def show_account(request: OfficerRequest) -> HttpResponse:
    context = {
        "has_factor": is_mfa_enabled(request.user),
        "memberships": list_memberships_of(request.user),
    }
    return page(request, "console/account.html", context)


@signed_in_page("GET", "HEAD", "POST")
def change_password(request: OfficerRequest) -> HttpResponse:
    """A new password, for who knows the old one; every other session ends by it."""
    if request.method != "POST":
        return page(request, "console/password.html", {"form": PasswordForm(request.user)})
    form = PasswordForm(request.user, request.POST)
    if form.is_valid():
        try:
            validate_password(form.cleaned_data["password"], request.user)
        except ValidationError as error:
            form.add_error("password", error)
        else:
            _set_password(request, form.cleaned_data["password"])
            messages.success(request, _("Đã đổi mật khẩu."))
            return redirect("console:account")
    return page(request, "console/password.html", {"form": form}, status=422)


def _set_password(request: OfficerRequest, password: str) -> None:
    officer = request.user
    officer.set_password(password)
    officer.save(update_fields=["password"])
    update_session_auth_hash(request, officer)
    # Told as allauth tells it: its list of sessions learns this session's new key.
    password_changed.send(sender=Officer, request=request, user=officer)
