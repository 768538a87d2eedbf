"""The sections of the page of results, one function a part: raw figures in, lines of Markdown out."""

from collections.abc import Iterable, Sequence
from typing import Any

Figures = list[dict[str, Any]]


def goal(text: str, *, is_reached: bool) -> str:
    """A goal, and whether the figure reached it."""
    return f"- {'reached' if is_reached else '**NOT reached**'}: {text}"


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """A table; the first column is text, the others are numbers."""
    lines = ["| " + " | ".join(header) + " |", "|---" + "|---:" * (len(header) - 1) + "|"]
    lines += ["| " + " | ".join(map(str, row)) + " |" for row in rows]
    return [*lines, ""]


def percent(part: float, whole: float, digits: int = 1) -> str:
    return f"{part / whole * 100:.{digits}f} %"


def simulation(figures: Figures) -> list[str]:
    """Who was shown right, wrong, asked or missed."""
    lines = [
        "## Who finds whom: the simulation",
        "",
        (
            "People drawn with the weights of `names-data.json`, put on a list and typed into"
            " the lookup with the slips and rates of the research on names"
            " (`benchmarks/noise.py`), decided by `find_candidates` and `choose` over a real"
            " database. As many strangers, who are on no list, ask too. The second fact is the"
            " last four digits of the ID number."
        ),
        "",
    ]
    rows = []
    for one in figures:
        listed, strangers = one["listed"], one["strangers"]
        asked, others = listed["queries"], strangers["queries"]
        rows.append(
            (
                f"{one['size']:,}", f"{asked:,}",
                percent(listed.get("right", 0), asked),
                percent(listed.get("wrong", 0), asked, 3),
                percent(listed.get("asked", 0), asked),
                percent(listed.get("nobody", 0), asked),
                percent(listed.get("reached", 0), asked),
                percent(strangers["shown"], others, 2),
                percent(strangers["asked"], others),
                percent(strangers["shown_with_second_fact"], others, 3),
            )
        )  # fmt: skip
    header = (
        "people in the unit", "queries of each kind", "shown right", "shown wrong",
        "asked for a second fact", "nobody alike", "reached with a second fact",
        "stranger shown somebody", "stranger somebody alike", "stranger with a second fact",
    )  # fmt: skip
    lines += table(header, rows)
    for one in figures:
        lines += _simulation_goals(one)
    return [*lines, "", *_faults(figures[-1])]


def _simulation_goals(one: dict[str, Any]) -> list[str]:
    listed, strangers, size = one["listed"], one["strangers"], f"{one['size']:,}"
    asked = listed["queries"]
    right, reached = listed.get("right", 0) / asked, listed.get("reached", 0) / asked
    wrong, shown = listed.get("wrong", 0) / asked, strangers["shown"] / strangers["queries"]
    return [
        goal(f"{size}: shown right {right:.1%} (at least 85 %)", is_reached=right >= 0.85),
        goal(
            f"{size}: wrong person to {wrong:.3%} of those on the list (at most 0.03 %)",
            is_reached=wrong <= 0.0003,
        ),
        goal(
            f"{size}: somebody shown to {shown:.2%} of those not on it (at most 0.5 %)",
            is_reached=shown <= 0.005,
        ),
        goal(
            f"{size}: reached with a second fact {reached:.1%} (at least 97 %)",
            is_reached=reached >= 0.97,
        ),
    ]


def _faults(one: dict[str, Any]) -> list[str]:
    about = (
        f"By fault of the query, at {one['size']:,} (a query may have several; the record may have"
        " its own). Candidates read for one query:"
        f" mean {one['candidates_mean']:.1f}, p99 {one['candidates_p99']}, most"
        f" {one['candidates_most']}."
    )
    rows = [
        (
            fault.replace("_", " "), f"{counts['queries']:,}",
            percent(counts.get("right", 0), counts["queries"]),
            percent(counts.get("asked", 0), counts["queries"]),
            percent(counts.get("nobody", 0), counts["queries"]),
            percent(counts.get("reached", 0), counts["queries"]),
        )
        for fault, counts in one["faults"].items()
    ]  # fmt: skip
    header = ("fault", "queries", "shown right", "asked", "nobody alike", "reached")
    return [about, "", *table(header, rows)]


