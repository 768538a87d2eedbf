"""The throughput of `tracuu.names`, as `benchmarks.names` prints it."""

import re
import subprocess
import sys
from typing import Any

from benchmarks.surroundings import ROOT

_LINE = re.compile(r"^(?P<what>.+?)\s+(?P<us>[\d.]+) µs\s+(?P<rate>\d+) k/s$")


def measure() -> list[dict[str, Any]]:
    """One row for each operation: microseconds each, thousands a second."""
    printed = subprocess.run(
        [sys.executable, "-m", "benchmarks.names"],
        check=True, capture_output=True, text=True, timeout=600, cwd=ROOT,
    ).stdout  # fmt: skip
    found = [match.groupdict() for line in printed.splitlines() if (match := _LINE.match(line))]
    return [
        {"what": row["what"], "us": float(row["us"]), "thousand_per_second": int(row["rate"])}
        for row in found
    ]
