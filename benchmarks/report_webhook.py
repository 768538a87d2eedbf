"""The section about what Zalo calls."""

from benchmarks.report_parts import Figures, goal, table

_GOAL_MS = 300


def webhook(figures: Figures) -> list[str]:
    """How soon each call got its 200, and what became of the events."""
    lines = ["## Events that Zalo calls", ""]
    if not figures:
        return lines
    first = figures[0]
    lines += [
        (
            f"{first['rate']} signed events a second for {first['seconds']} s, from 500 people, on one"
            " web server that is killed (SIGKILL) midway and started again, with the worker beside it."
            " A try is timed from the moment it was due; one that gets no 200 within two seconds is made"
            " again a second later. The times are those of tries made while a server was there."
        ),
        "",
    ]
    lines += table(
        ("database", "events", "p50", "p99", "longest", "server away", "tries without a 200", "lost",
         "processed meanwhile", "the rest took"),
        [
            (
                one["database"],
                f"{one['events']:,}",
                f"{one['p50'] * 1000:.1f} ms",
                f"{one['p99'] * 1000:.0f} ms",
                f"{one['longest'] * 1000:.0f} ms",
                f"{one['away_seconds']:.1f} s",
                f"{one['unanswered'] + one['too_late'] + one['other_answers']:,}",
                f"{one['lost']:,}",
                f"{one['processed_meanwhile']:,}",
                "not measured"
                if one["drained_seconds"] is None
                else f"{one['drained_seconds']:.0f} s",
            )
            for one in figures
        ],
    )  # fmt: skip
    for one in figures:
        lines += [
            goal(
                f"{one['database']}: p99 of the 200 is {one['p99'] * 1000:.0f} ms (at most"
                f" {_GOAL_MS}), {one['lost']} lost, {one['stored'] - one['events']} doubled",
                is_reached=one["p99"] * 1000 <= _GOAL_MS
                and one["lost"] == 0
                and one["stored"] == one["events"] == one["acknowledged"]
                and one["rate"] >= 200
                and one["seconds"] >= 60,
            ),
        ]
    return [*lines, ""]
