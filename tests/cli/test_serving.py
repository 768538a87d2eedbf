"""`tracuu serve` in a demonstration: a Zalo of its own beside it, connected, and ended with it."""

import os
import signal
import socket
import subprocess
import sys
import time

import httpx2
import pytest
from tests.concurrency.test_kill import scalar

from emulated_zalo import free_port
from factories import make_unit
from installation import Installation
from tracuu.cli import serving
from tracuu.demo import zalo as demo_zalo
from zalo_emulator import world

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    made = Installation(tmp_path_factory.mktemp("home"))
    made.environment["TRACUU_LOG_LEVEL"] = "WARNING"
    made.ok("init")
    # The demonstration's units alone: its answers and people take longer than all of this.
    code = "import django; django.setup(); from tracuu.demo.units import add_demo_units as a; a()"
    environment = {**made.environment, "DJANGO_SETTINGS_MODULE": "tracuu.config.settings"}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True, timeout=120)
    return made


def two_free_ports():
    while True:
        port = free_port()
        with socket.socket() as probe:
            if port < 65535 and probe.connect_ex(("127.0.0.1", port + 1)) != 0:
                return port


def serve(installation, port, **environment):
    return subprocess.Popen(
        installation.command("serve", "--port", str(port)),
        env={**installation.environment, **environment}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def end(process):
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def connected(installation):
    sql = "SELECT count(*) FROM messaging_officialaccount WHERE state = 'connected'"
    for _ in range(600):
        if scalar(installation, sql) == 3:
            return True
        time.sleep(0.1)
    return False


def answers(address):
    try:
        return httpx2.get(address, trust_env=False).status_code
    except httpx2.TransportError:
        return None


def test_a_demonstration_has_a_zalo_that_is_connected_and_ends_with_it(installation):
    port = two_free_ports()
    process = serve(installation, port)
    try:
        assert connected(installation)
        phone = f"http://127.0.0.1:{port + 1}/phone/"
        assert answers(phone) == 200
        apps = httpx2.get(f"http://127.0.0.1:{port + 1}/_emulator/apps", trust_env=False).json()
        assert apps[0]["webhook_url"] == f"http://localhost:{port}/webhooks/zalo/"
        assert apps[0]["callback_url"] == f"http://localhost:{port}/console/account/zalo/"
        oas = httpx2.get(f"http://127.0.0.1:{port + 1}/_emulator/oas", trust_env=False).json()
        menus = {oa["slug"]: [item["value"] for item in oa["menu"]] for oa in oas}
        assert menus["tan-phu"][:3] == ["#tracuu", "#hoidap", "#canbo"]
        assert menus["tan-phu"][3] == f"http://localhost:{port}/tan-phu/tra-cuu/"
        # As the next start does: it finds what this one left.
        again = installation.run(
            "demo-zalo",
            TRACUU_BASE_URL=f"http://localhost:{port}",
            **demo_zalo.environment(port + 1),
        )
        assert (again.returncode, again.stderr) == (0, "")
    finally:
        code, out, err = end(process)
    assert code == 0, err
    assert phone in out
    assert "Đã kết nối Zalo giả lập" in err
    assert "Traceback" not in err
    assert answers(phone) is None
    consents = scalar(
        installation, "SELECT count(*) FROM audit_event WHERE action = 'zalo_connected'"
    )
    assert consents == 3


def test_a_port_that_is_taken_is_said_in_a_sentence(installation):
    port = two_free_ports()
    with socket.create_server(("127.0.0.1", port + 1)):
        process = serve(installation, port)
        _out, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert f"Cổng {port + 1} đang bận; Zalo giả lập" in err
    assert answers(f"http://127.0.0.1:{port}/") is None


def test_the_demonstration_s_app_is_the_emulator_s():
    assert (demo_zalo.APP_ID, demo_zalo.APP_SECRET, demo_zalo.OA_SECRET) == (
        world.APP_ID,
        world.APP_SECRET,
        world.OA_SECRET,
    )


@pytest.mark.django_db
def test_only_a_demonstration_whose_operator_set_no_zalo_has_one_of_its_own(settings, monkeypatch):
    for name in [name for name in os.environ if name.startswith("TRACUU_ZALO_")]:
        monkeypatch.delenv(name)
    assert serving._has_own_zalo() is False  # no unit of the demonstration is here
    make_unit(is_invented=True)
    assert serving._has_own_zalo() is True
    with monkeypatch.context() as patch:
        patch.setenv("TRACUU_ZALO_APP_SECRET_FILE", "somewhere")
        assert serving._has_own_zalo() is False
    settings.IS_DEMO = False
    assert serving._has_own_zalo() is False
