"""Hỏi đáp CCCD: ask in your own words, or choose; every answer with its law and dates.

A question may hold anything that a person types: it travels in the body of a POST and is answered in
the response. Only what found no answer is kept, for the editors, with everything personal masked. As
with the lookup there is no cookie, so there is no token.
"""

import datetime as dt
import secrets
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse

from tracuu.answers.asking import Reply, ask, choose, refuse_choices, suggest, tell_useful
from tracuu.answers.errors import TooManyQuestions, TopicNotFound
from tracuu.answers.matching.spelling import MOST_LETTERS
from tracuu.answers.models import Topic
from tracuu.answers.queries import find_version, get_topic, list_history, list_shelves
from tracuu.assistant.answer_words import validity
from tracuu.cards.wording import date_text
from tracuu.core import clock
from tracuu.core.days import DayNotUnderstood, read_day
from tracuu.core.http import client_address
from tracuu.portal.answers_shown import (
    AS_OF,
    THANKS,
    ShownReply,
    ShownShelf,
    ShownVersion,
    answer_url,
    answers_url,
    suggestions_url,
)
from tracuu.portal.pages import page, takes, unit_or_404
from tracuu.portal.presenters import ShownUnit
from tracuu.units.models import Unit
from tracuu.units.wording import open_now_text

_KEEP_SECONDS = 60
_FIRST_DAY, _LAST_DAY = dt.date(2016, 1, 1), dt.date(2099, 12, 31)
_FEEDBACK = {"useful": True, "wrong": False}
_NONE = "none"
_FORM, _MOST_FORM = "form", 24


@takes("GET", "HEAD", "POST")
def show_answers(request: HttpRequest, slug: str = "") -> HttpResponse:
    unit = unit_or_404(slug) if slug else None
    typed = request.POST.get(AS_OF) or request.GET.get(AS_OF, "")
    on = _day(typed)
    context = _context(unit, on or clock.today())
    asked = _question(request)
    if request.method != "POST" or not asked:
        on = on or clock.today()
        context["shelves"] = [ShownShelf.of(one, unit, on) for one in list_shelves(unit, on)]
        if typed and _day(typed) is None:
            context |= {"wrong_day": typed[:40]}
        return page(request, "portal/answers.html", context, keep_seconds=_KEEP_SECONDS)
    try:
        reply = _answer(request, asked, unit, on or clock.today())
    except TooManyQuestions as error:
        context |= {"asked": asked, "retry_after": error.retry_after}
        response = page(request, "portal/asked.html", context, status=429)
        response.headers["Retry-After"] = str(error.retry_after)
        return response
    context |= {"asked": asked, "reply": ShownReply.of(reply, unit)}
    return page(request, "portal/asked.html", context)


def _answer(request: HttpRequest, asked: str, unit: Unit | None, on: dt.date) -> Reply:
    """What was asked; or what was tapped of the questions that an answer before offered."""
    chosen, address = request.POST.get("choice", ""), client_address(request)
    # A page that is loaded again sends its form once more; what it told counts once. Without a form
    # those who share an address cannot be told apart: then each counts.
    form = request.POST.get(_FORM, "")[:_MOST_FORM]
    once = f"{address} {form}" if form else ""
    if chosen == _NONE:
        return refuse_choices(text=asked, unit=unit, on=on, once=once)
    if chosen:
        return choose(text=asked, topic=_topic_or_404(chosen), unit=unit, on=on, once=once)
    return ask(text=asked, unit=unit, on=on, address=address, keeps=True, once=once)


@takes("POST")
def suggest_questions(request: HttpRequest, slug: str = "") -> HttpResponse:
    """While somebody types: the questions that are likely meant, as JSON for `typing.js`."""
    unit = unit_or_404(slug) if slug else None
    on = _day(request.POST.get(AS_OF, "")) or clock.today()
    try:
        found = suggest(text=_question(request), unit=unit, on=on, address=client_address(request))
    except TooManyQuestions as error:
        response: HttpResponse = JsonResponse({"questions": []}, status=429)
        response.headers["Retry-After"] = str(error.retry_after)
        return response
    questions = [
        {"url": answer_url(one.topic.slug, unit, on), "question": one.question} for one in found
    ]
    return JsonResponse({"questions": questions})


@takes("GET", "HEAD", "POST")
def show_answer(request: HttpRequest, topic: str, slug: str = "") -> HttpResponse:
    unit = unit_or_404(slug) if slug else None
    subject = _topic_or_404(topic)
    on, today = _day(request.GET.get(AS_OF, "")) or clock.today(), clock.today()
    context = _context(unit, on)
    is_useful = _FEEDBACK.get(request.POST.get("feedback", ""))
    if is_useful is not None:
        tell_useful(topic=subject, unit=unit, is_useful=is_useful, text=_question(request))
        # A page that can be loaded again: what was told is counted once.
        return HttpResponseRedirect(answer_url(subject.slug, unit, on, is_thanked=True), status=303)
    context["is_thanked"] = THANKS in request.GET
    version = find_version(subject, unit, on)
    if version is not None:
        context["version"] = ShownVersion.of(version, unit, on)
    current = version if on == today else find_version(subject, unit, today)
    if on < today and current is not None and current != version:
        context["replacement"] = (current.question, answer_url(subject.slug, unit, today))
    context["topic"] = subject.slug
    context["history"] = [
        (answer_url(subject.slug, unit, one.valid_from), validity(one), one == version)
        for one in list_history(subject, unit)
        if one.quarantined_at is None
    ]
    return page(request, "portal/answer.html", context, keep_seconds=_KEEP_SECONDS)


def _topic_or_404(slug: str) -> Topic:
    try:
        return get_topic(slug)
    except TopicNotFound:
        raise Http404 from None


def _question(request: HttpRequest) -> str:
    return request.POST.get("question", "").strip()[:MOST_LETTERS].replace("\0", "")


def _context(unit: Unit | None, on: dt.date) -> dict[str, Any]:
    today = clock.today()
    context: dict[str, Any] = {
        "answers_url": answers_url(unit),
        "suggestions_url": suggestions_url(unit),
        "on": on.isoformat(),
        "is_today": on == today,
        "on_text": date_text(on),
        "on_typed": f"{on:%d/%m/%Y}",
        "form": secrets.token_urlsafe(8),
    }
    if unit is not None:
        context["unit"] = ShownUnit.of(unit)
        context["open_now"] = open_now_text(unit, clock.now())
        context["can_look_up"] = unit.publishes_lists and not unit.closed_on
    return context


def _day(text: str) -> dt.date | None:
    """The day that an address or a form names; None when it names none that makes sense."""
    try:
        day = read_day(text)
    except DayNotUnderstood:
        return None
    return day if _FIRST_DAY <= day <= _LAST_DAY else None
