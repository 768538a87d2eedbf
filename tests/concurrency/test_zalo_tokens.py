"""Workers in several processes never use a refresh token twice, also when some are killed in between."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from tests.concurrency.test_kill import scalar

from connected_zalo import calls_of, data_file
from emulated_zalo import reached, served
from installation import Installation
from zalo_emulator.world import APP_ID, APP_SECRET, OA_SECRET

SCRIPT = str(Path(__file__).with_name("refresh_zalo.py"))
TOKEN = "/v4/oa/access_token"
WORKERS, TURNS = 4, 5


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with served(data_file(tmp_path_factory.mktemp("zalo"))) as address:
        yield address


@pytest.fixture
def zalo(address):
    with reached(address) as zalo:
        zalo.control("reset")
        yield zalo


@pytest.fixture
def installation(tmp_path, address, zalo):
    made = Installation(tmp_path / "home")
    made.environment |= {
        "TRACUU_ZALO_APP_ID": APP_ID,
        "TRACUU_ZALO_APP_SECRET": APP_SECRET,
        "TRACUU_ZALO_OA_SECRET": OA_SECRET,
        "TRACUU_ZALO_OAUTH_URL": address,
        "TRACUU_ZALO_OPENAPI_URL": address,
        "TRACUU_LOG_LEVEL": "ERROR",
    }
    made.ok("init")
    made.ok("units", "add", "--slug", "tan-phu", "--name", "Công an quận Tân Phú")
    _out, err = start(made, "connect", address).communicate(timeout=60)
    assert not err, err
    return made


def start(installation, *arguments):
    return subprocess.Popen(
        [sys.executable, SCRIPT, *map(str, arguments)], env=installation.environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def all_at_once(installation, tmp_path, *deeds):
    """Start these, let them go at one moment; how many calls were refused, and as what."""
    go = tmp_path / "go"
    running = [start(installation, *deed, go) for deed in deeds]
    for one in running:
        assert one.stdout.readline() == "ready\n"
    go.touch()
    said = [one.communicate(timeout=120) for one in running]
    go.unlink()
    assert all(one.returncode == 0 for one in running), said
    return Counter(code for _out, err in said for code in err.split())


def state_of(installation):
    return scalar(installation, "SELECT state FROM messaging_officialaccount")


def test_workers_at_once_never_burn_a_token(installation, zalo, tmp_path):
    # The way to Zalo takes its time, so that all of them want the same moment.
    zalo.fault(TOKEN, "slow", seconds=0.05)
    refused = all_at_once(installation, tmp_path, *[("refresh", TURNS)] * WORKERS)
    answered = calls_of(zalo, TOKEN)
    assert refused == {}
    assert set(answered) == {0}
    # Each refresh was for all who came with the same token: never more than were asked for.
    assert 1 + TURNS <= len(answered) <= 1 + WORKERS * TURNS
    assert state_of(installation) == "connected"
    assert all_at_once(installation, tmp_path, ("use", 1), ("refresh", 1)) == {}


def test_workers_whose_token_ran_out_refresh_it_once_for_all(installation, zalo, tmp_path):
    zalo.pass_by(hours=26)
    assert all_at_once(installation, tmp_path, *[("use", 2)] * WORKERS) == {}
    assert calls_of(zalo, TOKEN) == [0, 0]  # the consent, and one refresh
    assert state_of(installation) == "connected"


def test_a_worker_that_is_killed_while_zalo_thinks_leaves_no_lock(installation, zalo, tmp_path):
    """Zalo had not given anything yet: the token is still good, and the next worker uses it."""
    zalo.fault(TOKEN, "slow", seconds=6, count=1)
    zalo.fault(TOKEN, "status", count=1)
    go = tmp_path / "go"
    go.touch()
    killed = start(installation, "refresh", 1, go)
    for _ in range(2000):
        if zalo.look("faults")[0]["remaining"] == 0:
            break
        time.sleep(0.01)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.communicate()
    go.unlink()
    assert all_at_once(installation, tmp_path, ("refresh", 1), ("use", 1)) == {}
    assert state_of(installation) == "connected"
