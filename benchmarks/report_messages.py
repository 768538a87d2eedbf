"""The sections about watches and messages, and about Zalo."""

from benchmarks.report_parts import Figures, goal, table


def messages(figures: Figures) -> list[str]:
    """Finding, queueing, sending, and one that is urgent."""
    lines = ["## Watches and messages", ""]
    for one in figures:
        seconds = one["seconds"]
        lines += [
            (
                f"{one['database']}: a list of {one['rows']:,} people over {one['watches']:,} watches"
                f" made {one['messages']:,} messages: {seconds['found']:.1f} s to find them while the"
                f" list is read (all of which took {seconds['review']:.1f} s), {seconds['queued']:.1f}"
                f" s to queue them while it is published ({seconds['publish']:.1f} s)."
            ),
            "",
        ]
        lines += table(
            ("senders", "messages a second", "of one sender", "arrived", "to different people"),
            [
                (
                    rate["workers"],
                    f"{rate['per_second']:,.0f}",
                    f"{rate['per_second'] / one['rates'][0]['per_second']:.2f}x",
                    f"{rate['arrived']:,}",
                    f"{rate['people']:,}",
                )
                for rate in one["rates"]
            ],
        )
        spent = seconds["found"] + seconds["queued"]
        urgent = one["urgent"]["seconds"]
        lines += [
            goal(
                f"{one['rows']:,} found and queued in {spent:.1f} s (at most 10 for 100,000 of a"
                " million watches)",
                is_reached=spent <= 10 and one["rows"] >= 100_000 and one["watches"] >= 1_000_000,
            ),
            goal(
                f"{one['rates'][0]['per_second']:,.0f} messages a second of one sender over SMTP, the"
                " mail server on the same cores (at least 1,000)",
                is_reached=one["rates"][0]["per_second"] >= 1000,
            ),
            goal(
                "an urgent one arrived "
                + (f"after {urgent:.1f} s" if urgent is not None else "never")
                + " while the others waited (at most 10)",
                is_reached=urgent is not None and urgent <= 10,
            ),
            "",
        ]
    return lines


def zalo(figures: Figures) -> list[str]:
    """The rate of one sender through Zalo, and one message that is urgent."""
    lines = ["## Messages through Zalo", ""]
    for one in figures:
        urgent = one["urgent_seconds"]
        lines += [
            (
                f"{one['database']}: {one['waiting']:,} messages of one unit waited; the emulator, on"
                f" the same cores, took {one['answer_seconds'] * 1000:.0f} ms for an answer. One"
                f" sender sent {one['sent']:,}, {one['arrived']:,} arrived."
            ),
            "",
            goal(
                f"{one['per_second']:,.0f} messages a second of one sender (at least 500)",
                is_reached=one["per_second"] >= 500,
            ),
            goal(
                "“your card is ready” arrived "
                + (f"after {urgent:.1f} s" if urgent is not None else "never")
                + " while the others waited (at most 10)",
                is_reached=urgent is not None and urgent <= 10 and one["waiting"] >= 100_000,
            ),
            "",
        ]
    return lines
