"""What an officer answered in the inbox becomes a draft answer, which a second officer approves.

The question loses names, dates and numbers before anybody sees it here; the topic that the classifier
thinks of first is chosen already, with the sources of its answer of today.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tracuu.accounts import permissions
from tracuu.answers.asking import explain
from tracuu.answers.enums import VersionState
from tracuu.answers.errors import ContentNotValid
from tracuu.answers.matching.store import ModelNotUsable
from tracuu.answers.models import Topic
from tracuu.answers.operations import write_draft
from tracuu.answers.queries import find_version
from tracuu.console.answers.forms import WordingForm
from tracuu.console.inbox.forms import DraftForm
from tracuu.console.pages import officer_page, page
from tracuu.console.requests import OfficerRequest
from tracuu.core import clock
from tracuu.messaging.chat.inbox import find_conversation, find_question
from tracuu.messaging.chat.masking import mask_digits, without_person
from tracuu.messaging.models import Conversation
from tracuu.units.enums import UnitKind
from tracuu.units.models import Unit

_LONGEST_QUESTION = 200


@officer_page("POST", check=permissions.check_can_answer_citizens)
def draft_answer(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
    """The draft, filled in from the conversation; with `save` it is kept for a second officer."""
    conversation = find_conversation(unit, pk)
    number = request.POST.get("message", "")
    if conversation is None or not number.isdecimal():
        raise Http404
    if "save" in request.POST:
        return _save(request, unit, conversation, number)
    form = _starting_from(unit, conversation, int(number))
    return _page(request, conversation, number, form)


def _save(
    request: OfficerRequest, unit: Unit, conversation: Conversation, number: str
) -> HttpResponse:
    form = _with_topics(DraftForm(request.POST))
    if form.is_valid():
        try:
            write_draft(
                topic=form.cleaned_data["topic"],
                unit=None if unit.kind == UnitKind.MINISTRY else unit,
                wording=form.wording(),
                actor=request.actor,
            )
        except ContentNotValid as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã lưu bản nháp. Một cán bộ khác cần phê duyệt."))
            return redirect("console:answers", unit.slug)
    return _page(request, conversation, number, form, status=422)


def _starting_from(unit: Unit, conversation: Conversation, number: int) -> DraftForm:
    found = find_question(conversation, number)
    if found is None:
        raise Http404
    asked, said = found
    question = without_person(asked)
    topic = _likeliest(question)
    initial: dict[str, Any] = {
        "question": question[:_LONGEST_QUESTION],
        "answer": mask_digits(said),
        "valid_from": clock.today(),
    }
    version = find_version(topic, unit, clock.today()) if topic else None
    if topic is not None:
        initial |= {"topic": topic.slug}
    if version is not None:
        initial |= {"sources": WordingForm.starting_from(version).initial["sources"]}
    return _with_topics(DraftForm(initial=initial))


def _likeliest(question: str) -> Topic | None:
    try:
        ranked = explain(question) if question else []
    except ModelNotUsable:
        return None
    return Topic.objects.filter(slug=ranked[0][0]).first() if ranked else None


def _with_topics(form: DraftForm) -> DraftForm:
    field = form.fields["topic"]
    topics = Topic.objects.select_related("category")
    field.queryset = topics.order_by("category__position", "position")  # type: ignore[attr-defined]
    published = Topic.objects.filter(versions__state=VersionState.PUBLISHED)
    # Of several versions of a topic, the newest speaks for it.
    newest = dict(
        published.order_by("versions__valid_from").values_list("slug", "versions__question")
    )
    field.label_from_instance = lambda topic: newest.get(topic.slug, topic.slug)  # type: ignore[attr-defined]
    return form


def _page(
    request: OfficerRequest,
    conversation: Conversation,
    number: str,
    form: DraftForm,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {"number": conversation.pk, "message": number, "form": form}
    return page(request, "console/inbox/draft.html", context, status=status)
