"""The lookup: a form for one person or several, and the answers in the response to it.

There is no CSRF token because there is nothing to protect with one: citizens have no session and no
cookie, and a lookup changes nothing that a stranger's page could make a visitor do. A cookie for the
token would be the only thing that remembers a person on a shared phone.
"""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from tracuu.cards.answer_wording import freshness, usual_time
from tracuu.cards.enums import ProofKind
from tracuu.cards.errors import PeopleNotUnderstood, TooManyLookups
from tracuu.cards.lookup import MOST_PEOPLE, Answer, Caller
from tracuu.cards.lookup_limits import price
from tracuu.cards.operations import look_up_people
from tracuu.cards.queries import find_data_as_of
from tracuu.core.http import client_address
from tracuu.portal.chat_links import usable_link
from tracuu.portal.pages import answer_page, page, takes, unit_or_404
from tracuu.portal.people import (
    ShownFields,
    first_answer,
    shown_faults,
    shown_fields,
    shown_people,
    shown_place,
)
from tracuu.portal.presenters import ShownUnit
from tracuu.portal.slowing import slow_down
from tracuu.portal.typed import TypedPeople, read_link
from tracuu.units.models import Unit
from tracuu.units.queries import list_scope_ids

_PROOF_KINDS = tuple(ProofKind)
_NO_FOCUS = (0, "")


@takes("GET", "HEAD", "POST")
def show_lookup(request: HttpRequest, slug: str) -> HttpResponse:
    unit = unit_or_404(slug)
    if unit.closed_on or not unit.publishes_lists:
        return redirect("portal:unit", slug)  # its page says where to ask instead
    if request.method != "POST":
        return _form(request, unit, TypedPeople(link=read_link(request.GET)))
    typed = TypedPeople.read(request.POST)
    changed = _changed(typed, request.POST)
    if changed is not None:
        typed, focus = changed
        return _form(request, unit, typed, shown_fields(typed, focus=focus))
    typed = typed.without_blanks()
    try:
        results = look_up_people(
            unit=unit,
            people=[one.sought for one in typed.people],
            caller=Caller(address=client_address(request), ticket=typed.ticket),
        )
    except PeopleNotUnderstood as error:
        people, faults = shown_faults(typed, error.faults)
        return _form(request, unit, typed, people, {"faults": faults}, status=422)
    answer = first_answer(results)
    if answer is None:
        refusals = [each for each in results if isinstance(each, TooManyLookups)]
        return slow_down(request, unit, typed, price(refusals, typed.count))
    return _answers(request, typed, results, answer)


def _changed(typed: TypedPeople, post: QueryDict) -> tuple[TypedPeople, tuple[int, str]] | None:
    """What a button that only changes the form makes of it, and the input to go on with."""
    if "add" in post:
        typed = typed.with_one_more()
        return typed, (typed.count, "full_name")
    if "drop" in post:
        number = _number(post.get("drop", ""))
        typed = typed.without(number)
        return typed, (min(number, typed.count), "full_name")
    if "prove" in post:
        return typed, (_number(post.get("prove", "")), "proof_value")
    return (typed, _NO_FOCUS) if "edit" in post else None


def _number(text: str) -> int:
    """The number of a person of the form; 0 is nobody's."""
    return int(text) if text in map(str, range(1, MOST_PEOPLE + 1)) else 0


def _form(
    request: HttpRequest,
    unit: Unit,
    typed: TypedPeople,
    people: Sequence[ShownFields] = (),
    more: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    people = people or shown_fields(typed)
    context: dict[str, Any] = {
        "zalo": usable_link(typed, unit),
        "unit": ShownUnit.of(unit),
        "people": people,
        "is_alone": len(people) == 1,
        "most_people": MOST_PEOPLE,
        "proof_kinds": _PROOF_KINDS,
        "freshness": freshness(find_data_as_of(list_scope_ids(unit))),
        **(more or {}),
    }
    return page(request, "portal/lookup.html", context, status=status)


def _answers(
    request: HttpRequest,
    typed: TypedPeople,
    results: Sequence[Answer | TooManyLookups],
    answer: Answer,
) -> HttpResponse:
    """Everybody's answer; every unconfirmed one of a unit is the same, whatever the reason was."""
    people = shown_people(typed, results)
    rest = [
        one.typed.number
        for one, result in zip(people, results, strict=True)
        if isinstance(result, TooManyLookups) and result.can_be_solved
    ]
    zalo = usable_link(typed, answer.unit)
    context: dict[str, Any] = {
        "zalo": zalo,
        "unit": ShownUnit.of(answer.unit),
        "people": people,
        "is_alone": len(people) == 1,
        "may_grow": typed.may_grow,
        "rest": typed.only(rest).people if rest else (),
        "fields": shown_fields(typed),
        "typed_people": typed.people,
        "waiting": [one.typed.number for one in people if one.is_not_ready],
        "proof_kinds": _PROOF_KINDS,
        "freshness": freshness(answer.data_as_of),
        "usual_time": usual_time(answer.unit),
        "spoken_place": shown_place(answer),
    }
    # What is offered beside an answer makes every answer as much longer as one more person does.
    return answer_page(request, "portal/result.html", context, people=len(people) + bool(zalo))
