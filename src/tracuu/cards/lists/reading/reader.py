"""The parent's side: starts the child, watches it, and hands on what it understood."""

import datetime as dt
import json
import os
import select
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import tracuu
from tracuu.cards.lists.reading import errors, wire
from tracuu.cards.lists.reading.rows import FileProfile, ListRow

# A child that says nothing for so long hangs on a file made to hang it.
_SILENCE_SECONDS = 60.0
_PIPE_BYTES = 1 << 20
# Batches of 2,000 that are fetched, still packed, while the chunk before (`staging.CHUNK`) is worked
# on, so that the child need not wait.
_AHEAD = 12
_SOURCE = Path(tracuu.__file__).parents[1]


def read_list(
    path: Path,
    *,
    today: dt.date,
    day_month: Literal["swap", "keep"] | None = None,
    mapping: Mapping[str, str] | None = None,
) -> "ListReader":
    """Return a reader of the people in a spreadsheet, to be used in a `with` statement.

    `day_month` answers the question that `FileProfile.day_month_doubt` asks. `mapping` is header
    text → field (`fields.Field`) where our own reading of the header was wrong.
    """
    asked = {"path": str(path.absolute()), "today": today.isoformat()}
    return ListReader({**asked, "day_month": day_month, "mapping": dict(mapping or {})})


def _rows(content: Any) -> list[ListRow]:
    try:
        return [wire.to_row(fields) for fields in content]
    except (ValueError, TypeError, KeyError, IndexError):
        raise errors.damaged() from None


class ListReader:
    """Iterates over `ListRow`s; `profile` is complete when the iteration is.

    Raises `ListNotReadable`, from the iteration. Leaving the `with` statement ends the child.
    """

    def __init__(self, asked: Mapping[str, Any]) -> None:
        self._asked = json.dumps(asked)
        self._child: subprocess.Popen[bytes] | None = None
        self._fetching = ThreadPoolExecutor(1, "list-reader")
        self.profile = FileProfile()

    def __enter__(self) -> Self:
        # Nothing of our surroundings goes along: they may name the keys and the database.
        environment = {"PYTHONPATH": str(_SOURCE), "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}
        if "TMPDIR" in os.environ:
            environment["TMPDIR"] = os.environ["TMPDIR"]
        self._child = subprocess.Popen(  # noqa: S603 (our own module, an argument of JSON)
            [sys.executable, "-s", "-P", "-m", "tracuu.cards.lists.reading.child", self._asked],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd="/",
            pipesize=_PIPE_BYTES,
            close_fds=True,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        child = self._child
        if child is not None:
            child.kill()
            self._fetching.shutdown(cancel_futures=True)
            if child.stdout is not None:
                child.stdout.close()
            child.wait()
            self._child = None

    def __iter__(self) -> Iterator[ListRow]:
        for batch in self.batches():
            yield from batch

    def batches(self, rows: int = 1) -> Iterator[list[ListRow]]:
        """Yield as many rows as the child sends at once (2,000), or at least `rows`."""
        batch: list[ListRow] = []
        for kind, content in self._frames():
            if kind == wire.ROWS:
                batch += _rows(content)
                if len(batch) >= rows:
                    yield batch
                    batch = []
            elif kind == wire.FAILURE:
                code, message = content
                raise errors.ListNotReadable(code, message)
            else:
                if batch:
                    yield batch
                self.profile = wire.to_profile(content)
                return

    def _frames(self) -> Iterator[tuple[str, Any]]:
        ahead: deque[Future[bytes]] = deque()
        while True:
            while len(ahead) < _AHEAD:
                ahead.append(self._fetching.submit(self._frame))
            body = ahead.popleft().result()
            try:
                frame = wire.unpack(body)
            except (ValueError, TypeError):
                raise errors.damaged() from None
            yield frame

    def _frame(self) -> bytes:
        (length,) = wire.LENGTH.unpack(self._read(wire.LENGTH.size))
        if length > wire.MOST_BYTES:
            raise errors.too_large()
        return self._read(length)

    def _read(self, size: int) -> bytes:
        """Read exactly so much; a child that dies or falls silent becomes a sentence."""
        if self._child is None or self._child.stdout is None:
            raise RuntimeError("the reader is used outside its with statement")
        pipe = self._child.stdout.fileno()
        parts = bytearray()
        deadline = time.monotonic() + _SILENCE_SECONDS
        while len(parts) < size:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([pipe], [], [], left)[0]:
                raise errors.timeout()
            chunk = os.read(pipe, min(size - len(parts), _PIPE_BYTES))
            if not chunk:
                raise self._why_it_died()
            parts += chunk
        return bytes(parts)

    def _why_it_died(self) -> errors.ListNotReadable:
        assert self._child is not None
        status = self._child.wait()
        if status in {-24, -9}:  # SIGXCPU at the limit of time, SIGKILL from the kernel
            return errors.timeout() if status == -24 else errors.too_large()  # noqa: PLR2004
        if status == -6:  # noqa: PLR2004 (SIGABRT: a library asked for more memory than there may be)
            return errors.too_large()
        return errors.damaged()
