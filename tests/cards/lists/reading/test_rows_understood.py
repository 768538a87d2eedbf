"""What becomes of one row: a person, a rejected cell with a reason, or nothing."""

import dataclasses
import datetime as dt
import doctest
import importlib
import pkgutil

import pytest

from tracuu.cards.lists import reading
from tracuu.cards.lists.reading import ListRow
from tracuu.cards.lists.reading.facts import stage_of
from tracuu.cards.lists.reading.wire import from_row
from tracuu.names import BirthDate, parse_name, person_key, record_keys

from .making import (
    ONE_PERSON,
    SHEET_END,
    SHEET_START,
    inline,
    read,
    table,
    write_raw_xlsx,
    write_xlsx,
)

WIDE = (
    "STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số giấy hẹn", "Số CCCD", "Số điện thoại", "Phường/Xã",
    "Ngày thu nhận", "Trạng thái", "Hộc", "Ghi chú",
)  # fmt: skip
LAN = (
    1, "nguyễn thị lan", "25/06/1988", "Nữ", "TP-00123", "079188001234", "0912.345.678 / 0987654321",
    "Tân Quý", dt.date(2026, 9, 1), "Đã về đơn vị", "A12", "Vân tay mờ",
)  # fmt: skip


def one(tmp_path, row, header=WIDE) -> ListRow:
    (found,), _ = read(write_xlsx(tmp_path / "list.xlsx", [header, row]))
    return found


def test_every_column_is_understood(tmp_path):
    row = one(tmp_path, LAN)
    assert (row.full_name, row.birth_date, row.sex) == ("Nguyễn Thị Lan", "1988-06-25", "Nữ")
    assert (row.receipt, row.id_last4, row.phone_last4) == ("TP-00123", "1234", "5678")
    assert (row.ward, row.collected_on, row.stage) == ("Tân Quý", "2026-09-01", "at_unit")
    assert (row.box, row.note, row.warnings, row.problems) == ("A12", "Vân tay mờ", [], [])


def test_numbers_stored_as_numbers_and_numbers_stored_as_text(tmp_path):
    row = one(
        tmp_path,
        ("1", "Lê Lan", "32299", "Nữ", 12345, 79188001234, 912345678, None, "44440", None, 7),
    )
    assert (row.birth_date, row.date_from_cell) == ("1988-06-05", True)
    assert (row.receipt, row.id_last4, row.phone_last4) == ("12345", "1234", "5678")
    assert (row.collected_on, row.box) == ("2021-09-01", "7")


def test_what_is_not_understood_beside_name_and_date_is_a_warning(tmp_path):
    row = one(tmp_path, (1, "Lê Lan", 1988, "?", "", "7.92E+10", "không có", None, "hôm qua"))
    assert row.problems == []
    codes = [warning.partition(":")[0] for warning in row.warnings]
    assert codes == ["id_lost", "phone_lost", "collected_lost", "sex_lost"]


def test_the_keys_are_those_of_name_and_date(tmp_path):
    row = one(tmp_path, LAN)
    name, date = parse_name(row.full_name), BirthDate.fromisoformat(row.birth_date)
    assert row.person_key == person_key(name, date)
    assert row.block_keys == list(record_keys(name, date))


@pytest.mark.parametrize(
    ("name", "date", "code", "suggestion"),
    [
        ("Lê Lan", "10/25/1988", "birth_impossible", "25/10/1988"),
        ("Lê Lan", "31/04/1988", "birth_impossible", "giấy tờ"),
        ("Lê Lan", "05/06/2088", "birth_future", "1988"),
        ("Lê Lan", "không rõ", "birth_format", "05/06/1988"),
        ("Lê Lan", "#N/A", "birth_missing", "05/06/1988"),
        ("Lê Lan", None, "birth_missing", "05/06/1988"),
        (None, "05/06/1988", "name_missing", "họ và tên"),
        ("Nguy?n V?n An", "05/06/1988", "name_damaged", "Unicode"),
    ],
)
def test_a_rejected_cell_tells_where_what_and_what_would_be_right(
    name, date, code, suggestion, tmp_path
):
    row = one(tmp_path, (1, name, date, "Nữ"))
    (problem,) = row.problems
    assert (problem.code, problem.sheet, problem.row) == (code, "Danh sách", 2)
    assert (problem.column, problem.header) in {("B", "Họ và tên"), ("C", "Ngày sinh")}
    assert suggestion in problem.suggestion
    assert problem.message.endswith(".")


def test_a_row_that_looks_like_a_person_is_never_dropped(tmp_path):
    rows = [("Họ tên", "Ngày sinh"), ("Nguyễn Thị Lan", None), ("Trần Văn Nam", 1990)]
    found, profile = read(write_xlsx(tmp_path / "list.xlsx", rows))
    assert [bool(row.problems) for row in found] == [True, False]
    assert (profile.rows, profile.rejected, profile.skipped) == (2, 1, 0)


