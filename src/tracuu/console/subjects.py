"""Where the subjects of the record lead: only to what is still there, and where this officer may go.

A person is reached through the counter, by a ticket in a body: an address names nobody.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from tracuu.accounts import permissions
from tracuu.accounts.models import Officer
from tracuu.accounts.queries import list_members
from tracuu.answers.models import AnswerVersion
from tracuu.audit.models import Event
from tracuu.cards.enums import ListState, Stage
from tracuu.cards.models import Application, CardList, StageChange
from tracuu.console.counter.tickets import make_ticket
from tracuu.units.models import Unit
from tracuu.units.queries import list_scope_ids


@dataclass(frozen=True, slots=True)
class Ways:
    """By subject: an address, or a ticket for the counter."""

    links: dict[str, str] = field(default_factory=dict)
    tickets: dict[str, str] = field(default_factory=dict)


def find_ways(events: Iterable[Event], *, unit: Unit, officer: Officer) -> Ways:
    """The ways from these events, with one question for each kind of subject among them."""
    keys: dict[str, set[str]] = defaultdict(set)
    for event in events:
        kind, _colon, key = event.subject.partition(":")
        keys[kind].add(key)
    ways = Ways()
    if keys["list"]:
        ways.links.update(_lists(unit, _numbers(keys["list"])))
    if keys["answer"]:
        ways.links.update(_answers(unit, _numbers(keys["answer"])))
    if keys["officer"] and permissions.can_manage_officers(officer, unit):
        ways.links.update(_officers(unit, _numbers(keys["officer"])))
    if keys["zalo"] and permissions.can_connect_zalo(officer, unit):
        address = reverse("console:zalo", args=[unit.slug])
        ways.links.update({f"zalo:{oa_id}": address for oa_id in keys["zalo"]})
    if keys["application"] and permissions.can_look_up_people(officer, unit):
        ways.tickets.update(_people(unit, officer, _numbers(keys["application"])))
    return ways


def _numbers(keys: Iterable[str]) -> list[int]:
    return [int(key) for key in keys if key.isdecimal()]


def _lists(unit: Unit, numbers: list[int]) -> dict[str, str]:
    rows = CardList.objects.filter(unit=unit, pk__in=numbers).exclude(state=ListState.STAGING)
    return {
        f"list:{pk}": reverse("console:list", args=[unit.slug, pk])
        for pk in rows.values_list("pk", flat=True)
    }


def _answers(unit: Unit, numbers: list[int]) -> dict[str, str]:
    rows = AnswerVersion.objects.filter(pk__in=numbers).values_list("pk", "topic__slug")
    return {
        f"answer:{pk}": reverse("console:answer_topic", args=[unit.slug, slug]) for pk, slug in rows
    }


def _officers(unit: Unit, numbers: list[int]) -> dict[str, str]:
    working = {member.officer_id for member in list_members(unit)}
    return {
        f"officer:{pk}": reverse("console:change_officer", args=[unit.slug, pk])
        for pk in working.intersection(numbers)
    }


def _people(unit: Unit, officer: Officer, numbers: list[int]) -> dict[str, str]:
    """Of the applications those that count now: one that was replaced or withdrawn shows nobody."""
    counts = StageChange.objects.filter(
        Q(card_list__isnull=True) | Q(card_list__state=ListState.PUBLISHED),
        application_id=OuterRef("pk"),
    )
    rows = Application.objects.filter(
        Exists(counts),
        ~Exists(counts.filter(stage=Stage.REPLACED)),
        pk__in=numbers,
        unit_id__in=list_scope_ids(unit),
    )
    return {
        f"application:{pk}": make_ticket(unit, officer, pk)
        for pk in rows.values_list("pk", flat=True)
    }
