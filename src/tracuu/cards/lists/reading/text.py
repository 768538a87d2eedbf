"""CSV and TSV in any encoding and with any delimiter, read line by line."""

import csv
import io
import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from tracuu.cards.lists.reading import errors
from tracuu.cards.lists.reading.books import Book, Rows, Sheet
from tracuu.cards.lists.reading.rows import Cell
from tracuu.names.legacy import detect_bytes

DELIMITERS = ",;\t|"
_SAMPLE = 1 << 18
_SAMPLE_ROWS = 400
_LONGEST_CELL = 1 << 17
# Bytes that text does not hold; VISCII draws six rare letters with some of them.
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\v\x1a\x1b"))
_MOST_CONTROLS = 0.02
_FEW = 8

csv.field_size_limit(_LONGEST_CELL)


@contextmanager
def open_text(
    path: Path, is_header: Callable[[list[tuple[int, list[Cell]]]], bool]
) -> Iterator[Book]:
    """Open a file of text; `is_header` tells whether rows hold the header of a list."""
    codec = _codec(path)
    with path.open(encoding=codec, errors="replace", newline="") as stream:
        sample = stream.read(_SAMPLE)
        if not sample.strip():
            raise errors.empty()
        delimiter = _delimiter(sample, is_header)

        def rows() -> Rows:
            stream.seek(0)
            return read_rows(stream, delimiter)

        yield Book("csv", [Sheet(path.stem, rows)], delimiter=delimiter, codec=codec)


def read_rows(stream: TextIO, delimiter: str) -> Rows:
    """Yield rows as Excel would number them: a cell may span lines, and "sep=;" is no row."""
    first = stream.readline()
    lines = stream if _named_delimiter(first) else itertools.chain([first], stream)
    reader = csv.reader(lines, delimiter=delimiter)
    number = 0
    try:
        for number, row in enumerate(reader, start=1):
            values: list[Cell] = [cell or None for cell in row]
            if any(values):
                yield number, values
    except csv.Error as error:
        raise errors.ListNotReadable(
            "damaged",
            f'Sau dòng {number} có một ô dài quá mức. Có thể một dấu ngoặc kép (") mở mà không '
            "đóng. Vui lòng sửa chỗ đó, hoặc mở bằng Excel rồi lưu thành .xlsx.",
        ) from error


def _named_delimiter(line: str) -> str:
    """Return the delimiter of Excel's own first line `sep=;`, else ""."""
    plain = line.strip().lstrip("\ufeff").strip('"')
    return plain[4:] if len(plain) == 5 and plain.lower().startswith("sep=") else ""  # noqa: PLR2004


def _codec(path: Path) -> str:
    with path.open("rb") as file:
        data = file.read(_SAMPLE)
        _refuse_binary(data)
        end = data.rfind(b"\n") + 1
        if len(data) == _SAMPLE and end and b"\0" not in data:
            data = data[:end]
        found = detect_bytes(data)
        if found.codec not in {"utf-8", "utf-8-sig"}:
            return found.codec
        strange = _first_not_utf8(file)
    # A long file may begin with plain letters only and turn out to be something else further down.
    return found.codec if strange is None else detect_bytes(data[-4096:] + strange).codec


def _first_not_utf8(file: io.BufferedReader) -> bytes | None:
    """Return the piece of the file where UTF-8 ends to be UTF-8, if most of the piece is not."""
    file.seek(0)
    decoder = io.TextIOWrapper(file, encoding="utf-8", newline="")
    try:
        while decoder.read(1 << 20):
            pass
    except UnicodeDecodeError as error:
        damaged = bytes(error.object[error.start : error.start + (1 << 16)])
        lost = damaged.decode(errors="replace").count("\ufffd")
        return damaged if lost > len(damaged) // 500 else None
    finally:
        decoder.detach()
    return None


def _refuse_binary(data: bytes) -> None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return
    zeros = data.count(0)
    # UTF-16 without its mark: every other byte of plain letters is zero, on one side only.
    if zeros and abs(data[0::2].count(0) - data[1::2].count(0)) > 0.9 * zeros > len(data) * 0.2:
        return
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls > max(_MOST_CONTROLS * len(data), _FEW):
        raise errors.not_a_spreadsheet()


def _delimiter(sample: str, is_header: Callable[[list[tuple[int, list[Cell]]]], bool]) -> str:
    """Choose the delimiter under which a header can be recognised, else the most even one."""
    named = _named_delimiter(sample.partition("\n")[0])
    if named:
        return named
    tables = {one: _sample_rows(sample, one) for one in DELIMITERS}
    ranked = sorted(DELIMITERS, key=lambda one: _evenness(tables[one]), reverse=True)
    return next((one for one in ranked if is_header(tables[one])), ranked[0])


def _sample_rows(sample: str, delimiter: str) -> list[tuple[int, list[Cell]]]:
    try:
        return list(
            itertools.islice(read_rows(io.StringIO(sample, newline=""), delimiter), _SAMPLE_ROWS)
        )
    except errors.ListNotReadable:
        return []


def _evenness(rows: list[tuple[int, list[Cell]]]) -> tuple[int, int]:
    """How many rows agree on a number of columns above one, and on how many."""
    widths = Counter(len(values) for _, values in rows if len(values) > 1)
    return max(((count, width) for width, count in widths.items()), default=(0, 0))