def test_numbered_rows_left_empty_are_no_people(tmp_path):
    rows = [*table(), (9, None, None, None), (10, None, None, None)]
    assert len(read(write_xlsx(tmp_path / "list.xlsx", rows))[0]) == 8


def test_an_unknown_status_is_asked_about_for_it_would_be_told_to_somebody(tmp_path):
    header, status = ("Họ tên", "Năm sinh", "Trạng thái"), "Đã về đơn vị"
    rows = [header, ("Lê Lan", 1988, status), ("Lê An", 1990, status), ("Lê Minh", 1991, "Mất thẻ")]
    found, _ = read(write_xlsx(tmp_path / "list.xlsx", rows))
    assert [row.stage for row in found] == ["at_unit", "at_unit", ""]
    assert [problem.code for problem in found[2].problems] == ["stage_unknown"]


def test_a_column_of_other_words_is_not_taken_for_stages(tmp_path):
    rows = [("Họ tên", "Năm sinh", "Kết quả"), ("Lê Lan", 1988, "Giỏi"), ("Lê An", 1990, "Khá")]
    found, profile = read(write_xlsx(tmp_path / "list.xlsx", rows))
    assert [row.problems for row in found] == [[], []]
    assert "Kết quả" in profile.warnings[0]


@pytest.mark.parametrize(
    ("words", "stage"),
    [
        ("Đã thu nhận", "collected"), ("Đã nhận hồ sơ", "collected"), ("Mới tiếp nhận", "collected"),
        ("Đang xử lý", "processing"), ("Chưa in", "processing"), ("Chưa có thẻ", "processing"),
        ("Đang in thẻ", "printing"), ("Chờ in", "printing"),
        ("Đã về đơn vị, chờ nhận", "at_unit"), ("Chưa trả", "at_unit"), ("Có thẻ", "at_unit"),
        ("Đã trả", "handed_over"), ("Đã nhận thẻ", "handed_over"), ("DA TRA", "handed_over"),
        ("Hồ sơ cần bổ sung", "needs_correction"), ("Vân tay lỗi, chụp lại ảnh", "needs_correction"),
        ("at_unit", "at_unit"), ("Giỏi", ""), ("", ""),
    ],
)  # fmt: skip
def test_status_words(words, stage):
    assert stage_of(words) == stage


def swapped(people: int = 40) -> list[tuple[object, ...]]:
    """The list of somebody who typed day/month into an Excel that expects month/day."""
    rows: list[tuple[object, ...]] = [("Họ tên", "Ngày sinh")]
    for number in range(people):
        day, month, year = number % 28 + 1, number % 12 + 1, 1960 + number
        typed = f"{day:02}/{month:02}/{year}"
        rows.append(("Lê Văn Nam", dt.date(year, day, month) if day <= 12 else typed))
    return rows


def test_a_swapped_column_is_asked_about_and_the_answer_is_followed(tmp_path):
    path = write_xlsx(tmp_path / "list.xlsx", swapped())
    expected = [f"{1960 + n}-{n % 12 + 1:02}-{n % 28 + 1:02}" for n in range(40)]
    as_it_stands, profile = read(path)
    assert profile.day_month_doubt
    assert profile.doubt_sample
    assert "đổi chỗ" in profile.warnings[0]
    kept, kept_profile = read(path, day_month="keep")
    assert [row.birth_date for row in kept] == [row.birth_date for row in as_it_stands] != expected
    assert not kept_profile.day_month_doubt
    put_right, _ = read(path, day_month="swap")
    assert [row.birth_date for row in put_right] == expected
    assert {row.full_name for row in put_right} == {"Lê Văn Nam"}


def test_an_honest_mixture_raises_no_doubt(tmp_path):
    rows = [("Họ tên", "Ngày sinh")]
    rows += [("Lê Văn Nam", dt.date(1980, n % 12 + 1, n % 28 + 1)) for n in range(40)]
    rows += [("Lê Văn Nam", f"{n % 28 + 1}/{n % 12 + 1}/1980") for n in range(40)]
    _, profile = read(write_xlsx(tmp_path / "list.xlsx", rows))
    assert not profile.day_month_doubt


