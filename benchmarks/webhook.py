"""Events as Zalo calls them, at a steady rate, on one web server that is killed midway."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from benchmarks.surroundings import ROOT, Home, create_database, new_home, postgresql, workspace

RATE = 200
_PORT = 18_433
_APP_ID, _KEY = "1234567890123456789", "OASECRETKEYTEST"
_DRAIN_SECONDS = 900.0


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
    acknowledged = home.path / "acknowledged"
    with ExitStack() as stack:
        if with_worker:
            command = [sys.executable, "-m", "tracuu.cli.main", "worker"]
            stack.enter_context(_process(home, command, "worker.log"))
        web = _Web(home)
        stack.callback(web.stop)
        web.start()
        sender = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.webhook_sender", str(_PORT), str(rate),
             str(seconds), str(acknowledged)],
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        time.sleep(seconds / 2)
        web.kill()
        web.start()
        out, _ = sender.communicate(timeout=seconds + 120)
        told: dict[str, Any] = json.loads(out)
        at_once = home.run("webhook_events", deed="count", path=str(acknowledged))
        drained = _drain(home) if with_worker else None
        at_last = home.run("webhook_events", deed="count", path=str(acknowledged))
    return {
        **told,
        "kills": 1,
        "processed_meanwhile": at_once["processed"],
        "drained_seconds": drained,
        **at_last,
    }


def _drain(home: Home) -> float | None:
    """How long the worker took for what was left; None when it was not done in time."""
    started = time.perf_counter()
    while time.perf_counter() - started < _DRAIN_SECONDS:
        if home.run("webhook_events", deed="backlog")["waiting"] == 0:
            return time.perf_counter() - started
        time.sleep(2.0)
    return None


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
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", _PORT)) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError("granian did not open its port in 30 seconds")

    def kill(self) -> None:
        """The server and its worker, at once and without a word."""
        assert self._server is not None
        os.killpg(self._server.pid, signal.SIGKILL)
        self._server.wait()

    def stop(self) -> None:
        if self._server is not None and self._server.poll() is None:
            self._server.terminate()
            self._server.wait(timeout=30)


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
        "TRACUU_ZALO_OA_SECRET": _KEY,
    }
