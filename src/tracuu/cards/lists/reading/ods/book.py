"""A whole .ods as a book of sheets, which are read in the order of the file, each once."""

from collections import deque
from collections.abc import Iterator
from functools import partial

from tracuu.cards.lists.reading import errors
from tracuu.cards.lists.reading.archive import Archive
from tracuu.cards.lists.reading.books import Book, Rows, Sheet
from tracuu.cards.lists.reading.ods.content import ContentParser, Found, Row, Table

CONTENT = "content.xml"
# Since 2024 LibreOffice puts the whole document, encrypted, into one member.
ENCRYPTED = "encrypted-package"
_MANIFEST = "META-INF/manifest.xml"
_LARGEST_MANIFEST = 16 << 20
_LOCKS = (b":encryption-data", b":encrypted-key")


def open_ods(archive: Archive) -> Book:
    if ENCRYPTED in archive.names or _is_locked(archive):
        raise errors.password()
    book, parser = Book("ods", []), ContentParser()
    book.sheets = _sheets(book, parser, _found(archive, parser))
    return book


def _is_locked(archive: Archive) -> bool:
    """Tell whether parts are encrypted. Old manifests have a DTD, so they are not parsed."""
    if _MANIFEST not in archive.names:
        return False
    manifest = b"".join(archive.chunks(_MANIFEST, _LARGEST_MANIFEST))
    return any(lock in manifest for lock in _LOCKS)


def _found(archive: Archive, parser: ContentParser) -> Iterator[Found]:
    for chunk in archive.chunks(CONTENT):
        yield from parser.feed(chunk)
    parser.close()


def _sheets(book: Book, parser: ContentParser, found: Iterator[Found]) -> Iterator[Sheet]:
    for one in found:
        if isinstance(one, Table):
            book.is_1904 = parser.is_1904
            rows = _rows(found)
            yield Sheet(one.name, partial(iter, rows), one.is_hidden)
            # What nobody wanted of this sheet stands before the next one.
            deque(rows, maxlen=0)


def _rows(found: Iterator[Found]) -> Rows:
    """Yield rows until the sheet ends."""
    for one in found:
        if not isinstance(one, Row):
            return
        for number in range(one.number, one.number + one.count):
            yield number, list(one.values)
