"""Lists as offices send them: any letters, any delimiter, any header, any place for the date."""

import datetime as dt

import pytest
import xlsxwriter

from tracuu.cards.lists.reading.fields import recognise

from .making import (
    PEOPLE,
    csv_text,
    day_first,
    fill_sheet,
    in_old_letters,
    people_in,
    read,
    table,
    windows_1258,
    write_xlsx,
)
from .making_xlsb import write_xlsb

EXPECTED = list(PEOPLE)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_in_unicode_with_any_delimiter(codec, delimiter, tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(csv_text(table(), delimiter).encode(codec))
    rows, profile = read(path)
    assert people_in(rows) == EXPECTED
    assert profile.delimiter == delimiter


@pytest.mark.parametrize("encoding", ["tcvn3", "vni", "viscii", "viqr", "windows-1258"])
def test_text_in_old_letters(encoding, tmp_path):
    text = csv_text(table(), "\t")
    path = tmp_path / "list.tsv"
    if encoding == "windows-1258":
        path.write_bytes(windows_1258(text))
    else:
        path.write_bytes(in_old_letters(text, encoding).encode("latin-1"))
    assert people_in(read(path)[0]) == EXPECTED


@pytest.mark.parametrize("encoding", ["tcvn3", "vni", "viscii", "viqr"])
def test_cells_in_old_letters_with_unicode_cells_among_them(encoding, tmp_path):
    rows = [
        [in_old_letters(cell, encoding) if isinstance(cell, str) and number != 3 else cell for cell in row]
        for number, row in enumerate(table())
    ]  # fmt: skip
    found, profile = read(write_xlsx(tmp_path / "list.xlsx", rows))
    assert people_in(found) == EXPECTED
    assert profile.sheets[0].encodings["Họ và tên"] == encoding


def test_names_of_minorities_follow_their_column(tmp_path):
    people = (*PEOPLE, ("Y Hlưng", "1957-06-22", "Nam"), ("H'Nghia Êban", "1986-08-13", "Nữ"))
    for encoding in ("tcvn3", "vni", "viscii", "viqr"):
        rows = [[in_old_letters(str(cell), encoding) for cell in row] for row in table(people)]
        found, _ = read(write_xlsx(tmp_path / f"{encoding}.xlsx", rows))
        assert people_in(found)[-2:] == list(people[-2:])


def test_excels_own_first_line_names_the_delimiter(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("sep=;\r\n" + csv_text(table(), ";"), encoding="utf-8")
    rows, _ = read(path)
    assert people_in(rows) == EXPECTED
    assert rows[0].row == 2


def test_a_cell_over_two_lines_is_one_row(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text('Họ tên,Ngày sinh\n"Nguyễn Thị\nLan",1988\nLê Văn Nam,1990\n', encoding="utf-8")
    rows, _ = read(path)
    assert [(row.row, row.full_name) for row in rows] == [(2, "Nguyễn Thị Lan"), (3, "Lê Văn Nam")]


def test_binary_excel(tmp_path):
    rows = [list(row) for row in table()]
    rows[1][2] = dt.date(1988, 6, 25)
    found, profile = read(write_xlsb(tmp_path / "list.xlsb", rows))
    assert people_in(found) == EXPECTED
    assert (profile.format, found[0].date_from_cell) == ("xlsb", True)


def test_every_sheet_with_people_is_read(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "list.xlsx")
    fill_sheet(book, book.add_worksheet("Tổ 1"), table(PEOPLE[:3]))
    fill_sheet(book, book.add_worksheet("Tổ 2"), [("Danh sách tổ 2",), (), *table(PEOPLE[3:])])
    hidden = book.add_worksheet("Cũ")
    fill_sheet(book, hidden, table(PEOPLE[:1]))
    hidden.hide()
    fill_sheet(book, book.add_worksheet("Thống kê"), [("Tổ", "Số người"), (1, 3)])
    book.close()
    rows, profile = read(tmp_path / "list.xlsx")
    assert people_in(rows) == [*EXPECTED, EXPECTED[0]]
    assert [row.sheet for row in rows] == ["Tổ 1"] * 3 + ["Tổ 2"] * 5 + ["Cũ"]
    assert list(profile.skipped_sheets) == ["Thống kê"]
    assert "Cũ" in profile.warnings[0]


def test_a_header_deep_down_with_footers(tmp_path):
    rows = [
        *[(f"Căn cứ văn bản số {number}",) for number in range(60)],
        ("TT", "Họ, chữ đệm và tên", "Năm sinh", "Giới tính (Nam/Nữ)"),
        ("(1)", "(2)", "(3)", "(4)"),
        ("TỔ DÂN PHỐ 1",),
        *table()[1:5],
        table()[0],
        ("Cộng tổ 1: 4 người",),
        (None, "Ấp Đông 2"),
        *table()[5:],
        ("Tổng cộng", None, len(PEOPLE)),
        (),
        (None, None, None, "Hòa Bình, ngày 5 tháng 6 năm 2026"),
        (None, "NGƯỜI LẬP BIỂU", "TRƯỞNG CÔNG AN PHƯỜNG"),
        (None, "Lê Thị Mẫu", "Trần Văn Mẫu"),
    ]
    rows, profile = read(write_xlsx(tmp_path / "list.xlsx", rows))
    assert people_in(rows) == EXPECTED
    assert profile.rejected == 0


def test_a_total_in_the_columns_of_name_and_date_is_no_person(tmp_path):
    rows = [*table(), (None, "Tổng cộng", 2000), (9, "Tống Công Minh", 1970, "Nam")]
    found, _ = read(write_xlsx(tmp_path / "list.xlsx", rows))
    assert people_in(found) == [*EXPECTED, ("Tống Công Minh", "1970", "Nam")]


def _parts(iso: str) -> list[int | None]:
    year, *rest = (int(part) for part in iso.split("-"))
    month, day = (*rest, None, None)[:2]
    return [day, month, year]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            ("STT", "Họ và tên", "Ngày sinh", None, None, "Phái"),
            (None, None, "Ngày", "Tháng", "Năm"),
        ),
        (("STT", "HO TEN", "NGAY SINH", None, None, "PHAI"), (None, None, "NGAY", "THANG", "NAM")),
        (("STT", "Họ và tên", "Ngày sinh", "Tháng sinh", "Năm sinh", "Phái"), None),
        (("STT", "Họ và tên", "Ngày, tháng, năm sinh", None, None, "Phái"), None),
    ],
)
def test_day_month_and_year_in_three_columns(first, second, tmp_path):
    people = [one for one in PEOPLE if len(one[1]) == 10] * 3
    body = [(n, name, *_parts(date), sex) for n, (name, date, sex) in enumerate(people, 1)]
    rows = [first, second, *body] if second else [first, *body]
    assert people_in(read(write_xlsx(tmp_path / "list.xlsx", rows))[0]) == people


