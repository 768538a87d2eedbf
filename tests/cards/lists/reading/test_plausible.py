"""Columns that were exchanged are read without a bad cell: what gives them away."""

import datetime as dt

import pytest

from .making import read, write_xlsx

HEADER = ("Họ và tên", "Ngày sinh", "Phường")
FAMILY = "Bùi Cao Đinh Hà Kiều Mạc Ngô Phùng Quách Tạ".split()
GIVEN = "An Bảo Chi Dung Giang Hậu Khôi Lâm Nga Sương".split()


def people(amount=40, **column):
    """Honest rows, with one column of them told anew by its number."""
    rows = []
    for n in range(amount):
        name = f"{FAMILY[n % 10]} Thị {GIVEN[n // 10 % 10]}"
        row = {
            "name": name,
            "born": f"{n % 28 + 1:02}/{n % 12 + 1:02}/{1950 + n % 50}",
            "ward": ("Tân Quý", "Phú Thạnh")[n % 2],
        }
        rows.append(tuple({**row, **{key: tell(n, row) for key, tell in column.items()}}.values()))
    return [HEADER, *rows]


def doubts(tmp_path, rows):
    _, profile = read(write_xlsx(tmp_path / "list.xlsx", rows))
    return profile.column_doubts


def test_an_honest_list_raises_none(tmp_path):
    assert doubts(tmp_path, people()) == []
    assert doubts(tmp_path, people(4)) == []


@pytest.mark.parametrize(
    ("code", "column"),
    [
        ("names_repeat", {"name": lambda n, row: row["ward"]}),
        ("names_strange", {"name": lambda n, row: row["name"].replace(" ", "")}),
        ("births_young", {"born": lambda n, row: dt.date(2026, n % 11 + 1, n % 28 + 1)}),
        ("births_one_year", {"born": lambda n, row: f"{n % 28 + 1}/{n % 12 + 1}/2007"}),
        ("births_repeat", {"born": lambda n, row: f"{n % 3 + 15}/07/{1980 + n % 3}"}),
    ],
)
def test_exchanged_columns_are_told(tmp_path, code, column):
    assert doubts(tmp_path, people(**column)) == [code]


def test_names_of_other_peoples_and_years_alone_are_no_fault(tmp_path):
    rows = people(
        name=lambda n, row: ("H'Hen Niê", "Y Thăm Byă", "Ksor H'Lan")[n % 3] + " " + GIVEN[n % 10],
        born=lambda n, row: f"01/01/{1950 + n % 3}",
    )
    assert doubts(tmp_path, rows) == []
    assert doubts(tmp_path, people(born=lambda n, row: 1950 + n % 3)) == []


def test_names_in_two_columns_are_one_name(tmp_path):
    rows = [
        ("Họ và tên đệm", "Tên", "Ngày sinh"),
        *((*row[0].rsplit(" ", 1), row[1]) for row in people()[1:]),
    ]
    assert doubts(tmp_path, rows) == []
