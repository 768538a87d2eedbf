"""A whole .ods as a book of sheets, which are read in the order of the file, each once."""

import re
from collections import deque
from collections.abc import Iterator
from functools import partial

from tracuu.cards.lists.reading import errors
from tracuu.cards.lists.reading.archive import MAX_PART, Archive
from tracuu.cards.lists.reading.books import Book, Rows, Sheet
from tracuu.cards.lists.reading.ods.content import ContentParser, Found, Row, Table

CONTENT = "content.xml"
# Since 2024 LibreOffice puts the whole document, encrypted, into one member.
ENCRYPTED = "encrypted-package"
_MANIFEST = "META-INF/manifest.xml"
_LARGEST_MANIFEST = 16 << 20
# Twice the longest mark that the parser waits for.
_LONGEST_TAG = 16 << 20
_LONGEST_NAME = 1024
_TABLE = re.compile(rb"<(?:[^<>/\s:]+:)?table[\s/>]")
# UTF-8, in which tags are told by their bytes.
_IS_PLAIN = re.compile(
    rb"(?:\xef\xbb\xbf)?<(?!\?xml[^>]*encoding)|(?:\xef\xbb\xbf)?<\?xml[^>]*encoding=.UTF-8.",
    re.IGNORECASE,
)
_LOCKS = (b":encryption-data", b":encrypted-key")


def open_ods(archive: Archive) -> Book:
    if ENCRYPTED in archive.names or _is_locked(archive):
        raise errors.password()
    book, parser = Book("ods", []), ContentParser()
    book.sheets = _sheets(book, parser, _Content(archive, parser))
    return book


def _is_locked(archive: Archive) -> bool:
    """Tell whether parts are encrypted. Old manifests have a DTD, so they are not parsed."""
    if _MANIFEST not in archive.names:
        return False
    manifest = b"".join(archive.chunks(_MANIFEST, _LARGEST_MANIFEST))
    return any(lock in manifest for lock in _LOCKS)


class _Content:
    """What the parser finds in content.xml; while `is_skipped`, it ends where no sheet can follow."""

    def __init__(self, archive: Archive, parser: ContentParser) -> None:
        self._archive = archive
        self._parser = parser
        self._last: int | None = None
        self.is_skipped = False

    def __iter__(self) -> Iterator[Found]:
        read = 0
        for chunk in self._archive.chunks(CONTENT):
            yield from self._parser.feed(chunk)
            read += len(chunk)
            if self.is_skipped and read > self._last_table() + _LONGEST_TAG:
                return
        self._parser.close()

    def _last_table(self) -> int:
        """Return a place behind which no sheet begins: to look at bytes is cheaper than to parse."""
        if self._last is None:
            self._last = _last_table(self._archive)
        return self._last


def _last_table(archive: Archive) -> int:
    last, read, rest = 0, 0, b""
    for chunk in archive.chunks(CONTENT):
        data = rest + chunk
        if not read and not _IS_PLAIN.match(data):
            return MAX_PART
        for found in _TABLE.finditer(data):
            last = read - len(rest) + found.start()
        read += len(chunk)
        cut = max(data.rfind(b"<"), len(data) - _LONGEST_NAME)
        rest = data[cut:]
    return last


def _sheets(book: Book, parser: ContentParser, content: _Content) -> Iterator[Sheet]:
    found = iter(content)
    for one in found:
        if isinstance(one, Table):
            book.is_1904 = parser.is_1904
            rows = _rows(found)
            yield Sheet(one.name, partial(iter, rows), one.is_hidden)
            # What nobody wanted of this sheet stands before the next one.
            content.is_skipped = True
            deque(rows, maxlen=0)
            content.is_skipped = False


def _rows(found: Iterator[Found]) -> Rows:
    """Yield rows until the sheet ends."""
    for one in found:
        if not isinstance(one, Row):
            return
        for number in range(one.number, one.number + one.count):
            yield number, list(one.values)
