"""Binary Excel (.xlsb) by our own reader: the same as by calamine, streamed, and believing nothing."""

import datetime as dt
import random
import struct
import subprocess
import sys
from collections.abc import Iterable
from itertools import chain, cycle
from pathlib import Path

import pytest

from tracuu.cards.lists.reading.archive import Archive
from tracuu.cards.lists.reading.calamine import open_calamine
from tracuu.cards.lists.reading.errors import ListNotReadable
from tracuu.cards.lists.reading.xlsb.book import open_xlsb

from .making import PEOPLE, people_in, read, table, write_xlsx
from .making_xlsb import (
    SHEET_END,
    any_cell,
    book,
    cell,
    record,
    row_header,
    shared,
    sheet_start,
    wide,
    write_raw_xlsb,
    write_xlsb,
)
from .test_hostile_files import refusal

NAMES = ["Họ và tên", "Ngày sinh", "Giới tính", *(name for name, _, _ in PEOPLE), "Nam", "Nữ", ""]


def ours(path: Path) -> list[tuple[int, list[object]]]:
    with Archive(path) as archive, open_xlsb(archive, "xl/workbook.bin") as found:
        return list(chain.from_iterable(sheet.rows() for sheet in found.sheets))


def calamines(path: Path) -> list[tuple[int, list[object]]]:
    rows = list(chain.from_iterable(sheet.rows() for sheet in open_calamine(path).sheets))
    for _, values in rows:
        while values[-1] is None:
            values.pop()
    return rows


def typed(rows: Iterable[tuple[int, list[object]]]) -> list[tuple[int, list[tuple[type, object]]]]:
    return [(number, [(type(value), value) for value in values]) for number, values in rows]


def one_row(path: Path, *cells: bytes, **options) -> list[object]:
    write_raw_xlsb(path, [sheet_start(), row_header(0), *cells, SHEET_END], **options)
    return ours(path)[0][1]


def whole(number: int, hundredths: int = 0) -> bytes:
    return struct.pack("<i", number << 2 | 2 | hundredths)


def half(number: float, hundredths: int = 0) -> bytes:
    upper = struct.unpack("<I", struct.pack("<d", number)[4:])[0]
    return struct.pack("<I", upper & ~3 | hundredths)


def drawn_cell(draw: random.Random, column: int) -> bytes:
    """One cell, in any way in which calamine and we must agree."""
    number, double = draw.randrange(-(2**29), 2**29), struct.pack("<d", draw.uniform(-1e6, 1e6))
    day = struct.pack("<d", draw.randrange(3000, 46_000) + draw.choice((0, 0.25)))
    place, formula = struct.pack("<I", draw.randrange(len(NAMES))), bytes(10)
    name = wide(draw.choice(NAMES))
    return draw.choice(
        (
            b"",
            cell(1, column, b"", 1),
            cell(2, column, whole(number)),
            cell(2, column, whole(number, 1)),
            cell(2, column, half(draw.uniform(-1e5, 1e5), draw.randrange(2))),
            cell(4, column, bytes([draw.randrange(2)])),
            cell(5, column, double, draw.choice((0, 4))),
            cell(5, column, day, draw.choice((1, 2))),
            cell(6, column, name),
            cell(7, column, place),
            cell(8, column, name + formula),
            cell(9, column, day + formula, draw.choice((0, 1, 2, 4))),
            cell(10, column, bytes([draw.randrange(2)]) + formula),
        )
    )


