"""Reads of the chain."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, QuerySet

from tracuu.audit.models import ChainHead, Event
from tracuu.audit.operations import chain_key, digest_of


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a chain does not hold: event `number` of the unit is `altered` or `missing`."""

    unit_id: int
    number: int
    kind: str


def list_events(unit_id: int) -> QuerySet[Event]:
    """The events of a unit, newest first."""
    return Event.objects.filter(unit_id=unit_id).order_by("-number")


def count_deeds(unit_id: int, begins: datetime.datetime, ends: datetime.datetime) -> dict[str, int]:
    """How often each deed was done at a unit between two moments, by its action."""
    rows = Event.objects.filter(unit_id=unit_id, at__gte=begins, at__lt=ends)
    counted = rows.values("action").annotate(deeds=Count("pk")).order_by()
    return {row["action"]: row["deeds"] for row in counted}


def find_faults() -> Iterator[Fault]:
    """Walk every chain and name each event that was altered or taken away."""
    unit_ids = set(ChainHead.objects.values_list("unit_id", flat=True))
    unit_ids |= set(Event.objects.values_list("unit_id", flat=True).distinct())
    for unit_id in sorted(unit_ids):
        yield from _faults_of(unit_id)


@transaction.atomic
def _faults_of(unit_id: int) -> list[Fault]:
    # Locked, so that an event that is added meanwhile does not look like one that is missing.
    head = ChainHead.objects.select_for_update().filter(unit_id=unit_id).first()
    key = chain_key()
    faults: list[Fault] = []
    expected, previous = 1, b""
    for event in Event.objects.filter(unit_id=unit_id).order_by("number").iterator(2000):
        missing = range(expected, event.number)
        faults.extend(Fault(unit_id, number, "missing") for number in missing)
        # After a gap the chain cannot be followed, but it goes on from the digest that is there.
        if not missing and digest_of(event, previous, key) != bytes(event.digest):
            faults.append(Fault(unit_id, event.number, "altered"))
        expected, previous = event.number + 1, bytes(event.digest)
    if head is None:
        return [*faults, Fault(unit_id, expected, "missing")]
    faults.extend(Fault(unit_id, number, "missing") for number in range(expected, head.number + 1))
    is_turned_back = head.number < expected - 1
    if is_turned_back or (head.number == expected - 1 and bytes(head.digest) != previous):
        faults.append(Fault(unit_id, head.number, "altered"))
    return faults
