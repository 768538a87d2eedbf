"""A row with a date or a fact is a person: accepted or rejected, never dropped without a word."""

import datetime

import pytest
import xlsxwriter

from tracuu.cards.lists.reading import read_list

TODAY = datetime.date(2026, 11, 24)


def rows_of(tmp_path, *lines):
    path = tmp_path / "list.csv"
    path.write_text("\n".join(["Họ và tên;Ngày sinh;CCCD", *lines]), encoding="utf-8")
    with read_list(path, today=TODAY) as reader:
        return {row.full_name: bool(row.problems) for row in reader}, reader.profile


@pytest.mark.parametrize(
    "name", ["TRUONG CONG AN", "Truong Phong", "Thu Ky", "Công An Nhiên", "Toàn Văn Bộ"]
)
def test_a_person_with_a_date_may_be_called_like_a_signature(tmp_path, name):
    people, profile = rows_of(
        tmp_path,
        "Lâm Văn Tám;02/02/1970;",
        f"{name};17/05/1991;",
        "Vũ Thị Lan;31/02/1990;",
        "Đỗ Văn Sen;;079091001234",
    )

    assert len(people) == 4
    assert list(people.values()) == [False, False, True, True]
    assert profile.skipped == 0


@pytest.mark.parametrize(
    "name", ["Lý Văn Vượng", "Y Bhăm Êban", "K'Brễu", "H Nhăn Niê", "Sơn Phirum"]
)
def test_a_bad_date_rejects_whoever_it_is(tmp_path, name):
    people, _ = rows_of(tmp_path, "Lâm Văn Tám;02/02/1970;", f"{name};không rõ;")

    assert list(people.values()) == [False, True]


def test_totals_and_signatures_are_still_nobody(tmp_path):
    people, profile = rows_of(
        tmp_path,
        "Lâm Văn Tám;02/02/1970;",
        "Tổng cộng;2000;",
        ";;",
        "Người lập;Trưởng công an;",
        "Nguyễn Văn Chín;Trần Văn Mười;",
    )

    assert list(people) == ["Lâm Văn Tám"]
    assert profile.skipped == 3


def test_a_mostly_blank_column_of_stages_still_counts(tmp_path):
    path = tmp_path / "list.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    rows = [["Họ và tên", "Ngày sinh", "Trạng thái"], ["Lê Thị Mai", "05/06/1980", "Đang in"]]
    rows += [[f"Trần Văn {name}", "08/08/1958", ""] for name in ("Tám", "Chín", "Mười")]
    for line, row in enumerate(rows):
        for column, text in enumerate(row):
            sheet.write_string(line, column, text)
    book.close()

    with read_list(path, today=TODAY) as reader:
        stages = [row.stage for row in reader]

    assert stages == ["printing", "", "", ""]