def test_three_columns_with_an_unknown_day(tmp_path):
    rows = [
        ("Họ tên", "Ngày", "Tháng", "Năm"),
        ("Lê Lan", None, 5, 1960),
        ("Lê An", None, None, 1950),
    ]
    rows += [("Lê Minh", 7, 8, 1999)]
    found, _ = read(write_xlsx(tmp_path / "list.xlsx", rows))
    assert [row.birth_date for row in found] == ["1960-05", "1950", "1999-08-07"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("Họ tên", "Năm sinh", None), (None, "Nam", "Nữ")),
        (("Họ tên", "Ngày sinh Nam", "Ngày sinh Nữ"), None),
    ],
)
def test_the_birth_date_in_one_of_two_columns_by_sex(first, second, tmp_path):
    body = [
        (name, day_first(date) if sex == "Nam" else None, day_first(date) if sex == "Nữ" else None)
        for name, date, sex in PEOPLE
    ]
    rows = [first, second, *body] if second else [first, *body]
    assert people_in(read(write_xlsx(tmp_path / "list.xlsx", rows))[0]) == EXPECTED


def test_both_columns_filled_is_a_contradiction(tmp_path):
    rows = [
        ("Họ tên", "Năm sinh", None),
        (None, "Nam", "Nữ"),
        ("Lê Lan", 1988, 1988),
        ("Lê An", None, 1990),
    ]
    found, _ = read(write_xlsx(tmp_path / "list.xlsx", rows))
    assert [[problem.code for problem in row.problems] for row in found] == [["birth_twice"], []]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("Họ và tên đệm", "Tên", "Ngày sinh", "Giới tính"), None),
        (("Họ", "Tên", "Ngày sinh", "Giới tính"), None),
        (("Họ và tên", None, "Ngày sinh", "Giới tính"), None),
        (("Họ và tên", None, "Ngày sinh", "Giới tính"), ("Họ đệm", "Tên")),
        (("Thông tin công dân", None, None, None), ("Họ lót", "Tên", "Sinh ngày", "Nam/Nữ")),
    ],
)
def test_the_name_over_two_columns(first, second, tmp_path):
    body = [(*name.rsplit(" ", 1), day_first(date), sex) for name, date, sex in PEOPLE]
    rows = [first, second, *body] if second else [first, *body]
    assert people_in(read(write_xlsx(tmp_path / "list.xlsx", rows))[0]) == EXPECTED


