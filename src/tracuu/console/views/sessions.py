"""Where the officer is signed in, and the end of any of it."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tracuu.accounts.operations import tell_of
from tracuu.console.browsers import browser_text
from tracuu.console.pages import page, signed_in_page
from tracuu.console.requests import OfficerRequest


@signed_in_page()
def show_sessions(request: OfficerRequest) -> HttpResponse:
    sessions = UserSession.objects.purge_and_list(request.user)
    sessions.sort(key=lambda session: (not session.is_current(), -session.created_at.timestamp()))
    shown = [
        {"session": session, "browser": browser_text(session.user_agent)} for session in sessions
    ]
    return page(request, "console/sessions.html", {"sessions": shown})


@signed_in_page("POST")
def end_session(request: OfficerRequest, pk: int) -> HttpResponse:
    """End one session of the officer's own; somebody else's does not exist here."""
    session = UserSession.objects.filter(user=request.user, pk=pk).first()
    if session is None:
        raise Http404
    if session.is_current():
        return redirect("account_logout")
    session.end()
    tell_of(officer=request.user, action="session_ended", actor=request.actor)
    messages.success(request, _("Đã kết thúc phiên đăng nhập đó."))
    return redirect("console:sessions")
