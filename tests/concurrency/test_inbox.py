"""Several officers answer one citizen at the same instant: one answer goes out, the others are told."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.concurrency.test_counter import at_once
from tests.concurrency.test_kill import scalar

from factories import person, write_list
from installation import Installation

pytestmark = pytest.mark.slow
HERE = Path(__file__).parent


@pytest.fixture
def begun(tmp_path):
    """An installation, and the numbers of who is in it."""
    made = Installation(tmp_path / "home")
    made.ok("init")
    made.ok("units", "add", "--slug", "tan-phu", "--name", "Công an quận Tân Phú")
    path = write_list(tmp_path / "list.xlsx", [person("Lê Thị Mai", "05/06/1980", receipt="HS-1")])
    made.ok("lists", "import", "--unit", "tan-phu", str(path))
    done = subprocess.run(
        [sys.executable, str(HERE / "begin_conversations.py")],
        env=made.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return made, json.loads(done.stdout)


def start(installation, *arguments):
    process = subprocess.Popen(
        [sys.executable, str(HERE / "act_in_inbox.py"), *map(str, arguments)],
        env=installation.environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout.readline().strip() == "ready"
    return process


def test_of_several_at_once_one_answers_one_takes_and_one_chat_is_bound(begun):
    installation, told = begun
    answered, taken = told["waiting"]

    said = at_once(*(start(installation, "answer", answered, one) for one in told["officers"]))
    assert sorted(said) == ["done", "held", "held", "held"]
    sql = "SELECT COUNT(*) FROM messaging_chatmessage WHERE author = 'officer'"
    assert scalar(installation, sql) == 1
    assert scalar(installation, "SELECT COUNT(*) FROM messaging_delivery WHERE kind = 'chat'") == 1

    said = at_once(*(start(installation, "take", taken, one) for one in told["officers"]))
    assert sorted(said) == ["done", "held", "held", "held"]

    said = at_once(*(start(installation, "bind", one, told["code"]) for one in told["chats"]))
    assert sorted(said) == ["done", "nothing", "nothing"]
    sql = "SELECT COUNT(*) FROM messaging_conversation WHERE bound_person IS NOT NULL"
    assert scalar(installation, sql) == 1
    installation.ok("audit", "verify")
