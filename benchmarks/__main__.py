"""`python -m benchmarks [PART …]`: measure, keep the raw figures, and write the page from them."""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import (
    answers,
    http,
    kills,
    lists,
    lookup,
    messages,
    names_figures,
    release,
    report,
    simulation,
    turns,
    webhook,
    zalo,
)
from benchmarks.measure import machine
from benchmarks.surroundings import ROOT

_HERE = ROOT / "benchmarks"
_BOTH = ("sqlite", "postgresql")


def _names(_options: argparse.Namespace) -> Any:
    return names_figures.measure()


def _simulation(options: argparse.Namespace) -> Any:
    if options.quick:
        return simulation.measure(sizes=(1_000,), count=300)
    return simulation.measure(sizes=options.size or simulation.SIZES)


def _lists(options: argparse.Namespace) -> Any:
    databases = options.database or (("sqlite",) if options.quick else _BOTH)
    if options.quick:
        memory_rows = {"xlsx": (500, 1_000), "csv": (500, 1_000)}
        return lists.measure(
            rows=1_000, memory_rows=memory_rows, baseline_rows=200, databases=databases, runs=1
        )
    return lists.measure(databases=databases)


def _lookup(options: argparse.Namespace) -> Any:
    databases = options.database or (("sqlite",) if options.quick else _BOTH)
    if options.quick:
        return lookup.measure(sizes=(500, 1_000), databases=databases, count=100, runs=1)
    return lookup.measure(sizes=options.size or lookup.SIZES, databases=databases)


def _http(options: argparse.Namespace) -> Any:
    databases = options.database or ("sqlite",)
    if options.quick:
        return http.measure(databases=databases, size=1_000, seconds=1, runs=1)
    return http.measure(databases=databases)


def _release(options: argparse.Namespace) -> Any:
    databases = options.database or (("sqlite",) if options.quick else _BOTH)
    if options.quick:
        return release.measure(
            databases=databases, size=2_000, rows=500, lists=3, rounds=3, quiet_seconds=1
        )
    return release.measure(databases=databases, size=max(options.size or (release.SIZE,)))


def _kills(options: argparse.Namespace) -> Any:
    databases = options.database or (("sqlite",) if options.quick else _BOTH)
    return kills.measure_readers(count=3 if options.quick else 200, databases=databases)


def _sender_kills(options: argparse.Namespace) -> Any:
    databases = options.database or (("sqlite",) if options.quick else _BOTH)
    return kills.measure_senders(count=3 if options.quick else 200, databases=databases)


def _messages(options: argparse.Namespace) -> Any:
    databases = options.database or (("sqlite",) if options.quick else _BOTH)
    if options.quick:
        return messages.measure(databases=databases, watches=3_000, rows=2_000, seconds=2.0)
    return messages.measure(databases=databases)


def _zalo(options: argparse.Namespace) -> Any:
    databases = options.database or (("sqlite",) if options.quick else _BOTH)
    if options.quick:
        return zalo.measure(databases=databases, waiting=3_000, seconds=4.0)
    return zalo.measure(databases=databases)


def _webhook(options: argparse.Namespace) -> Any:
    databases = options.database or (("sqlite",) if options.quick else _BOTH)
    return webhook.measure(databases=databases, seconds=6 if options.quick else 60)


def _turns(options: argparse.Namespace) -> Any:
    databases = options.database or (("sqlite",) if options.quick else _BOTH)
    if options.quick:
        return turns.measure(databases=databases, size=1_000, count=60, runs=1)
    return turns.measure(databases=databases, size=max(options.size or (turns.SIZE,)))


def _answers(options: argparse.Namespace) -> Any:
    return answers.measure(with_baselines=not options.quick)


# In the order of their weight, so that a run that is cut short has the most important ones.
_PARTS: dict[str, Callable[[argparse.Namespace], Any]] = {
    "simulation": _simulation,
    "lists": _lists,
    "lookup": _lookup,
    "http": _http,
    "release": _release,
    "kills": _kills,
    "sender_kills": _sender_kills,
    "messages": _messages,
    "zalo": _zalo,
    "webhook": _webhook,
    "turns": _turns,
    "names": _names,
    "answers": _answers,
}


def main() -> int:
    options = _options()
    results = Path(options.results)
    results.mkdir(parents=True, exist_ok=True)
    for part in options.parts or _PARTS:
        print(f"{part} …", flush=True)
        started = time.perf_counter()
        before = machine()
        figures = _PARTS[part](options)
        path = results / f"{part}.json"
        kept = _with_other_databases(path, {
            "part": part,
            "machine": before,
            "load_after": machine()["load"],
            "seconds": round(time.perf_counter() - started, 1),
            "figures": figures,
        }, options.database)  # fmt: skip
        path.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    page = report.render(results)
    print(page)
    if results == _HERE / "results":
        (_HERE / "RESULTS.md").write_text(page, encoding="utf-8")
    return 0


def _with_other_databases(
    path: Path, kept: dict[str, Any], databases: tuple[str, ...]
) -> dict[str, Any]:
    """A run for one database leaves the figures of the other, and where these were measured, in place."""
    if not databases or not path.exists():
        return kept
    before = json.loads(path.read_text(encoding="utf-8"))
    others = [one for one in before["figures"] if one["database"] not in databases]
    if not others:
        return kept
    where = {name: before[name] for name in ("machine", "load_after", "seconds")}
    earlier = before.get("earlier", {})
    return {
        **kept,
        "figures": sorted(
            [*kept["figures"], *others], key=lambda one: _BOTH.index(one["database"])
        ),
        "earlier": {one["database"]: earlier.get(one["database"], where) for one in others},
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*_PARTS, []], help="default: all of them")
    parser.add_argument("--quick", action="store_true", help="tiny sizes, to see that it runs")
    parser.add_argument("--size", type=int, action="append", help="instead of the part's own sizes")
    parser.add_argument("--database", choices=_BOTH, action="append", help="default: both")
    parser.add_argument("--results", help="folder of the raw figures")
    options = parser.parse_args()
    if options.results is None:
        quick = tempfile.mkdtemp(prefix="tracuu-bench-quick-") if options.quick else None
        options.results = quick or _HERE / "results"
    options.size = tuple(options.size or ())
    options.database = tuple(options.database or ())
    return options


if __name__ == "__main__":
    sys.exit(main())
