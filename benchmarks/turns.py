"""A turn of a conversation against a lookup on the web page, on both databases."""

from contextlib import ExitStack
from typing import Any

from benchmarks.measure import median_of
from benchmarks.surroundings import create_database, new_home, postgresql, workspace

SIZE = 100_000
_RUNS = 3


def measure(
    *, databases: tuple[str, ...], size: int = SIZE, count: int = 600, runs: int = _RUNS
) -> list[dict[str, Any]]:
    """Milliseconds of each kind of turn and of the page, in turns in one process, for each database."""
    figures = []
    with workspace() as folder, ExitStack() as stack:
        server = (
            stack.enter_context(postgresql(folder, is_durable=True))
            if "postgresql" in databases
            else None
        )
        first = None
        for database in databases:
            url = create_database(server, "turns") if database == "postgresql" and server else ""
            home = new_home(folder, f"turns-{database}", url, same_keys_as=first)
            first = first or home
            facts = home.run(
                "filling", units=1, people=size, source="clean", rows=str(folder / "rows"),
                keep_rows=database != databases[-1],
            )  # fmt: skip
            home.run("turns", shares=facts["shares"], count=0, seed=0)
            taken = [
                home.run("turns", shares=facts["shares"], count=count, seed=number)
                for number in range(1, runs + 1)
            ]
            kinds = {kind: median_of([run[kind] for run in taken]) for kind in taken[0]}
            print(f"  {database}: {kinds}", flush=True)
            figures.append({"database": database, "size": size, "runs": runs, "kinds": kinds})
    return figures
