"""Two events of one chat at the same instant: each is answered once, and no answer is lost."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.concurrency.test_counter import at_once
from tests.concurrency.test_kill import scalar

from factories import person, write_list
from installation import Installation

pytestmark = pytest.mark.slow
TURN = str(Path(__file__).with_name("turn.py"))
SAID = "SELECT COUNT(*) FROM messaging_chatmessage WHERE author = '{author}'"


@pytest.fixture
def installation(tmp_path):
    made = Installation(tmp_path / "home")
    made.ok("init")
    made.ok("units", "add", "--slug", "tan-phu", "--name", "Công an quận Tân Phú")
    path = write_list(tmp_path / "list.xlsx", [person("Lê Thị Mai", "05/06/1980", receipt="HS-1")])
    made.ok("lists", "import", "--unit", "tan-phu", "--as-of", "2021-12-01", str(path))
    subprocess.run([sys.executable, TURN, "prepare"], env=made.environment, check=True)
    return made


def start(installation, deed, *texts):
    process = subprocess.Popen(
        [sys.executable, TURN, deed, *texts], env=installation.environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout.readline().strip() == "ready"
    return process


def test_one_event_that_comes_to_four_processes_is_answered_once(installation):
    """Also the first of all, for which the conversation itself is made."""
    asked = ("Lê Thị Mai 05/06/1980", "hỏi cán bộ")
    assert at_once(*(start(installation, "same", *asked) for _ in range(4))) == ["done"] * 4

    assert scalar(installation, SAID.format(author="citizen")) == 2
    assert scalar(installation, SAID.format(author="assistant")) == 2
    assert scalar(installation, "SELECT COUNT(*) FROM messaging_conversation") == 1
    assert scalar(installation, "SELECT COUNT(*) FROM messaging_delivery") == 2


def test_different_events_at_once_are_each_answered(installation):
    processes = [start(installation, "own", *["menu"] * 5) for _ in range(4)]
    assert at_once(*processes) == ["done"] * 4

    assert scalar(installation, SAID.format(author="citizen")) == 20
    assert scalar(installation, SAID.format(author="assistant")) == 20
    # Each of the forty changes was made on top of the one before.
    assert scalar(installation, "SELECT version FROM messaging_conversation") == 40
