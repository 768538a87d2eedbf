"""Cards that lie at the unit, by how long, with what was done about each; and what letters brought."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from tracuu.accounts import permissions
from tracuu.audit.operations import record
from tracuu.cards.ageing.chasing import Done, list_done
from tracuu.cards.ageing.letters import list_replies
from tracuu.cards.candidates import find_by_column
from tracuu.cards.card_rows import Place, list_cards
from tracuu.cards.enums import ChaseKind, Reply, Stage
from tracuu.cards.rules import AGES, Age, chase_step
from tracuu.console.counter.shown import birth_text
from tracuu.console.counter.tickets import make_ticket
from tracuu.console.day.shown import StageRow, cards_by_stage
from tracuu.console.pages import officer_page, page
from tracuu.console.requests import OfficerRequest
from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.units.models import Unit
from tracuu.units.queries import list_scope_ids

AGES_BY_KEY = {age.key: age for age in AGES}
REPLIES = "replies"


@dataclass(frozen=True, slots=True, repr=False)
class ShownCard:
    ticket: str
    full_name: str
    birth_date: str
    receipt: str
    box: str
    since: datetime.date
    days: int
    done: Sequence[tuple[str, str]]


@officer_page(check=permissions.check_can_look_up_people)
def show_ageing(request: OfficerRequest, unit: Unit, age: str = "") -> HttpResponse:
    """Fifty cards of an age, or those whose letter was answered (`replies`)."""
    at_unit = next(row for row in cards_by_stage(unit) if row.stage is Stage.AT_UNIT)
    age = age or _oldest(at_unit)
    context: dict[str, Any] = {
        "cells": [cell for cell in at_unit.cells if chase_step(cell.age.least)],
        "chosen": age,
        "replies": REPLIES,
        "may_print": permissions.can_edit_lists(request.user, unit),
    }
    if age == REPLIES:
        context["rows"] = _answered(request, unit)
    else:
        if age not in AGES_BY_KEY:
            raise Http404
        chosen = AGES_BY_KEY[age]
        begins = Place.read(request.GET.get("after", ""))
        context |= {
            **_of_age(request, unit, chosen, begins),
            "cell": next(cell for cell in at_unit.cells if cell.age is chosen),
            "has_letters": chase_step(chosen.least) is not None,
            "is_first": begins is None,
        }
    _record(request, unit, age, len(context["rows"]))
    return page(request, "console/ageing/ageing.html", context)


def _oldest(at_unit: StageRow) -> str:
    """The oldest age of which there is a card; the youngest that is chased when there is none."""
    filled = [cell.age.key for cell in at_unit.cells if cell.cards and chase_step(cell.age.least)]
    return filled[-1] if filled else AGES[1].key


def _of_age(request: OfficerRequest, unit: Unit, age: Age, begins: Place | None) -> dict[str, Any]:
    found = list_cards(unit, Stage.AT_UNIT, age, begins)
    done = list_done((card.application_id, card.since) for card in found.rows)
    today = clock.today()
    rows = [
        ShownCard(
            ticket=make_ticket(unit, request.user, card.application_id),
            full_name=card.identity.full_name,
            birth_date=birth_text(card.identity.birth_date),
            receipt=card.identity.receipt,
            box=card.box,
            since=card.since,
            days=(today - card.since).days,
            done=done_texts(done[card.application_id]),
        )
        for card in found.rows
    ]
    return {"rows": rows, "after": found.after}


def _answered(request: OfficerRequest, unit: Unit) -> list[ShownCard]:
    """The cards that still lie here and whose letter was answered, the newest answer first."""
    letters = list_replies(unit)
    sealer, _index = keys()
    ids = list({letter.application_id for letter in letters})
    people = {
        one.application_id: one
        for one in (find_by_column("id", ids, list_scope_ids(unit), sealer) if ids else ())
        if one.stage is Stage.AT_UNIT
    }
    done = list_done((one.application_id, one.changed_on) for one in people.values())
    today = clock.today()
    order: Mapping[int, None] = dict.fromkeys(letter.application_id for letter in letters)
    return [
        ShownCard(
            ticket=make_ticket(unit, request.user, one.application_id),
            full_name=one.identity.full_name,
            birth_date=birth_text(one.identity.birth_date),
            receipt=one.identity.receipt,
            box=one.box,
            since=one.changed_on,
            days=(today - one.changed_on).days,
            done=done_texts(done[one.application_id]),
        )
        for one in (people.get(application_id) for application_id in order)
        if one is not None
    ]


def done_texts(done: Sequence[Done]) -> list[tuple[str, str]]:
    """Each as a day and words."""
    return [(f"{one.on:%d/%m/%Y}", _words(one)) for one in done]


def _words(done: Done) -> str:
    if done.reply is not None:
        return _REPLIES[done.reply]()
    return _("đã in thư") if done.kind is ChaseKind.LETTER else _("đã nhắn tin")


_REPLIES = {
    Reply.COMING: lambda: _("trả lời: sẽ đến nhận"),
    Reply.MOVED: lambda: _("trả lời: đã chuyển nơi ở"),
    Reply.NOT_MINE: lambda: _("trả lời: không phải người này"),
}


def _record(request: OfficerRequest, unit: Unit, age: str, rows: int) -> None:
    record(
        actor=request.actor,
        action="cards_read",
        subject=f"unit:{unit.pk}",
        unit_id=unit.pk,
        facts={"stage": Stage.AT_UNIT.code, "age": age, "rows": rows},
    )
