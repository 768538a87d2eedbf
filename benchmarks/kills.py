"""Readers of lists killed at random instants: the test of that, with many more kills."""

import os
import re
import subprocess
import sys
import time
from typing import Any

from benchmarks.surroundings import ROOT

_TEST = ("tests/concurrency/test_lists.py", "-k", "reader_that_is_killed")
_LONGEST_SECONDS = 3600


def measure(*, count: int, databases: tuple[str, ...]) -> list[dict[str, Any]]:
    """What the test says after `count` kills; a kill that left neither state ends the run."""
    figures = []
    for database in databases:
        environment = {**os.environ, "KILLS": str(count), "TEST_DATABASE": database}
        started = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", *_TEST],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=_LONGEST_SECONDS,
            check=False,
        )
        told = re.search(r"(\d+) kills in", done.stdout)
        if done.returncode or told is None:
            raise RuntimeError(f"the test failed:\n{done.stdout[-3000:]}")
        print(f"  {database}: {told[1]} kills, old or new state each time", flush=True)
        figures.append(
            {
                "database": database,
                "kills": int(told[1]),
                "seconds": time.perf_counter() - started,
            }
        )
    return figures
