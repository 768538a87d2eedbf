"""The records that every part of an .xlsb consists of: kind, length, content.

Kind and length are written in seven bits a byte, low first; the eighth bit says that more follows.
"""

import struct
from collections.abc import Iterator

from tracuu.cards.lists.reading import errors
from tracuu.cards.lists.reading.archive import MAX_PART, Archive

ROW = 0
BLANK, RK, ERROR, BOOL, REAL, TEXT, SHARED = range(1, 8)
FORMULA_TEXT, FORMULA_NUMBER, FORMULA_BOOL, FORMULA_ERROR = range(8, 12)
# The same seven without their column, which is the next one. Undocumented, but Excel reads them.
SHORT_BLANK, SHORT_RK, SHORT_ERROR, SHORT_BOOL, SHORT_REAL, SHORT_TEXT, SHORT_SHARED = range(12, 19)
STRING = 19
FORMAT = 44
CELL_STYLE = 47
RICH_TEXT = 62
SHEETS_END = 144
SHEET_DATA, SHEET_DATA_END = 145, 146
BOOK_PROPERTIES = 153
SHEET = 156
STRINGS, STRINGS_END = 159, 160
CELL_STYLES, CELL_STYLES_END = 617, 618

Record = tuple[int, bytes, int, int]
"""Kind, some bytes, and where in these bytes the content starts and ends."""

# The longest text of a cell is 64 KB, its formula and the looks of its letters a few times that.
_LONGEST = 8 << 20
_MORE = 0x80
_LOW = 0x7F
_LENGTH_BYTES = 4
_UINT = struct.Struct("<I")
_NOTHING = 0xFFFFFFFF


def records(archive: Archive, path: str, most: int = MAX_PART) -> Iterator[Record]:
    """Yield every record of a part; one that reaches beyond the part's end is damage."""
    if path not in archive.names:
        raise errors.damaged()
    left = archive.unpacked_size(path)
    data, place = b"", 0
    for chunk in archive.chunks(path, most):
        left -= len(chunk)
        data, place = data[place:] + chunk, 0
        length = len(data)
        while True:
            try:
                kind, start = data[place], place + 1
                if kind >= _MORE:
                    kind, start = kind & _LOW | (data[start] & _LOW) << 7, start + 1
                size, start = data[start], start + 1
                if size >= _MORE:
                    size, start = _long_size(data, start - 1)
            except IndexError:
                break
            end = start + size
            if end > length:
                if size > _LONGEST or end - length > left:
                    raise errors.damaged()
                break
            yield kind, data, start, end
            place = end
    if place < len(data):
        raise errors.damaged()


def _long_size(data: bytes, place: int) -> tuple[int, int]:
    size = 0
    for number in range(_LENGTH_BYTES):
        byte = data[place + number]
        size |= (byte & _LOW) << 7 * number
        if byte < _MORE:
            return size, place + number + 1
    raise errors.damaged()


def uint(data: bytes, start: int, end: int) -> int:
    if end - start < _UINT.size:
        raise errors.damaged()
    number: int = _UINT.unpack_from(data, start)[0]
    return number


def text_at(data: bytes, start: int, end: int, most: int) -> tuple[str, int]:
    """Return a text, at most so many letters of it, and where it ends; one left out is ""."""
    count = uint(data, start, end)
    start += _UINT.size
    if count == _NOTHING:
        return "", start
    if count * 2 > end - start:
        raise errors.damaged()
    # Half of a pair of surrogates is no letter, and an old program's fault: it is not damage.
    text = data[start : start + min(count, most) * 2].decode("utf-16-le", "replace")
    return text, start + count * 2
