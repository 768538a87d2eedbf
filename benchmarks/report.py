"""Writes the page of results from the raw figures; nothing on it is written by hand."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from benchmarks import (
    report_answers,
    report_messages,
    report_release,
    report_turns,
    report_webhook,
)
from benchmarks import report_parts as parts

_HEAD = """# Results

Every figure on this page was measured by a part of `make bench` (the parts ran one by one, at
commits of several days) and written here from its JSON; a ratio compares two
figures of one run on one machine. Machines are noisy, and this one is shared: figures are
medians of as many runs as each part says (one where it says 1), and those of another day will
differ. Ratios and the shape of the numbers are what to trust.

To repeat: `make bench` for everything (some hours; ten million applications need some 20 GB of
disk), or `python -m benchmarks PART` for one part (simulation, lists, lookup, http, release, kills,
sender_kills, messages, zalo, webhook, turns, answers, names); `--size` and `--database` make it
smaller, `--quick` only shows that it runs. `apt-get install wrk postgresql-15 postgresql-contrib`
gives the load generator and the extensions `pg_trgm` and `unaccent`; without them these baselines
are left out or replaced, and the page says so. All people are invented (`tracuu.demo.people`), all
servers are local.
"""

_SECTIONS: tuple[tuple[str, Callable[[Any], Iterable[str]]], ...] = (
    ("simulation", parts.simulation),
    ("lists", parts.lists),
    ("lookup", parts.lookup),
    ("http", parts.http),
    ("release", report_release.release),
    ("kills", report_release.kills),
    ("sender_kills", report_release.sender_kills),
    ("messages", report_messages.messages),
    ("zalo", report_messages.zalo),
    ("webhook", report_webhook.webhook),
    ("turns", report_turns.turns),
    ("names", parts.names),
    ("answers", report_answers.answers),
)


def render(results: Path) -> str:
    """The page as Markdown; a part that was not run is named as such."""
    lines = [_HEAD]
    for part, section in _SECTIONS:
        path = results / f"{part}.json"
        if not path.exists():
            lines += [f"## {part}", "", "Not run.", ""]
            continue
        kept = json.loads(path.read_text(encoding="utf-8"))
        lines += [*section(kept["figures"]), *_where(part, kept), ""]
    return "\n".join(lines).rstrip() + "\n"


def _where(part: str, kept: dict[str, Any]) -> list[str]:
    """Where and when a part was measured; each database by itself where they were not one run."""
    lines = [_place(part, kept)]
    for database, where in kept.get("earlier", {}).items():
        lines += ["", _place(f"{part}, {database}", where)]
    return [*lines, ""]


def _place(name: str, kept: dict[str, Any]) -> str:
    machine = kept["machine"]
    return (
        f"*`{name}`: {machine['date']}, {machine['processor']}, {machine['cores']} cores,"
        f" {machine['memory_gb']} GB, {machine['system']}, Python {machine['python']},"
        f" Django {machine['django']}, SQLite {machine['sqlite']}; took {kept['seconds']:.0f} s;"
        f" load average {machine['load']} before and {kept['load_after']} after"
        " (other work on the machine counts in it).*"
    )
