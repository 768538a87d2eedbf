"""Senders of messages killed at any instant, and several at once: none lost, none doubled."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from tests.concurrency.test_kill import scalar
from tests.messaging.servers import smtp_server

from installation import Installation

pytestmark = pytest.mark.slow
POST = str(Path(__file__).with_name("post.py"))
# `python -m benchmarks kills` asks for ten times as many.
KILLS = int(os.environ.get("KILLS", "20"))
# As if the time of those that were killed had run out.
_LEASES_END = "UPDATE messaging_delivery SET lease_until = '2021-12-01' WHERE state = 'sending'"
A_KILL = 60
"""Messages for each kill, so that there is still work for the last."""


@pytest.fixture
def mailbox():
    with smtp_server() as (url, mailbox):
        yield url, mailbox


@pytest.fixture
def installation(tmp_path, mailbox):
    made = Installation(tmp_path / "home")
    made.environment["TRACUU_SMTP_URL"] = mailbox[0]
    made.environment["TRACUU_LOG_LEVEL"] = "WARNING"
    made.ok("init")
    made.ok("units", "add", "--slug", "tan-phu", "--name", "Công an quận Tân Phú")
    return made


def start(installation, deed, amount):
    return subprocess.Popen(
        [sys.executable, POST, deed, str(amount)], env=installation.environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def act(installation, deed, amount):
    out, err = start(installation, deed, amount).communicate(timeout=1800)
    assert not err, err
    return out.strip()


def codes(mailbox):
    return Counter(mail["Message-ID"] for mail in mailbox.messages)


def test_a_sender_that_is_killed_loses_nothing_and_doubles_nothing(installation, mailbox, capsys):
    rng = random.Random(5)
    amount = A_KILL * KILLS
    act(installation, "queue", amount)
    received = mailbox[1]
    killed = 0
    for turn in range(1, 40 * KILLS):
        if killed == KILLS:
            break
        before = len(received.messages)
        running = start(installation, "send", turn)
        # Killed amid its work: some time after it has sent its first message.
        while len(received.messages) == before and running.poll() is None:
            time.sleep(0.002)
        time.sleep(rng.uniform(0, 0.06))
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
            killed += 1
        running.communicate()
        if (
            scalar(installation, "SELECT COUNT(*) FROM messaging_delivery WHERE state <> 'sent'")
            == 0
        ):
            break
    act(installation, "send", 2 * 24 * 60)

    sent = codes(received)
    again = sum(sent.values()) - len(sent)
    uncertain = scalar(installation, "SELECT COUNT(*) FROM messaging_delivery WHERE is_uncertain")
    assert killed >= min(KILLS, 5)
    assert scalar(installation, "SELECT COUNT(*) FROM messaging_delivery WHERE state = 'sent'") == (
        amount
    )
    # None lost; and a mailbox, which shows one message of one Message-ID, shows none twice.
    assert len(sent) == amount
    # What went out again, once or with each kill, was in the hand of one that was killed: it is marked.
    assert sum(copies > 1 for copies in sent.values()) <= uncertain
    assert max(sent.values()) <= 1 + killed
    with capsys.disabled():
        sys.stdout.write(
            f"\n  {killed} kills of senders: {amount} messages, 0 lost, 0 doubled for the reader,"
            f" {again} sent again under the same Message-ID\n"
        )


def test_several_senders_at_once_send_each_message_once(installation, mailbox):
    act(installation, "queue", 300)
    senders = [start(installation, "send", 1) for _ in range(4)]
    sent = [int(one.communicate(timeout=120)[0]) for one in senders]
    assert sum(sent) == 300
    assert set(codes(mailbox[1]).values()) == {1}
    assert len(codes(mailbox[1])) == 300
