"""One conversation: what was said, and everything that an officer does there.

The page is one form: whatever button is pressed, what was typed travels along and is there again.
What is done leads to a page that can be loaded again.
"""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tracuu.accounts import permissions
from tracuu.cards.binding import unbind
from tracuu.cards.errors import ApplicationNotHere
from tracuu.console.counter.tickets import read_ticket
from tracuu.console.inbox.page import conversation_page, deed_page, transcript
from tracuu.console.inbox.results import search, sentence_about
from tracuu.console.inbox.values import values_for
from tracuu.console.pages import officer_page, page
from tracuu.console.requests import OfficerRequest
from tracuu.messaging.chat import handing_over
from tracuu.messaging.chat.canned import fill, find_reply
from tracuu.messaging.chat.content import Outgoing
from tracuu.messaging.chat.inbox import find_conversation, stamp_of
from tracuu.messaging.errors import AnswerNotPossible, ConversationHeld, ConversationNotHere
from tracuu.messaging.jobs import send_now
from tracuu.messaging.models import Conversation
from tracuu.units.models import Unit

_answers = permissions.check_can_answer_citizens
_NO_CONTENT = 204
_LONGEST_TYPED = 10_000
_LONGEST_QUERY = 200


@officer_page(check=_answers)
def show_conversation(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
    """The newest of it, or with `before` what was said earlier."""
    conversation = _get(unit, pk)
    before = _number(request.GET.get("before", ""))
    return conversation_page(request, unit, conversation, before=before)


@officer_page(check=_answers)
def show_news(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
    """What was said, again for a page that is open, when there is anything new."""
    conversation = _get(unit, pk)
    if request.GET.get("stamp") == stamp_of(conversation):
        return HttpResponse(status=_NO_CONTENT)
    context = transcript(request, unit, conversation)
    return page(request, "console/inbox/_turns.html", context)


@deed_page
def show_digits(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
    """Numbers unmasked, for calling back; told in the record."""
    conversation = _get(unit, pk)
    return conversation_page(request, unit, conversation, text=_typed(request), shows_digits=True)


@deed_page
def take(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
    """Nobody's becomes mine; another officer's too, when the page said whose it is."""

    def deed() -> None:
        instead_of = _number(request.POST.get("instead_of", "")) or None
        handing_over.take(unit=unit, number=pk, actor=request.actor, instead_of=instead_of)

    return _do(request, unit, pk, deed) or _lead_on(request, unit, pk)


@deed_page
def answer(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
    """Send it; who answers what nobody has takes it."""

    def deed() -> None:
        handing_over.answer(
            unit=unit,
            number=pk,
            actor=request.actor,
            outgoing=Outgoing(_typed(request).strip()),
            seen=_seen(request),
        )

    elsewhere = _do(request, unit, pk, deed)
    if elsewhere is not None:
        return elsewhere
    send_now()
    return redirect("console:conversation", unit.slug, pk)


@deed_page
def hand_back(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
    def deed() -> None:
        _refuse_if_unsent(request)
        handing_over.hand_back(unit=unit, number=pk, actor=request.actor, seen=_seen(request))

    elsewhere = _do(request, unit, pk, deed)
    if elsewhere is not None:
        return elsewhere
    send_now()
    messages.success(request, _("Đã trả lại cho trợ lý."))
    return redirect("console:inbox", unit.slug)


@deed_page
def close(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
    def deed() -> None:
        _refuse_if_unsent(request)
        handing_over.close(unit=unit, number=pk, actor=request.actor, seen=_seen(request))

    elsewhere = _do(request, unit, pk, deed)
    if elsewhere is not None:
        return elsewhere
    messages.success(request, _("Đã kết thúc cuộc trò chuyện."))
    return redirect("console:inbox", unit.slug)


@deed_page
def compose(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
    """Add a canned reply or a result to what was typed, or look somebody up; nothing is sent."""
    conversation, text = _get(unit, pk), _typed(request)
    try:
        if "canned" in request.POST:
            reply = find_reply(unit, request.POST["canned"])
            added = fill(reply.text, values_for(unit)) if reply and reply.is_active else ""
            return conversation_page(request, unit, conversation, text=_joined(text, added))
        if "person" in request.POST:
            return _insert_result(request, unit, conversation, text)
    except AnswerNotPossible as error:
        return conversation_page(
            request, unit, conversation, text=text, problem=str(error), status=422
        )
    query = request.POST.get("query", "").strip()[:_LONGEST_QUERY]
    results = search(unit, query, request.user, request.actor) if query else None
    return conversation_page(request, unit, conversation, text=text, results=results)


@deed_page
def end_bond(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
    """The chat is bound to no application any more."""
    with transaction.atomic():
        try:
            conversation = handing_over.hold(unit, pk)
        except ConversationNotHere:
            raise Http404 from None
        if unbind(conversation=conversation, actor=request.actor):
            messages.success(request, _("Đã gỡ hồ sơ khỏi cuộc trò chuyện này."))
    return _lead_on(request, unit, pk)


def _insert_result(
    request: OfficerRequest, unit: Unit, conversation: Conversation, text: str
) -> HttpResponse:
    ticket = read_ticket(unit, request.user, request.POST["person"])
    if ticket is None:
        raise AnswerNotPossible(_("Kết quả tìm để lâu quá. Hãy tìm lại."))
    try:
        sentence, is_said = sentence_about(unit, ticket.application_id, conversation, request.actor)
    except ApplicationNotHere:
        raise Http404 from None
    problem = ""
    if not is_said:
        problem = _(
            "Chưa chắc người nhắn là chủ hồ sơ, nên chỉ chèn lời mời tra cứu, không chèn kết quả."
        )
    joined = _joined(text, sentence)
    return conversation_page(request, unit, conversation, text=joined, problem=problem)


def _do(
    request: OfficerRequest, unit: Unit, pk: int, deed: Callable[[], None]
) -> HttpResponse | None:
    """Do it; the page with what was typed when it could not be done, else None."""
    conversation = _get(unit, pk)
    text = _typed(request)
    try:
        deed()
    except ConversationNotHere:
        raise Http404 from None
    except ConversationHeld as error:
        conversation.refresh_from_db()
        return conversation_page(
            request,
            unit,
            conversation,
            text=text,
            problem=str(error),
            answers=error.answers,
            status=409,
        )
    except AnswerNotPossible as error:
        return conversation_page(
            request, unit, conversation, text=text, problem=str(error), status=422
        )
    return None


def _lead_on(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
    """Back to the conversation; with what was typed, if anything was."""
    text = _typed(request)
    if text.strip():
        return conversation_page(request, unit, _get(unit, pk), text=text)
    return redirect("console:conversation", unit.slug, pk)


def _refuse_if_unsent(request: OfficerRequest) -> None:
    if _typed(request).strip():
        raise AnswerNotPossible(_("Bạn còn câu chưa gửi. Hãy gửi hoặc xoá câu đó trước."))


def _get(unit: Unit, pk: int) -> Conversation:
    conversation = find_conversation(unit, pk)
    if conversation is None:
        raise Http404
    return conversation


def _typed(request: OfficerRequest) -> str:
    # Browsers send the ends of lines as two signs, Zalo counts each.
    return request.POST.get("text", "").replace("\r\n", "\n")[:_LONGEST_TYPED]


def _seen(request: OfficerRequest) -> int:
    return _number(request.POST.get("seen", ""))


def _joined(text: str, added: str) -> str:
    return "\n\n".join(part for part in (text.strip(), added) if part)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0  # noqa: PLR2004 (a bigint)
