"""Binary Excel files (.xlsb) written record by record, after [MS-XLSB]; no free program writes them."""

import datetime as dt
import struct
from collections.abc import Iterable, Sequence
from pathlib import Path

from .making import OFFICE, RELATIONS, write_zip

# Cell formats: 0 is General, 1 the built-in date 14, 2 to 4 our own.
OWN_FORMATS = {164: "dd/mm/yyyy", 165: "mm/yyyy", 166: '#,##0" d"'}
FORMATS = (0, 14, *OWN_FORMATS)


def record(kind: int, body: bytes = b"") -> bytes:
    """Type and length in seven bits a byte, low first."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(body), b""
    while True:
        size, low = size >> 7, size & 0x7F
        length += bytes([low | (0x80 if size else 0)])
        if not size:
            return head + length + body


def wide(text: str) -> bytes:
    letters = text.encode("utf-16-le", "surrogatepass")
    return struct.pack("<I", len(letters) // 2) + letters


def row_header(number: int) -> bytes:
    """Number counted from 0."""
    return record(0, struct.pack("<IIHHBI", number, 0, 300, 0, 0, 0))


def cell(kind: int, column: int, value: bytes, style: int = 0) -> bytes:
    return record(kind, struct.pack("<II", column, style) + value)


def any_cell(column: int, value: object) -> bytes:
    if value is None:
        return b""
    if isinstance(value, dt.date):
        serial = (value - dt.date(1899, 12, 30)).days
        return cell(5, column, struct.pack("<d", serial), 1)
    if isinstance(value, bool):
        return cell(4, column, bytes([value]))
    if isinstance(value, int | float):
        return cell(5, column, struct.pack("<d", value))
    return cell(6, column, wide(str(value)))


def styles() -> bytes:
    own = b"".join(
        record(44, struct.pack("<H", number) + wide(code)) for number, code in OWN_FORMATS.items()
    )
    looks = [
        record(47, struct.pack("<HHHHHHHH", 0, number, 0, 0, 0, 0, 0, 0)) for number in FORMATS
    ]
    return b"".join(
        (
            record(278),
            record(615, struct.pack("<I", len(OWN_FORMATS))), own, record(616),
            # Styles of styles come first and are none of cells.
            record(626, struct.pack("<I", 1)), looks[1], record(627),
            record(617, struct.pack("<I", len(FORMATS))), *looks, record(618),
            record(279),
        )
    )  # fmt: skip


def shared(strings: Sequence[str]) -> Iterable[bytes]:
    yield record(159, struct.pack("<II", len(strings), len(strings)))
    for text in strings:
        yield record(19, b"\0" + wide(text))
    yield record(160)


def book(*, is_1904: bool = False, name: str = "DS") -> bytes:
    properties = record(153, struct.pack("<II", is_1904, 0) + wide("ThisWorkbook"))
    sheet = record(156, struct.pack("<II", 0, 1) + wide("a") + wide(name))
    return record(131) + properties + record(143) + sheet + record(144) + record(132)


def sheet_start(rows: int = 1_048_576, columns: int = 20) -> bytes:
    size = struct.pack("<IIII", 0, max(rows - 1, 0), 0, max(columns - 1, 0))
    return record(129) + record(148, size) + record(145)


SHEET_END = record(146) + record(130)


def write_raw_xlsb(
    path: Path,
    sheet: Iterable[bytes],
    *,
    strings: Iterable[bytes] = (),
    workbook: bytes | None = None,
    looks: bytes | None = None,
) -> Path:
    start, end = f'<Relationships xmlns="{RELATIONS}">', "</Relationships>"
    relation = '<Relationship Id="{}" Type="' + OFFICE + '/{}" Target="{}"/>'
    parts: dict[str, Iterable[str | bytes]] = {
        "[Content_Types].xml": ["<Types/>"],
        "_rels/.rels": [start, relation.format("a", "officeDocument", "xl/workbook.bin"), end],
        "xl/_rels/workbook.bin.rels": [
            start,
            relation.format("a", "worksheet", "worksheets/sheet1.bin"),
            relation.format("b", "styles", "styles.bin"),
            relation.format("c", "sharedStrings", "sharedStrings.bin"),
            end,
        ],
        "xl/workbook.bin": [book() if workbook is None else workbook],
        "xl/styles.bin": [styles() if looks is None else looks],
        "xl/worksheets/sheet1.bin": sheet,
    }
    if strings:
        parts["xl/sharedStrings.bin"] = strings
    return write_zip(path, parts)


def write_xlsb(path: Path, rows: Sequence[Sequence[object]], *, is_1904: bool = False) -> Path:
    """Write a sheet of texts, numbers and dates."""
    sheet = [sheet_start(len(rows), max(map(len, rows)))]
    for number, row in enumerate(rows):
        sheet.append(row_header(number))
        sheet += [any_cell(column, value) for column, value in enumerate(row)]
    return write_raw_xlsb(path, [*sheet, SHEET_END], workbook=book(is_1904=is_1904))
