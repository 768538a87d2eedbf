"""What an officer answered in the inbox becomes a draft answer, which a second officer approves.

What citizen and officer wrote loses names, dates and numbers before anybody sees it here. The topic
that the classifier thinks of first is chosen already, with its official question; what the citizen asked
stands beside. There is no source yet: only who writes the draft can say what the answer is from.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tracuu.answers.asking import explain
from tracuu.answers.enums import VersionState
from tracuu.answers.errors import ContentNotValid
from tracuu.answers.masking import mask
from tracuu.answers.matching.store import ModelNotUsable
from tracuu.answers.models import Topic
from tracuu.answers.operations import write_draft
from tracuu.answers.queries import find_version
from tracuu.console.inbox.forms import DraftForm
from tracuu.console.inbox.page import deed_page
from tracuu.console.pages import page
from tracuu.console.requests import OfficerRequest
from tracuu.core import clock
from tracuu.messaging.chat.inbox import find_conversation, find_question
from tracuu.messaging.models import Conversation
from tracuu.units.enums import UnitKind
from tracuu.units.models import Unit

_LONGEST_QUESTION = 200


@deed_page
def draft_answer(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
    """The draft, filled in from the conversation; with `save` it is kept for a second officer."""
    conversation = find_conversation(unit, pk)
    number = request.POST.get("message", "")
    if conversation is None or not number.isdecimal():
        raise Http404
    found = find_question(conversation, int(number))
    if found is None:
        raise Http404
    asked, said = " ".join(mask(found[0]).split()), mask(found[1])
    if "save" not in request.POST:
        return _page(request, conversation, number, _starting_from(unit, asked, said), asked)
    form = _with_topics(DraftForm(request.POST))
    if form.is_valid() and _is_kept(request, unit, form):
        messages.success(request, _("Đã lưu bản nháp. Một cán bộ khác cần phê duyệt."))
        return redirect("console:answers", unit.slug)
    return _page(request, conversation, number, form, asked, status=422)


def _is_kept(request: OfficerRequest, unit: Unit, form: DraftForm) -> bool:
    """Whether it is a draft now; why not, the form says."""
    try:
        write_draft(
            topic=form.cleaned_data["topic"],
            unit=None if unit.kind == UnitKind.MINISTRY else unit,
            wording=form.wording(),
            actor=request.actor,
        )
    except ContentNotValid as error:
        form.add_error(None, str(error))
        return False
    return True


def _starting_from(unit: Unit, asked: str, said: str) -> DraftForm:
    topic = _likeliest(asked)
    version = find_version(topic, unit, clock.today()) if topic else None
    initial: dict[str, Any] = {
        "question": version.question if version else asked[:_LONGEST_QUESTION],
        "answer": said,
        "valid_from": clock.today(),
    }
    if topic is not None:
        initial |= {"topic": topic.slug}
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
    asked: str,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {"number": conversation.pk, "message": number, "form": form, "asked": asked}
    return page(request, "console/inbox/draft.html", context, status=status)
