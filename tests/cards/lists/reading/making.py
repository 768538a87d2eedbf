"""Small spreadsheets, made for one test each; every person in them is invented."""

import csv
import datetime as dt
import io
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import xlsxwriter

from tracuu.cards.lists.reading import FileProfile, ListRow, read_list
from tracuu.names.legacy.tables import TCVN3, VISCII, VNI

TODAY = dt.date(2026, 11, 24)
HEADER = ("STT", "Họ và tên", "Ngày sinh", "Giới tính")
PEOPLE = (
    ("Nguyễn Thị Lan", "1988-06-25", "Nữ"),
    ("Trần Văn Hùng", "1975-11-05", "Nam"),
    ("Lê Hoàng Phúc", "1990-02-03", "Nam"),
    ("Đặng Thị Thu Hà", "1962-12-30", "Nữ"),
    ("Võ Quốc Khánh", "1959", "Nam"),
    ("Phạm Ngọc Ánh", "2001-04", "Nữ"),
    ("Huỳnh Hữu Nghĩa", "1983-07-17", "Nam"),
    ("Bùi Thị Mỹ Duyên", "1996-09-08", "Nữ"),
)


def read(path: Path, **options) -> tuple[list[ListRow], FileProfile]:
    with read_list(path, today=TODAY, **options) as reader:
        rows = list(reader)
        return rows, reader.profile


def people_in(rows: Iterable[ListRow]) -> list[tuple[str, str, str]]:
    return [(row.full_name, row.birth_date, row.sex) for row in rows]


def day_first(iso: str) -> str:
    return "/".join(reversed(iso.split("-")))


def table(people: Iterable[tuple[str, str, str]] = PEOPLE) -> list[Sequence[object]]:
    return [
        HEADER,
        *(
            (number, name, day_first(date), sex)
            for number, (name, date, sex) in enumerate(people, 1)
        ),
    ]


def write_xlsx(path: Path, rows: Iterable[Sequence[object]], **options) -> Path:
    """Write rows; a date becomes a date cell, shown as dd/mm/yyyy unless `shown` says otherwise."""
    shown = options.pop("shown", "dd/mm/yyyy")
    book = xlsxwriter.Workbook(path, options)
    fill_sheet(book, book.add_worksheet("Danh sách"), rows, shown)
    book.close()
    return path


def fill_sheet(book, sheet, rows: Iterable[Sequence[object]], shown: str = "dd/mm/yyyy") -> None:
    day = book.add_format({"num_format": shown})
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, dt.date):
                sheet.write_datetime(number, column, dt.datetime.combine(value, dt.time()), day)
            elif isinstance(value, str):
                sheet.write_string(number, column, value)
            elif value is not None:
                sheet.write(number, column, value)


def csv_text(rows: Iterable[Sequence[object]], delimiter: str = ",") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def in_old_letters(text: str, encoding: str) -> str:
    if encoding == "viqr":
        return "".join(map(_viqr, text))
    table = {"tcvn3": TCVN3, "vni": VNI, "viscii": VISCII}[encoding]
    written: dict[str, str] = {}
    for old, letter in table.items():
        written.setdefault(letter, old)
    if encoding == "tcvn3":
        # No capitals with tones: a font of capitals drew the small ones.
        return "".join(written.get(char) or written.get(char.lower(), char) for char in text)
    return "".join(written.get(char, char) for char in text)


_VIQR = dict(zip("\u0302\u0306\u031b\u0301\u0300\u0309\u0303\u0323", "^(+'`?~.", strict=True))


def _viqr(char: str) -> str:
    if char in "đĐ":
        return "dd" if char == "đ" else "DD"
    letter, *marks = unicodedata.normalize("NFD", char)
    shapes_first = sorted(marks, key=lambda mark: mark not in "\u0302\u0306\u031b")
    return letter + "".join(_VIQR[mark] for mark in shapes_first)


def windows_1258(text: str) -> bytes:
    """Letters as Windows-1258 writes them: the shape in the letter, the tone behind it."""
    parts = []
    for char in text:
        try:
            parts.append(char.encode("cp1258"))
        except UnicodeEncodeError:
            letter, *marks = unicodedata.normalize("NFD", char)
            tones = [mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"]
            shape = "".join(mark for mark in marks if mark not in tones)
            whole = unicodedata.normalize("NFC", letter + shape) + "".join(tones)
            parts.append(whole.encode("cp1258"))
    return b"".join(parts)


RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET_START = f'<?xml version="1.0"?><worksheet xmlns="{_MAIN}"><sheetData>'
SHEET_END = "</sheetData></worksheet>"


def inline(cell: str, text: str) -> str:
    return f'<c r="{cell}" t="inlineStr"><is><t>{text}</t></is></c>'


ONE_PERSON = (
    f'<row r="1">{inline("A1", "Họ tên")}{inline("B1", "Ngày sinh")}</row>'
    f'<row r="2">{inline("A2", "Nguyễn Thị Lan")}{inline("B2", "05/06/1988")}</row>'
)


def write_raw_xlsx(
    path: Path,
    sheet: Iterable[str | bytes],
    *,
    strings: Iterable[str | bytes] = (),
    styles: Iterable[str | bytes] = (),
    before_workbook: str = "",
) -> Path:
    """Write the parts of a workbook by hand, as no honest program would."""
    relation = '<Relationship Id="{}" Type="' + OFFICE + '/{}" Target="{}"/>'
    start, end = f'<Relationships xmlns="{RELATIONS}">', "</Relationships>"
    parts: dict[str, Iterable[str | bytes]] = {
        "_rels/.rels": [start, relation.format("a", "officeDocument", "xl/workbook.xml"), end],
        "xl/_rels/workbook.xml.rels": [
            start,
            relation.format("a", "worksheet", "worksheets/sheet1.xml"),
            relation.format("b", "sharedStrings", "sharedStrings.xml"),
            relation.format("c", "styles", "styles.xml"),
            end,
        ],
        "xl/workbook.xml": [
            before_workbook,
            f'<workbook xmlns="{_MAIN}" xmlns:r="{OFFICE}">',
            '<sheets><sheet name="S" sheetId="1" r:id="a"/></sheets></workbook>',
        ],
        "xl/worksheets/sheet1.xml": sheet,
    }
    if styles:
        parts["xl/styles.xml"] = styles
    if strings:
        parts["xl/sharedStrings.xml"] = strings
    write_zip(path, parts)
    return path


def write_zip(path: Path, parts: dict[str, Iterable[str | bytes]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, chunks in parts.items():
            with archive.open(name, "w", force_zip64=True) as part:
                for chunk in chunks:
                    part.write(chunk.encode() if isinstance(chunk, str) else chunk)
    return path
