"""Every row of the sample lists comes out true."""

import json
import shutil
from pathlib import Path

import pytest

from .making import read

LISTS = Path(__file__).parents[3] / "fixtures" / "lists"
TRUTHS = sorted(LISTS.glob("*.truth.json"))


def truth_of(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def compare(file: Path, truth: dict, *, tells_sex: bool = True) -> None:
    rows, _ = read(file)
    people = truth["people"]
    assert [row.row for row in rows] == [person["row"] for person in people]
    for row, person in zip(rows, people, strict=True):
        if person["dob"] is None:
            assert [problem.code for problem in row.problems] == ["birth_missing"]
            continue
        assert row.problems == []
        found = (row.full_name.casefold(), row.birth_date, row.sex)
        expected = (person["name"].casefold(), person["dob"], person["sex"] if tells_sex else "")
        assert found == expected


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.name.partition(".")[0])
def test_every_row_comes_out_true(path):
    truth = truth_of(path)
    compare(LISTS / truth["file"], truth, tells_sex="list6" not in path.name)


CONVERTED = sorted((LISTS / "converted").glob("*"))


@pytest.mark.parametrize("file", CONVERTED, ids=lambda path: path.name)
def test_what_libreoffice_made_of_the_lists_reads_the_same(file):
    truth = truth_of(LISTS / f"{file.stem}.truth.json")
    compare(file, truth, tells_sex="list6" not in file.name)


def test_libreoffice_says_no_more_of_a_date_than_it_shows():
    """Number formats of .xls are not known to us; only a year that was typed is seen for what it is."""
    shown = [row.birth_date for row in read(LISTS / "dates" / "shown.ods")[0]]
    assert shown == ["1973-01"] * 2 + ["1973"] + ["1973-01-01"] * 3 + ["1973-01", "1975"]
    old = [row.birth_date for row in read(LISTS / "dates" / "shown.xls")[0]]
    assert old == ["1973-01-01"] * 7 + ["1975"]


def test_names_keep_their_capitals_outside_tcvn3():
    truth = truth_of(LISTS / "list1-mixed.truth.json")
    rows, _ = read(LISTS / truth["file"])
    assert [row.full_name for row in rows] == [person["name"] for person in truth["people"]]


def test_the_profile_tells_how_the_file_was_understood():
    _, profile = read(LISTS / "list1-mixed.xlsx")
    (sheet,) = profile.sheets
    assert sheet.header_rows == [7, 8]
    assert sheet.columns["Ngày, tháng, năm sinh / Nữ"] == "birth_female"
    assert set(profile.skipped_sheets) == {"Ghi chú", "Tổng hợp"}
    assert (profile.rows, profile.rejected, profile.date_system) == (236, 1, "1900")

    _, old = read(LISTS / "list2-tcvn3.xls")
    assert old.sheets[0].encodings["Họ và tên"] == "tcvn3"
    _, text = read(LISTS / "list4-windows1258.csv")
    assert (text.delimiter, text.codec) == (";", "cp1258")
    _, mac = read(LISTS / "list6-mac1904-nfd.xlsx")
    assert mac.date_system == "1904"


@pytest.mark.parametrize("name", ["list.txt", "list", "list.xls", "list.csv"])
def test_the_content_tells_the_kind_not_the_name(name, tmp_path):
    shutil.copy(LISTS / "list6-mac1904-nfd.xlsx", tmp_path / name)
    rows, profile = read(tmp_path / name)
    assert (profile.format, len(rows)) == ("xlsx", 64)
