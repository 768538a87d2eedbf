"""A draft: written anew, looked at with what it would change, and published by somebody else."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tracuu.accounts import permissions
from tracuu.answers.checking import compare_publication
from tracuu.answers.enums import VersionState
from tracuu.answers.errors import AnsweredWorse, ContentNotValid, TopicNotFound, VersionNotOpen
from tracuu.answers.jobs import learn_now
from tracuu.answers.models import AnswerVersion
from tracuu.answers.operations import check_wording, edit_draft, wording_of
from tracuu.answers.publishing import publish_draft
from tracuu.answers.queries import find_version, get_topic
from tracuu.console.answers.forms import DraftForm
from tracuu.console.answers.shown import OUTCOMES, read_titles, title_of, topic_options
from tracuu.console.answers.views import approves, edits, version_or_404
from tracuu.console.pages import officer_page, page
from tracuu.console.requests import OfficerRequest
from tracuu.core import clock
from tracuu.units.models import Unit


@officer_page("GET", "HEAD", "POST", check=edits)
def edit_answer(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
    """Write a draft anew: its words, sources and days, and which topic it answers."""
    draft = _draft_or_404(unit, pk)
    topics = topic_options(read_titles())
    form = DraftForm(request.POST or None, version=draft, topics=topics)
    if request.method == "POST" and form.is_valid():
        try:
            topic = get_topic(form.cleaned_data["topic"])
            edit_draft(version=draft, wording=form.wording(), topic=topic, actor=request.actor)
        except (ContentNotValid, VersionNotOpen, TopicNotFound) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã lưu bản nháp. Một cán bộ khác cần phê duyệt."))
            return redirect("console:review_answer", unit.slug, draft.pk)
    status = 422 if form.errors else 200
    context = {"draft": draft, "form": form}
    return page(request, "console/answers/draft.html", context, status=status)


@officer_page(check=approves)
def review_answer(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
    """What citizens would see, and which questions of the regression set change."""
    return _review(request, unit, _draft_or_404(unit, pk))


@officer_page("POST", check=approves)
def publish_answer(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
    draft = version_or_404(unit, pk)
    try:
        publish_draft(
            version=draft,
            actor=request.actor,
            is_chief=permissions.can_override_refusals(request.user, unit),
            override_reason=request.POST.get("override_reason", ""),
        )
    except AnsweredWorse as error:
        messages.error(request, str(error))
        return redirect("console:review_answer", unit.slug, draft.pk)
    except (VersionNotOpen, ContentNotValid) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã công bố câu trả lời."))
        learn_now()
    return redirect("console:answer_topic", unit.slug, draft.topic.slug)


def _review(request: OfficerRequest, unit: Unit, draft: AnswerVersion) -> HttpResponse:
    comparison, titles = compare_publication(draft), read_titles()
    lacking = ""
    try:
        check_wording(wording_of(draft))
    except ContentNotValid as error:
        lacking = str(error)
    context = {
        "draft": draft,
        "sources": draft.sources.order_by("pk"),
        "current": find_version(draft.topic, unit, clock.today()),
        "comparison": comparison,
        "changes": sorted(
            (
                (one, title_of(one.label, titles), OUTCOMES[one.before.outcome],
                 OUTCOMES[one.after.outcome])
                for one in comparison.changes
            ),
            key=lambda each: not each[0].is_worse,
        ),
        "lacking": lacking,
        "is_own": draft.written_by == request.user.pk,
        "is_chief": permissions.can_override_refusals(request.user, unit),
        "may_edit": permissions.can_edit_lists(request.user, unit),
    }  # fmt: skip
    return page(request, "console/answers/review.html", context)


def _draft_or_404(unit: Unit, pk: int) -> AnswerVersion:
    version = version_or_404(unit, pk)
    if version.state != VersionState.DRAFT:
        raise Http404
    return version
