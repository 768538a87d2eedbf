"""Readers of lists and senders of messages killed at random instants: their tests, with more kills."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from benchmarks.surroundings import ROOT

_READERS = ("tests/concurrency/test_lists.py", "-k", "reader_that_is_killed")
_SENDERS = ("tests/concurrency/test_messages.py", "-k", "sender_that_is_killed")
_TOLD_BY_READERS = re.compile(r"(?P<kills>\d+) kills in")
_TOLD_BY_SENDERS = re.compile(
    r"(?P<kills>\d+) kills of senders: (?P<messages>\d+) messages, .*, (?P<again>\d+) sent again"
)
_ZALO = ("tests/concurrency/test_zalo_senders.py", "-k", "sender_that_is_killed")
_FAULTS = ("tests/concurrency/test_zalo_senders.py", "-k", "everything_goes_wrong")
_TOLD_BY_ZALO = re.compile(
    r"(?P<kills>\d+) kills of Zalo senders: (?P<messages>\d+) messages, 0 lost, 0 doubled,"
    r" (?P<uncertain>\d+) marked"
)
_TOLD_BY_FAULTS = re.compile(
    r"ten minutes of faults: (?P<messages>\d+) messages, (?P<late>\d+) not told by their end,"
    r" (?P<looked_for>\d+) looked for, 0 lost, 0 doubled"
)
_MESSAGES_A_KILL = 10
_LONGEST_SECONDS = 3600


def measure_readers(*, count: int, databases: tuple[str, ...]) -> list[dict[str, Any]]:
    """What the tests of lists say after `count` kills; a kill that did harm ends the run."""
    return _beside_each_other(databases, partial(_readers, count))


def measure_senders(*, count: int, databases: tuple[str, ...]) -> list[dict[str, Any]]:
    """Likewise of messages by mail and to Zalo, and a Zalo that fails in every way."""
    return _beside_each_other(databases, partial(_senders, count))


def _beside_each_other(
    databases: tuple[str, ...], measure: Callable[[str], dict[str, Any]]
) -> list[dict[str, Any]]:
    """How long it takes says nothing here."""
    with ThreadPoolExecutor(len(databases)) as pool:
        return list(pool.map(measure, databases))


def _readers(count: int, database: str) -> dict[str, Any]:
    told = _run(database, count, _READERS, _TOLD_BY_READERS)
    print(f"  {database}: {told}, old or new state each time", flush=True)
    return {"database": database, **told}


def _senders(count: int, database: str) -> dict[str, Any]:
    by_mail = _run(database, count, _SENDERS, _TOLD_BY_SENDERS)
    print(f"  {database}: {by_mail}, none lost", flush=True)
    to_zalo = _run(database, count, _ZALO, _TOLD_BY_ZALO)
    print(f"  {database}: {to_zalo} to Zalo, none lost, none doubled", flush=True)
    faults = _run(database, count, _FAULTS, _TOLD_BY_FAULTS)
    print(f"  {database}: {faults}", flush=True)
    return {"database": database, "senders": by_mail, "zalo": to_zalo, "faults": faults}


def _run(
    database: str, count: int, test: tuple[str, ...], told_by: re.Pattern[str]
) -> dict[str, Any]:
    environment = {
        **os.environ,
        "KILLS": str(count),
        "MESSAGES": str(count * _MESSAGES_A_KILL),
        "TEST_DATABASE": database,
    }
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", *test],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=_LONGEST_SECONDS,
        check=False,
    )
    told = told_by.search(done.stdout)
    if done.returncode or told is None:
        raise RuntimeError(f"the test failed:\n{done.stdout[-3000:]}")
    counts = {name: int(text) for name, text in told.groupdict().items()}
    return {**counts, "seconds": time.perf_counter() - started}
