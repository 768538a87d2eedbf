"""Sessions, tokens and sign-in exist under /console/ only.

Citizens' pages and the API pass by all of it: they set no cookie, vary by none, and pay for one
comparison of their address. That is why a citizen's lookup needs no token (`portal/views/lookup.py`
says why it wants none).
"""

import datetime
from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import translation
from django.utils.translation import gettext as _

from tracuu.audit.operations import Actor
from tracuu.core import clock
from tracuu.core.http import client_address

GetResponse = Callable[[HttpRequest], HttpResponseBase]

PREFIX = "/console/"
_IDLE = datetime.timedelta(seconds=settings.SESSION_COOKIE_AGE)
# A session is written at most this often: SQLite has one writer, and lists are being imported.
_TOUCH = datetime.timedelta(seconds=60)
_SEEN_AT = "seen_at"
# A page that is open asks by itself whether anything is new: that is nobody's work.
_WAITS = "X-Waits"
_LANGUAGES = frozenset({"vi", "en"})
_YEAR = 365 * 24 * 3600


class ConsoleMiddleware:
    """Everything a console needs around a view, and nothing of it for anybody else."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response
        within = MessageMiddleware(_officer(get_response))
        self._csrf = CsrfViewMiddleware(AuthenticationMiddleware(within))
        self._console = SessionMiddleware(self._csrf)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return self._get_response(request)
        return cast("HttpResponseBase", self._console(request))

    def process_view(
        self, request: HttpRequest, view: Any, arguments: Any, keywords: Any
    ) -> HttpResponseBase | None:
        """Django calls this just before the view: the token is checked here."""
        if not request.path_info.startswith(PREFIX):
            return None
        return self._csrf.process_view(request, view, arguments, keywords)


def console(get_response: GetResponse) -> ConsoleMiddleware:
    """Wrap the rest; Django finds `process_view` on what is returned."""
    return ConsoleMiddleware(get_response)


def _officer(get_response: GetResponse) -> GetResponse:
    """End idle sessions, say who acts, speak the officer's language, keep no page anywhere."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        _end_if_idle(request)
        officer_id = request.user.pk if request.user.is_authenticated else None
        actor = Actor(officer_id=officer_id, origin=client_address(request))
        request.actor = actor  # type: ignore[attr-defined]
        asked = request.GET.get("lang", "")
        kept = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = next((each for each in (asked, kept) if each in _LANGUAGES), "vi")
        translation.activate(language)
        response = get_response(request)
        if asked in _LANGUAGES:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                language,
                max_age=_YEAR,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        response.headers["Content-Language"] = language
        response.headers["Cache-Control"] = "no-store"
        # With no referrer at all, browsers send forms with the origin "null", which no token check
        # believes. Other sites still learn nothing.
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    return middleware


def _end_if_idle(request: HttpRequest) -> None:
    if not request.user.is_authenticated:
        return
    now = clock.now()
    told = request.session.get(_SEEN_AT)
    seen_at = datetime.datetime.fromisoformat(told) if told else None
    if seen_at is not None and now - seen_at >= _IDLE:
        logout(request)
        messages.info(request, _("Phiên làm việc đã kết thúc sau 30 phút không thao tác."))
    elif (seen_at is None or now - seen_at >= _TOUCH) and _WAITS not in request.headers:
        # Changing it saves the session and sends its cookie anew: the 30 minutes begin again.
        request.session[_SEEN_AT] = now.isoformat()
