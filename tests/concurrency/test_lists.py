"""Uploaded lists under the worst: two officers at once, kill -9 at any instant, a full disk."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from tests.concurrency.test_kill import drawn, scalar

from factories import person, write_list
from installation import Installation

pytestmark = pytest.mark.slow

ACT = str(Path(__file__).with_name("act.py"))
# `python -m benchmarks kills` asks for ten times as many.
KILLS = int(os.environ.get("KILLS", "20"))
MAI = ("Lê Thị Mai", "05/06/1980")


@pytest.fixture
def installation(tmp_path):
    made = Installation(tmp_path / "home")
    made.ok("init")
    made.ok("units", "add", "--slug", "tan-phu", "--name", "Công an quận Tân Phú")
    return made


def start(installation, deed, argument, limit=None):
    command = [sys.executable, ACT, deed, argument, str(limit or "")]
    return subprocess.Popen(
        command, env=installation.environment, text=True, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def act(installation, *arguments, limit=None):
    done = start(installation, *arguments, limit=limit)
    out, err = done.communicate(timeout=180)
    assert limit is not None or done.returncode == 0, err
    return out.strip()


def stage(installation):
    return installation.lookup(*MAI)["stage"]


def test_of_two_officers_who_publish_at_once_one_wins_and_lookups_see_one_list(
    installation, tmp_path
):
    for turn in range(3):
        first = act(installation, "upload", str(write_list(tmp_path / f"a{turn}.xlsx", drawn(20))))
        second = act(installation, "upload", str(write_list(tmp_path / f"b{turn}.xlsx", drawn(30))))
        assert act(installation, "read", first) == act(installation, "read", second) == "reviewed"

        both = [start(installation, "publish", first), start(installation, "publish", second)]
        said = sorted(one.communicate(timeout=120)[0].strip() for one in both)

        assert said[1] == "published"
        assert said[0] in {"ListRefused", "ListNotPublished"}
        published = "SELECT COUNT(*) FROM cards_cardlist WHERE state = 'published'"
        assert scalar(installation, published) == turn + 1
        assert scalar(installation, "SELECT version FROM cards_unitledger") == turn + 1


def test_two_clicks_on_publish_are_one_publication(installation, tmp_path):
    number = act(installation, "upload", str(write_list(tmp_path / "a.xlsx", drawn(20))))
    act(installation, "read", number)

    both = [start(installation, "publish", number) for _ in range(2)]
    said = sorted(one.communicate(timeout=120)[0].strip() for one in both)

    assert said == ["ListNotReady", "published"]
    assert scalar(installation, "SELECT version FROM cards_unitledger") == 1


def test_a_reader_that_is_killed_leaves_the_old_list_and_another_finishes(
    installation, tmp_path, capsys
):
    rng = random.Random(3)
    old = write_list(tmp_path / "old.xlsx", [person(*MAI, receipt="HS-1", status="Đang in")])
    installation.ok("lists", "import", "--unit", "tan-phu", "--as-of", "2021-12-01", str(old))
    rows = [person(*MAI, receipt="HS-1"), *drawn(2500), person("Vũ Lan Hương", "31/02/1990")]
    number = act(installation, "upload", str(write_list(tmp_path / "new.xlsx", rows)))
    started = time.monotonic()
    killed, seen = 0, set()
    while killed < KILLS:
        running = start(installation, "read-later" if killed else "read", number)
        time.sleep(rng.uniform(0.6, 2.5))
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
            killed += 1
        running.communicate()
        state = scalar(installation, f"SELECT state FROM cards_cardlist WHERE id = {number}")
        seen.add(state)
        if killed % 5 == 0:
            assert stage(installation) == "printing"
        take_up_again(installation, number)
    whole = time.monotonic() - started
    uploads = installation.home / "uploads"
    assert [path.name for path in uploads.iterdir()] == [
        scalar(installation, f"SELECT file_token FROM cards_cardlist WHERE id = {number}")
    ]
    assert act(installation, "read-later", number) == "reviewed"
    mentions = f"SELECT COUNT(*) FROM cards_listmention WHERE card_list_id = {number}"
    staged = f"SELECT COUNT(*) FROM cards_stagechange WHERE card_list_id = {number}"
    assert scalar(installation, mentions) == scalar(installation, staged) == 2501
    assert scalar(installation, "SELECT COUNT(*) FROM cards_application") == 2501
    assert stage(installation) == "printing"
    with capsys.disabled():
        sys.stdout.write(f"\n  {killed} kills in {whole:.0f} s, states: {sorted(seen)}\n")

    for _ in range(6):
        running = start(installation, "publish", number)
        time.sleep(rng.uniform(0.1, 1.2))
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
        running.communicate()
        state = scalar(installation, f"SELECT state FROM cards_cardlist WHERE id = {number}")
        assert (stage(installation), state) in {("printing", "reviewed"), ("at_unit", "published")}
    if state == "reviewed":
        act(installation, "publish", number)
    act(installation, "undo", number)
    assert stage(installation) == "printing"


def take_up_again(installation, number):
    """As if the lease had run out, and the file had not yet been given up; also when it was read."""
    statement = (
        "UPDATE cards_cardlist SET attempts = 0, state = 'reading',"
        f" lease_until = '2021-01-01 00:00:00+00:00' WHERE id = {number}"
    )
    execute(installation, statement)


def execute(installation, statement):
    url = installation.environment.get("DATABASE_URL")
    if url:
        with psycopg.connect(url) as connection:
            connection.execute(statement)
        return
    connection = sqlite3.connect(installation.home / "tracuu.sqlite3", timeout=30)
    with connection:
        connection.execute(statement)
    connection.close()


@pytest.mark.parametrize("limit", [40_000, 60_000])
def test_a_disk_without_room_keeps_no_part_of_an_upload(installation, tmp_path, limit):
    path = write_list(tmp_path / "big.xlsx", drawn(3000))
    assert path.stat().st_size > limit

    said = act(installation, "upload", str(path), limit=limit)

    assert said in {"not stored", ""}
    assert list((installation.home / "uploads").iterdir()) == []
    assert scalar(installation, "SELECT COUNT(*) FROM cards_cardlist") == 0


@pytest.mark.parametrize("limit", [100_000, 700_000, 1_500_000])
def test_a_disk_that_fills_up_while_reading_leaves_the_old_list(installation, tmp_path, limit):
    old = write_list(tmp_path / "old.xlsx", [person(*MAI, receipt="HS-1", status="Đang in")])
    installation.ok("lists", "import", "--unit", "tan-phu", "--as-of", "2021-12-01", str(old))
    rows = [person(*MAI, receipt="HS-1"), *drawn(4000)]
    number = act(installation, "upload", str(write_list(tmp_path / "new.xlsx", rows)))

    act(installation, "read", number, limit=limit)

    state = f"SELECT state FROM cards_cardlist WHERE id = {number}"
    if not installation.environment.get("DATABASE_URL"):
        assert scalar(installation, state) in {"uploaded", "reading"}
    assert stage(installation) == "printing"
    assert act(installation, "read-later", number) == "reviewed"
    assert act(installation, "publish", number) == "published"
    assert stage(installation) == "at_unit"
