"""The page for whom a limit of the lookup refuses: how to get on."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from tracuu.cards.errors import TooManyLookups
from tracuu.cards.lookup import challenge_purpose
from tracuu.core.challenges import new_challenge, new_wait
from tracuu.portal.chat_links import usable_link
from tracuu.portal.pages import page
from tracuu.portal.presenters import ShownUnit
from tracuu.portal.typed import TypedPeople
from tracuu.units.models import Unit


def slow_down(
    request: HttpRequest,
    unit: Unit,
    typed: TypedPeople,
    error: TooManyLookups,
    kept: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Offer a way on: work for a browser with JavaScript, a short wait for one without.

    Either sends the people once more to where they were sent, with the other fields that are `kept`.
    """
    seconds = error.retry_after
    context: dict[str, Any] = {
        "unit": ShownUnit.of(unit),
        "typed_people": typed.people,
        "kept": kept,
        "zalo": usable_link(typed, unit),
        "seconds": seconds,
        "minutes": -(-seconds // 60),
    }
    if error.can_be_solved:
        purpose = challenge_purpose(typed.count)
        context["challenge"] = json.dumps(new_challenge(purpose, error.difficulty))
        context["wait_ticket"] = new_wait(purpose, seconds)
    response = page(request, "portal/slow_down.html", context, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response
