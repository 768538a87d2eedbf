"""Small sums over measurements, and what machine they were made on."""

import datetime
import os
import platform
import sqlite3
import statistics
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share lies; the nearest one that was measured."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def spread(values: Sequence[float]) -> dict[str, float]:
    """Mean, median and 99th percentile."""
    return {
        "mean": statistics.fmean(values),
        "p50": median(values),
        "p99": percentile(values, 0.99),
        "count": len(values),
    }


def median_of(rows: Sequence[dict[str, float]]) -> dict[str, float]:
    """The median of every figure over several runs."""
    return {key: median([row[key] for row in rows]) for key in rows[0]}


def machine() -> dict[str, Any]:
    """Where and when: the date, the processor, the memory, the versions that matter."""
    return {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "cores": os.cpu_count(),
        "processor": _processor(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "django": version("django"),
        "granian": version("granian"),
        "sqlite": sqlite3.sqlite_version,
        "load": round(os.getloadavg()[0], 2),
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor()
