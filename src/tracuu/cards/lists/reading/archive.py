"""Opening the zip that a modern spreadsheet is, without trusting what it says about itself."""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from xml.parsers import expat

from tracuu.cards.lists.reading import errors

# 1,048,576 rows of 25 filled columns; the directory of the zip is believed when it says more.
MAX_PART = 2 << 30
# Rows of a sheet shrink 10 to 40 times. More, over a long stretch, is made to fill a machine.
_MAX_RATIO = 200
_RATIO_FROM = 16 << 20
_CHUNK = 1 << 18
# Sheets, styles and a few hundred pictures; a directory of millions fills the memory by itself.
_MAX_MEMBERS = 20_000
_ENCRYPTED = 1
# Elements inside one another. Honest sheets need a dozen, and each costs memory until it ends.
MOST_DEEP = 256
# Names of elements, attributes and prefixes that differ; expat keeps every one.
_MOST_NAMES = 10_000


class Archive:
    """A zip whose members are read as bounded streams."""

    def __init__(self, path: Path) -> None:
        try:
            self._bytes = path.stat().st_size
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise errors.truncated() from error
        if len(self._zip.infolist()) > _MAX_MEMBERS:
            raise errors.too_large()
        self.names = frozenset(self._zip.namelist())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    def unpacked_size(self, name: str) -> int:
        return self._zip.getinfo(name).file_size

    def _is_bomb(self, info: zipfile.ZipInfo) -> bool:
        packed = min(info.compress_size, self._bytes)
        return info.file_size > max(_RATIO_FROM, _MAX_RATIO * packed)

    def chunks(self, name: str, most: int = MAX_PART) -> Iterator[bytes]:
        """Yield the member's content; refuses a bomb before it has gone off."""
        try:
            info = self._zip.getinfo(name)
        except KeyError as error:
            raise errors.damaged() from error
        if info.flag_bits & _ENCRYPTED:
            raise errors.password()
        # zipfile never yields more than the directory declares, so what it declares may refuse.
        if info.file_size > most or self._is_bomb(info):
            raise errors.too_large()
        try:
            with self._zip.open(info) as part:
                while chunk := part.read(_CHUNK):
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise errors.truncated() from error
        except (NotImplementedError, RuntimeError) as error:
            raise errors.damaged() from error


def new_parser(separator: str | None = None) -> Any:
    """Return an expat parser that knows no DTD: entities can neither grow nor reach outside.

    With a separator, names begin with the address of their namespace.
    """
    parser = expat.ParserCreate(namespace_separator=separator)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    if separator is not None:
        # With a handler expat's list of names holds the prefixes, too.
        parser.StartNamespaceDeclHandler = _note_prefix
    return parser


def _refuse_doctype(*_: object) -> None:
    raise errors.damaged(" (có phần khai báo DTD không an toàn)")


def _note_prefix(*_: object) -> None:
    pass


def feed(parser: Any, chunks: Iterator[bytes]) -> None:
    """Parse a whole part; XML that is not well-formed is a `ListNotReadable`."""
    for chunk in chunks:
        feed_some(parser, chunk)
    feed_some(parser, b"", is_last=True)


def feed_some(parser: Any, chunk: bytes, *, is_last: bool = False) -> None:
    try:
        parser.Parse(chunk, is_last)
    except expat.ExpatError as error:
        raise errors.damaged() from error
    if len(parser.intern) > _MOST_NAMES:
        raise errors.too_large()


def each_element(
    chunks: Iterator[bytes], seen: Callable[[str, dict[str, str], tuple[str, ...]], None]
) -> None:
    """Call `seen(name, attributes, names of the elements around it)`; prefixes are cut off."""
    around: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        seen(local, attributes, tuple(around))
        around.append(local)
        if len(around) > MOST_DEEP:
            raise errors.damaged()

    parser = new_parser()
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: around.pop()
    feed(parser, chunks)
