"""Imports one list, and tells how long each phase took and how much memory it held at most."""

import resource
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management import call_command

from benchmarks.inside.filling import AS_OF
from tracuu.cards.lists import importing, staging
from tracuu.cards.lists.importing import ImportOptions, import_list
from tracuu.units.operations import add_unit

_POLL_SECONDS = 0.02
Seconds = dict[str, float]
# What is wrapped with a stopwatch, by the name of its phase.
_PHASES: tuple[tuple[str, Any, str], ...] = (
    ("digest of the file", importing, "file_digest"),
    ("parse and hash", staging.Stager, "_prepare"),
    ("known people", staging, "find_known"),
    ("decide, seal and block keys", staging.Stager, "_decide"),
    ("write", staging, "bulk_insert"),
    ("whole chunks", staging.Stager, "stage_rows"),
    ("publish", importing, "publish"),
)


class _Memory(threading.Thread):
    """Watches the peaks of the processes that were started from here."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._stop_asked = threading.Event()
        self.children_kb = self.children_private_kb = self.private_kb = 0

    def run(self) -> None:
        while not self._stop_asked.wait(_POLL_SECONDS):
            children = _children()
            peaks = sum(_memory_kb(child, "VmHWM") for child in children)
            private = sum(_memory_kb(child, "RssAnon") for child in children)
            self.children_kb = max(self.children_kb, peaks)
            self.children_private_kb = max(self.children_private_kb, private)
            self.private_kb = max(self.private_kb, _memory_kb("self", "RssAnon"))

    def stop(self) -> None:
        self._stop_asked.set()
        self.join()


class _TimedReader:
    """A list's reader that counts how long the import waited for it."""

    def __init__(self, reader: Any, seconds: Seconds) -> None:
        self._reader, self._seconds = reader, seconds

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reader, name)

    def __iter__(self) -> Iterator[Any]:
        rows = iter(self._reader)
        while True:
            started = time.perf_counter()
            row = next(rows, None)
            self._seconds["wait for the reader"] += time.perf_counter() - started
            if row is None:
                return
            yield row


def run(options: dict[str, Any]) -> dict[str, Any]:
    """Import `path` into a unit of its own."""
    call_command("migrate", interactive=False, verbosity=0)
    unit = add_unit(slug=options["slug"], name="Công an đơn vị")
    seconds = _wrap_phases() if options["phases"] else {}
    memory = _Memory()
    memory.start()
    cpu_before = _cpu()
    started = time.perf_counter()
    report = import_list(unit=unit, path=Path(options["path"]), options=ImportOptions(as_of=AS_OF))
    taken = time.perf_counter() - started
    own_cpu, children_cpu = (
        after - before for after, before in zip(_cpu(), cpu_before, strict=True)
    )
    memory.stop()
    rows = report.counts["read"]
    return {
        "rows": rows,
        "published": report.is_published,
        "rejected": report.rows_rejected,
        "seconds": taken,
        "rows_per_second": rows / taken,
        "parent_mb": _memory_kb("self", "VmHWM") / 1024,
        "child_mb": memory.children_kb / 1024,
        "parent_private_mb": memory.private_kb / 1024,
        "child_private_mb": memory.children_private_kb / 1024,
        "parent_cpu": own_cpu,
        "child_cpu": children_cpu,
        "phases": dict(seconds),
    }


def _wrap_phases() -> Seconds:
    seconds: Seconds = defaultdict(float)
    for phase, owner, name in _PHASES:
        setattr(owner, name, _timed(getattr(owner, name), phase, seconds))
    read_list = vars(importing)["read_list"]

    @contextmanager
    def timed_read_list(*args: Any, **kwargs: Any) -> Iterator[_TimedReader]:
        started = time.perf_counter()
        with read_list(*args, **kwargs) as reader:
            seconds["wait for the reader"] += time.perf_counter() - started
            yield _TimedReader(reader, seconds)

    vars(importing)["read_list"] = timed_read_list
    return seconds


def _timed(function: Callable[..., Any], phase: str, seconds: Seconds) -> Callable[..., Any]:
    def timed(*args: Any, **kwargs: Any) -> Any:
        started = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            seconds[phase] += time.perf_counter() - started

    return timed


def _cpu() -> tuple[float, float]:
    own = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime, children.ru_utime + children.ru_stime


def _children() -> list[str]:
    found: list[str] = []
    for task in Path("/proc/self/task").iterdir():
        try:
            found += (task / "children").read_text(encoding="ascii").split()
        except OSError:
            continue
    return found


def _memory_kb(process: str, kind: str) -> int:
    """VmHWM is the most that was ever resident, RssAnon what is private now; 0 when it has ended."""
    try:
        for line in Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith(kind):
                return int(line.split()[1])
    except OSError:
        pass
    return 0
