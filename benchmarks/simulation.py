"""Who is shown right, who wrongly, who is asked for more: on lists with noise, queries with noise."""

from typing import Any

from benchmarks.surroundings import new_home, workspace

SIZES = (50_000, 500_000)
_COUNT = 30_000


def measure(*, sizes: tuple[int, ...], count: int = _COUNT) -> list[dict[str, Any]]:
    """One simulation for each size of a unit, on SQLite (the decision is the same on PostgreSQL)."""
    figures = []
    with workspace() as folder:
        for size in sizes:
            home = new_home(folder, f"unit-of-{size}")
            filled = home.run(
                "filling",
                units=1,
                people=size,
                source="noisy",
                rows=str(folder / f"rows-{size}"),
                keep_rows=False,
            )
            asked = home.run(
                "simulation", shares=filled["shares"], count=min(count, size), seed=size
            )
            figures.append({"size": size, **asked})
    return figures
