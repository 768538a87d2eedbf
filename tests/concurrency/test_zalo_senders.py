"""Senders to Zalo killed at any instant, and a Zalo that does everything wrong: once, and nobody less."""

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from tests.concurrency.test_kill import scalar

from emulated_zalo import OA, reached, served
from installation import Installation
from zalo_emulator.world import APP_ID, APP_SECRET, OA_SECRET

pytestmark = pytest.mark.slow
POST = str(Path(__file__).with_name("post_zalo.py"))
CS, HISTORY = "/v3.0/oa/message/cs", "/v2.0/oa/conversation"
# `python -m benchmarks kills` asks for ten times as many.
KILLS = int(os.environ.get("KILLS", "20"))
# Messages for each kill, so that there is still work for the last.
A_KILL = 60
MESSAGES = int(os.environ.get("MESSAGES", "150"))
_CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")
_STATES = "SELECT COUNT(*) FROM messaging_delivery WHERE state"
# Each by itself seldom enough that some calls come through.
FAULTS = (
    (CS, {"kind": "slow", "seconds": 0.2, "probability": 0.1}),
    (CS, {"kind": "error", "code": -200, "probability": 0.1}),
    (CS, {"kind": "error", "code": -32, "probability": 0.01}),
    (CS, {"kind": "error", "code": -216, "probability": 0.02}),
    (CS, {"kind": "status", "status": 503, "probability": 0.1}),
    (CS, {"kind": "status", "status": 502, "after": True, "probability": 0.15}),
    (CS, {"kind": "garbage", "probability": 0.1}),
    (CS, {"kind": "garbage", "after": True, "probability": 0.15}),
    (HISTORY, {"kind": "status", "status": 503, "probability": 0.2}),
    (HISTORY, {"kind": "garbage", "probability": 0.2}),
    (HISTORY, {"kind": "error", "code": -216, "probability": 0.02}),
    ("/v4/oa/access_token", {"kind": "status", "status": 503, "probability": 0.3}),
)


@pytest.fixture
def zalo(tmp_path):
    with served(tmp_path / "zalo.sqlite3") as address, reached(address) as zalo:
        zalo.address = address
        zalo.switch(webhook_echo=False, receipts="off", rate_per_minute=10_000_000)
        zalo.at("2021-12-14T12:00:00")
        yield zalo


@pytest.fixture
def installation(tmp_path, zalo):
    made = Installation(tmp_path / "home")
    made.environment |= {
        "TRACUU_LOG_LEVEL": "ERROR",
        "TRACUU_ZALO_APP_ID": APP_ID,
        "TRACUU_ZALO_APP_SECRET": APP_SECRET,
        "TRACUU_ZALO_OA_SECRET": OA_SECRET,
        **{
            f"TRACUU_ZALO_{name}_URL": zalo.address
            for name in ("OAUTH", "OPENAPI", "BUSINESS", "CHAT")
        },
    }
    made.ok("init")
    made.ok("units", "add", "--slug", "tan-phu", "--name", "Công an quận Tân Phú")
    return made


def start(installation, *arguments):
    return subprocess.Popen(
        [sys.executable, POST, *map(str, arguments)], env=installation.environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def act(installation, *arguments):
    out, err = start(installation, *arguments).communicate(timeout=1800)
    assert not err, err
    return out.strip()


def queue(installation, zalo, amount):
    """As many followers there as messages here."""
    granted = zalo.grant()
    zalo.control("followers", {"oa_id": OA, "count": amount, "prefix": "p",
                               "last_interaction_at": zalo.look("clock")["ms"]})  # fmt: skip
    tokens = {name: granted[name] for name in ("access_token", "refresh_token")}
    act(installation, "queue", amount, json.dumps({"oa_id": OA, **tokens}))


def arrived(zalo, amount):
    """Codes by how often they stand in somebody's chat, and how many people have none."""
    codes, without = Counter(), 0
    for number in range(1, amount + 1):
        said = zalo.look(f"messages?oa_id={OA}&person_id=p-{number}")
        codes.update(_CODE.search(one["text"])[0] for one in said)
        without += not said
    return codes, without


def messages(zalo):
    return zalo.look("state")["rows"]["messages"]


def test_a_zalo_sender_that_is_killed_loses_nothing_and_says_nothing_twice(
    installation, zalo, capsys
):
    rng = random.Random(5)
    amount = A_KILL * KILLS
    queue(installation, zalo, amount)
    killed, minute = 0, 0.0
    while killed < KILLS:
        before = messages(zalo)
        minute += 6  # the leases of the dead are over
        running = start(installation, "send", minute)
        while messages(zalo) == before and running.poll() is None:
            time.sleep(0.005)
        time.sleep(rng.uniform(0, 0.06))
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
            killed += 1
        running.communicate()
        if scalar(installation, f"{_STATES} <> 'sent'") == 0:
            break
    in_doubt = scalar(installation, f"{_STATES} = 'sending' OR is_uncertain")
    # By day, when the leases are over and so are the waits of what was looked for in vain.
    for hours in (47, 48):
        act(installation, "send", hours * 60)
    codes, without = arrived(zalo, amount)
    assert killed >= min(KILLS, 5)
    assert scalar(installation, f"{_STATES} = 'sent'") == amount
    assert without == 0
    assert set(codes.values()) == {1}
    with capsys.disabled():
        sys.stdout.write(
            f"\n  {killed} kills of Zalo senders: {amount} messages, 0 lost, 0 doubled, {in_doubt}"
            " marked uncertain\n"
        )


def test_when_everything_goes_wrong_for_ten_minutes_everybody_is_told_once(
    installation, zalo, capsys
):
    queue(installation, zalo, MESSAGES)
    for target, fault in FAULTS:
        zalo.fault(target, **fault)
    for minute in range(11):
        act(installation, "send", minute)
        zalo.pass_by(minutes=1)
    struck = scalar(installation, f"{_STATES} <> 'sent'")
    lost = scalar(installation, f"{_STATES} IN ('dead', 'dropped', 'recalled')")
    zalo.control("faults", method="DELETE")
    for minute in (15, 30, 60, 120, 240):
        act(installation, "send", minute)
    codes, without = arrived(zalo, MESSAGES)
    assert lost == 0
    assert struck > 0
    assert scalar(installation, f"{_STATES} = 'sent'") == MESSAGES
    assert without == 0
    assert set(codes.values()) == {1}
    uncertain = scalar(installation, f"{_STATES} = 'sent' AND is_uncertain")
    with capsys.disabled():
        sys.stdout.write(
            f"\n  ten minutes of faults: {MESSAGES} messages, {struck} not told by their end,"
            f" {uncertain} looked for, 0 lost, 0 doubled\n"
        )
