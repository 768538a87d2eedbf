"""Of which day a list is: read from the file, shown with its place, and set right by an officer."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cards.uploads import AN, fillers, publish_rows, receive

from factories import AS_OF, HEADER, person, write_list
from tracuu.audit.models import Event
from tracuu.cards.corrections import correct_by_hand
from tracuu.cards.enums import DayFrom, ListState, Stage
from tracuu.cards.lists.reviewing import read_upload
from tracuu.cards.models import Application, CardList, StageChange
from tracuu.core import clock

pytestmark = pytest.mark.django_db
HOME = "/console/tan-phu/lists/"
MAI = ("Lê Thị Mai", "05/06/1980")
TITLE = "DANH SÁCH THẺ NHẬN VỀ ĐẾN NGÀY 14/12/2021"


def bring(unit, tmp_path, *, title=TITLE, name="ds.xlsx", as_of=None):
    path = write_list(tmp_path / name, [HEADER, person(*MAI), *fillers(3)], [title])
    card_list = receive(unit, path, as_of=as_of)
    read_upload(card_list.pk)
    card_list.refresh_from_db()
    return card_list


def text(answer):
    return " ".join(answer.content.decode().split())


def test_an_upload_without_a_day_takes_the_one_in_the_title_and_says_where(page, unit, tmp_path):
    content = write_list(tmp_path / "1.xlsx", [HEADER, person(*MAI)], [TITLE]).read_bytes()
    sent = {"file": SimpleUploadedFile("ds.xlsx", content), "as_of": "", "stage": "at_unit"}
    page("upload/", sent)
    card_list = CardList.objects.get()
    read_upload(card_list.pk)

    told = text(page(f"{card_list.pk}/"))

    card_list.refresh_from_db()
    assert (card_list.as_of, card_list.as_of_from) == (AS_OF, DayFrom.TITLE)
    assert "số liệu ngày 14/12/2021" in told
    assert f'Đúng như tệp ghi ở dòng 1: <q lang="vi">{TITLE}</q>' in told
    assert StageChange.objects.get().changed_on == AS_OF


def test_the_files_name_is_asked_next_and_then_the_day_of_the_upload(page, unit, tmp_path):
    named = bring(unit, tmp_path, title="DANH SÁCH", name="ds_14-12-2021.xlsx")
    assert named.as_of == AS_OF
    told = text(page(f"{named.pk}/"))
    assert 'Đúng như tên tệp: <q lang="vi">ds_14-12-2021.xlsx</q>' in told

    unnamed = bring(unit, tmp_path, title="DANH SÁCH")
    assert (unnamed.as_of, unnamed.as_of_from) == (clock.today(), DayFrom.UPLOAD)
    assert "Tệp không ghi ngày nào" in text(page(f"{unnamed.pk}/"))


def test_another_day_than_the_files_is_kept_and_the_files_is_offered(page, unit, tmp_path):
    card_list = bring(unit, tmp_path, as_of=AS_OF + datetime.timedelta(days=1))

    told = text(page(f"{card_list.pk}/"))

    assert card_list.as_of == AS_OF + datetime.timedelta(days=1)
    assert "Tệp lại ghi ngày 14/12/2021, ở dòng 1:" in told
    page(f"{card_list.pk}/day/", {"as_of": "14/12/2021"})
    read_upload(card_list.pk)
    card_list.refresh_from_db()
    assert (card_list.as_of, card_list.state) == (AS_OF, ListState.REVIEWED)
    assert "Tệp lại ghi" not in text(page(f"{card_list.pk}/"))


def test_a_day_that_is_set_right_is_compared_with_anew(page, unit, tmp_path):
    publish_rows(unit, tmp_path, person(*MAI), name="1.xlsx")
    correct_by_hand(
        application=Application.objects.get(), stage=Stage.PROCESSING, reason="x", actor=AN,
        on=AS_OF + datetime.timedelta(days=2),
    )  # fmt: skip
    card_list = bring(unit, tmp_path)
    assert card_list.report["held"] == 1

    page(f"{card_list.pk}/day/", {"as_of": "17-12-2021"})
    read_upload(card_list.pk)

    card_list.refresh_from_db()
    assert "held" not in card_list.report
    assert card_list.report["moved_forward"] == 1
    assert Event.objects.get(action="list_day_said").facts == {"as_of": "2021-12-17"}


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Hãy nhập ngày của danh sách."),
        ("12/24/2021", "Không có tháng 24."),
        ("1/1/2999", "không thể sau hôm nay"),
    ],
)
def test_a_day_that_makes_no_sense_changes_nothing(page, unit, tmp_path, typed, says):
    card_list = bring(unit, tmp_path)
    answer = page(f"{card_list.pk}/day/", {"as_of": typed}, follow=True)
    assert says in text(answer)
    card_list.refresh_from_db()
    assert (card_list.as_of, card_list.state) == (AS_OF, ListState.REVIEWED)


def test_a_published_list_keeps_its_day(page, unit, tmp_path):
    card_list = publish_rows(unit, tmp_path, person(*MAI))
    answer = page(f"{card_list.pk}/day/", {"as_of": "01/12/2021"}, follow=True)
    assert "không đọc lại được nữa" in text(answer)
    card_list.refresh_from_db()
    assert card_list.as_of == AS_OF


def test_who_may_not_edit_lists_sets_no_day(client, binh, chi, unit, tmp_path):
    card_list = bring(unit, tmp_path)
    for officer, status in ((binh, 403), (chi, 404)):
        client.force_login(officer)
        sent = client.post(f"{HOME}{card_list.pk}/day/", {"as_of": "01/12/2021"})
        assert sent.status_code == status
