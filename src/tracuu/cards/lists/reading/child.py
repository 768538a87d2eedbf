"""The process that opens a stranger's file: no keys, no database, no settings, little memory.

    python -m tracuu.cards.lists.reading.child '{"path": …, "today": "2026-11-24"}'

It writes frames (see `wire`) to its standard output and nothing to anywhere else.
"""

import datetime as dt
import gc
import itertools
import json
import os
import resource
import sys
from pathlib import Path
from typing import BinaryIO

from tracuu.cards.lists.reading import errors, wire
from tracuu.cards.lists.reading.engine import Request, read_file
from tracuu.cards.lists.reading.rows import FileProfile

_BATCH = 2000
_FIRST_BATCH = 200
_MEMORY = 240 << 20
_CPU_SECONDS = 900
_CPU_GRACE = 5
_TEMPORARY_FILE = 3 << 30


def main() -> None:
    _limit()
    # Libraries may write to standard output; the parent must see frames only.
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    asked = json.loads(sys.argv[1])
    request = Request(
        path=Path(asked["path"]),
        today=dt.date.fromisoformat(asked["today"]),
        day_month=asked.get("day_month"),
        mapping=asked.get("mapping"),
    )
    # Packed now: when memory is gone there is none to pack it with.
    large = errors.too_large()
    too_large = wire.pack(wire.FAILURE, [large.code, large.message])
    try:
        _write_all(out, request)
    except errors.ListNotReadable as error:
        _write(out, wire.FAILURE, [error.code, error.message])
    except MemoryError:
        _send(out, too_large)


def _write_all(out: BinaryIO, request: Request) -> None:
    profile = FileProfile()
    rows = map(wire.from_row, read_file(request, profile))
    size = _FIRST_BATCH
    while batch := list(itertools.islice(rows, size)):
        _write(out, wire.ROWS, batch)
        size = _BATCH
    _write(out, wire.PROFILE, wire.from_profile(profile))


def _write(out: BinaryIO, kind: str, content: object) -> None:
    _send(out, wire.pack(kind, content))


def _send(out: BinaryIO, packed: bytes) -> None:
    frame = memoryview(packed)
    while frame:
        frame = frame[out.write(frame) :]


def _limit() -> None:
    """Bound this process before it sees the first byte of the file."""
    for what, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _CPU_SECONDS),
        (resource.RLIMIT_FSIZE, _TEMPORARY_FILE),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        _, hard = resource.getrlimit(what)
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # A little room above the soft limit of time: only then is it SIGXCPU that ends us.
        room = _CPU_GRACE if what == resource.RLIMIT_CPU and hard == resource.RLIM_INFINITY else 0
        resource.setrlimit(what, (bound, bound + room))
    # Rows are made and dropped by the million and hold no cycles.
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


if __name__ == "__main__":
    main()
