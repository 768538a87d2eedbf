"""How fast a list becomes true, and how much memory that takes."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks.measure import median
from benchmarks.surroundings import Home, create_database, new_home, postgresql, workspace

_RUNS = 3
_MEMORY_ROWS = {"xlsx": (100_000, 1_000_000), "csv": (100_000, 1_000_000)}


def measure(
    *,
    rows: int = 300_000,
    memory_rows: Mapping[str, Sequence[int]] = _MEMORY_ROWS,
    baseline_rows: int = 10_000,
    databases: tuple[str, ...],
    runs: int = _RUNS,
) -> dict[str, Any]:
    """Rates at `rows`, peaks of memory at both of `memory_rows`, and the baseline, in one run."""
    figures: dict[str, Any] = {"rates": [], "memory": []}
    with workspace() as folder, ExitStack() as stack:
        writer = new_home(folder, "writer")
        files = {
            (kind, count): _written(writer, folder, kind, count)
            for kind in ("xlsx", "csv")
            for count in {rows, *memory_rows[kind]}
        }
        plain = _written(writer, folder, "xlsx", baseline_rows)
        server = (
            stack.enter_context(postgresql(folder, is_durable=True))
            if "postgresql" in databases
            else None
        )
        for database in databases:
            for kind in ("xlsx", "csv"):
                taken, baseline = [], []
                for number in range(runs):
                    name = f"{database}-{kind}-{number}"
                    url = (
                        create_database(server, name) if database == "postgresql" and server else ""
                    )
                    home = new_home(folder, name, url)
                    taken.append(_imported(home, files[kind, rows], "u", phases=True))
                    baseline.append(home.run("list_baseline", path=str(plain)))
                _check(taken)
                figures["rates"].append(_summary(database, kind, taken, baseline))
        for kind in ("xlsx", "csv"):
            for count in memory_rows[kind]:
                home = new_home(folder, f"memory-{kind}-{count}")
                taken_once = _imported(home, files[kind, count], "u", phases=False)
                figures["memory"].append({"kind": kind, **taken_once})
    return figures


def _written(writer: Home, folder: Path, kind: str, count: int) -> Path:
    path = folder / f"list-{count}.{kind}"
    writer.run("list_files", kind=kind, path=str(path), seed=7, rows=count)
    return path


def _imported(home: Home, path: Path, slug: str, *, phases: bool) -> dict[str, Any]:
    found: dict[str, Any] = home.run("list_import", path=str(path), slug=slug, phases=phases)
    rate = found["rows_per_second"]
    print(f"  {home.database} {path.name}: {rate:,.0f} rows/s", flush=True)
    return found


def _check(taken: list[dict[str, Any]]) -> None:
    if not all(run["published"] for run in taken):
        raise RuntimeError("a list of the benchmark was not published")


def _summary(
    database: str, kind: str, taken: list[dict[str, Any]], baseline: list[dict[str, float]]
) -> dict[str, Any]:
    middle = sorted(taken, key=lambda run: run["rows_per_second"])[len(taken) // 2]
    return {
        "database": database,
        "kind": kind,
        **middle,
        "runs": len(taken),
        "all_rows_per_second": [run["rows_per_second"] for run in taken],
        "baseline_rows_per_second": median([run["rows_per_second"] for run in baseline]),
        "baseline_rows_per_cpu_second": median([run["rows_per_cpu_second"] for run in baseline]),
    }
