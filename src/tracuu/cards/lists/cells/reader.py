"""The parent's side: asks the child about a file, and believes nothing but the shape it expects."""

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import tracuu
from tracuu.cards.lists.reading import errors, wire

_SECONDS = 600.0
_SOURCE = Path(tracuu.__file__).parents[1]


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """A column: its letter, the header's text in the file and as shown, its field (or empty), cells."""

    letter: str
    text: str
    shown: str
    field: str
    samples: list[str]


@dataclass(frozen=True, slots=True)
class SheetHeader:
    """`titles` are what stands above the header: row number and text."""

    name: str
    header_rows: list[int]
    columns: list[HeaderCell]
    titles: list[tuple[int, str]]


@dataclass(slots=True)
class Cells:
    """Iterate over it for (sheet, row number, texts); `sheets` is there when that has ended."""

    frames: Iterator[tuple[str, Any]]
    sheets: list[SheetHeader] = field(default_factory=list)

    def __iter__(self) -> Iterator[tuple[str, int, list[str]]]:
        for kind, content in self.frames:
            if kind == wire.FAILURE:
                code, message = content
                raise errors.ListNotReadable(code, message)
            if kind == wire.ROWS:
                yield from map(tuple, content)
            else:
                self.sheets = [
                    SheetHeader(name, rows, [HeaderCell(*cell) for cell in columns], titles)
                    for name, rows, columns, titles in content
                ]


def look_at(
    path: Path,
    *,
    mapping: Mapping[str, str],
    day_month: str = "",
    wanted: Mapping[str, Sequence[int]] | None = None,
) -> Cells:
    """Look at the headers of a file, and at the `wanted` rows (sheet → row numbers).

    Raises `ListNotReadable` from the iteration.
    """
    asked = {
        "path": str(path.absolute()),
        "mapping": dict(mapping),
        "day_month": day_month,
        "wanted": {sheet: list(numbers) for sheet, numbers in (wanted or {}).items()},
    }
    return Cells(_frames(json.dumps(asked).encode()))


def _frames(asked: bytes) -> Iterator[tuple[str, Any]]:
    # Nothing of our surroundings goes along: they may name the keys and the database.
    environment = {"PYTHONPATH": str(_SOURCE), "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}
    if "TMPDIR" in os.environ:
        environment["TMPDIR"] = os.environ["TMPDIR"]
    with tempfile.TemporaryFile() as question:
        question.write(asked)
        question.seek(0)
        child = subprocess.Popen(
            [sys.executable, "-s", "-P", "-m", "tracuu.cards.lists.cells.child"],
            stdin=question,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd="/",
            close_fds=True,
        )
    timer = threading.Timer(_SECONDS, child.kill)
    timer.start()
    assert child.stdout is not None
    try:
        kind = ""
        while kind not in {wire.PROFILE, wire.FAILURE}:
            kind, content = _frame(child.stdout)
            yield kind, content
    finally:
        timer.cancel()
        child.kill()
        child.stdout.close()
        child.wait()


def _frame(pipe: IO[bytes]) -> tuple[str, Any]:
    head = pipe.read(wire.LENGTH.size)
    if len(head) < wire.LENGTH.size:
        raise errors.damaged()
    (length,) = wire.LENGTH.unpack(head)
    if length > wire.MOST_BYTES:
        raise errors.too_large()
    body = pipe.read(length)
    if len(body) < length:
        raise errors.damaged()
    return wire.unpack(body)
