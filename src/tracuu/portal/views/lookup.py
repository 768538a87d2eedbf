"""The lookup: a form, and the answer in the response to it.

There is no CSRF token because there is nothing to protect with one: citizens have no session and no
cookie, and a lookup changes nothing that a stranger's page could make a visitor do. A cookie for the
token would be the only thing that remembers a person on a shared phone.
"""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from tracuu.cards.enums import ProofKind
from tracuu.cards.errors import LookupNotUnderstood, TooManyLookups
from tracuu.cards.lookup import CHALLENGE_PURPOSE, Answer, Caller
from tracuu.cards.operations import look_up
from tracuu.cards.queries import find_data_as_of
from tracuu.cards.wording import error_sentence
from tracuu.core.challenges import new_challenge, new_wait
from tracuu.core.http import client_address
from tracuu.portal.pages import answer_page, page, takes, unit_or_404
from tracuu.portal.presenters import ShownAnswer, ShownDetails, ShownUnit, freshness, usual_time
from tracuu.portal.typed import Typed
from tracuu.units.models import Unit
from tracuu.units.queries import list_scope_ids

_PROOF_KINDS = tuple(ProofKind)


@takes("GET", "HEAD", "POST")
def show_lookup(request: HttpRequest, slug: str) -> HttpResponse:
    unit = unit_or_404(slug)
    if unit.closed_on or not unit.publishes_lists:
        return redirect("portal:unit", slug)  # its page says where to ask instead
    if request.method != "POST":
        return _form(request, unit, Typed(), {})
    typed = Typed.read(request.POST)
    try:
        answer = look_up(
            unit=unit,
            full_name=typed.full_name,
            birth_date=typed.birth_date,
            proof=typed.proof,
            caller=Caller(address=client_address(request), ticket=typed.ticket),
        )
    except LookupNotUnderstood as error:
        errors = {each.field: error_sentence(each) for each in error.errors}
        return _form(request, unit, typed, errors)
    except TooManyLookups as error:
        return _slow_down(request, unit, typed, error)
    return _answer(request, unit, typed, answer)


def _form(request: HttpRequest, unit: Unit, typed: Typed, errors: dict[str, str]) -> HttpResponse:
    context: dict[str, Any] = {
        "unit": ShownUnit.of(unit),
        "typed": typed,
        "errors": errors,
        "proof_kinds": _PROOF_KINDS,
        "freshness": freshness(find_data_as_of(list_scope_ids(unit))),
    }
    return page(request, "portal/lookup.html", context, status=422 if errors else 200)


def _answer(request: HttpRequest, unit: Unit, typed: Typed, answer: Answer) -> HttpResponse:
    """Every unconfirmed answer of a unit is the same page, whatever the reason was."""
    context: dict[str, Any] = {
        "unit": ShownUnit.of(unit),
        "typed": typed,
        "proof_kinds": _PROOF_KINDS,
        "freshness": freshness(answer.data_as_of),
    }
    if answer.stage is None:
        context |= {"usual_time": usual_time(unit), "is_unconfirmed": True}
        return answer_page(request, "portal/unconfirmed.html", context)
    context["answer"] = ShownAnswer.of(answer, answer.stage)
    if answer.details is not None:
        context["details"] = ShownDetails.of(answer.details, answer.stage)
    return answer_page(request, "portal/found.html", context)


def _slow_down(
    request: HttpRequest, unit: Unit, typed: Typed, error: TooManyLookups
) -> HttpResponse:
    """Offer a way on: work for a browser with JavaScript, a short wait for one without."""
    seconds = error.retry_after
    context: dict[str, Any] = {
        "unit": ShownUnit.of(unit),
        "typed": typed,
        "seconds": seconds,
        "minutes": -(-seconds // 60),
    }
    if error.can_be_solved:
        challenge = new_challenge(CHALLENGE_PURPOSE, error.difficulty)
        context["challenge"] = json.dumps(challenge)
        context["wait_ticket"] = new_wait(CHALLENGE_PURPOSE, seconds)
    response = page(request, "portal/slow_down.html", context, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response
