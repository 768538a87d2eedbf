"""When a message may go out."""

import datetime
import itertools
import random

import pytest

from tracuu.core import clock
from tracuu.messaging.rules import after_quiet, is_quiet, wait_before


def at(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(f"2021-12-{text}").replace(tzinfo=clock.VIETNAM)


@pytest.mark.parametrize(
    ("asked", "goes"),
    [
        ("14T07:00", "14T07:00"),
        ("14T20:59:59", "14T20:59:59"),
        ("14T21:00", "15T07:00"),
        ("14T23:59", "15T07:00"),
        ("15T00:00", "15T07:00"),
        ("15T06:59:59", "15T07:00"),
    ],
)
def test_nothing_goes_out_from_nine_in_the_evening_until_seven(asked, goes):
    assert after_quiet(at(asked)) == at(goes)
    assert is_quiet(at(asked)) is (asked != goes)
    assert not is_quiet(after_quiet(at(asked)))


def test_quiet_hours_are_those_of_viet_nam_wherever_the_server_stands():
    evening = datetime.datetime(2021, 12, 14, 15, 0, tzinfo=datetime.UTC)  # 22:00 in Việt Nam
    assert is_quiet(evening)
    assert after_quiet(evening) == at("15T07:00")


def test_each_failure_waits_longer_and_no_two_wait_alike():
    chance = random.Random(1)
    waits = [[wait_before(n, chance).total_seconds() for _ in range(50)] for n in range(1, 9)]
    for before, after in itertools.pairwise(waits[:6]):
        assert max(before) < 4 * min(after)
        assert sum(after) > 2 * sum(before)
    assert all(len(set(each)) > 40 for each in waits)
    assert max(waits[-1]) <= 9 * 3600