def test_sex_as_a_tick_under_nu(tmp_path):
    rows = [("Họ tên", "Năm sinh", "Nữ"), ("Lê Lan", 1988, "x"), ("Lê Minh", 1990, None)]
    assert [row.sex for row in read(write_xlsx(tmp_path / "list.xlsx", rows))[0]] == ["Nữ", "Nam"]
    rows = [
        ("Họ tên", "Năm sinh", "Nam", "Nữ"),
        ("Lê Lan", 1988, None, True),
        ("Lê Minh", 1990, "X", None),
    ]
    rows += [("Lê Bình", 1990, None, None)]
    assert [row.sex for row in read(write_xlsx(tmp_path / "list.xlsx", rows))[0]] == [
        "Nữ",
        "Nam",
        "",
    ]


@pytest.mark.parametrize(
    "header",
    ["Họ và tên", "HỌ TÊN", "Ho va ten", "Họ, chữ đệm và tên khai sinh", "Họ & tên (*)", "Tên công dân",
     "Họ và tên\n(chữ in hoa)", "2. Họ tên", "Full name", "Họ tên chủ hồ sơ", "Hoï vaø teân",
     "Khách hàng", "Người được cấp"],
)  # fmt: skip
@pytest.mark.parametrize(
    "birth",
    ["Ngày sinh", "NĂM SINH", "Ngày, tháng,\nnăm sinh", "Sinh ngày", "NTNS", "N.sinh", "DOB"],
)
def test_header_words_in_many_spellings(header, birth, tmp_path):
    rows = [(header, birth), ("Nguyễn Thị Lan", "25/06/1988")]
    assert len(read(write_xlsx(tmp_path / "list.xlsx", rows))[0]) == 1


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Năm sanh", "birth"),
        ("Chủ thẻ", "name"),
        ("Chủ thẻ ký nhận", None),
        ("Đương sự", "name"),
        ("Đ.thoại", "phone"),
        ("Ngày TN", "collected"),
    ],
)
def test_words_of_the_south_and_of_the_counter(header, field):
    assert recognise(header)[0] == field


def test_the_father_is_not_the_person(tmp_path):
    rows = [
        ("Họ tên cha", "Ngày sinh của cha", "Họ tên", "Ngày sinh"),
        ("Lê Văn Ba", 1950, "Lê Lan", 1988),
    ]
    (row,), _ = read(write_xlsx(tmp_path / "list.xlsx", rows))
    assert (row.full_name, row.birth_date) == ("Lê Lan", "1988")
    rows = [
        ("Cha", None, "Họ tên", "Ngày sinh"),
        ("Họ tên", "Ngày sinh"),
        ("Lê Văn Ba", 1950, "Lê Lan", 1988),
    ]
    (row,), _ = read(write_xlsx(tmp_path / "again.xlsx", rows))
    assert (row.full_name, row.birth_date) == ("Lê Lan", "1988")


def test_whoever_hands_the_papers_in_is_not_the_person(tmp_path):
    rows = [
        ("Người nộp", "Khách hàng", "N.sinh"),
        ("Lê Văn Ba", "Lê Lan", 1988),
    ]
    (row,), _ = read(write_xlsx(tmp_path / "list.xlsx", rows))
    assert row.full_name == "Lê Lan"


def test_an_officer_may_say_what_a_column_is(tmp_path):
    path = write_xlsx(tmp_path / "list.xlsx", [("Người", "Mốc"), ("Lê Lan", "25/06/1988")])
    (row,), _ = read(path, mapping={"Người": "name", "Mốc": "birth"})
    assert (row.full_name, row.birth_date) == ("Lê Lan", "1988-06-25")
