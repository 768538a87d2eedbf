"""Two counters take the same person at the same instant: one card, one hand-over, and one is told."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.concurrency.test_kill import scalar

from factories import person, write_list
from installation import Installation

pytestmark = pytest.mark.slow

ACT = str(Path(__file__).with_name("act_at_counter.py"))
PEOPLE = [
    person("Lê Thị Mai", "05/06/1980", receipt="HS-1", box="A1"),
    person("Đỗ Văn Tám", "07/08/1970", receipt="HS-2", box="A2"),
    person("Vũ Lan Hương", "09/10/1990", receipt="HS-3", box="A3"),
]


@pytest.fixture
def installation(tmp_path):
    made = Installation(tmp_path / "home")
    made.ok("init")
    made.ok("units", "add", "--slug", "tan-phu", "--name", "Công an quận Tân Phú")
    path = write_list(tmp_path / "list.xlsx", PEOPLE)
    made.ok("lists", "import", "--unit", "tan-phu", "--as-of", "2021-12-01", str(path))
    return made


def start(installation, *arguments):
    """A counter of its own: a process that says when it is ready, and waits for the signal."""
    counter = subprocess.Popen(
        [sys.executable, ACT, *arguments], env=installation.environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert counter.stdout.readline().strip() == "ready"
    return counter


def at_once(*counters):
    for one in counters:
        one.stdin.write("go\n")
        one.stdin.flush()
    said = []
    for one in counters:
        out, err = one.communicate(timeout=120)
        assert one.returncode == 0, err
        said.append(out.strip())
    return said


def test_of_two_counters_one_wins_and_the_other_is_told(installation):
    """Three times, and five counters, so that every order has its chance."""
    for turn, (name, born, *_facts) in enumerate(PEOPLE, start=1):
        counters = [start(installation, "hand_over", f"HS-{turn}", one) for one in "12345"]

        said = sorted(at_once(*counters))

        assert said == ["AlreadyHandedOver"] * 4 + ["done"]
        handed = "SELECT COUNT(*) FROM cards_handover"
        by_hand = "SELECT COUNT(*) FROM cards_stagechange WHERE card_list_id IS NULL"
        events = "SELECT COUNT(*) FROM audit_event WHERE action = 'card_handed_over'"
        assert [scalar(installation, sql) for sql in (handed, by_hand, events)] == [turn] * 3
        assert installation.lookup(name, born)["stage"] == "handed_over"
    installation.ok("audit", "verify")


def test_two_slips_for_one_person_bear_one_code(installation):
    said = at_once(*(start(installation, "slip", "HS-1", officer) for officer in "123"))
    assert len(set(said)) == 1
    assert len(said[0]) == 12
