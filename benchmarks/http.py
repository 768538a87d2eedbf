"""Lookups over HTTP, against a view that does the least a view with a database can do."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from benchmarks.measure import median, median_of
from benchmarks.surroundings import ROOT, Home, create_database, new_home, postgresql, workspace

_PORT = 18_431
_CONNECTIONS = 16
_RUNS = 5
_LUA = Path(__file__).with_name("load.lua")


def measure(
    *, databases: tuple[str, ...], size: int = 500_000, seconds: int = 8, runs: int = _RUNS
) -> list[dict[str, Any]]:
    """Throughput of both, run by run in turn, then the lookup's latency at half of its throughput."""
    if shutil.which("wrk") is None:
        print("  wrk is not installed; the part http is left out (apt-get install wrk)")
        return []
    figures = []
    for database in databases:
        with workspace() as folder, ExitStack() as stack:
            server = stack.enter_context(postgresql(folder)) if database == "postgresql" else None
            home = new_home(folder, "home", create_database(server, "http") if server else "")
            filled = home.run(
                "filling", units=1, people=size, source="clean", rows=str(folder / "rows"),
                keep_rows=False,
            )  # fmt: skip
            home.run("http_bodies", shares=filled["shares"], count=4000, folder=str(folder))
            name = f"PostgreSQL {server.version}" if server else "SQLite"
            with _served(home) as pid:
                rounds = _rounds(pid, folder, seconds, runs)
            figures.append({"database": name, "size": size, **rounds})
    return figures


def _rounds(pid: int, folder: Path, seconds: int, runs: int) -> dict[str, Any]:
    for kind in ("bare", "lookup"):
        _wrk(pid, kind, folder, 3, 0.0)
    full: dict[str, list[dict[str, float]]] = {"bare": [], "lookup": []}
    for _ in range(runs):
        for kind, taken in full.items():
            taken.append(_wrk(pid, kind, folder, seconds, 0.0))
    bare, lookup = (median([_rate(run) for run in full[kind]]) for kind in ("bare", "lookup"))
    pause = _CONNECTIONS / (lookup / 2) * 1000
    calm: dict[str, list[dict[str, float]]] = {"bare": [], "lookup": []}
    for _ in range(runs):
        for kind, taken in calm.items():
            taken.append(_wrk(pid, kind, folder, seconds, pause))
    half = calm["lookup"]
    return {
        "runs": runs,
        "bare_per_second": bare,
        "lookup_per_second": lookup,
        "ratio": median([_rate(b) / _rate(a) for a, b in zip(*full.values(), strict=True)]),
        "bare_cpu_us": median([run["server_cpu_us"] for run in full["bare"]]),
        "lookup_cpu_us": median([run["server_cpu_us"] for run in full["lookup"]]),
        "half_load_per_second": median([_rate(run) for run in half]),
        "half_load": median_of(half),
        "half_load_bare": median_of(calm["bare"]),
        "all_p99": [run["p99"] for run in half],
    }


def _rate(run: dict[str, float]) -> float:
    return run["requests"] / run["seconds"]


def _wrk(pid: int, kind: str, folder: Path, seconds: int, pause: float) -> dict[str, float]:
    lines = folder / ("ids" if kind == "bare" else "bodies")
    command = [
        *("wrk", "-t1", f"-c{_CONNECTIONS}", f"-d{seconds}s", "--latency", "-s", str(_LUA)),
        *(f"http://127.0.0.1:{_PORT}", "--", kind, str(lines), f"{pause:.3f}"),
    ]
    cpu_before = _cpu_seconds(pid)
    told = subprocess.run(
        command, check=True, capture_output=True, text=True, timeout=seconds + 30
    ).stdout
    line = next(line for line in told.splitlines() if line.startswith("FIGURES "))
    figures: dict[str, float] = json.loads(line.removeprefix("FIGURES "))
    figures["server_cpu_us"] = (_cpu_seconds(pid) - cpu_before) / figures["requests"] * 1e6
    if figures["errors"]:
        raise RuntimeError(f"{figures['errors']} requests of the kind {kind} failed")
    return figures


@contextmanager
def _served(home: Home) -> Iterator[int]:
    """Granian with one worker, as `tracuu serve` starts it; its log goes to a file. Its process id."""
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi"),
        *("--host", "127.0.0.1", "--port", str(_PORT)),
        *("--workers", "1", "--blocking-threads", "4", "--backpressure", "256"),
        *("--no-ws", "--log-level", "warning"),
        "tracuu.config.wsgi:application",
    ]
    with (home.path / "log").open("wb") as log:
        server = subprocess.Popen(command, env=home.environment(), cwd=ROOT, stdout=log, stderr=log)
        try:
            _wait_until_open(server)
            yield server.pid
        finally:
            server.terminate()
            server.wait(timeout=20)


def _cpu_seconds(pid: int) -> float:
    """What the process and those it started have used of the processor."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    children = [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text(encoding="ascii").split()
    ]
    return own + sum(map(_cpu_seconds, children))


def _wait_until_open(server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if server.poll() is not None:
            raise RuntimeError("granian ended by itself; is the port taken?")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", _PORT)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("granian did not open its port in 20 seconds")