@pytest.mark.parametrize("is_1904", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_every_cell_is_what_calamine_reads(seed, is_1904, tmp_path):
    draw = random.Random(seed)
    sheet, number = [sheet_start(3000, 14)], -1
    for _ in range(600):
        number += draw.choice((1, 1, 1, 1, 2, 9))
        sheet.append(row_header(number))
        sheet += [drawn_cell(draw, column) for column in range(14)]
    path = write_raw_xlsb(
        tmp_path / "list.xlsb",
        [*sheet, SHEET_END],
        strings=list(shared(NAMES)),
        workbook=book(is_1904=is_1904),
    )
    found = ours(path)
    assert len(found) > 500
    assert typed(found) == typed(calamines(path))


def test_a_handwritten_list_is_what_calamine_reads(tmp_path):
    rows = [list(row) for row in table()]
    rows[1][2] = dt.date(1988, 6, 25)
    path = write_xlsb(tmp_path / "list.xlsb", [[], *rows, [None, "Tổng cộng", 8]])
    assert typed(ours(path)) == typed(calamines(path))


def test_the_list_is_the_same_as_from_xlsx(tmp_path):
    rows = [list(row) for row in table()]
    for number in range(1, 9):
        date = PEOPLE[number - 1][1]
        if len(date) == 10:
            rows[number][2] = dt.date.fromisoformat(date)
    binary, _ = read(write_xlsb(tmp_path / "list.xlsb", rows))
    other, _ = read(write_xlsx(tmp_path / "list.xlsx", rows))
    for one in (*binary, *other):
        object.__setattr__(one, "sheet", "")
    assert binary == other
    assert people_in(binary) == list(PEOPLE)


def test_a_date_says_no_more_than_its_cell_shows(tmp_path):
    day, whole_day = struct.pack("<d", 32319.0), whole(32319)
    values = one_row(
        tmp_path / "list.xlsb",
        *(cell(5, style, day, style) for style in range(5)),
        cell(2, 5, whole_day, 1),
        cell(5, 6, struct.pack("<d", 1975), 1),
        cell(5, 7, struct.pack("<d", 32319), 0x01000001),
    )
    date = dt.date(1988, 6, 25)
    # The upper byte beside the style says something else.
    assert values == [32319, date, date, "06/1988", 32319, date, 1975, date]


def test_what_calamine_passes_over_is_read(tmp_path):
    """Rich text in the cell, cells without a column of their own, and errors as their text."""
    values = one_row(
        tmp_path / "list.xlsb",
        cell(62, 2, b"\1" + wide("Lê Lan") + bytes(8)),
        record(18, struct.pack("<II", 0, 1)),
        record(13, struct.pack("<I", 0) + whole(7)),
        record(12, struct.pack("<I", 0)),
        record(17, struct.pack("<I", 0) + wide("Nữ")),
        record(16, struct.pack("<Id", 1, 32319.0)),
        record(15, struct.pack("<IB", 0, 1)),
        record(14, struct.pack("<IB", 0, 0x2A)),
        cell(3, 11, b"\x07"),
        strings=list(shared(["a", "b"])),
    )
    date = dt.date(1988, 6, 25)
    assert values == [
        None, None, "Lê Lan", "b", 7, None, "Nữ", date, True, "#N/A", None, "#DIV/0!"
    ]  # fmt: skip


def test_half_a_letter_and_a_zero_letter_are_no_harm(tmp_path):
    path = tmp_path / "list.xlsb"
    values = one_row(path, cell(6, 0, wide("Lê\ud800")), cell(6, 1, wide("L\0an")))
    assert values == ["Lê\ufffd", "Lan"]


def test_the_names_and_states_of_sheets(tmp_path):
    hidden = record(156, struct.pack("<II", 1, 1) + wide("a") + wide("Cũ"))
    workbook = record(131) + record(143) + hidden + record(144) + record(132)
    rows = [
        b"".join(any_cell(column, value) for column, value in enumerate(row)) for row in table()
    ]
    sheet = chain.from_iterable((row_header(number), row) for number, row in enumerate(rows))
    path = write_raw_xlsb(
        tmp_path / "list.xlsb", [sheet_start(), *sheet, SHEET_END], workbook=workbook
    )
    found, profile = read(path)
    assert people_in(found) == list(PEOPLE)
    assert profile.sheets[0].is_hidden
    assert found[0].sheet == "Cũ"


HEAD = row_header(0) + any_cell(0, "Họ tên") + any_cell(1, "Ngày sinh")
ONE = HEAD + row_header(1) + any_cell(0, "Lê Thị Lan") + any_cell(1, "05/06/1988") + row_header(2)
LYING = b"\x06\xff\xff\xff\x7f"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([ONE, LYING, bytes(100)], "damaged"),
        ([ONE, LYING, *[bytes(1 << 20)] * 15], "damaged"),
        ([ONE, b"\x06\xff\xff\xff\xff\x01", SHEET_END], "damaged"),
        ([ONE, b"\x06"], "damaged"),
        ([ONE], "damaged"),
        ([ONE, record(7, b"\0\0\0"), SHEET_END], "damaged"),
        ([ONE, cell(5, 0, bytes(7)), SHEET_END], "damaged"),
        ([ONE, cell(4, 0, b""), SHEET_END], "damaged"),
        ([ONE, cell(6, 0, struct.pack("<I", 9) + bytes(16)), SHEET_END], "damaged"),
        ([ONE, cell(6, 0, struct.pack("<I", 0x80000001) + bytes(64)), SHEET_END], "damaged"),
        ([ONE, cell(7, 0, struct.pack("<I", 7)), SHEET_END], "damaged"),
        ([ONE, cell(5, 0, struct.pack("<d", float("nan"))), SHEET_END], "damaged"),
        ([ONE, cell(1, 2**31, b""), SHEET_END], "damaged"),
        ([ONE, any_cell(3, 1), any_cell(2, 1), SHEET_END], "damaged"),
        ([ONE, row_header(1), SHEET_END], "damaged"),
        ([ONE, record(0, b"\0"), SHEET_END], "damaged"),
        ([ONE, *[cell(1, 5, b"", 1) * 100_000] * 2, SHEET_END], "damaged"),
        ([ONE, *[record(1) * (1 << 19)] * 8, SHEET_END], "damaged"),
        ([ONE, *[record(99) * (1 << 19)] * 8, SHEET_END], "damaged"),
        ([ONE, *[bytes(1 << 20)] * 200, SHEET_END], "too_large"),
        ([ONE, row_header(1_048_576), SHEET_END], "too_large"),
        ([ONE, row_header(2**32 - 1), SHEET_END], "too_large"),
        ([ONE, any_cell(256, "x"), SHEET_END], "too_wide"),
        ([ONE, b"".join(any_cell(column, 1) for column in range(257)), SHEET_END], "too_wide"),
        ([SHEET_END], "empty"),
    ],
)  # fmt: skip
def test_a_harmful_sheet_is_refused(rows, code, tmp_path):
    assert refusal(write_raw_xlsb(tmp_path / "list.xlsb", [sheet_start(), *rows])) == code


