"""The buttons of a list: each is one POST, one operation, and the way back to the list's page."""

import datetime
from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tracuu.accounts import permissions
from tracuu.cards.errors import ListNotPublished, ListNotReady, ListRefused, UndoNotAllowed
from tracuu.cards.lists import releasing
from tracuu.console.lists.forms import DayForm, UndoTimeForm
from tracuu.console.lists.views import edits, get_list, say_error, wake_reader
from tracuu.console.pages import officer_page
from tracuu.console.requests import OfficerRequest
from tracuu.units.models import Unit

_publishes = permissions.check_can_publish_lists


@officer_page("POST", check=_publishes)
def publish_list(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
    """Publish what the officer saw; a chief may say why in spite of what speaks against it."""
    card_list = get_list(unit, pk)
    try:
        releasing.publish_reviewed(
            card_list=card_list,
            actor=request.actor,
            override_reason=request.POST.get("override_reason", ""),
            is_chief=permissions.can_override_refusals(request.user, unit),
            seen=_seen(request.POST.get("seen", "")),
        )
    except (ListNotReady, ListRefused, ListNotPublished) as error:
        say_error(request, error)
    else:
        messages.success(request, _("Đã công bố. Người dân tra cứu thấy ngay từ bây giờ."))
    return redirect("console:list", unit.slug, pk)


def _seen(text: str) -> datetime.datetime:
    """The review that the officer looked at; what is none matches none."""
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        return datetime.datetime.max.replace(tzinfo=datetime.UTC)


@officer_page("POST", check=_publishes)
def undo_list(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
    try:
        releasing.undo_publication(
            card_list=get_list(unit, pk),
            actor=request.actor,
            is_chief=permissions.can_override_refusals(request.user, unit),
        )
    except (UndoNotAllowed, ListNotPublished) as error:
        say_error(request, error)
    else:
        messages.success(request, _("Đã thu hồi. Dữ liệu trở lại đúng như trước khi công bố."))
    return redirect("console:list", unit.slug, pk)


@officer_page("POST", check=edits)
def discard_list(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
    try:
        releasing.discard_review(card_list=get_list(unit, pk), actor=request.actor)
    except ListNotReady as error:
        say_error(request, error)
        return redirect("console:list", unit.slug, pk)
    messages.success(request, _("Đã bỏ danh sách; tệp đã được xoá."))
    return redirect("console:lists", unit.slug)


@officer_page("POST", check=edits)
def answer_dates(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
    """Day and month changed places, or they did not."""
    answer = request.POST.get("answer")
    card_list = get_list(unit, pk)
    try:
        if answer in {"swap", "keep"}:
            releasing.answer_day_month(
                card_list=card_list,
                answer=cast("releasing.DayMonth", answer),
                actor=request.actor,
            )
            wake_reader(card_list)
    except ListNotReady as error:
        say_error(request, error)
    return redirect("console:list", unit.slug, pk)


@officer_page("POST", check=edits)
def say_day(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
    """Of which day the list is: the file says none, or another."""
    card_list, form = get_list(unit, pk), DayForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["as_of"][0]))
        return redirect("console:list", unit.slug, pk)
    try:
        releasing.say_day(card_list=card_list, day=form.cleaned_data["as_of"], actor=request.actor)
        wake_reader(card_list)
    except ListNotReady as error:
        say_error(request, error)
    return redirect("console:list", unit.slug, pk)


@officer_page("POST", check=edits)
def confirm_columns(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
    """The columns seem strange, and are right."""
    try:
        releasing.confirm_columns(card_list=get_list(unit, pk), actor=request.actor)
    except ListNotReady as error:
        say_error(request, error)
    return redirect("console:list", unit.slug, pk)


@officer_page("POST", check=edits)
def compare_again(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
    card_list = get_list(unit, pk)
    try:
        releasing.reread(card_list=card_list, actor=request.actor)
        wake_reader(card_list)
    except ListNotReady as error:
        say_error(request, error)
    return redirect("console:list", unit.slug, pk)


@officer_page("POST", check=permissions.check_can_override_refusals)
def set_undo_time(request: OfficerRequest, unit: Unit) -> HttpResponse:
    form = UndoTimeForm(request.POST)
    if form.is_valid():
        minutes = form.cleaned_data["minutes"]
        releasing.set_undo_minutes(unit_id=unit.pk, minutes=minutes, actor=request.actor)
        messages.success(request, _("Đã đặt thời gian tự thu hồi."))
    else:
        messages.error(request, _("Hãy nhập số phút từ 0 đến 1440."))
    return redirect("console:lists", unit.slug)
