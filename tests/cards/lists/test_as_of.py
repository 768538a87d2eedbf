"""The day of a list, in titles as offices write them and in the names of files."""

import datetime

import pytest

from tracuu.cards.lists.as_of import find_day

TODAY = datetime.date(2021, 12, 20)
LIST_DAY = datetime.date(2021, 12, 14)


def titles(*texts):
    return [("Danh sách", row, text) for row, text in enumerate(texts, start=1)]


@pytest.mark.parametrize(
    "text",
    [
        "DANH SÁCH THẺ CCCD GẮN CHIP NHẬN VỀ NGÀY 14/12/2021",
        "Danh sách công dân đến ngày 14.12.2021",
        "Danh sách tính đến ngày 14 tháng 12 năm 2021",
        "(Số liệu từ ngày 01/12/2021 đến hết ngày 14/12/2021)",
        "Kèm theo Công văn số 12/CV ngày 15/12/2021, số liệu đến 14/12/2021",
        "Danh s¸ch thÎ ®Õn ngµy 14/12/2021",
        "Đợt 3 - 14/12/21",
        "Ngày: 2021-12-14",
    ],
)
def test_a_title_tells_the_day(text):
    found = find_day(titles("CÔNG AN QUẬN TÂN PHÚ", text), "a.xlsx", today=TODAY)
    assert (found.day, found.sheet, found.row) == (LIST_DAY, "Danh sách", 2)
    assert "14" in found.text


@pytest.mark.parametrize(
    "text",
    [
        "DANH SÁCH CẤP THẺ",
        "Danh sách đến ngày 31/12/2021",  # not come yet
        "Danh sách đến ngày 14/12/1990",  # before there was any such list
        "Danh sách công dân sinh từ 01/01/2018 đến 31/12/2018",
        "Căn cứ Thông tư số 59/2021/TT-BCA ngày 15/05/2021",
        "Điện thoại 028.38.10.20",
        "Danh sách đến ngày 31/11/2021",
    ],
)
def test_other_days_are_not_the_lists(text):
    assert find_day(titles(text), "a.xlsx", today=TODAY) is None


def test_what_speaks_of_the_list_goes_before_where_it_was_signed():
    rows = titles("Tân Phú, ngày 16 tháng 12 năm 2021", "DANH SÁCH NGÀY 14/12/2021")
    assert find_day(rows, "a.xlsx", today=TODAY).row == 2


@pytest.mark.parametrize(
    "name",
    [
        "DS_14-12-2021.xlsx", "tan-phu-2021-12-14.xlsx", "ds 14.12.2021.xls", "20211214.ods",
        "nhan_ve_14_12_2021.csv", "ds14122021.xlsx", "ds-14.12.21.xlsx",
    ],
)  # fmt: skip
def test_the_name_of_the_file_tells_it_too(name):
    found = find_day(titles("DANH SÁCH CẤP THẺ"), name, today=TODAY)
    assert (found.day, found.text) == (LIST_DAY, "")


@pytest.mark.parametrize(
    "name", ["ds.xlsx", "0912345678.xlsx", "ds-99-99-2021.xlsx", "dot 12.xlsx"]
)
def test_numbers_in_a_name_are_not_always_a_day(name):
    assert find_day([], name, today=TODAY) is None


def test_a_title_goes_before_the_name():
    found = find_day(titles("Danh sách ngày 14/12/2021"), "ds-13-12-2021.xlsx", today=TODAY)
    assert found.day == LIST_DAY
