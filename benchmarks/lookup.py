"""The lookup engine in an installation of ten thousand, a million and ten million applications."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.measure import median_of
from benchmarks.surroundings import (
    Home,
    Server,
    create_database,
    new_home,
    postgresql,
    workspace,
)

SIZES = (10_000, 1_000_000, 10_000_000)
_MOST_IN_A_UNIT = 500_000
# What people write today is compared at one size only: at ten million one such query takes seconds.
_COMPARED_AT = 1_000_000
_RUNS = 5


@dataclass(frozen=True, slots=True)
class _Filled:
    home: Home
    size: int
    facts: dict[str, Any]


def measure(
    *, sizes: tuple[int, ...], databases: tuple[str, ...], count: int = 2000, runs: int = _RUNS
) -> list[dict[str, Any]]:
    """The figures of each database and size; sizes take turns, so that the machine's moods even out."""
    figures = []
    with workspace() as folder, ExitStack() as stack:
        server = stack.enter_context(postgresql(folder)) if "postgresql" in databases else None
        filled = [one for size in sizes for one in _fill(folder, size, databases, server)]
        for database in databases:
            its_server = server if database == "postgresql" else None
            mine = [one for one in filled if one.home.database == database]
            figures += _measure_one(mine, its_server, count, runs)
    return figures


def _fill(
    folder: Path, size: int, databases: tuple[str, ...], server: Server | None
) -> Iterator[_Filled]:
    """The same people in each database: they are drawn, sealed and hashed once."""
    units = max(1, size // _MOST_IN_A_UNIT)
    first: Home | None = None
    for database in databases:
        is_postgresql = database == "postgresql" and server is not None
        url = create_database(server, f"tracuu-{size}") if is_postgresql and server else ""
        home = new_home(folder, f"{database}-{size}", url, same_keys_as=first)
        first = first or home
        facts = home.run(
            "filling",
            units=units,
            people=size // units,
            source="clean",
            rows=str(folder / f"rows-{size}"),
            keep_rows=database != databases[-1],
        )
        print(f"  {database} {size:,}: made {facts['seconds_making']:.0f} s,"
              f" loaded {facts['seconds_loading']:.0f} s", flush=True)  # fmt: skip
        yield _Filled(home, size, facts)


def _measure_one(
    filled: list[_Filled], server: Server | None, count: int, runs: int
) -> list[dict[str, Any]]:
    """All sizes of one database; the plain table stands beside the size it is compared at."""
    compared = min(_COMPARED_AT, max(one.size for one in filled))
    has_trigrams = server is not None and server.has_trigrams
    baselines = ["trigrams_unindexed", "trigrams_indexed"] if has_trigrams else ["icontains"]
    for one in filled:
        if one.size == compared:
            one.home.run("plain_filling", shares=one.facts["shares"], trigrams=has_trigrams)
    name = "SQLite" if server is None else f"PostgreSQL {server.version}"
    return _rounds(filled, compared, baselines, count, runs, name)


def _rounds(
    filled: list[_Filled], compared: int, baselines: list[str], count: int, runs: int, name: str
) -> list[dict[str, Any]]:
    taken: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for number in range(runs):
        for one in filled:
            is_compared = one.size == compared
            taken[one.size].append(
                one.home.run(
                    "lookup",
                    shares=one.facts["shares"],
                    count=count,
                    seed=number,
                    baselines=baselines if is_compared else [],
                    plain_count=12,
                )
            )
    figures = []
    for one in filled:
        runs_of_one = taken[one.size]
        figures.append(
            {
                "database": name,
                "size": one.size,
                "units": max(1, one.size // _MOST_IN_A_UNIT),
                "bytes": one.facts["bytes"],
                "runs": runs,
                "engine": median_of([run["engine"] for run in runs_of_one]),
                "bare": median_of([run["bare"] for run in runs_of_one]),
                "plain": {
                    baseline: median_of([run["plain"][baseline] for run in runs_of_one])
                    for baseline in runs_of_one[0]["plain"]
                },
                "all_p50": [run["engine"]["p50"] for run in runs_of_one],
            }
        )
        if one.size == compared:
            figures[-1]["plain"]["date_indexed"] = _with_date_index(one, count)
    return figures


def _with_date_index(one: _Filled, count: int) -> dict[str, float]:
    """The plain table once more, with the index that an attentive author adds."""
    one.home.run("plain_index")
    run = one.home.run(
        "lookup",
        shares=one.facts["shares"],
        count=count,
        seed=99,
        baselines=["date_indexed"],
        plain_count=count,
    )
    found: dict[str, float] = run["plain"]["date_indexed"]
    return found
