"""Processors of events killed at any instant, and several at once: each is heard once, in order."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.concurrency.test_kill import scalar

from installation import Installation

pytestmark = pytest.mark.slow
HEAR = str(Path(__file__).with_name("hear.py"))
# `python -m benchmarks kills` asks for ten times as many.
KILLS = int(os.environ.get("KILLS", "8"))
A_KILL = 40
"""Events for each kill, so that there is still work for the last."""


@pytest.fixture
def installation(tmp_path):
    made = Installation(tmp_path / "home")
    made.environment["TRACUU_LOG_LEVEL"] = "ERROR"
    made.ok("init")
    made.ok("units", "add", "--slug", "tan-phu", "--name", "Công an quận Tân Phú")
    return made


def start(installation, deed, argument):
    return subprocess.Popen(
        [sys.executable, HEAR, deed, str(argument)], env=installation.environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def act(installation, deed, argument):
    out, err = start(installation, deed, argument).communicate(timeout=600)
    assert not err, err
    return tuple(map(int, out.split()))


def done(installation) -> int:
    return scalar(installation, "SELECT COUNT(*) FROM messaging_zaloevent WHERE state = 'done'")


def test_a_processor_that_is_killed_loses_nothing_and_says_nothing_twice(installation, capsys):
    rng = random.Random(3)
    amount = A_KILL * KILLS
    act(installation, "hear", amount)
    killed = 0
    for turn in range(1, 10 * KILLS):
        if killed == KILLS or done(installation) == amount:
            break
        before = done(installation)
        # Each believes to come minutes later: the leases of the killed are over for it.
        running = start(installation, "process", turn)
        while done(installation) == before and running.poll() is None:
            time.sleep(0.002)
        time.sleep(rng.uniform(0, 0.08))
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
            killed += 1
        running.communicate()
    assert act(installation, "process", 60 * 24) == (amount, 0, 0)
    assert killed >= min(KILLS, 5)
    with capsys.disabled():
        sys.stdout.write(
            f"\n  {killed} kills of processors: {amount} events, 0 lost, 0 doubled, all in order\n"
        )


def test_several_processors_at_once_hear_each_event_once_and_in_order(installation):
    act(installation, "hear", 200)
    running = [start(installation, "process", 1) for _ in range(3)]
    for one in running:
        _out, err = one.communicate(timeout=120)
        assert not err, err
    assert act(installation, "process", 2) == (200, 0, 0)