@pytest.mark.parametrize(
    ("strings", "code"),
    [
        ([record(159, struct.pack("<II", 9, 2**31)), record(19, b"\0" + wide("a"))], "damaged"),
        ([record(159), b"\x13\xff\xff\xff\x7f" + bytes(100)], "damaged"),
        ([record(159), record(19, b"\0" + struct.pack("<I", 100) + bytes(20))], "damaged"),
        ([record(159), record(19), record(160)], "damaged"),
        ([record(159), *[record(19, b"\0" + wide("a" * 32_000))] * 2000, record(160)], "too_large"),
    ],
)
def test_harmful_shared_strings_are_refused(strings, code, tmp_path):
    sheet = [sheet_start(), ONE, SHEET_END]
    assert refusal(write_raw_xlsb(tmp_path / "list.xlsb", sheet, strings=strings)) == code


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"workbook": record(131) + record(143)}, "empty"),
        ({"workbook": record(156, bytes(8) + struct.pack("<I", 99))}, "damaged"),
        ({"workbook": b"\x9c\x01\xff\xff\x7f"}, "damaged"),
        ({"workbook": record(153)}, "damaged"),
        ({"looks": record(617) + record(47, b"\0\0\0")}, "damaged"),
        ({"looks": record(44, b"\0\0" + struct.pack("<I", 5))}, "damaged"),
    ],
)
def test_harmful_small_parts_are_refused(parts, code, tmp_path):
    sheet = [sheet_start(), ONE, SHEET_END]
    assert refusal(write_raw_xlsb(tmp_path / "list.xlsb", sheet, **parts)) == code


