"""Reads of the chain."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from tracuu.audit.models import ChainHead, Event
from tracuu.audit.operations import digest_of


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a chain does not hold: event `number` of the unit is `altered` or `missing`."""

    unit_id: int
    number: int
    kind: str


def list_events(unit_id: int) -> QuerySet[Event]:
    """The events of a unit, newest first."""
    return Event.objects.filter(unit_id=unit_id).order_by("-number")


def find_faults() -> Iterator[Fault]:
    """Walk every chain and name each event that was altered or taken away."""
    unit_ids = set(ChainHead.objects.values_list("unit_id", flat=True))
    unit_ids |= set(Event.objects.values_list("unit_id", flat=True).distinct())
    for unit_id in sorted(unit_ids):
        yield from _faults_of(unit_id)


def _faults_of(unit_id: int) -> Iterator[Fault]:
    expected, previous = 1, b""
    for event in Event.objects.filter(unit_id=unit_id).order_by("number").iterator(2000):
        missing = range(expected, event.number)
        yield from (Fault(unit_id, number, "missing") for number in missing)
        # After a gap the chain cannot be followed, but it goes on from the digest that is there.
        if not missing and digest_of(event, previous) != bytes(event.digest):
            yield Fault(unit_id, event.number, "altered")
        expected, previous = event.number + 1, bytes(event.digest)
    head = ChainHead.objects.filter(unit_id=unit_id).first()
    if head is None:
        yield Fault(unit_id, expected, "missing")
        return
    yield from (Fault(unit_id, number, "missing") for number in range(expected, head.number + 1))
    if head.number < expected - 1 or (
        head.number == expected - 1 and bytes(head.digest) != previous
    ):
        yield Fault(unit_id, head.number, "altered")