@pytest.mark.parametrize(
    ("day", "is_asked"),
    [(lambda n: n % 12 + 1, True), (lambda n: n % 28 + 1, False), (None, False)],
)
def test_dates_alone_are_asked_about_when_none_has_a_day_above_twelve(tmp_path, day, is_asked):
    """Without any text nothing tells whether Excel exchanged them; 1 January stays what it is."""
    born = [
        dt.date(1960 + n, n % 5 + 2, day(n)) if day else dt.date(1960 + n, 1, 1) for n in range(30)
    ]
    rows = [("Họ tên", "Ngày sinh"), *(("Lê Văn Nam", one) for one in born)]
    _, profile = read(write_xlsx(tmp_path / "list.xlsx", rows))
    assert profile.day_month_doubt is is_asked


@pytest.mark.parametrize(
    ("shown", "expected"),
    [("dd/mm/yyyy", "1973-12-01"), ("mmm-yy", "1973-12"), ("mm/yyyy", "1973-12"), ("yyyy", "1973")],
)
def test_a_date_says_no_more_than_its_cell_shows(shown, expected, tmp_path):
    rows = [("Họ tên", "Ngày sinh"), ("Lê Lan", dt.date(1973, 12, 1))]
    ((row,), _) = read(write_xlsx(tmp_path / "list.xlsx", rows, shown=shown))
    assert row.birth_date == expected


def test_a_year_typed_into_a_column_of_dates_is_a_year(tmp_path):
    rows = [("Họ tên", "Ngày sinh"), ("Lê Lan", dt.date(1905, 5, 28))]
    ((row,), _) = read(write_xlsx(tmp_path / "list.xlsx", rows))
    assert row.birth_date == "1975"


_LAN_INLINE = '<c r="A3" t="inlineStr"><is><t>Lê Lan</t></is></c>'
_YEAR = '<c r="B3"><v>1988</v></c>'
_RICH = '<c r="A3" t="inlineStr"><is><r><t>Lê </t></r><r><t>Lan</t></r></is></c>'
_FORMULA = '<c r="B3" t="str"><f>A1&amp;"x"</f><v>1988</v></c>'
_SHARED_FORMULA = '<c r="B3" t="n"><f t="shared" si="0"/><v>1988</v></c>'
_BARE = '<c t="inlineStr"><is><t>Lê_x000D_ Lan</t></is></c><c><v>1988</v></c>'


@pytest.mark.parametrize(
    "row",
    [
        f'<row r="3" spans="1:2">{inline("A3", "L&#234; Lan")}<c r="B3"><v>1988.0</v></c></row>',
        f'<row r="3">{_RICH}{_FORMULA}</row>',
        f'<row r="3">{_BARE}</row>',
        f'<row r="3">{_LAN_INLINE.replace(" t=", " cm=#1# t=".replace("#", chr(34)))}{_SHARED_FORMULA}</row>',
        f'<row r="3">{_LAN_INLINE.replace("Lê Lan", "<![CDATA[Lê Lan]]>")}{_YEAR}</row>',
        f'<!-- </row> --><row r="3">{_LAN_INLINE}{_YEAR}</row>',
    ],
    ids=[
        "entity",
        "rich text and formula",
        "no references",
        "other attributes",
        "CDATA",
        "comment",
    ],
)
def test_the_quick_and_the_thorough_reading_agree(row, tmp_path):
    path = write_raw_xlsx(tmp_path / "list.xlsx", [SHEET_START, ONE_PERSON, row, SHEET_END])
    rows, _ = read(path)
    assert [(one.row, one.full_name, one.birth_date) for one in rows] == [
        (2, "Nguyễn Thị Lan", "1988-06-05"),
        (3, "Lê Lan", "1988"),
    ]


def test_prefixed_elements_are_read(tmp_path):
    sheet = (SHEET_START + ONE_PERSON + SHEET_END).replace("<", "<x:").replace("<x:/", "</x:")
    sheet = sheet.replace("<x:?xml", "<?xml").replace("xmlns=", "xmlns:x=")
    rows, _ = read(write_raw_xlsx(tmp_path / "list.xlsx", [sheet]))
    assert [row.full_name for row in rows] == ["Nguyễn Thị Lan"]


def test_shared_strings_beyond_memory_come_back_true(tmp_path):
    rows = [
        ("Họ tên", "Năm sinh", "Số hồ sơ"),
        *(("Lê Lan", 1988, f"HS-{n:06}" + "x" * 40) for n in range(90_000)),
    ]
    found, _ = read(write_xlsx(tmp_path / "list.xlsx", rows))
    assert [row.receipt for row in found] == [f"HS-{n:06}" + "x" * 40 for n in range(90_000)]


def test_what_travels_has_every_field():
    row = ListRow("S", 1, "Lê Lan", "1988")
    assert len(from_row(row)) == len(dataclasses.fields(ListRow))


def test_the_examples_in_docstrings_are_true():
    for module in pkgutil.walk_packages(reading.__path__, f"{reading.__name__}."):
        assert doctest.testmod(importlib.import_module(module.name)).failed == 0