def test_blank_cells_far_right_are_no_harm(tmp_path):
    blank = [row_header(row) + cell(1, 16_383, b"", 1) for row in range(3, 100_000)]
    path = write_raw_xlsb(tmp_path / "list.xlsb", [sheet_start(), ONE, *blank, SHEET_END])
    assert len(read(path)[0]) == 1


@pytest.mark.parametrize("seed", range(3))
def test_a_changed_byte_never_ends_in_anything_but_rows_or_a_sentence(seed, tmp_path):
    draw, codes = random.Random(seed), set()
    whole_sheet = sheet_start(9, 14) + b"".join(
        row_header(row) + b"".join(drawn_cell(draw, column) for column in range(14))
        for row in range(9)
    )
    for _ in range(300):
        changed = bytearray(whole_sheet + SHEET_END)
        for _ in range(draw.choice((1, 1, 5))):
            changed[draw.randrange(len(changed))] = draw.choice((0, 1, 0x7F, 0x80, 0xFF))
        path = write_raw_xlsb(tmp_path / "list.xlsb", [bytes(changed)], strings=list(shared(NAMES)))
        try:
            ours(path)
        except ListNotReadable as error:
            codes.add(error.code)
    assert codes <= {"damaged", "too_large", "too_wide"}


@pytest.mark.parametrize("share", [0.01, 0.1, 0.5, 0.9, 0.999])
def test_a_file_cut_off_anywhere_is_refused(share, tmp_path):
    path = write_xlsb(tmp_path / "list.xlsb", table())
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    assert refusal(path) in {"truncated", "damaged", "not_a_spreadsheet"}


def people_in_records(count: int) -> Iterable[bytes]:
    yield sheet_start(count + 1, 4)
    yield row_header(0) + b"".join(
        any_cell(column, text)
        for column, text in enumerate(("STT", "Họ tên", "Ngày sinh", "Ghi chú"))
    )
    for row in range(1, count + 1):
        yield row_header(row)
        yield cell(2, 0, whole(row)) + cell(7, 1, struct.pack("<I", row - 1))
        yield cell(2, 2, whole(20_000 + row % 20_000), 1) + cell(6, 3, wide(f"Hộp {row}"))
    yield SHEET_END


def peak(path: Path) -> tuple[int, int]:
    """Rows read, and the megabytes of the child at its highest."""
    measure = (
        "import datetime as dt, pathlib, resource, sys\n"
        "from tracuu.cards.lists.reading import *\n"
        "with read_list(pathlib.Path(sys.argv[1]), today=dt.date(2026, 11, 24)) as r:\n"
        "  print(sum(1 for _ in r))\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", measure, str(path)], capture_output=True, text=True, check=True
    )
    rows, megabytes = map(int, done.stdout.split())
    return rows, megabytes


def test_memory_does_not_grow_with_the_rows(tmp_path):
    peaks = []
    for count in (80_000, 240_000):  # fewer do not fill the caches
        strings = [
            f"{name} {number}"
            for number, (name, _, _) in zip(range(count), cycle(PEOPLE), strict=False)
        ]
        path = write_raw_xlsb(
            tmp_path / "list.xlsb", people_in_records(count), strings=shared(strings)
        )
        rows, megabytes = peak(path)
        assert rows == count
        peaks.append(megabytes)
    assert peaks[1] < peaks[0] * 1.2
