"""Events as Zalo calls them, at a steady rate, on one web server that is killed midway."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any

from benchmarks.measure import percentile
from benchmarks.surroundings import ROOT, Home, create_database, new_home, postgresql, workspace

RATE = 200
_PORT = 18_433
_APP_ID, _KEY = "1234567890123456789", "OASECRETKEYTEST"
_DRAIN_SECONDS = 900.0
# A try that was due so long before the kill may have met it.
_TOO_LATE = 2.0


def measure(
    *, databases: tuple[str, ...], seconds: int = 60, rate: int = RATE, with_worker: bool = True
) -> list[dict[str, Any]]:
    """For each database: how soon each 200 came, and where the events are in the end.

    The worker processes them meanwhile, as it does at work. An event that got no 200 is sent again a
    second later (Zalo: 30 s), and again, as often as it takes.
    """
    figures = []
    with workspace() as folder, ExitStack() as stack:
        server = (
            stack.enter_context(postgresql(folder, is_durable=True))
            if "postgresql" in databases
            else None
        )
        for database in databases:
            url = create_database(server, "webhook") if database == "postgresql" and server else ""
            home = new_home(folder, f"webhook-{database}", url)
            home.run("webhook_events", deed="set_up")
            told = _run(home, seconds, rate, with_worker=with_worker)
            print(f"  {database}: {told}", flush=True)
            figures.append({"database": database, "rate": rate, "seconds": seconds, **told})
    return figures


def _run(home: Home, seconds: int, rate: int, *, with_worker: bool) -> dict[str, Any]:
    answers = home.path / "answers.json"
    with ExitStack() as stack:
        if with_worker:
            command = [sys.executable, "-m", "tracuu.cli.main", "worker"]
            stack.enter_context(_process(home, command, "worker.log"))
        web = _Web(home)
        stack.callback(web.stop)
        web.start()
        sender = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.webhook_sender", str(_PORT), str(rate),
             str(seconds), str(answers)],
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        stack.callback(sender.kill)
        time.sleep(seconds / 2)
        killed_at = time.time()
        web.kill()
        web.start()
        away = (killed_at, time.time())
        told: dict[str, Any] = json.loads(sender.communicate(timeout=seconds + 120)[0])
        at_once = home.run("webhook_events", deed="count", path=str(answers))
        drained = (
            home.run("webhook_events", deed="drain", seconds=_DRAIN_SECONDS)["seconds"]
            if with_worker
            else None
        )
        at_last = home.run("webhook_events", deed="count", path=str(answers))
    return {
        **told,
        **_times(json.loads(answers.read_text(encoding="utf-8")), away),
        "kills": 1,
        "processed_meanwhile": at_once["processed"],
        "drained_seconds": drained,
        **at_last,
    }


def _times(answers: list[tuple[str, float, float]], away: tuple[float, float]) -> dict[str, Any]:
    """What the answers took: all of them, and those of tries made while a server was there."""
    all_of_them = [took for _id, _due, took in answers]
    there = [took for _id, due, took in answers if not away[0] - _TOO_LATE <= due <= away[1]]
    return {
        "acknowledged": len(answers),
        "away_seconds": away[1] - away[0],
        "p50": percentile(there, 0.5),
        "p99": percentile(there, 0.99),
        "longest": max(there),
        "p99_with_the_kill": percentile(all_of_them, 0.99),
    }


class _Web:
    """Granian with one worker, as `tracuu serve` starts it."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [
            *(sys.executable, "-m", "granian", "--interface", "wsgi"),
            *("--host", "127.0.0.1", "--port", str(_PORT)),
            *("--workers", "1", "--blocking-threads", "4", "--backpressure", "256"),
            *("--no-ws", "--log-level", "warning"),
            "tracuu.config.wsgi:application",
        ]
        log = (self._home.path / "web.log").open("ab")
        self._server = subprocess.Popen(
            command, env=_environment(self._home), cwd=ROOT, stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip
        for _ in range(600):
            if self._server.poll() is not None:
                raise RuntimeError("granian ended by itself; is the port taken?")
            if _answers():
                return
            time.sleep(0.05)
        raise RuntimeError("granian did not answer in time")

    def kill(self) -> None:
        """The server and its worker, at once and without a word."""
        assert self._server is not None
        os.killpg(self._server.pid, signal.SIGKILL)
        self._server.wait()

    def stop(self) -> None:
        if self._server is not None and self._server.poll() is None:
            self._server.terminate()
            self._server.wait(timeout=30)


def _answers() -> bool:
    """Whether the server does; its port is open some seconds before."""
    probe = http.client.HTTPConnection("127.0.0.1", _PORT, timeout=2)
    try:
        probe.request("GET", "/health/live")
        return probe.getresponse().status == HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        probe.close()


@contextmanager
def _process(home: Home, command: list[str], log_name: str) -> Iterator[None]:
    with Path(home.path / log_name).open("ab") as log:
        process = subprocess.Popen(
            command, env=_environment(home), cwd=ROOT, stdout=log, stderr=log
        )
        try:
            yield
        finally:
            process.kill()
            process.wait()


def _environment(home: Home) -> dict[str, str]:
    return {
        **home.environment(),
        "TRACUU_ZALO_APP_ID": _APP_ID,
        "TRACUU_ZALO_APP_SECRET": _KEY,
        "TRACUU_ZALO_OA_SECRET": _KEY,
    }
