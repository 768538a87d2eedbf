"""What every officers' page goes through: signed in, in scope, allowed, with a second factor."""

from collections.abc import Callable, Mapping
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tracuu.accounts import permissions
from tracuu.accounts.errors import NotAllowed, NotYours
from tracuu.accounts.queries import get_unit_of
from tracuu.console.requests import OfficerRequest
from tracuu.units.models import Unit

_P = ParamSpec("_P")
View = Callable[Concatenate[OfficerRequest, _P], HttpResponse]
UnitView = Callable[Concatenate[OfficerRequest, Unit, _P], HttpResponse]
Page = Callable[..., HttpResponse]


def signed_in_page(*methods: str, needs_second_factor: bool = True) -> Callable[[View[_P]], Page]:
    """A page of an officer's own: `view(request, …)` for whoever has signed in fully."""
    taken = methods or ("GET", "HEAD")

    def decorate(view: View[_P]) -> Page:
        def checked(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponse:
            elsewhere = _sign_in_first(request, needs_second_factor=needs_second_factor)
            if elsewhere is not None:
                return elsewhere
            if request.method not in taken:
                return HttpResponseNotAllowed(taken)
            try:
                return view(cast("OfficerRequest", request), *args, **kwargs)
            except Http404:
                return page(request, "console/not_found.html", {}, status=404)

        update_wrapper(checked, view)
        return checked

    return decorate


def officer_page(
    *methods: str, check: permissions.Check = permissions.check_can_read_unit
) -> Callable[[UnitView[_P]], Page]:
    """A page of a unit: `view(request, unit, …)` under `/console/<slug>/…`.

    Nobody signed in: the way to the sign-in page. A unit outside the officer's scope: 404, as if it
    did not exist. A role that does not open this: 403 with the sentence of the check.
    """

    def decorate(view: UnitView[_P]) -> Page:
        @signed_in_page(*methods)
        def checked(
            request: OfficerRequest, /, slug: str, *args: _P.args, **kwargs: _P.kwargs
        ) -> HttpResponse:
            try:
                unit, roles = get_unit_of(request.user, slug)
                check(request.user, unit)
            except NotYours:
                raise Http404 from None
            except NotAllowed as error:
                return page(request, "console/not_allowed.html", {"sentence": error}, status=403)
            request.unit, request.roles = unit, roles  # for the navigation of the page
            return view(request, unit, *args, **kwargs)

        update_wrapper(checked, view)
        return checked

    return decorate


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page of the console."""
    return render(request, template, dict(context), status=status)


def _sign_in_first(request: HttpRequest, *, needs_second_factor: bool) -> HttpResponse | None:
    """Where the visitor must go before this page; None when nowhere."""
    if not request.user.is_authenticated:
        next_page = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('account_login')}?{next_page}")
    # Who has a second factor passed it when signing in: allauth lets nobody by, and sessions from
    # before it was switched on were ended then.
    is_missing = settings.SECOND_FACTOR_REQUIRED and not is_mfa_enabled(request.user)
    if is_missing and needs_second_factor:
        messages.info(
            request, _("Trước khi làm việc, hãy bật bước xác minh thứ hai cho tài khoản.")
        )
        return redirect("mfa_index")
    return None
