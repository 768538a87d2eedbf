"""Small plots as SVG, made on the server: no script, no style of their own, read aloud as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, MARGIN = 640, 180, 12


@dataclass(frozen=True, slots=True)
class Plot:
    """A line through the values (0 to `most`), and a mark at each; gaps where a value is None."""

    points: list[tuple[float, float, str]]
    lines: list[str]
    width: int = WIDTH
    height: int = HEIGHT


def plot(values: Sequence[float | None], labels: Sequence[str], *, most: float) -> Plot:
    """Values from left to right in the order given; `labels` are shown when a mark is pointed at.

    >>> plot([0.0, None, 1.0], ["a", "b", "c"], most=1).points
    [(12.0, 168.0, 'a'), (628.0, 12.0, 'c')]
    """
    points: list[tuple[float, float, str]] = []
    lines: list[str] = []
    run: list[str] = []
    step = (WIDTH - 2 * MARGIN) / max(1, len(values) - 1)
    for place, (value, label) in enumerate(zip(values, labels, strict=True)):
        if value is None:
            lines.append(" ".join(run))
            run = []
            continue
        share = min(1.0, max(0.0, value / most if most else 0.0))
        x = round(MARGIN + place * step, 1)
        y = round(HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN), 1)
        points.append((x, y, label))
        run.append(f"{x},{y}")
    lines.append(" ".join(run))
    return Plot(points, [line for line in lines if " " in line])