def lists(figures: dict[str, Any]) -> list[str]:
    """Rates, phases and memory."""
    lines = [
        "## A list becomes true",
        "",
        (
            "One file of invented people, imported by `import_list` into an empty"
            " installation: read in the child process, compared, sealed, staged and published."
            " The baseline is openpyxl (read-only) and one `objects.create` a row into a plain"
            " table with names in the clear, of a shorter file, run by run in turn. Beside the"
            " clock stands CPU time, for this machine is busy elsewhere: rows for each CPU"
            " second of the busier of the two processes are what it could do alone."
        ),
        "",
    ]
    rates = figures["rates"]
    rows = [
        (
            f"{one['database']}, {one['kind']}", f"{one['rows']:,}", one["runs"],
            f"{one['rows_per_second']:,.0f}",
            f"{one['baseline_rows_per_second']:,.0f}",
            f"{one['rows_per_second'] / one['baseline_rows_per_second']:.1f}×",
            f"{one['parent_cpu'] / one['rows'] * 1e6:.0f}",
            f"{one['child_cpu'] / one['rows'] * 1e6:.0f}",
            f"{_rows_per_cpu_second(one):,.0f}",
            f"{_rows_per_cpu_second(one) / one['baseline_rows_per_cpu_second']:.1f}×",
        )
        for one in rates
    ]  # fmt: skip
    header = (
        "database, file", "rows", "runs", "rows/s", "baseline rows/s", "ratio", "import CPU µs/row",
        "reader CPU µs/row", "rows per CPU second", "ratio by CPU",
    )  # fmt: skip
    lines += table(header, rows)
    for one in rates:
        what, rate = f"{one['database']}, {one['kind']}", one["rows_per_second"]
        ratio = rate / one["baseline_rows_per_second"]
        lines += [
            goal(f"{what}: {rate:,.0f} rows/s (at least 20,000)", is_reached=rate >= 20_000),
            goal(f"{what}: {ratio:.1f}× the baseline (at least 10×)", is_reached=ratio >= 10),
        ]
    return [*lines, "", *_phases(rates), *_memory(figures["memory"])]


def _rows_per_cpu_second(one: dict[str, Any]) -> float:
    return float(one["rows"] / max(one["parent_cpu"], one["child_cpu"]))


def _phases(rates: Figures) -> list[str]:
    """Shares of the whole time; what runs inside another phase is taken out of it."""
    rows = []
    for one in rates:
        phases, whole = one["phases"], one["seconds"]
        inside = ("parse and hash", "known people", "decide, seal and block keys", "write")
        commit = phases["whole chunks"] - sum(phases[name] for name in inside)
        shares = [phases["wait for the reader"], *(phases[name] for name in inside), commit]
        shares.append(phases["publish"])
        rest = whole - sum(shares)
        rows.append(
            (f"{one['database']}, {one['kind']}", *(percent(part, whole) for part in shares),
             percent(rest, whole))
        )  # fmt: skip
    header = (
        "share of the time", "waiting for the reader", "parse and hash", "known people",
        "decide, seal, block keys", "write", "commit", "publish", "rest",
    )  # fmt: skip
    return table(header, rows)


def _memory(memory: Figures) -> list[str]:
    lines = [
        (
            "Peak memory, on SQLite. Private is what the processes themselves hold; resident"
            " counts also the pages of the database file that SQLite maps (`mmap_size`) and"
            " the system may take back."
        ),
        "",
    ]
    rows = [
        (
            one["kind"], f"{one['rows']:,}",
            f"{one['parent_private_mb']:.0f}", f"{one['child_private_mb']:.0f}",
            f"{one['parent_private_mb'] + one['child_private_mb']:.0f}",
            f"{one['parent_mb'] + one['child_mb']:.0f}",
        )
        for one in sorted(memory, key=lambda one: (one["kind"], one["rows"]))
    ]  # fmt: skip
    header = ("file", "rows", "import MB", "reader MB", "together MB, private", "resident MB")
    lines += table(header, rows)
    for kind in ("xlsx", "csv"):
        sizes = sorted((one for one in memory if one["kind"] == kind), key=lambda one: one["rows"])
        if len(sizes) < 2:
            continue
        small, large = sizes[0], sizes[-1]
        ratio = _private(large) / _private(small)
        lines.append(
            goal(
                f"{kind}: {large['rows']:,} rows take {ratio:.2f}× the memory of {small['rows']:,}"
                " (within 20 %)",
                is_reached=ratio <= 1.2,
            )
        )
    return [*lines, ""]


def _private(one: dict[str, Any]) -> float:
    return float(one["parent_private_mb"] + one["child_private_mb"])


_BASELINES = {
    "icontains": "`icontains` over a folded column, and the date",
    "trigrams_unindexed": "`unaccent` + `TrigramSimilarity` > 0.3, as Django documents it",
    "trigrams_indexed": "`unaccent` + `%` with a trigram (GIN) index",
    "date_indexed": "`icontains` with an index on unit and birth date besides",
}


def lookup(figures: Figures) -> list[str]:
    """Engine, bare read and what people write."""
    lines = [
        "## One lookup, in the process",
        "",
        (
            "`cards.operations.look_up`, limits off, warm, one thread; half of the people"
            " asked for are on a list, all are typed with slips. All units stand in one tree,"
            " none has more than 500,000 applications. The bare read is one `SELECT` of an"
            " application by an indexed hash: what no lookup can beat. Sizes and baselines"
            " take turns, lookup by lookup and run by run."
        ),
        "",
    ]
    rows = [
        (
            f"{one['database']}, {one['size']:,}", one["units"],
            f"{one['engine']['p50']:.3f}", f"{one['engine']['mean']:.3f}",
            f"{one['engine']['p99']:.3f}",
            f"{one['bare']['p50']:.3f}", f"{one['engine']['p50'] / one['bare']['p50']:.1f}×",
            f"{one['bytes'] / one['size']:.0f}",
        )
        for one in figures
    ]  # fmt: skip
    header = (
        "database, applications", "units", "p50 ms", "mean ms", "p99 ms", "bare read p50 ms",
        "lookup/bare", "bytes on disk each",
    )  # fmt: skip
    lines += table(header, rows)
    largest = max(one["size"] for one in figures)
    if largest < 10_000_000:
        lines += [f"Ten million was **not** measured in this run; the largest is {largest:,}.", ""]
    lines += _against_today(figures)
    for database in dict.fromkeys(one["database"] for one in figures):
        lines += _lookup_goals([one for one in figures if one["database"] == database])
    return [*lines, ""]


