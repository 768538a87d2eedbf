"""The section about turns of conversations."""

from benchmarks.report_parts import Figures, goal, table

_NAMES = {
    "page": "lookup on the web page",
    "lookup": "name and date in the chat",
    "question": "a question in the chat",
    "menu": "the menu in the chat",
}


def turns(figures: Figures) -> list[str]:
    """Milliseconds of a turn, and as a ratio to the page."""
    lines = ["## A turn of a conversation", ""]
    for one in figures:
        kinds = one["kinds"]
        page = kinds["page"]["p50"]
        lines += [
            (
                f"{one['database']}, {one['size']:,} applications: heard, understood, looked up or"
                f" answered, and queued to go out, in one transaction; medians of {one['runs']} runs."
            ),
            "",
        ]
        lines += table(
            ("", "p50 ms", "p95 ms", "p99 ms", "of the page's p50"),
            [
                (
                    _NAMES[kind],
                    f"{told['p50']:.1f}",
                    f"{told['p95']:.1f}",
                    f"{told['p99']:.1f}",
                    f"{told['p50'] / page:.1f}x",
                )
                for kind, told in kinds.items()
            ],
        )
        worst = max(told["p95"] for kind, told in kinds.items() if kind != "page")
        lines += [
            goal(f"the slowest kind of turn takes {worst:.1f} ms at p95 (at most 50)",
                 is_reached=worst <= 50),
            "",
        ]  # fmt: skip
    return lines
