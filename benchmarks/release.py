"""A list of 300,000 rows over five million applications: its review, its switch, and the console."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks.measure import percentile
from benchmarks.surroundings import Home, create_database, new_home, postgresql, workspace

SIZE = 5_000_000
_ROWS = 300_000
_LISTS = 200
_MOST_IN_A_UNIT = 500_000
Stopwatch = Sequence[Sequence[float]]


def measure(
    *,
    databases: tuple[str, ...],
    size: int = SIZE,
    rows: int = _ROWS,
    lists: int = _LISTS,
    rounds: int = 40,
    quiet_seconds: float = 20.0,
) -> list[dict[str, Any]]:
    """For each database: seconds of each step, lookups before and meanwhile, and every page's time."""
    figures = []
    units = max(2, size // _MOST_IN_A_UNIT)
    with workspace() as folder, ExitStack() as stack:
        server = (
            stack.enter_context(postgresql(folder, is_durable=True))
            if "postgresql" in databases
            else None
        )
        first: Home | None = None
        for database in databases:
            url = create_database(server, "release") if database == "postgresql" and server else ""
            home = new_home(folder, f"release-{database}", url, same_keys_as=first)
            first = first or home
            facts = home.run(
                "filling",
                units=units,
                people=size // units,
                source="clean",
                rows=str(folder / "rows"),
                keep_rows=database != databases[-1],
            )
            path = folder / "list.xlsx"
            if not path.exists():
                home.run("list_files", kind="xlsx", path=str(path), seed=7, rows=rows)
            figures.append(
                _one(home, path, facts, lists=lists, rounds=rounds, quiet_seconds=quiet_seconds)
            )
    return figures


def _one(
    home: Home,
    path: Path,
    facts: dict[str, Any],
    *,
    lists: int,
    rounds: int,
    quiet_seconds: float,
) -> dict[str, Any]:
    ran = home.run(
        "release",
        path=str(path),
        shares=facts["shares"],
        lists=lists,
        quiet_seconds=quiet_seconds,
    )
    pages = home.run("console_pages", rounds=rounds)
    lookups = ran.pop("lookups")
    print(f"  {home.database}: {ran['seconds']}", flush=True)
    return {
        "database": home.database,
        "applications": facts["applications"],
        **ran,
        "lookups": {
            phase: _spread([ms for at, ms in lookups if begins <= at < ends])
            for phase, (begins, ends) in ran["phases"].items()
        },
        "pages": pages,
    }


def _spread(values: Sequence[float]) -> dict[str, float]:
    if not values:
        return {"count": 0}
    return {
        "count": len(values),
        "p50": percentile(values, 0.5),
        "p95": percentile(values, 0.95),
        "p99": percentile(values, 0.99),
    }
