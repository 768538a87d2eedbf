"""Small plots as SVG, made on the server: no script, no style of their own, read aloud as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, MARGIN = 640, 180, 12
_BARS_WIDTH, _BASE, _TALLEST = 340, 132, 104


@dataclass(frozen=True, slots=True)
class Plot:
    """A line through the values (0 to `most`), and a mark at each; gaps where a value is None."""

    points: list[tuple[float, float, str]]
    lines: list[str]
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its value above and its label below; `middle` is where both stand."""

    x: float
    y: float
    height: float
    middle: float
    value: int
    label: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars side by side, narrow enough for an old telephone."""

    bars: list[Bar]
    bar_width: float
    base: int = _BASE
    width: int = _BARS_WIDTH
    height: int = 156


def bars(values: Sequence[int], labels: Sequence[str]) -> Bars:
    """Values from left to right in the order given; the greatest fills the height.

    >>> [(bar.x, bar.height) for bar in bars([5, 10], ["a", "b"]).bars]
    [(17.0, 52.0), (187.0, 104.0)]
    """
    step, most = _BARS_WIDTH / max(1, len(values)), max([*values, 1])
    drawn = []
    for place, (value, label) in enumerate(zip(values, labels, strict=True)):
        height = round(max(value / most * _TALLEST, 2.0 if value else 0.0), 1)
        x = round(place * step + step * 0.1, 1)
        middle = round((place + 0.5) * step, 1)
        drawn.append(Bar(x, round(_BASE - height, 1), height, middle, value, label))
    return Bars(drawn, round(step * 0.8, 1))


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
