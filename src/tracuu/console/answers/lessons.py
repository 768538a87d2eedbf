"""What the model is to learn: suggestions to accept, lessons with their progress, the regression set.

All of it holds for every unit of the tree, so it is decided at the highest unit in which somebody
works; a single unit decides for itself.
"""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tracuu.accounts import permissions
from tracuu.accounts.queries import find_highest_staffed
from tracuu.answers.checking import list_checks
from tracuu.answers.enums import LessonState
from tracuu.answers.errors import ContentNotValid, LessonNotOpen
from tracuu.answers.jobs import learn_now
from tracuu.answers.lessons import drop_lesson, put_in_use
from tracuu.answers.matching.corpus import STEPS
from tracuu.answers.models import Lesson
from tracuu.answers.teaching import (
    accept_suggestions,
    add_check,
    list_lessons,
    list_suggestions,
    refuse_suggestions,
    remove_check,
)
from tracuu.console.answers.shown import (
    changes_of,
    group_options,
    read_titles,
    title_of,
    topic_options,
)
from tracuu.console.answers.views import approves, edits
from tracuu.console.pages import officer_page, page
from tracuu.console.requests import OfficerRequest
from tracuu.units.models import Unit

_MOST_TICKED = 500


@officer_page()
def show_lessons(request: OfficerRequest, unit: Unit) -> HttpResponse:
    titles = read_titles()
    lessons = list_lessons()
    decides = find_highest_staffed(unit)
    context = {
        "suggestions": [
            (one, title_of(one.label, titles), one.suggested_by == request.user.pk)
            for one in list_suggestions()
        ],
        "lessons": [
            (one, changes_of(one.report, titles), one.suggestions.all()) for one in lessons
        ],
        "is_busy": any(one.state in (LessonState.WAITING, LessonState.LEARNING) for one in lessons),
        "steps": STEPS,
        "decides": decides,
        "is_here": decides == unit,
        "may_decide": permissions.can_approve(request.user, decides),
        "is_chief": permissions.can_override_refusals(request.user, decides),
    }
    return page(request, "console/answers/lessons.html", context)


@officer_page("POST", check=approves)
def decide_on_suggestions(request: OfficerRequest, unit: Unit) -> HttpResponse:
    ticked = [int(text) for text in request.POST.getlist("number") if text.isdecimal()]
    ticked = ticked[:_MOST_TICKED]
    if decides_for_all(request, unit):
        try:
            if request.POST.get("deed") == "accept":
                accept_suggestions(suggestions=ticked, actor=request.actor, unit=unit)
                learn_now()
                messages.success(request, _("Đã nhận. Hệ thống đang học."))
            else:
                refuse_suggestions(suggestions=ticked, actor=request.actor, unit=unit)
                messages.success(request, _("Đã bỏ các đề xuất."))
        except LessonNotOpen as error:
            messages.error(request, str(error))
    return redirect("console:lessons", unit.slug)


@officer_page("POST", check=approves)
def decide_on_lesson(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
    """A chief's word on a lesson that answers worse: use it and say why, or drop it."""
    lesson = Lesson.objects.filter(pk=pk).first()
    if lesson is None:
        raise Http404
    if decides_for_all(request, unit):
        is_chief = permissions.can_override_refusals(request.user, find_highest_staffed(unit))
        try:
            if request.POST.get("deed") == "drop":
                drop_lesson(lesson=lesson, actor=request.actor)
                messages.success(request, _("Đã bỏ bài học này."))
            elif not is_chief:
                messages.error(request, _("Chỉ phụ trách quyết định được việc này."))
            else:
                reason = request.POST.get("override_reason", "")
                put_in_use(lesson=lesson, actor=request.actor, reason=reason)
                learn_now()
                messages.success(request, _("Đã dùng bài học này."))
        except LessonNotOpen as error:
            messages.error(request, str(error))
    return redirect("console:lessons", unit.slug)


@officer_page()
def show_checks(request: OfficerRequest, unit: Unit) -> HttpResponse:
    titles = read_titles()
    context = {
        "checks": [(one, title_of(one.label, titles)) for one in list_checks()],
        "topics": topic_options(titles),
        "outside": group_options(titles),
        "may_edit": permissions.can_edit_lists(request.user, unit),
        "may_decide": permissions.can_approve(request.user, find_highest_staffed(unit)),
    }
    return page(request, "console/answers/checks.html", context)


@officer_page("POST", check=edits)
def change_checks(request: OfficerRequest, unit: Unit) -> HttpResponse:
    """Add a question; taking one away needs who decides for all units."""
    removed = request.POST.get("remove", "")
    try:
        if removed.isdecimal():
            if decides_for_all(request, unit):
                remove_check(check_id=int(removed), actor=request.actor, unit=unit)
                messages.success(request, _("Đã bỏ câu đó khỏi bộ kiểm tra."))
        else:
            add_check(
                text=request.POST.get("text", ""),
                label=request.POST.get("label", ""),
                actor=request.actor,
                unit=unit,
            )
            messages.success(request, _("Đã thêm vào bộ kiểm tra."))
    except (ContentNotValid, LessonNotOpen) as error:
        messages.error(request, str(error))
    return redirect("console:answer_checks", unit.slug)


def decides_for_all(request: OfficerRequest, unit: Unit) -> bool:
    """Whether the officer may decide what holds for every unit; says who may when not."""
    decides = find_highest_staffed(unit)
    if permissions.can_approve(request.user, decides):
        return True
    said = _("Việc này chung cho mọi đơn vị: nhờ phụ trách hoặc giám sát của %(unit)s quyết định.")
    messages.error(request, said % {"unit": decides.name})
    return False
