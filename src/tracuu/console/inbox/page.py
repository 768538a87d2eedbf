"""The page of one conversation: all that it shows, whatever led to it."""

from collections.abc import Callable, Sequence
from functools import update_wrapper
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tracuu.accounts import permissions
from tracuu.audit.operations import record
from tracuu.cards.binding import find_bound
from tracuu.cards.telling.notices import label_of
from tracuu.console.counter.tickets import make_ticket
from tracuu.console.inbox.results import Results
from tracuu.console.inbox.shown import (
    has_hidden_digits,
    name_of,
    reason_text,
    shown_turns,
    waited_text,
    window_text,
)
from tracuu.console.inbox.values import previews, values_for
from tracuu.console.pages import Page, officer_page, page
from tracuu.console.requests import OfficerRequest
from tracuu.core import clock
from tracuu.messaging.chat.announcing import longest_answer
from tracuu.messaging.chat.canned import list_replies
from tracuu.messaging.chat.inbox import last_number, list_notices, list_turns, stamp_of
from tracuu.messaging.chat.windows import window_of
from tracuu.messaging.enums import Author
from tracuu.messaging.models import Conversation
from tracuu.messaging.zalo.links import is_broken
from tracuu.units.models import Unit

DeedView = Callable[[OfficerRequest, Unit, int], HttpResponse]


def deed_page(view: DeedView) -> Page:
    """Something that is done to a conversation, by POST.

    After a refusal its address stays in the browser: who opens it again is led to the conversation.
    """

    @officer_page("GET", "HEAD", "POST", check=permissions.check_can_answer_citizens)
    def checked(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
        if request.method != "POST":
            return redirect("console:conversation", unit.slug, pk)
        return view(request, unit, pk)

    update_wrapper(checked, view)
    return checked


def conversation_page(  # noqa: PLR0913 (what a deed left to show; all by name)
    request: OfficerRequest,
    unit: Unit,
    conversation: Conversation,
    *,
    status: int = 200,
    text: str = "",
    problem: str = "",
    answers: Sequence[str] = (),
    results: Results | None = None,
    shows_digits: bool = False,
    before: int = 0,
) -> HttpResponse:
    """Show it with what was typed; reading it is an event of the record."""
    context = transcript(request, unit, conversation, shows_digits=shows_digits, before=before)
    context |= {
        **_who_has_it(request, conversation),
        **_bound(request, unit, conversation),
        "text": text,
        "problem": problem,
        "answers": answers,
        "results": results,
        "longest": longest_answer(conversation),
        "replies": previews(list_replies(unit), values_for(unit)),
        "may_edit": permissions.can_edit_lists(request.user, unit),
        "is_old": before > 0,
        "zalo_is_broken": is_broken(unit),
    }
    return page(request, "console/inbox/conversation.html", context, status=status)


def transcript(
    request: OfficerRequest,
    unit: Unit,
    conversation: Conversation,
    *,
    shows_digits: bool = False,
    before: int = 0,
) -> dict[str, Any]:
    """What was said, and which rule applies to an answer now."""
    now = clock.now()
    # Before the words are read: what is said meanwhile makes the page old, and is not taken for seen.
    seen, stamp = last_number(conversation), stamp_of(conversation)
    turns, has_more = list_turns(conversation, before)
    notices = []
    if turns and not before:
        notices = list_notices(conversation.contact, turns[0].message.created_at)
    window = window_of(conversation)
    facts = {"digits": "shown"} if shows_digits else {}
    record(
        actor=request.actor,
        action="conversation_read",
        subject=f"conversation:{conversation.pk}",
        unit_id=unit.pk,
        facts=facts,
    )
    return {
        "number": conversation.pk,
        "name": name_of(conversation),
        "turns": shown_turns(turns, notices, shows_digits=shows_digits),
        "has_hidden": not shows_digits and has_hidden_digits(turns),
        "earliest": turns[0].message.pk if turns and has_more else 0,
        "window": window_text(window, now),
        "is_open": window.is_open,
        "is_free": window.kind == "free",
        "seen": seen,
        "stamp": stamp,
        "officers": sum(turn.message.author == Author.OFFICER for turn in turns),
        "reason": reason_text(conversation),
        "waited": waited_text(conversation.waiting_since, now)
        if conversation.waiting_since
        else "",
    }


def _who_has_it(request: OfficerRequest, conversation: Conversation) -> dict[str, Any]:
    holder = conversation.officer
    since = ""
    if holder is not None and conversation.taken_at is not None:
        since = f"{conversation.taken_at.astimezone(clock.VIETNAM):%H:%M}"
    return {
        "holder": holder,
        "since": since,
        "is_mine": holder is not None and holder.pk == request.user.pk,
        "is_others": holder is not None and holder.pk != request.user.pk,
        "state": conversation.get_state_display(),
        "is_with_assistant": holder is None and not conversation.waiting_since,
    }


def _bound(request: OfficerRequest, unit: Unit, conversation: Conversation) -> dict[str, Any]:
    if conversation.bound_person is None:
        return {"bound": None}
    person = find_bound(conversation)
    if person is None:
        gone = _("Hồ sơ đã gắn không còn hiệu lực: danh sách đã sửa thông tin của người này.")
        return {"bound": None, "bound_gone": gone}
    return {
        "bound": label_of(person.identity),
        "bound_ticket": make_ticket(unit, request.user, person.application_id),
    }