def _against_today(figures: Figures) -> list[str]:
    lines = [
        (
            "What people write today, at the size beside it. The last baseline of each"
            " database is not what is usual, but what an attentive author can do; it keeps"
            " names and dates in the clear, and finds only an exact date."
        ),
        "",
    ]
    rows = [
        (
            f"{one['database']}, {one['size']:,}: {_BASELINES[name]}",
            f"{plain['p50']:.2f}", f"{plain['mean']:.2f}",
            f"{plain['p50'] / one['engine']['p50']:,.1f}×",
        )
        for one in figures
        for name, plain in one["plain"].items()
    ]  # fmt: skip
    return [*lines, *table(("baseline", "p50 ms", "mean ms", "of our p50"), rows)]


def _lookup_goals(sizes: Figures) -> list[str]:
    database, smallest, largest = sizes[0]["database"], sizes[0], sizes[-1]
    lines = []
    for one in sizes[1:]:
        p50, mean = one["engine"]["p50"], one["engine"]["mean"]
        lines.append(
            goal(
                f"{database}, {one['size']:,}: {p50:.2f} ms at p50, {mean:.2f} ms in the mean"
                " (at most 1 ms with 500,000 in the unit)",
                is_reached=max(p50, mean) <= 1,
            )
        )
    for one in sizes:
        usual = [plain["p50"] for name, plain in one["plain"].items() if name != "date_indexed"]
        if usual:
            slowest, quickest = max(usual), min(usual)
            ours = one["engine"]["p50"]
            lines.append(
                goal(
                    f"{database}, {one['size']:,}: {quickest / ours:,.0f}× to {slowest / ours:,.0f}×"
                    " faster than what people write today (at least 200×)",
                    is_reached=quickest / ours >= 200,
                )
            )
    growth = largest["engine"]["p50"] / smallest["engine"]["p50"]
    lines.append(
        goal(
            f"{database}: p50 grows {growth:.2f}× from {smallest['size']:,} to {largest['size']:,}"
            " (at most 1.3×)",
            is_reached=growth <= 1.3,
        )
    )
    return lines


def http(figures: Figures) -> list[str]:
    """Throughput and latency."""
    lines = [
        "## Lookups over HTTP",
        "",
        (
            "granian with one worker and four threads, as `tracuu serve` starts it, wrk on"
            " the same machine over loopback with 16 connections. The bare view reads one row"
            " by its primary key and answers JSON, under the same middleware. Half load:"
            " pauses drawn so that half of the lookup's own throughput is asked for."
        ),
        "",
    ]
    rows = [
        (
            f"{one['database']}, {one['size']:,} in the unit",
            f"{one['bare_per_second']:,.0f}", f"{one['lookup_per_second']:,.0f}",
            f"{one['ratio']:.2f}",
            f"{one['bare_cpu_us']:.0f}", f"{one['lookup_cpu_us']:.0f}",
            f"{one['bare_cpu_us'] / one['lookup_cpu_us']:.2f}",
            f"{one['half_load_per_second']:,.0f}", f"{one['half_load']['p50']:.2f}",
            f"{one['half_load']['p99']:.2f}",
            f"{one['half_load_bare']['p99']:.2f}",
        )
        for one in figures
    ]  # fmt: skip
    header = (
        "database", "bare view/s", "lookup/s", "ratio", "bare CPU µs", "lookup CPU µs",
        "ratio by CPU", "half load/s", "p50 ms there",
        "p99 ms there",
        "p99 ms of the bare view at that rate",
    )  # fmt: skip
    lines += table(header, rows)
    for one in figures:
        p99 = one["half_load"]["p99"]
        lines += [
            goal(
                f"{one['database']}: {one['ratio']:.2f} of the bare view's throughput (at least 0.6)",
                is_reached=one["ratio"] >= 0.6,
            ),
            goal(
                f"{one['database']}: p99 {p99:.1f} ms at half load (at most 10 ms)",
                is_reached=p99 <= 10,
            ),
        ]
    return [*lines, ""]


def names(figures: Figures) -> list[str]:
    """Microseconds of each operation on names."""
    rows = [(one["what"], f"{one['us']:.2f}") for one in figures]
    return ["## Names and dates, in pure Python", "", *table(("operation", "µs"), rows)]
