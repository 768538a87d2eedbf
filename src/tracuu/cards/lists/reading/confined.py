"""What a process that opens a stranger's file allows itself, and how it answers."""

import gc
import os
import resource
from collections.abc import Callable
from typing import BinaryIO

from tracuu.cards.lists.reading import errors, wire

_MEMORY = 240 << 20
_CPU_SECONDS = 900
_CPU_GRACE = 5
_TEMPORARY_FILE = 3 << 30


def answer_confined(answer: Callable[[BinaryIO], None]) -> None:
    """Bound this process, then let `answer` write its frames; what cannot be read is a frame too."""
    _limit()
    # Libraries may write to standard output; the parent must see frames only.
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    # Packed now: when memory is gone there is none to pack it with.
    large = errors.too_large()
    too_large = wire.pack(wire.FAILURE, [large.code, large.message])
    try:
        answer(out)
    except errors.ListNotReadable as error:
        write_frame(out, wire.FAILURE, [error.code, error.message])
    except MemoryError:
        _send(out, too_large)


def write_frame(out: BinaryIO, kind: str, content: object) -> None:
    """One frame, whole."""
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
