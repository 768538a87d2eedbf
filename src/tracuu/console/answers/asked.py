"""What citizens asked in vain: groups of like questions, the largest first, and what becomes of them."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tracuu.answers.asked import (
    AskedGroup,
    best_wordings,
    decide_on,
    find_group,
    list_groups_of,
)
from tracuu.answers.drafting import draft_from_questions
from tracuu.answers.enums import AskedState
from tracuu.answers.errors import ContentNotValid, NothingToDecide
from tracuu.answers.teaching import suggest_phrasings
from tracuu.console.answers.shown import group_options, read_titles, title_of, topic_options
from tracuu.console.answers.trying import likely_topics
from tracuu.console.answers.views import edits
from tracuu.console.pages import officer_page, page
from tracuu.console.requests import OfficerRequest
from tracuu.units.models import Unit

_SHOWN_GROUPS = 40


@officer_page(check=edits)
def show_asked(request: OfficerRequest, unit: Unit) -> HttpResponse:
    groups = list_groups_of(unit)
    titles = read_titles()
    context = {
        "groups": [
            (group, group.questions[0].get_kind_display(), title_of(group.topic, titles))
            for group in groups[:_SHOWN_GROUPS]
        ],
        "more": max(0, len(groups) - _SHOWN_GROUPS),
        "questions": sum(group.count for group in groups),
    }
    return page(request, "console/answers/asked.html", context)


@officer_page(check=edits)
def show_asked_group(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
    group, titles = _group_or_404(unit, pk), read_titles()
    likely = [group.topic] if group.topic else []
    likely += likely_topics(group.questions[0].text)
    context = {
        "group": group,
        "likely": [(slug, title_of(slug, titles)) for slug in dict.fromkeys(likely)][:3],
        "topics": topic_options(titles),
        "outside": group_options(titles),
    }
    return page(request, "console/answers/asked_group.html", context)


@officer_page("POST", check=edits)
def decide_on_asked(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
    """One tap for the whole group: a way of asking, a draft, not ours, or nothing."""
    group = _group_or_404(unit, pk)
    deed = request.POST.get("deed", "")
    try:
        if deed == "phrasing":
            said = _teach(request, unit, group, request.POST.get("topic", ""), AskedState.PHRASING)
        elif deed == "outside":
            said = _teach(request, unit, group, request.POST.get("group", ""), AskedState.OUTSIDE)
        elif deed == "draft":
            return _draft(request, unit, group)
        elif deed == "dismiss":
            _decide(request, unit, group, AskedState.DISMISSED, "")
            said = _("Đã bỏ qua.")
        else:
            raise Http404
        messages.success(request, said)
    except (ContentNotValid, NothingToDecide) as error:
        messages.error(request, str(error) or _("Các câu này đã được xử lý trước đó."))
    return redirect("console:asked", unit.slug)


@transaction.atomic
def _teach(
    request: OfficerRequest, unit: Unit, group: AskedGroup, label: str, state: AskedState
) -> str:
    _decide(request, unit, group, state, label)
    count = suggest_phrasings(
        label=label, texts=best_wordings(group.questions), actor=request.actor, unit=unit
    )
    return _("Đã đề xuất %(count)s cách hỏi. Một cán bộ khác duyệt thì hệ thống sẽ học.") % {
        "count": count
    }


@transaction.atomic
def _draft(request: OfficerRequest, unit: Unit, group: AskedGroup) -> HttpResponse:
    # First of all: of two editors at once, the second finds nothing to decide and makes no draft.
    _decide(request, unit, group, AskedState.DRAFTED, "")
    draft = draft_from_questions(
        unit=unit, questions=[one.text for one in group.questions], actor=request.actor
    )
    texts = best_wordings(group.questions)
    suggest_phrasings(label=draft.topic.slug, texts=texts, actor=request.actor, unit=unit)
    messages.success(request, _("Đã tạo bản nháp. Hãy viết câu trả lời và ghi nguồn."))
    return redirect("console:edit_answer", unit.slug, draft.pk)


def _decide(
    request: OfficerRequest, unit: Unit, group: AskedGroup, state: AskedState, label: str
) -> None:
    pks = [one.pk for one in group.questions]
    decide_on(unit=unit, questions=pks, state=state, actor=request.actor, label=label)


def _group_or_404(unit: Unit, pk: int) -> AskedGroup:
    group = find_group(unit, pk)
    if group is None:
        raise Http404
    return group
