"""The process that opens a stranger's file: no keys, no database, no settings, little memory.

    python -m tracuu.cards.lists.reading.child '{"path": …, "today": "2026-11-24"}'

It writes frames (see `wire`) to its standard output and nothing to anywhere else.
"""

import datetime as dt
import itertools
import json
import sys
from pathlib import Path
from typing import BinaryIO

from tracuu.cards.lists.reading import wire
from tracuu.cards.lists.reading.confined import answer_confined, write_frame
from tracuu.cards.lists.reading.engine import Request, read_file
from tracuu.cards.lists.reading.rows import FileProfile

_BATCH = 2000
_FIRST_BATCH = 200


def main() -> None:
    asked = json.loads(sys.argv[1])
    request = Request(
        path=Path(asked["path"]),
        today=dt.date.fromisoformat(asked["today"]),
        day_month=asked.get("day_month"),
        mapping=asked.get("mapping"),
    )
    answer_confined(lambda out: _write_all(out, request))


def _write_all(out: BinaryIO, request: Request) -> None:
    profile = FileProfile()
    rows = map(wire.from_row, read_file(request, profile))
    size = _FIRST_BATCH
    while batch := list(itertools.islice(rows, size)):
        write_frame(out, wire.ROWS, batch)
        size = _BATCH
    write_frame(out, wire.PROFILE, wire.from_profile(profile))


if __name__ == "__main__":
    main()
