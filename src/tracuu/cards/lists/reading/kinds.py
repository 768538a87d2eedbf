"""What kind of file this is, told by its content; its name may say anything."""

import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tracuu.cards.lists.reading import errors
from tracuu.cards.lists.reading.archive import Archive
from tracuu.cards.lists.reading.books import Book
from tracuu.cards.lists.reading.calamine import open_calamine
from tracuu.cards.lists.reading.ods.book import CONTENT, ENCRYPTED, open_ods
from tracuu.cards.lists.reading.rows import Cell
from tracuu.cards.lists.reading.text import open_text
from tracuu.cards.lists.reading.xlsb.book import open_xlsb
from tracuu.cards.lists.reading.xlsx.book import open_xlsx
from tracuu.cards.lists.reading.xlsx.workbook import main_part

_MOST_BYTES = 1 << 30
# BIFF8 holds 65,536 rows in a sheet; calamine needs several times the file in memory.
_MOST_OLE = 64 << 20
_OLE_HEADER = 512
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OTHERS = {
    b"\x7fELF": "chương trình",
    b"MZ": "chương trình",
    b"%PDF": "tệp PDF",
    b"\x89PNG": "ảnh",
    b"\xff\xd8\xff": "ảnh",
    b"GIF8": "ảnh",
    b"{\\rtf": "văn bản Word",
    b"Rar!": "tệp nén RAR",
    b"7z\xbc\xaf": "tệp nén 7z",
    b"\x1f\x8b": "tệp nén",
}
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<meta", b"<head", b"<style")


@contextmanager
def open_book(
    path: Path, is_header: Callable[[list[tuple[int, list[Cell]]]], bool]
) -> Iterator[Book]:
    """Open a file as a book, or raise `ListNotReadable`."""
    head = _head(path)
    with ExitStack() as stack:
        if head.startswith(_OLE):
            yield _open_ole(path)
        elif head.startswith(_ZIP):
            archive = stack.enter_context(Archive(path))
            yield stack.enter_context(_open_zip(archive))
        else:
            _refuse_others(head)
            yield stack.enter_context(open_text(path, is_header))


def _head(path: Path) -> bytes:
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise errors.not_a_spreadsheet()
        if about.st_size > _MOST_BYTES:
            raise errors.too_large("Tệp quá lớn (trên 1 GB)")
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise errors.ListNotReadable(
            "not_found", "Không mở được tệp. Vui lòng kiểm tra lại tên và chỗ để tệp."
        ) from error
    if not head.strip(b"\r\n\t \xef\xbb\xbf"):
        if about.st_size <= len(head):
            raise errors.empty()
        raise errors.not_a_spreadsheet()
    return head


def _refuse_others(head: bytes) -> None:
    for magic, what in _OTHERS.items():
        if head.startswith(magic) and (len(magic) > 2 or b"\0" in head):  # noqa: PLR2004
            raise errors.not_a_spreadsheet(f" mà là {what}")
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_MARKUP):
        raise errors.ListNotReadable(
            "old_export",
            "Tệp này là trang web hoặc XML mang tên bảng tính. "
            "Vui lòng mở bằng Excel rồi lưu lại thành tệp .xlsx.",
        )


@contextmanager
def _open_zip(archive: Archive) -> Iterator[Book]:
    main = main_part(archive)
    if main.endswith(".bin"):
        with open_xlsb(archive, main) as book:
            yield book
    elif main.endswith(".xml") and not main.startswith(("word/", "ppt/")):
        with open_xlsx(archive, main) as book:
            yield book
    elif not archive.names.isdisjoint({CONTENT, ENCRYPTED}) and _is_ods(archive):
        yield open_ods(archive)
    else:
        raise errors.not_a_spreadsheet()


def _is_ods(archive: Archive) -> bool:
    if "mimetype" not in archive.names:
        return True
    return b"spreadsheet" in b"".join(archive.chunks("mimetype", 200))


def _open_ole(path: Path) -> Book:
    if path.stat().st_size > _MOST_OLE:
        raise errors.too_large("Tệp .xls quá lớn")
    data = path.read_bytes()
    if _utf16("EncryptedPackage") in data:
        raise errors.password()
    if _utf16("Workbook") not in data and _utf16("Book") not in data:
        if _lacks_folder(data):
            raise errors.truncated()
        raise errors.not_a_spreadsheet(" (có thể là văn bản Word)")
    del data
    return open_calamine(path)


def _lacks_folder(data: bytes) -> bool:
    """Tell whether the sector with the names of the streams, told by the header, is cut off."""
    if len(data) < _OLE_HEADER:
        return True
    shift = int.from_bytes(data[30:32], "little")
    first = int.from_bytes(data[48:52], "little")
    return shift > 12 or (first + 2) << shift > len(data)  # noqa: PLR2004 (sectors of 512 or 4096)


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")
