"""The shared strings of a workbook, kept in blocks: a few MB in memory, the rest in a temporary file."""

import os
import re
import tempfile
from array import array
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from tracuu.cards.lists.reading import errors
from tracuu.cards.lists.reading.archive import (
    MAX_PART,
    MOST_DEEP,
    Archive,
    feed,
    feed_some,
    new_parser,
)
from tracuu.cards.lists.reading.xlsx.escapes import from_excel, plain

SHIFT = 6
_BLOCK = 1 << SHIFT
MASK = _BLOCK - 1
_IN_MEMORY = 4 << 20
_MOST_CACHED = 768
# Excel allows 32,767 letters in a cell.
MOST_LETTERS = 32_767
_LONGEST_ITEM = 4 << 20

# A plain item gives its text; any other (runs of rich text) is handed on whole, as the second group.
_ITEM = re.compile(
    r"<si>(?:<t(?: [^>]*)?(?:/>|>([^<]*)</t>))?</si>|<si/>|(<si>(?:(?!</si>).)*</si>)", re.DOTALL
)


class SharedStrings:
    """Strings by number. Rows name them mostly in the order they were stored, so blocks are cached.

    They are read only as far as somebody asks: the first rows of a sheet need the first strings, and
    the rest is read while rows are worked on already.
    """

    def __init__(self, batches: Iterable[list[str]]) -> None:
        self._batches = iter(batches)
        self._pending: list[str] = []
        # A TemporaryFile has no name on disk: a killed process leaves nothing behind.
        self._file: BinaryIO | None = None
        self._recent = bytearray()
        self._starts = array("Q", [0])
        self.cache: dict[int, list[str]] = {}
        # So many are stored by now.
        self.count = 0
        # What is made to harm is refused before any row is read.
        self._store_more()

    def close(self) -> None:
        if self._file is not None:
            self._file.close()

    def __getitem__(self, number: int) -> str:
        try:
            return self.cache[number >> SHIFT][number & MASK]
        except (KeyError, IndexError):
            return self._load(number)

    def _load(self, number: int) -> str:
        while number >= self.count and self._store_more():
            pass
        if not 0 <= number < self.count:
            raise errors.damaged()
        if len(self.cache) >= _MOST_CACHED:
            # The oldest quarter goes; a string that every row names comes back at once.
            for block in list(self.cache)[: _MOST_CACHED // 4]:
                del self.cache[block]
        block = number >> SHIFT
        start, end = self._starts[block], self._starts[block + 1]
        if self._file is None:
            data = bytes(self._recent[start:end])
        else:
            self._spill(self._file)
            data = os.pread(self._file.fileno(), end - start, start)
        strings = data.decode().split("\0")
        self.cache[block] = strings
        return strings[number & MASK]

    def _store_more(self) -> bool:
        """Store the next strings of the workbook, whole blocks of them; False when it has no more."""
        strings = next(self._batches, None)
        if strings is None:
            rest, self._pending = self._pending, []
            if rest:
                self._write(rest)
            return bool(rest)
        self._pending += strings
        full = len(self._pending) - len(self._pending) % _BLOCK
        for place in range(0, full, _BLOCK):
            self._write(self._pending[place : place + _BLOCK])
        del self._pending[:full]
        return True

    def _write(self, strings: list[str]) -> None:
        # NUL cannot occur in XML and is nothing that a cell shows, so it can stand between strings.
        block = "\0".join([text.replace("\0", "") for text in strings]).encode(errors="replace")
        self._recent += block
        self._starts.append(self._starts[-1] + len(block))
        self.count += len(strings)
        if len(self._recent) > _IN_MEMORY:
            if self._file is None:
                self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 (closed by close)
            self._spill(self._file)

    def _spill(self, file: BinaryIO) -> None:
        rest = memoryview(bytes(self._recent))
        while rest:
            rest = rest[file.write(rest) :]
        self._recent.clear()


def strings_in(archive: Archive, path: str) -> Iterator[list[str]]:
    """Yield strings as they are found; the quick way first, expat for whatever it does not know."""
    if path not in archive.names:
        return
    done = 0
    try:
        for strings in _quick(archive, path):
            done += len(strings)
            yield strings
    except _NotPlainError:
        yield from _thorough(archive, path, done)


class _NotPlainError(Exception):
    """The XML is written in a way that the quick reading does not know."""


def _quick(archive: Archive, path: str) -> Iterator[list[str]]:
    rest, is_first = b"", True
    for chunk in archive.chunks(path, MAX_PART):
        data = rest + chunk
        if is_first:
            start = data.find(b"<sst")
            if start < 0 or b"<!" in data[:start]:
                raise _NotPlainError
            is_first = False
        cut = data.rfind(b"</si>")
        if cut < 0:
            rest = data
            if len(rest) > _LONGEST_ITEM:
                raise errors.too_large()
            continue
        cut += len(b"</si>")
        rest = data[cut:]
        yield _items(data[:cut])
    if b"<si" in rest:
        # Empty items at the very end, written <si/>.
        yield _items(rest)


def _items(data: bytes) -> list[str]:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise _NotPlainError from None
    found = _ITEM.findall(text)
    # Every "<si" is an item because text cannot hold a bare "<", unless in CDATA or a comment.
    if "<!" in text or len(found) != text.count("<si"):
        raise _NotPlainError
    if "&" in text or "_x" in text or "<r" in text:
        return [_rich(item) if item else plain(one)[:MOST_LETTERS] for one, item in found]
    return [_rich(item) if item else one[:MOST_LETTERS] for one, item in found]


def _rich(item: str) -> str:
    collector, parser = _new_collector()
    feed(parser, iter([item.encode()]))
    return collector.take()[0]


def _new_collector() -> "tuple[_Collector, Any]":
    collector, parser = _Collector(), new_parser()
    parser.StartElementHandler = collector.start
    parser.EndElementHandler = collector.end
    parser.CharacterDataHandler = collector.text
    return collector, parser


def _thorough(archive: Archive, path: str, skip: int) -> Iterator[list[str]]:
    collector, parser = _new_collector()
    for chunk in archive.chunks(path, MAX_PART):
        feed_some(parser, chunk)
        strings = collector.take()
        if skip:
            skipped = min(skip, len(strings))
            strings, skip = strings[skipped:], skip - skipped
        yield strings
    feed(parser, iter(()))
    yield collector.take()[skip:]


class _Collector:
    """Joins the runs of rich text; how a word is pronounced (rPh) is not part of it."""

    def __init__(self) -> None:
        self._done: list[str] = []
        self._runs: list[str] = []
        self._length = self._depth = 0
        self._in_text = False
        self._in_phonetic = False

    def start(self, name: str, _: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MOST_DEEP:
            raise errors.damaged()
        local = name.rpartition(":")[2]
        if local == "si":
            self._runs, self._length = [], 0
        elif local == "rPh":
            self._in_phonetic = True
        elif local == "t":
            self._in_text = not self._in_phonetic

    def end(self, name: str) -> None:
        self._depth -= 1
        local = name.rpartition(":")[2]
        if local == "t":
            self._in_text = False
        elif local == "rPh":
            self._in_phonetic = False
        elif local == "si":
            self._done.append(from_excel("".join(self._runs))[:MOST_LETTERS])

    def text(self, data: str) -> None:
        if self._in_text and self._length <= MOST_LETTERS:
            self._runs.append(data)
            self._length += len(data)

    def take(self) -> list[str]:
        done, self._done = self._done, []
        return done
