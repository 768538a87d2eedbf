"""A million watches, a list that answers many of them, and the senders of its messages."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from benchmarks.surroundings import (
    ROOT,
    Home,
    create_database,
    new_home,
    postgresql,
    workspace,
)

_SEED = 7
WORKERS = {"sqlite": (1,), "postgresql": (1, 2, 4)}


def measure(
    *,
    databases: tuple[str, ...],
    watches: int = 1_000_000,
    rows: int = 100_000,
    seconds: float = 10.0,
) -> list[dict[str, Any]]:
    """For each database: finding and queueing, the rate of 1, 2 and 4 senders, and an urgent one."""
    figures = []
    with workspace() as folder, ExitStack() as stack:
        server = (
            stack.enter_context(postgresql(folder, is_durable=True))
            if "postgresql" in databases
            else None
        )
        path = folder / "list.csv"
        for database in databases:
            url = create_database(server, "messages") if database == "postgresql" and server else ""
            home = new_home(folder, f"messages-{database}", url)
            if not path.exists():
                home.run("list_files", kind="csv", path=str(path), seed=_SEED, rows=rows)
            filled = home.run("watch_filling", watches=watches, matching=rows, seed=_SEED)
            found = home.run("watch_matching", path=str(path))
            print(f"  {database}: {found}", flush=True)
            rates = [_rate(home, count, seconds) for count in WORKERS[database]]
            print(f"  {database}: {rates}", flush=True)
            figures.append(
                {
                    "database": database,
                    "watches": filled,
                    "rows": rows,
                    **found,
                    "rates": rates,
                    "urgent": _urgent(home, seconds),
                }
            )
    return figures


def _rate(home: Home, workers: int, seconds: float) -> dict[str, Any]:
    with _sink() as sink:
        environment = {**home.environment(), "TRACUU_SMTP_URL": sink.url}
        results = [home.path / f"sender-{number}.json" for number in range(workers)]
        senders = [_start(environment, {"seconds": seconds}, result) for result in results]
        for sender in senders:
            sender.wait()
        told = [json.loads(result.read_text(encoding="utf-8")) for result in results]
        taken = sink.close()
    sent = sum(one["sent"] for one in told)
    return {
        "workers": workers,
        "sent": sent,
        "arrived": taken["messages"],
        "people": taken["people"],
        "per_second": sent / max(one["seconds"] for one in told),
    }


def _urgent(home: Home, seconds: float) -> dict[str, Any]:
    """While a sender is busy with the rest, one more is asked for."""
    with _sink() as sink:
        environment = {**home.environment(), "TRACUU_SMTP_URL": sink.url}
        sender = _start(environment, {"seconds": seconds}, home.path / "sender.json")
        time.sleep(seconds / 2)
        result = home.path / "urgent.json"
        _start(environment, {"urgent": "urgent@vi-du.example"}, result).wait()
        sender.wait()
        taken = sink.close()
    began = json.loads(result.read_text(encoding="utf-8"))["began"]
    arrived = taken["urgent_at"]
    return {"seconds": None if arrived is None else arrived - began}


def _start(environment: dict[str, str], options: dict[str, Any], result: Path) -> Any:
    command = [sys.executable, "-m", "benchmarks.inside", "message_sending", json.dumps(options)]
    return subprocess.Popen([*command, str(result)], env=environment, cwd=ROOT)


class _Sink:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        assert process.stdout is not None
        self.url = f"smtp://127.0.0.1:{process.stdout.readline().strip()}"

    def close(self) -> dict[str, Any]:
        out, _ = self._process.communicate("\n")
        told: dict[str, Any] = json.loads(out)
        return told


@contextmanager
def _sink() -> Iterator[_Sink]:
    command: Sequence[str] = [sys.executable, "-m", "benchmarks.smtp_sink"]
    with subprocess.Popen(
        command, cwd=ROOT, env=dict(os.environ), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True,
    ) as process:  # fmt: skip
        try:
            yield _Sink(process)
        finally:
            process.kill()
