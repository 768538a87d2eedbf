"""The emulator calls a served instance of ours: what each promises the other, over HTTP."""

import contextlib
import datetime
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import httpx2
import psycopg
import pytest

from emulated_zalo import OA, emulated, free_port
from installation import Installation
from zalo_emulator.world import APP_ID, APP_SECRET, OA_SECRET

pytestmark = pytest.mark.slow
ACT = str(Path(__file__).with_name("act_on_events.py"))


class Ours:
    """A served installation with one account."""

    def __init__(self, home: Path) -> None:
        self.installation = Installation(home)
        self.port = free_port()
        self.environment = {
            **self.installation.environment,
            "TRACUU_ZALO_APP_ID": APP_ID,
            "TRACUU_ZALO_APP_SECRET": APP_SECRET,
            "TRACUU_ZALO_OA_SECRET": OA_SECRET,
            "TRACUU_LOG_LEVEL": "WARNING",
        }
        self.server: subprocess.Popen[bytes] | None = None
        self.installation.ok("init")
        self.installation.ok("units", "add", "--slug", "tan-phu", "--name", "Công an quận Tân Phú")
        self.hand = subprocess.Popen(
            [sys.executable, ACT], env=self.environment, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.act("connect", OA)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/webhooks/zalo/"

    def start(self) -> None:
        self.server = subprocess.Popen(
            [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
             "--port", str(self.port), "--workers", "1", "--blocking-threads", "4", "--no-ws",
             "--log-level", "warning", "tracuu.config.wsgi:application"],
            env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        for _ in range(600):
            assert self.server.poll() is None, "granian ended by itself"
            if self.is_open():
                return
            time.sleep(0.05)
        raise AssertionError("granian did not open its port")

    def is_open(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self) -> None:
        """At once and without a word, the server and its worker."""
        if self.server is not None:
            os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait()
            self.server = None
            for _ in range(400):  # until the last of them has let go of the port
                if not self.is_open():
                    return
                time.sleep(0.025)
            raise AssertionError("somebody still listens")

    def act(self, deed: str, argument: str = "") -> dict:
        assert self.hand.stdin is not None
        assert self.hand.stdout is not None
        self.hand.stdin.write(json.dumps([deed, argument]) + "\n")
        self.hand.stdin.flush()
        return json.loads(self.hand.stdout.readline())

    def close(self) -> None:
        self.stop()
        self.hand.communicate()

    def wait_for_events(self, count: int) -> dict:
        """What is kept, once so many are: those that went aside are moved a moment later."""
        for _ in range(400):
            told = self.act("events")
            if len(told["states"]) >= count:
                return told
            time.sleep(0.025)
        raise AssertionError(told)

    @contextlib.contextmanager
    def locked(self):
        """Somebody else writes, for as long as this lasts."""
        url = self.installation.environment.get("DATABASE_URL")
        if url:
            with psycopg.connect(url) as connection:
                connection.execute("LOCK TABLE messaging_zaloevent IN ACCESS EXCLUSIVE MODE")
                yield
            return
        connection = sqlite3.connect(
            self.installation.home / "tracuu.sqlite3", isolation_level=None
        )
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            connection.execute("ROLLBACK")
            connection.close()


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    made = Ours(tmp_path_factory.mktemp("ours") / "home")
    made.start()
    yield made
    made.close()


@pytest.fixture
def zalo(ours, tmp_path):
    if ours.server is None:
        ours.start()
    ours.act("forget")
    with emulated(tmp_path / "zalo.sqlite3") as zalo:
        zalo.grant()
        # A busy machine is no fault of ours; that we never wait for a lock is shown by holding one.
        zalo.switch(webhook_timeout_seconds=60.0)
        zalo.control(f"apps/{APP_ID}", {"webhook_url": ours.url, "webhook_is_on": True})
        yield zalo


def test_the_console_takes_our_address_and_its_test_button_is_content(ours, zalo):
    saved = zalo.control("webhook/save", {"app_id": APP_ID, "webhook_url": ours.url})
    assert saved == {"saved": True, "result": "200"}
    assert zalo.control("webhook/test", {"app_id": APP_ID}) == {"result": "200"}
    ours.wait_for_events(1)
    assert ours.act("process")["said"] == []
    assert list(ours.act("events")["states"].values()) == ["skipped"]


def test_a_citizen_follows_writes_shares_a_number_and_leaves(ours, zalo):
    zalo.act("follow")
    zalo.settle(60)
    ours.act("process")
    assert ours.act("person")["is_following"] is True
    zalo.act("text", text="Nguyễn Hữu Trí")
    zalo.act("location", latitude="10.79", longitude="106.62", place="Nhà")
    zalo.act("attachment", kind="image", payload={"url": "https://a.example/a.png"})
    zalo.act("card", phone="84900000101")
    for shape in ("new", "old"):
        zalo.switch(submit_info_shape=shape)
        zalo.act("info", info={"name": "Trí", "phone": "84900000101"})
    zalo.settle(60)
    told = ours.act("process")
    assert told["kinds"] == ["text", "location", "image", "business_card", "info", "info"]
    assert ours.act("person")["phone"] == "84900000101"
    zalo.act("unfollow")
    zalo.settle(60)
    ours.act("process")
    assert ours.act("person")["is_following"] is False
    zalo.act("withdraw")
    zalo.settle(60)
    ours.act("process")
    assert ours.act("person") == {}


def test_everything_else_is_kept_and_never_an_error(ours, zalo):
    zalo.act("text", text="Chào")
    sent = zalo.cs({"text": "Chào"})["data"]["message_id"]
    zalo.act("react", msg_id=sent, icon="/-heart")
    zalo.pass_by(seconds=1)  # a receipt takes its time
    zalo.act("see")
    zalo.control("visitors", {"oa_id": OA, "text": "Chào"})
    zalo.control("grants", {"app_id": APP_ID, "oa_id": OA}, method="DELETE")
    zalo.settle(60)
    assert {each[1] for each in zalo.deliveries()} == {"delivered"}
    ours.wait_for_events(7)
    assert set(ours.act("process")["states"]) == {"done", "skipped", "new"}
    # Receipts of what we did not send are looked at once more.
    assert set(ours.act("process", "60")["states"]) == {"done", "skipped"}
    assert ours.act("account")["state"] == "broken"
    ours.act("connect", OA)


def test_what_comes_twice_is_said_once(ours, zalo):
    zalo.fault("webhook:*", "duplicate")
    for number in range(5):
        zalo.act("text", text=str(number))
    zalo.settle(60)
    assert len(zalo.deliveries()) == 10
    assert ours.act("process")["said"] == ["0", "1", "2", "3", "4"]


def test_what_is_overtaken_on_its_way_is_heard_in_order(ours, zalo):
    zalo.fault("webhook:user_send_text", "reorder", count=1, seconds=0.05)
    zalo.act("text", text="một")
    zalo.act("text", text="hai")
    zalo.settle(60)
    ours.wait_for_events(2)
    arrived = ours.act("events")["texts"]
    assert arrived == ["hai", "một"]
    assert ours.act("process")["said"] == ["một", "hai"]


def test_a_wrong_signature_and_half_a_body_get_their_200_and_nothing_else(ours, zalo):
    zalo.fault("webhook:*", "bad_signature", count=1)
    zalo.act("text", text="một")
    zalo.settle(60)
    zalo.fault("webhook:*", "garbage", count=1)
    zalo.act("text", text="hai")
    zalo.settle(60)
    assert {each[1:] for each in zalo.deliveries()} == {("delivered", 1, "200")}
    assert ours.act("events")["states"] == {}
    counters = httpx2.get(f"http://127.0.0.1:{ours.port}/metrics", trust_env=False).text
    for reason in ("bad_signature", "malformed"):
        assert f'tracuu_zalo_calls_refused_total{{reason="{reason}"}}' in counters


def test_every_switch_of_the_signature_but_the_wrong_key_is_understood(ours, zalo):
    zalo.switch(signature_prefix=False, signature_timestamp_header=True)
    zalo.act("text", text="một")
    zalo.settle(60)
    zalo.switch(signature_key="secret_key")
    zalo.act("text", text="hai")
    zalo.settle(60)
    assert ours.act("process")["said"] == ["một"]


def test_while_the_server_is_away_zalo_tries_again_and_nothing_is_missed(ours, zalo):
    ours.stop()
    # The emulator's clock stands still; what is older than a week would not be believed.
    zalo.at(f"{datetime.datetime.now(datetime.UTC):%Y-%m-%dT%H:%M:%S}")
    zalo.act("text", text="một")
    zalo.act("text", text="hai")
    zalo.settle(60)
    assert {each[1:] for each in zalo.deliveries()} == {("pending", 1, "no connection")}
    ours.start()
    zalo.pass_by(seconds=31)
    zalo.settle(60)
    assert {each[1:] for each in zalo.deliveries()} == {("delivered", 2, "200")}
    assert ours.act("process")["said"] == ["một", "hai"]


def test_while_somebody_else_writes_the_answer_comes_in_time_all_the_same(ours, zalo):
    with ours.locked():
        zalo.act("text", text="một")
        zalo.act("text", text="hai")
        zalo.settle(60)
        assert {each[1:] for each in zalo.deliveries()} == {("delivered", 1, "200")}
    ours.wait_for_events(2)
    assert ours.act("process")["said"] == ["một", "hai"]


def test_a_server_killed_with_events_aside_moves_them_when_it_is_back(ours, zalo):
    with ours.locked():
        zalo.act("text", text="một")
        zalo.settle(60)
        ours.stop()
    ours.start()
    ours.wait_for_events(1)
    assert ours.act("process")["said"] == ["một"]
