"""Columns below merged headers, and columns that were exchanged."""

import re

import pytest
from tests.cards.uploads import fillers, receive, review, stage_of

from factories import person, write_list
from tracuu.audit.models import Event
from tracuu.cards.enums import ListState, Stage
from tracuu.cards.lists.reviewing import get_understood, read_upload
from tracuu.cards.models import CardList, StageChange
from tracuu.core import clock

pytestmark = pytest.mark.django_db
MAI = ("Lê Thị Mai", "05/06/1980")
SPLIT = ("Lê Thị", "Mai", "05/06/1980", "A7")


def text(answer):
    return " ".join(answer.content.decode().split())


def chosen(answer):
    return re.findall(r'value="(\w+)"\s+selected', answer.content.decode())


def read_again(card_list):
    read_upload(card_list.pk)
    card_list.refresh_from_db()
    assert card_list.state == ListState.REVIEWED
    return card_list


def test_a_column_below_a_merged_header_is_there_and_saved_as_it_stands(page, unit, tmp_path):
    header = ("Họ và tên", "", "Ngày sinh", "Chỗ để")
    card_list = review(unit, tmp_path, SPLIT, ("Cao Văn", "An", "01/01/1971", "A8"), header=header)
    path = f"{card_list.pk}/columns/"
    shown = page(path)
    assert "Mai · An" in text(shown)
    assert Event.objects.filter(action="list_columns_read").count() == 1
    assert chosen(shown) == ["surname", "given", "birth"]
    assert "Họ và tên (B)</span> (Tên)" in text(page(f"{card_list.pk}/"))

    fields = ("surname", "given", "birth", "box")
    page(path, {f"column_{place}": field for place, field in enumerate(fields)})

    assert read_again(card_list).report["new"] == 2
    assert chosen(page(path)) == list(fields)
    assert StageChange.objects.order_by("pk")[0].box == "A7"
    page(f"{card_list.pk}/publish/", {"seen": card_list.compared_at.isoformat()})
    assert stage_of(unit, *MAI) is Stage.AT_UNIT


def test_a_column_without_any_header_can_be_pointed_at(page, unit, tmp_path):
    header = ("Họ và tên", "Ngày sinh", "")
    card_list = review(unit, tmp_path, (*MAI, "A7"), ("Cao An", "1/1/1971", "A8"), header=header)
    path = f"{card_list.pk}/columns/"
    assert "C: (không có tiêu đề riêng)" in text(page(path))

    page(path, {"column_0": "name", "column_1": "birth", "column_2": "box"})

    read_again(card_list)
    assert StageChange.objects.order_by("pk")[0].box == "A7"
    # The next file with such a header is understood at once.
    again = receive(unit, write_list(tmp_path / "2.xlsx", [(*MAI, "B1")], header))
    read_upload(again.pk)
    again.refresh_from_db()
    assert again.mapping["@C"] == "box"
    assert "như đơn vị đã chọn cho dòng tiêu đề này" in text(page(f"{again.pk}/"))
    assert "C: (không có tiêu đề riêng)" in text(page(f"{again.pk}/columns/"))


def test_sexes_below_a_merged_header_tell_two_columns_apart(page, unit, tmp_path):
    header = ("Họ và tên", "Ngày sinh", "", "Giới tính", "")
    below = ("", "Nam", "Nữ", "Nam", "Nữ")
    rows = [below, (MAI[0], "", MAI[1], "", "x"), ("Cao Văn An", "1/1/1971", "", "x", "")]
    card_list = review(unit, tmp_path, *rows, header=header)
    path = f"{card_list.pk}/columns/"
    before = chosen(page(path))
    assert before == ["name", "birth_male", "birth_female", "male", "female"]

    page(path, {f"column_{place}": field for place, field in enumerate(before)})

    assert read_again(card_list).report["new"] == 2
    assert chosen(page(path)) == before


def test_a_middle_name_is_not_lost_by_saving_the_page(page, unit, tmp_path):
    header = ("Họ", "Tên đệm", "Tên", "Ngày sinh")
    card_list = review(unit, tmp_path, ("Lê", "Thị", "Mai", MAI[1]), header=header)
    path = f"{card_list.pk}/columns/"
    before = chosen(page(path))

    page(path, {f"column_{place}": field for place, field in enumerate(before)})
    read_again(card_list)
    page(f"{card_list.pk}/publish/", {"seen": card_list.compared_at.isoformat()})

    assert stage_of(unit, *MAI) is Stage.AT_UNIT


def exchanged(amount=30):
    """A list in which the birth dates are those of the collection."""
    year = clock.today().year - 1
    return [(row[0], f"{n % 28 + 1:02}/11/{year}", row[3]) for n, row in enumerate(fillers(amount))]


def test_exchanged_columns_are_asked_about_before_publishing(page, unit, tmp_path):
    header = ("Họ và tên", "Ngày sinh", "Số hồ sơ")
    card_list = review(unit, tmp_path, *exchanged(), header=header)
    path = f"{card_list.pk}/"
    seen = {"seen": card_list.compared_at.isoformat()}
    told = text(page(path))
    assert "có thể là cột ngày thu nhận" in told
    assert f'href="/console/tan-phu/lists/{path}columns/"' in told
    page(path + "publish/", seen, follow=True)
    assert CardList.objects.get().state == ListState.REVIEWED

    page(path + "columns/right/", {})

    assert "có thể là cột ngày thu nhận" not in text(page(path))
    assert Event.objects.filter(action="list_columns_confirmed").count() == 1
    page(path + "publish/", seen)
    assert CardList.objects.get().state == ListState.PUBLISHED


def test_columns_that_are_mapped_anew_are_judged_anew(page, unit, tmp_path):
    header = ("Họ và tên", "Ngày sinh", "Mốc")
    rows = [(*row[:2], born[1]) for row, born in zip(exchanged(), fillers(30), strict=True)]
    card_list = review(unit, tmp_path, *rows, header=header)
    page(f"{card_list.pk}/columns/right/", {})

    columns = {"column_0": "name", "column_1": "collected", "column_2": "birth"}
    page(f"{card_list.pk}/columns/", columns)
    read_again(card_list)

    assert not card_list.are_columns_confirmed
    assert card_list.report["column_doubts"] == []
    assert get_understood(card_list).profile["sheets"][0]["columns"]["Mốc"] == "birth"


def test_an_honest_list_is_not_asked_about(page, unit, tmp_path):
    card_list = review(unit, tmp_path, person(*MAI), *fillers(60))
    assert card_list.report["column_doubts"] == []
    assert "Các cột đã đúng" not in text(page(f"{card_list.pk}/"))
