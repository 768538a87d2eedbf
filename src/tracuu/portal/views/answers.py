"""Hỏi đáp: ask in your own words, or choose from the categories; every answer with its law and dates.

A question may hold anything that a person types: it travels in the body of a POST, is answered in the
response, and is kept nowhere. As with the lookup there is no cookie, so there is no token.
"""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from tracuu.answers.asking import ask
from tracuu.answers.enums import Deed
from tracuu.answers.errors import TooManyQuestions, TopicNotFound
from tracuu.answers.matching.spelling import MOST_LETTERS
from tracuu.answers.operations import count_deeds
from tracuu.answers.queries import find_version, get_topic, list_history, list_shelves
from tracuu.assistant.answer_words import validity
from tracuu.cards.wording import date_text
from tracuu.core import clock
from tracuu.core.http import client_address
from tracuu.portal.answers_shown import (
    AS_OF,
    ShownReply,
    ShownShelf,
    ShownVersion,
    answer_url,
    answers_url,
)
from tracuu.portal.pages import page, takes, unit_or_404
from tracuu.portal.presenters import ShownUnit
from tracuu.units.models import Unit

_KEEP_SECONDS = 60
_FIRST_DAY, _LAST_DAY = dt.date(2016, 1, 1), dt.date(2099, 12, 31)
_FEEDBACK = {"useful": Deed.USEFUL, "wrong": Deed.WRONG}


@takes("GET", "HEAD", "POST")
def show_answers(request: HttpRequest, slug: str = "") -> HttpResponse:
    unit = unit_or_404(slug) if slug else None
    on = _day(request.POST.get(AS_OF) or request.GET.get(AS_OF, ""))
    context = _context(unit, on)
    asked = request.POST.get("question", "").strip()[:MOST_LETTERS].replace("\0", "")
    if request.method != "POST" or not asked:
        context["shelves"] = [ShownShelf.of(one, unit, on) for one in list_shelves(unit, on)]
        return page(request, "portal/answers.html", context, keep_seconds=_KEEP_SECONDS)
    try:
        reply = ask(text=asked, unit=unit, on=on, address=client_address(request))
    except TooManyQuestions as error:
        context |= {"asked": asked, "retry_after": error.retry_after}
        response = page(request, "portal/asked.html", context, status=429)
        response.headers["Retry-After"] = str(error.retry_after)
        return response
    context |= {"asked": asked, "reply": ShownReply.of(reply, unit)}
    return page(request, "portal/asked.html", context)


@takes("GET", "HEAD", "POST")
def show_answer(request: HttpRequest, topic: str, slug: str = "") -> HttpResponse:
    unit = unit_or_404(slug) if slug else None
    try:
        subject = get_topic(topic)
    except TopicNotFound:
        raise Http404 from None
    on, today = _day(request.GET.get(AS_OF, "")), clock.today()
    context = _context(unit, on)
    deed = _FEEDBACK.get(request.POST.get("feedback", ""))
    if deed is not None:
        count_deeds(unit=unit, topic=subject.slug, deeds=[deed])
        context["is_thanked"] = True
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


def _context(unit: Unit | None, on: dt.date) -> dict[str, Any]:
    today = clock.today()
    context: dict[str, Any] = {
        "answers_url": answers_url(unit),
        "on": on.isoformat(),
        "is_today": on == today,
        "on_text": date_text(on),
    }
    if unit is not None:
        context["unit"] = ShownUnit.of(unit)
        context["can_look_up"] = unit.publishes_lists and not unit.closed_on
    return context


def _day(text: str) -> dt.date:
    """The day that an address or a form names; today when it names none that makes sense."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return clock.today()
    return day if _FIRST_DAY <= day <= _LAST_DAY else clock.today()
