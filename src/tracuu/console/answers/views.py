"""The answers of a unit: what waits for work, one topic through the years, writing drafts.

Editors of the ministry write what holds for the whole country; those of any other unit write what
holds in it and below, and nobody touches another unit's answers.
"""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tracuu.accounts import permissions
from tracuu.answers.asked import count_open
from tracuu.answers.errors import ContentNotValid, TopicNotFound, VersionNotOpen
from tracuu.answers.models import AnswerVersion, Topic
from tracuu.answers.operations import (
    check_wording,
    release_version,
    withdraw_version,
    write_draft,
)
from tracuu.answers.queries import (
    count_week,
    find_version,
    get_topic,
    list_concerning,
    list_drafts,
    list_ending,
    list_history,
    list_quarantined,
    list_shelves,
    list_unconfirmed,
)
from tracuu.answers.teaching import count_open_lessons, known_phrasings, list_suggestions
from tracuu.console.answers.forms import TryForm, WordingForm
from tracuu.console.answers.shown import binds
from tracuu.console.pages import officer_page, page
from tracuu.console.requests import OfficerRequest
from tracuu.core import clock
from tracuu.units.models import Unit

edits = permissions.check_can_edit_lists
approves = permissions.check_can_approve


@officer_page()
def show_answers(request: OfficerRequest, unit: Unit) -> HttpResponse:
    today = clock.today()

    def ours(versions: list[AnswerVersion]) -> list[AnswerVersion]:
        return list_concerning(unit, versions)

    may_edit = permissions.can_edit_lists(request.user, unit)
    context = {
        "work": (
            (_("Chờ phê duyệt"), list_drafts(binds(unit))),
            (_("Hết áp dụng trong 45 ngày tới, chưa có câu thay"), ours(list_ending(today))),
            (_("Tạm dừng vì văn bản thay đổi"), ours(list_quarantined())),
            (_("Cần kiểm tra"), ours(list_unconfirmed(today))),
        ),
        "shelves": list_shelves(unit, today),
        "figures": count_week(unit, today),
        "asked": count_open(unit),
        "suggestions": len(list_suggestions()),
        "open_lessons": count_open_lessons(),
        "try_form": TryForm() if may_edit else None,
        "may_edit": may_edit,
    }
    return page(request, "console/answers/answers.html", context)


@officer_page()
def show_topic(request: OfficerRequest, unit: Unit, topic: str) -> HttpResponse:
    return _topic(request, unit, topic_or_404(topic), None)


@officer_page("POST", check=edits)
def write_answer(request: OfficerRequest, unit: Unit, topic: str) -> HttpResponse:
    """Show what citizens would see; with `save` keep it as a draft for a second officer."""
    subject, form = topic_or_404(topic), WordingForm(request.POST)
    if not form.is_valid():
        return _topic(request, unit, subject, form, status=422)
    try:
        check_wording(form.wording())
        if "save" in request.POST:
            write_draft(
                topic=subject, unit=binds(unit), wording=form.wording(), actor=request.actor
            )
            messages.success(request, _("Đã lưu bản nháp. Một cán bộ khác cần phê duyệt."))
            return redirect("console:answers", unit.slug)
    except ContentNotValid as error:
        form.add_error(None, str(error))
        return _topic(request, unit, subject, form, status=422)
    return _topic(request, unit, subject, form, is_preview=True)


@officer_page("POST", check=edits)
def withdraw_answer(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
    return _act(request, unit, pk, withdraw_version, _("Đã rút câu trả lời."))


@officer_page("POST", check=approves)
def release_answer(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
    return _act(request, unit, pk, release_version, _("Câu trả lời được hiện lại."))


def _act(
    request: OfficerRequest, unit: Unit, pk: int, deed: Callable[..., object], said: str
) -> HttpResponse:
    version = version_or_404(unit, pk)
    try:
        deed(version=version, actor=request.actor)
        messages.success(request, said)
    except (VersionNotOpen, ContentNotValid) as error:
        messages.error(request, str(error))
    return redirect("console:answer_topic", unit.slug, version.topic.slug)


def _topic(
    request: OfficerRequest,
    unit: Unit,
    topic: Topic,
    form: WordingForm | None,
    *,
    is_preview: bool = False,
    status: int = 200,
) -> HttpResponse:
    bound = binds(unit)
    current = find_version(topic, unit, clock.today())
    context = {
        "topic": topic,
        "current": current,
        "drafts": [one for one in list_drafts(bound) if one.topic_id == topic.pk],
        "history": [(one, one.unit == bound) for one in list_history(topic, unit)],
        "form": form or WordingForm.starting_from(current),
        "preview": form.wording() if form and is_preview else None,
        "phrasings": len(known_phrasings(topic.slug)),
        "is_national": bound is None,
        "may_edit": permissions.can_edit_lists(request.user, unit),
        "may_approve": permissions.can_approve(request.user, unit),
    }
    return page(request, "console/answers/topic.html", context, status=status)


def version_or_404(unit: Unit, pk: int) -> AnswerVersion:
    """A version that this unit's desk may touch."""
    version = (
        AnswerVersion.objects.select_related("topic__category", "unit")
        .filter(pk=pk, unit=binds(unit))
        .first()
    )
    if version is None:
        raise Http404
    return version


def topic_or_404(slug: str) -> Topic:
    try:
        return get_topic(slug)
    except TopicNotFound:
        raise Http404 from None
