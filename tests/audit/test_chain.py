import pytest

from tracuu.audit.models import ChainHead, Event
from tracuu.audit.operations import COMMAND_LINE, record
from tracuu.audit.queries import Fault, find_faults, list_events

pytestmark = pytest.mark.django_db


def three_deeds(unit_id=7):
    for number in range(1, 4):
        record(
            actor=COMMAND_LINE, action="list_published", subject=f"list:{number}",
            unit_id=unit_id, facts={"new": number},
        )  # fmt: skip


def test_a_chain_that_nobody_touched_holds():
    three_deeds()
    three_deeds(unit_id=8)

    assert list(find_faults()) == []
    assert [event.number for event in list_events(7)] == [3, 2, 1]


@pytest.mark.parametrize(
    "change",
    [
        {"action": "list_withdrawn"},
        {"facts": {"new": 99}},
        {"actor_id": 5},
        {"origin": "192.0.2.9"},
        {"subject": "list:9"},
    ],
)
def test_an_altered_event_is_found(change):
    three_deeds()
    Event.objects.filter(number=2).update(**change)

    assert list(find_faults()) == [Fault(7, 2, "altered")]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_missing_event_is_found(number):
    three_deeds()
    Event.objects.filter(number=number).delete()

    assert list(find_faults()) == [Fault(7, number, "missing")]


def test_a_chain_that_vanished_whole_is_found():
    three_deeds()
    Event.objects.all().delete()

    assert [fault.number for fault in find_faults()] == [1, 2, 3]


def test_a_head_that_was_taken_away_or_turned_back_is_found():
    three_deeds()
    ChainHead.objects.update(number=2)
    assert list(find_faults())
    ChainHead.objects.all().delete()
    assert list(find_faults())


def test_a_forged_event_needs_the_key():
    three_deeds()
    Event.objects.create(
        unit_id=7, number=4, at="2021-12-14T00:00:00Z", origin="cli", action="x", subject="y",
        digest=bytes(32),
    )  # fmt: skip

    assert Fault(7, 4, "altered") in list(find_faults())
