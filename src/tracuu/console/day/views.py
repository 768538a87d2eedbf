"""The first screen of the day, and the lookups behind its numbers."""

import datetime
from itertools import dropwhile
from typing import Any

from django.http import HttpResponse

from tracuu.accounts import permissions
from tracuu.accounts.enums import Role
from tracuu.answers.asked import count_open
from tracuu.answers.queries import list_concerning, list_drafts, list_ending, list_quarantined
from tracuu.cards.card_counts import by_week, count_below, list_lookups
from tracuu.cards.models import UnitLedger
from tracuu.cards.queries import find_newest_list, list_unpublished_lists
from tracuu.console.answers.shown import binds
from tracuu.console.day.shown import (
    LOOKUP_DAYS,
    ages_plot,
    cards_by_stage,
    deeds_since_yesterday,
    percent,
    rising_share,
    shares_plot,
    unreached_chiefs,
    waiting_citizens,
    waiting_list,
)
from tracuu.console.pages import officer_page, page
from tracuu.console.requests import OfficerRequest
from tracuu.console.zalo.shown import trouble_of
from tracuu.core import clock
from tracuu.messaging.enums import AccountState
from tracuu.messaging.zalo.accounts import find_account
from tracuu.units.models import Unit

_LONG = 46
_OLD_LIST_DAYS = 7
_SHOWN_LISTS = 5
_SHOWN_ENDING = 5


@officer_page(check=permissions.check_can_read_unit)
def show_unit(request: OfficerRequest, unit: Unit) -> HttpResponse:
    """What waits, what moved, what lies; for a supervisor also every unit below, in numbers."""
    officer = request.user
    can_read_audit = permissions.can_read_audit(officer, unit)
    context: dict[str, Any] = {
        "can_edit": permissions.can_edit_lists(officer, unit),
        "can_look_up": permissions.can_look_up_people(officer, unit),
        "can_read_audit": can_read_audit,
        "waiting_citizens": waiting_citizens(unit),
        "may_answer": permissions.can_answer_citizens(officer, unit),
        "deeds": deeds_since_yesterday(unit, reads_audit=can_read_audit),
        "today": clock.today(),
        "yesterday": clock.today() - datetime.timedelta(days=1),
        "below": count_below(unit) if Role.SUPERVISOR in request.roles else [],
    }
    if context["may_answer"]:
        context["unreached_chiefs"] = unreached_chiefs(unit)
        context["may_retry_mail"] = permissions.can_manage_officers(officer, unit)
    if permissions.can_connect_zalo(officer, unit):
        context["zalo"] = _zalo(unit)
    context["answers"] = _answers(unit, can_edit=bool(context["can_edit"]))
    if unit.publishes_lists:
        context |= {**_lists(unit), **_cards(unit), **_lookups(unit)}
    return page(request, "console/day/unit.html", context)


def _zalo(unit: Unit) -> dict[str, Any] | None:
    """What is wrong with the unit's account, for who can mend it."""
    account = find_account(unit)
    trouble = trouble_of(account) if account else ""
    if account is None or not trouble:
        return None
    return {"trouble": trouble, "is_broken": account.state == AccountState.BROKEN}


def _answers(unit: Unit, *, can_edit: bool) -> dict[str, Any]:
    """What of Hỏi đáp waits for somebody: the nightly list, and what citizens asked in vain."""
    ending = list_concerning(unit, list_ending(clock.today()))
    held = list_concerning(unit, list_quarantined())
    return {
        "ending": ending[:_SHOWN_ENDING],
        "more_ending": max(0, len(ending) - _SHOWN_ENDING),
        "held": len(held),
        "drafts": len(list_drafts(binds(unit))),
        "asked": count_open(unit) if can_edit else 0,
    }


def _lists(unit: Unit) -> dict[str, Any]:
    waiting = [waiting_list(one) for one in list_unpublished_lists(unit)]
    ledger = UnitLedger.objects.filter(unit=unit).first()
    as_of = ledger.data_as_of if ledger else None
    age = (clock.today() - as_of).days if as_of else 0
    return {
        "waiting": waiting[:_SHOWN_LISTS],
        "more_waiting": max(0, len(waiting) - _SHOWN_LISTS),
        "reviewed": [one for one in waiting if one.is_reviewed],
        "rows_to_decide": sum(one.rows for one in waiting),
        "newest": find_newest_list(unit),
        "as_of": as_of,
        "list_age": age,
        "is_list_old": age > _OLD_LIST_DAYS,
    }


def _cards(unit: Unit) -> dict[str, Any]:
    stages = cards_by_stage(unit)
    at_unit, corrections = stages[0], stages[1]
    plot, told = ages_plot(at_unit)
    return {
        "stages": stages,
        "corrections": corrections,
        "lying_long": at_unit.count(_LONG),
        "long_cells": [cell for cell in at_unit.cells if cell.age.least >= _LONG],
        "at_unit": at_unit,
        "ages_plot": plot,
        "ages_told": told,
    }


def _lookups(unit: Unit) -> dict[str, Any]:
    weeks = by_week(list_lookups(unit, LOOKUP_DAYS))
    plot, told = shares_plot(weeks)
    return {
        "has_lookups": any(week.total for week in weeks),
        "week": weeks[-1],
        "week_percent": percent(weeks[-1]),
        "rising": rising_share(weeks),
        "shares_plot": plot,
        "shares_told": told,
    }


@officer_page(check=permissions.check_can_read_unit)
def show_lookups(request: OfficerRequest, unit: Unit) -> HttpResponse:
    """How many asked and how many ended unconfirmed, day by day: nobody's lookup is kept."""
    days = list_lookups(unit, LOOKUP_DAYS)
    plot, told = shares_plot(by_week(days))
    # Nobody asked before the first who did: those days tell nothing.
    since_first = list(dropwhile(lambda day: not day.total, days))
    context = {
        "days": [(day, percent(day)) for day in reversed(since_first)],
        "shares_plot": plot,
        "shares_told": told,
        "rising": rising_share(by_week(days)),
    }
    return page(request, "console/day/lookups.html", context)
