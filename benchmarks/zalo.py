"""Messages through the Zalo channel to the emulator, which takes 20 ms for an answer."""

import contextlib
import datetime
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2

from benchmarks.surroundings import (
    ROOT,
    Home,
    create_database,
    new_home,
    postgresql,
    workspace,
)
from zalo_emulator.world import APP_ID, APP_SECRET, OA_SECRET, oa_id_of

_CS = "/v3.0/oa/message/cs"
_ANSWER_SECONDS = 0.02
_VIETNAM = datetime.timezone(datetime.timedelta(hours=7))
# For a busy machine to start the process that asks for the urgent one.
_MORE_SECONDS = 15.0
# Far more than the sender takes while it is measured.
OTHERS = 100_000


def measure(
    *, databases: tuple[str, ...], waiting: int = OTHERS, seconds: float = 10.0
) -> list[dict[str, Any]]:
    """For each database: the rate of one sender, and an urgent message while all the others wait."""
    figures = []
    with workspace() as folder, contextlib.ExitStack() as stack:
        server = (
            stack.enter_context(postgresql(folder, is_durable=True))
            if "postgresql" in databases
            else None
        )
        for database in databases:
            url = create_database(server, "zalo") if database == "postgresql" and server else ""
            home = new_home(folder, f"zalo-{database}", url)
            with _emulator(folder / f"zalo-{database}.sqlite3") as zalo:
                figures.append(
                    {"database": database, **_measure(home, zalo, waiting=waiting, seconds=seconds)}
                )
                print(f"  {figures[-1]}", flush=True)
    return figures


def _measure(home: Home, zalo: "_Emulator", *, waiting: int, seconds: float) -> dict[str, Any]:
    home.run("zalo_filling", waiting=waiting, noon=zalo.noon.isoformat(), **zalo.open(waiting))
    environment = {**home.environment(), **zalo.environment()}
    before = zalo.messages()
    sender = _start(environment, {"seconds": seconds}, home.path / "sender.json")
    told = _told(sender, home.path / "sender.json")
    rate = {"sent": told["sent"], "arrived": zalo.messages() - before,
            "per_second": told["sent"] / told["seconds"]}  # fmt: skip
    sender = _start(environment, {"seconds": seconds + _MORE_SECONDS}, home.path / "sender.json")
    time.sleep(seconds / 2)
    # By the emulator's clock, which runs as ours does.
    ahead = zalo.milliseconds() - time.time() * 1000
    asker = _start(environment, {"urgent_to": "urgent-1"}, home.path / "urgent.json")
    asked_at = _told(asker, home.path / "urgent.json")["began"] * 1000 + ahead
    _told(sender, home.path / "sender.json")
    arrived = zalo.first_arrival("urgent-1")
    urgent = None if arrived is None else (arrived - asked_at) / 1000
    return {"waiting": waiting, "answer_seconds": _ANSWER_SECONDS, **rate, "urgent_seconds": urgent}


def _start(
    environment: dict[str, str], options: dict[str, Any], result: Path
) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "benchmarks.inside", "zalo_sending", json.dumps(options)]
    return subprocess.Popen([*command, str(result)], env=environment, cwd=ROOT)


def _told(process: "subprocess.Popen[bytes]", result: Path) -> dict[str, Any]:
    if process.wait():
        raise RuntimeError("the sender failed")
    told: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
    return told


class _Emulator:
    """The emulator, at noon: an hour at which everything may go out."""

    def __init__(self, http: httpx2.Client, address: str) -> None:
        self._http = http
        self._address = address
        self.oa_id = oa_id_of("tan-phu")
        today = datetime.datetime.now(_VIETNAM).replace(hour=12, minute=0, second=0, microsecond=0)
        self.noon = today + datetime.timedelta(days=1)
        self.control("switches", {
            "webhook_echo": False, "receipts": "off", "rate_per_minute": 10_000_000,
        })  # fmt: skip
        self.control("clock", {"now": int(self.noon.timestamp() * 1000)})
        self.control("faults", {"target": _CS, "kind": "slow", "seconds": _ANSWER_SECONDS})

    def control(self, path: str, body: Any = None) -> Any:
        method = "GET" if body is None else "POST"
        answer = self._http.request(method, f"/_emulator/{path}", json=body)
        answer.raise_for_status()
        return answer.json()

    def open(self, count: int) -> dict[str, Any]:
        """So many followers who just wrote, and tokens of the account."""
        at = self.milliseconds()
        for prefix, number in (("p", count), ("urgent", 1)):
            self.control("followers", {
                "oa_id": self.oa_id, "count": number, "prefix": prefix, "last_interaction_at": at,
            })  # fmt: skip
        granted = self.control("grants", {"app_id": APP_ID, "oa_id": self.oa_id})
        return {
            "oa_id": self.oa_id,
            "access_token": granted["access_token"],
            "refresh_token": granted["refresh_token"],
        }

    def environment(self) -> dict[str, str]:
        hosts = {f"TRACUU_ZALO_{name}_URL": self._address
                 for name in ("OAUTH", "OPENAPI", "BUSINESS", "CHAT")}  # fmt: skip
        return {
            **hosts,
            "TRACUU_ZALO_APP_ID": APP_ID,
            "TRACUU_ZALO_APP_SECRET": APP_SECRET,
            "TRACUU_ZALO_OA_SECRET": OA_SECRET,
            "TRACUU_BASE_URL": "https://tra-cuu.example",
        }

    def milliseconds(self) -> int:
        return int(self.control("clock")["ms"])

    def messages(self) -> int:
        return int(self.control("state")["rows"]["messages"])

    def first_arrival(self, person_id: str) -> int | None:
        said = self.control(f"messages?oa_id={self.oa_id}&person_id={person_id}")
        return min((int(one["sent_at"]) for one in said), default=None)


@contextlib.contextmanager
def _emulator(data: Path) -> Iterator[_Emulator]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "zalo_emulator", "--port", str(port), "--data", str(data)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        try:
            with httpx2.Client(base_url=address, trust_env=False, timeout=120) as http:
                for _ in range(200):
                    with contextlib.suppress(httpx2.TransportError):
                        http.get("/_emulator/clock")
                        break
                    time.sleep(0.1)
                yield _Emulator(http, address)
        finally:
            process.terminate()
            process.wait(timeout=20)
