"""A unit's canned replies, and how long a citizen may wait there."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tracuu.accounts import permissions
from tracuu.console.inbox.forms import CannedReplyForm, TimesForm
from tracuu.console.inbox.values import previews, values_for
from tracuu.console.pages import officer_page, page
from tracuu.console.requests import OfficerRequest
from tracuu.messaging.chat.canned import find_reply, list_replies, save_reply
from tracuu.messaging.chat.chief_mail import try_again
from tracuu.messaging.chat.inbox_settings import set_minutes, settings_of
from tracuu.messaging.errors import CannedReplyNotValid
from tracuu.units.models import Unit

_edits = permissions.check_can_edit_lists


@officer_page(check=_edits)
def show_replies(request: OfficerRequest, unit: Unit) -> HttpResponse:
    return _replies(request, unit, None)


@officer_page("GET", "HEAD", "POST", check=_edits)
def add_reply(request: OfficerRequest, unit: Unit) -> HttpResponse:
    return _reply(request, unit, "")


@officer_page("GET", "HEAD", "POST", check=_edits)
def edit_reply(request: OfficerRequest, unit: Unit, code: str) -> HttpResponse:
    return _reply(request, unit, code)


@officer_page("POST", check=permissions.check_can_manage_officers)
def set_times(request: OfficerRequest, unit: Unit) -> HttpResponse:
    form = TimesForm(request.POST)
    if not form.is_valid():
        return _replies(request, unit, form, status=422)
    set_minutes(
        unit=unit,
        chase=form.cleaned_data["chase_minutes"],
        give_back=form.cleaned_data["return_minutes"],
        actor=request.actor,
    )
    messages.success(request, _("Đã lưu thời gian chờ."))
    return redirect("console:canned_replies", unit.slug)


@officer_page("POST", check=permissions.check_can_manage_officers)
def send_chief_mail_again(request: OfficerRequest, unit: Unit) -> HttpResponse:
    """The mailbox of a chief that refused our e-mails takes them again, somebody says."""
    if try_again(unit=unit, actor=request.actor):
        messages.success(
            request, _("E-mail tiếp theo về người dân chờ trả lời lại được gửi đến mọi phụ trách.")
        )
    return redirect("console:unit", unit.slug)


def _replies(
    request: OfficerRequest, unit: Unit, form: TimesForm | None, *, status: int = 200
) -> HttpResponse:
    times = settings_of(unit)
    initial = {"chase_minutes": times.chase_minutes, "return_minutes": times.return_minutes}
    context = {
        "replies": previews(list_replies(unit, with_inactive=True), values_for(unit)),
        "times": form or TimesForm(initial=initial),
        "may_set_times": permissions.can_manage_officers(request.user, unit),
    }
    return page(request, "console/inbox/replies.html", context, status=status)


def _reply(request: OfficerRequest, unit: Unit, code: str) -> HttpResponse:
    reply = find_reply(unit, code)
    if code and reply is None:
        raise Http404
    form = CannedReplyForm.starting_from(reply)
    if request.method == "POST":
        form = CannedReplyForm(request.POST)
        try:
            if form.is_valid():
                save_reply(unit=unit, code=code, actor=request.actor, **form.cleaned_data)
                messages.success(request, _("Đã lưu câu trả lời mẫu."))
                return redirect("console:canned_replies", unit.slug)
        except CannedReplyNotValid as error:
            form.add_error("text", str(error))
    status = 422 if form.errors else 200
    return page(request, "console/inbox/reply.html", {"reply": reply, "form": form}, status=status)
