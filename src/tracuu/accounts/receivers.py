"""What Django and allauth tell of signing in and second factors, written into the record."""

from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest

from tracuu.accounts.models import Officer
from tracuu.accounts.operations import end_other_sessions, tell_of
from tracuu.audit.operations import Actor
from tracuu.core.http import client_address


def connect() -> None:
    """Listen, once for the process."""
    user_logged_in.connect(_signed_in, dispatch_uid="tracuu.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="tracuu.signed_out")
    password_changed.connect(_password_changed, dispatch_uid="tracuu.password_changed")
    authenticator_added.connect(_factor_added, dispatch_uid="tracuu.factor_added")
    authenticator_removed.connect(_factor_removed, dispatch_uid="tracuu.factor_removed")
    authenticator_reset.connect(_factor_reset, dispatch_uid="tracuu.factor_reset")
    authentication_failed.connect(_factor_failed, dispatch_uid="tracuu.factor_failed")


def _tell(request: HttpRequest, officer: Officer, action: str, **facts: str) -> None:
    actor = Actor(officer_id=officer.pk, origin=client_address(request))
    tell_of(officer=officer, action=action, actor=actor, **facts)


def _signed_in(request: HttpRequest, user: Officer, **_more: Any) -> None:
    _tell(request, user, "signed_in")


def _signed_out(request: HttpRequest, user: Officer | None, **_more: Any) -> None:
    if user is not None:
        _tell(request, user, "signed_out")


def _password_changed(request: HttpRequest, user: Officer, **_more: Any) -> None:
    _tell(request, user, "password_changed")


def _factor_added(request: HttpRequest, user: Officer, authenticator: Any, **_more: Any) -> None:
    _tell(request, user, "second_factor_added", kind=authenticator.type)
    # Sessions that began with the password alone must not live on beside the new factor.
    end_other_sessions(officer=user, but=request.session.session_key or "")


def _factor_removed(request: HttpRequest, user: Officer, authenticator: Any, **_more: Any) -> None:
    _tell(request, user, "second_factor_removed", kind=authenticator.type)


def _factor_reset(request: HttpRequest, user: Officer, authenticator: Any, **_more: Any) -> None:
    _tell(request, user, "second_factor_renewed", kind=authenticator.type)


def _factor_failed(request: HttpRequest, user: Officer, **_more: Any) -> None:
    actor = Actor(officer_id=None, origin=client_address(request))
    tell_of(officer=user, action="second_factor_failed", actor=actor)
