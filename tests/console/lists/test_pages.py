"""A list's way through the pages, without a script, asked by everybody."""

import datetime
import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from openpyxl import load_workbook
from tests.cards.uploads import AN, fillers, publish_rows, review, stage_of

from factories import AS_OF, person, write_list
from tracuu.cards.enums import ListState, Stage
from tracuu.cards.lists import vault
from tracuu.cards.lists.releasing import undo_publication
from tracuu.cards.lists.reviewing import read_upload
from tracuu.cards.models import CardList, StageChange, UnitLedger
from tracuu.console.lists.reasons import REASONS
from tracuu.core import clock

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
MAI = ("Lê Thị Mai", "05/06/1980")
BAD = person("Vũ Lan Hương", "31/02/1990")
HOME = "/console/tan-phu/lists/"


def file(tmp_path, *people, name="list.xlsx"):
    return SimpleUploadedFile(name, write_list(tmp_path / name, people).read_bytes())


def form(tmp_path, *people, **more):
    return {
        "file": file(tmp_path, *people), "as_of": "2021-12-14", "stage": "at_unit", **more,
    }  # fmt: skip


def text(answer):
    return answer.content.decode()


def test_an_officer_uploads_watches_reviews_publishes_and_undoes(page, unit, tmp_path):
    assert "Tải danh sách lên" in text(page())
    sent = page("upload/", form(tmp_path, person(*MAI), *fillers(25), BAD))
    card_list = CardList.objects.get()
    path = f"{card_list.pk}/"
    assert sent.headers["Location"] == HOME + path
    waiting = page(path)
    assert "<progress" in text(waiting)
    assert waiting.headers["Refresh"] == "2"

    read_upload(card_list.pk)
    reviewed = text(page(path))
    assert "Họ và tên" in reviewed
    assert "Đọc được 27 dòng: chấp nhận 26, từ chối 1." in reviewed
    card_list.refresh_from_db()
    seen = card_list.compared_at.isoformat()
    assert seen in reviewed
    done = page(path + "publish/", {"seen": seen}, follow=True)
    assert "Đã công bố" in text(done)
    assert stage_of(unit, *MAI) is Stage.AT_UNIT
    assert "Thu hồi danh sách" in text(done)

    page(path + "undo/", {})

    assert stage_of(unit, *MAI) is None
    assert CardList.objects.get().state == ListState.WITHDRAWN


def test_the_comparison_stands_before_the_button_that_publishes(page, unit, tmp_path):
    publish_rows(unit, tmp_path, person(*MAI, status="Đang in"), name="1.xlsx")
    people = [person(*MAI, status="Đã về đơn vị"), *fillers(30), BAD]
    card_list = review(unit, tmp_path, *people, name="2.xlsx", as_of=AS_OF - DAY)
    told = text(page(f"{card_list.pk}/"))
    places = [
        told.index(f"<h2>{heading}</h2>")
        for heading in (
            "Cần xem trước khi công bố", "So với dữ liệu hiện nay", "Công bố", "Tệp này là gì",
        )
    ]  # fmt: skip
    assert places == sorted(places)
    assert "30 hồ sơ mới, 1 tiến thêm, 1 bị từ chối." in told


def test_the_rows_of_each_kind_are_read_page_by_page(page, unit, tmp_path):
    publish_rows(unit, tmp_path, person(*MAI, status="Đang in"), *fillers(60), BAD, name="1.xlsx")
    people = [person(*MAI, status="Đã về đơn vị"), *fillers(55), person("Cao Văn Mới", "1/1/1971")]
    card_list = review(unit, tmp_path, *people, BAD, name="2.xlsx")

    def rows(kind, **more):
        return text(page(f"{card_list.pk}/rows/{kind}/", **more))

    assert "Cao Văn Mới" in rows("new")
    assert "Lê Thị Mai" in rows("moved_forward")
    assert rows("unchanged").count("<tr>") == 51
    assert rows("unchanged", query_params={"page": "2"}).count("<tr>") == 6
    assert rows("vanished").count("<tr>") == 6
    mend = rows("rejected")
    assert '<li class="bad">' in mend
    assert "31/02/1990" in mend
    assert page(f"{card_list.pk}/rows/nothing/").status_code == 404


def test_a_number_of_another_person_is_marked_and_counted_apart(page, unit, tmp_path):
    publish_rows(unit, tmp_path, person(*MAI, receipt="HS-1"), name="1.xlsx")
    people = [person("Người Khác Hẳn", "03/03/1993", receipt="HS-1"), BAD, *fillers(3)]
    card_list = review(unit, tmp_path, *people, name="2.xlsx")

    told = " ".join(text(page(f"{card_list.pk}/")).split())
    assert "Đọc được 5 dòng: chấp nhận 3, từ chối 2." in told
    for kind in ("rejected", "ambiguous"):
        row = told[: told.index(f"/rows/{kind}/")].rpartition("<tr")[2]
        assert row.startswith(' class="bad"')
    told = text(page(f"{card_list.pk}/rows/ambiguous/"))
    assert "vì không rõ là ai (1)" in told
    (marked,) = re.findall(r'<li class="bad">(.*?)</li>', told, re.DOTALL)
    assert "Số hồ sơ" in marked
    assert "HS-1" in marked
    assert "(1)" in text(page(f"{card_list.pk}/rows/rejected/"))


@pytest.mark.parametrize(
    ("born", "asks"),
    [
        ("31/02/1990", "Vui lòng xem lại ngày sinh trên giấy tờ."),
        ("06/25/1980", "Có phải 25/06/1980? Ghi ngày trước, tháng sau."),
    ],
)
def test_what_to_do_is_said_once(page, unit, tmp_path, born, asks):
    card_list = review(unit, tmp_path, person(*MAI), person("Vũ Lan Hương", born))
    told = " ".join(text(page(f"{card_list.pk}/rows/rejected/")).split())
    assert asks in told
    assert told.casefold().count("xem lại ngày sinh") == ("xem lại" in asks)
    sheet = load_workbook(BytesIO(page(f"{card_list.pk}/rejected.xlsx").content)).active
    assert sheet.cell(2, sheet.max_column).value.endswith(asks)


def test_rejected_rows_are_downloaded_with_reasons(page, unit, tmp_path):
    card_list = review(unit, tmp_path, person(*MAI), BAD)

    answer = page(f"{card_list.pk}/rejected.xlsx")

    assert "Hương" not in answer.headers["Content-Disposition"]
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet["A2"].value == "Vũ Lan Hương"


def test_columns_are_set_right_on_a_page(page, unit, tmp_path):
    card_list = review(unit, tmp_path, (*MAI, "A7"), header=("Họ và tên", "Ngày sinh", "Chỗ để"))
    path = f"{card_list.pk}/columns/"
    assert "Chỗ để" in text(page(path))

    page(path, {"column_0": "name", "column_1": "birth", "column_2": "box"})
    read_upload(card_list.pk)

    card_list.refresh_from_db()
    assert card_list.mapping == {"Họ và tên": "name", "Ngày sinh": "birth", "Chỗ để": "box"}
    assert card_list.state == ListState.REVIEWED


def test_columns_are_told_by_their_cells_and_a_choice_is_shown_again(page, unit, tmp_path):
    header = ("Khách", "Mốc", "Chỗ")
    card_list = review(unit, tmp_path, (*MAI, "A7"), ("Cao An", "1/1/1971", "A8"), header=header)
    path = f"{card_list.pk}/columns/"
    assert f'href="{HOME}{path}"' in text(page(f"{card_list.pk}/"))
    assert "A7 · A8" in text(page(path))

    page(path, {"column_0": "name", "column_1": "birth", "column_2": "box"})
    read_upload(card_list.pk)

    assert "A7 · A8" in text(page(path))
    assert re.findall(r'value="(\w+)"\s+selected', text(page(path))) == ["name", "birth", "box"]


def test_of_two_columns_with_one_header_the_first_is_chosen_again(page, unit, tmp_path):
    header = ("Khách", "Mốc", "Chỗ", "Chỗ")
    card_list = review(unit, tmp_path, (*MAI, "A7", "x"), header=header)
    path = f"{card_list.pk}/columns/"
    page(path, {"column_0": "name", "column_1": "birth", "column_2": "box"})
    read_upload(card_list.pk)
    assert re.findall(r'value="(\w+)"\s+selected', text(page(path))) == ["name", "birth", "box"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (("name", "name", "birth"), "Hai cột cùng là “Họ và tên”"),
        (("name", "birth", "birth"), "Hai cột cùng là “Ngày sinh”"),
        (("name", "birth", "surname"), "Hãy chọn một trong hai: “Họ và tên”"),
        (("", "birth", "note"), "Hãy chọn cột họ và tên."),
        (("name", "", "note"), "Hãy chọn cột ngày sinh."),
    ],
)
def test_columns_that_make_no_list_are_refused_at_once(page, unit, tmp_path, fields, sentence):
    header = ("Khách", "Mốc", "Chỗ")
    card_list = review(unit, tmp_path, (*MAI, "A7"), ("Cao An", "1/1/1971", "A8"), header=header)
    chosen = {f"column_{place}": field for place, field in enumerate(fields)}
    answer = page(f"{card_list.pk}/columns/", chosen)
    assert answer.status_code == 422
    assert sentence in text(answer)
    kept = re.findall(r'value="(\w+)"\s+selected', text(answer))
    assert kept == [field for field in fields if field]
    card_list.refresh_from_db()
    assert card_list.mapping == {}


def test_a_column_that_was_recognised_wrongly_is_left_out(page, unit, tmp_path):
    header = ("Họ và tên", "Ngày sinh", "Ghi chú", "Hộc")
    card_list = review(unit, tmp_path, (*MAI, "đã gọi", "A7"), header=header)

    page(f"{card_list.pk}/columns/", {"column_0": "name", "column_1": "birth", "column_2": "note"})
    read_upload(card_list.pk)

    assert StageChange.objects.get().box == ""


def test_a_refused_list_is_published_by_a_chief_with_a_reason_only(
    page, client, an, unit, tmp_path
):
    card_list = review(unit, tmp_path, person(*MAI), BAD)
    path = f"{card_list.pk}/"
    told = text(page(path))
    assert "dòng bị từ chối, quá 5%" in told
    assert "Vẫn công bố" not in told.replace("có thể vẫn công bố", "")
    sent = {"seen": card_list.compared_at.isoformat(), "override_reason": "Đã kiểm tra"}
    page(path + "publish/", sent)
    assert stage_of(unit, *MAI) is None

    client.force_login(an)
    assert "Lý do vẫn công bố" in text(page(path))
    page(path + "publish/", sent)

    assert stage_of(unit, *MAI) is Stage.AT_UNIT


def test_the_editor_undoes_in_time_and_the_chief_later(page, client, an, editor, unit, tmp_path):
    card_list = review(unit, tmp_path, person(*MAI))
    page(f"{card_list.pk}/publish/", {"seen": card_list.compared_at.isoformat()})
    CardList.objects.update(published_at=clock.now() - datetime.timedelta(minutes=11))
    assert "Thu hồi danh sách" not in text(page(f"{card_list.pk}/"))
    page(f"{card_list.pk}/undo/", {})
    assert stage_of(unit, *MAI) is Stage.AT_UNIT

    client.force_login(an)
    page(f"{card_list.pk}/undo/", {})

    assert stage_of(unit, *MAI) is None


def test_a_chief_sets_the_time_for_undoing_and_an_editor_does_not(page, client, an, unit, tmp_path):
    review(unit, tmp_path, person(*MAI))
    assert page("undo-time/", {"minutes": "60"}).status_code == 403
    client.force_login(an)
    page("undo-time/", {"minutes": "60"})
    assert UnitLedger.objects.get().undo_minutes == 60


def test_a_wrong_upload_says_what_is_wrong_and_keeps_nothing(page, tmp_path):
    tomorrow = (clock.today() + datetime.timedelta(days=1)).isoformat()
    answer = page("upload/", form(tmp_path, person(*MAI), as_of=tomorrow))
    assert answer.status_code == 422
    assert "không thể sau hôm nay" in text(answer)
    assert page("upload/", {"as_of": "2021-12-14"}).status_code == 422
    assert not CardList.objects.exists()


def test_an_upload_is_kept_when_the_queue_is_out_of_reach(page, tmp_path, monkeypatch):
    def away(number):
        raise ConnectionError

    monkeypatch.setattr("tracuu.console.lists.views.read_list", away)
    assert page("upload/", form(tmp_path, person(*MAI))).status_code == 302
    assert CardList.objects.get().state == ListState.UPLOADED


def test_the_quality_page_says_reasons_in_words(page, unit, tmp_path):
    publish_rows(unit, tmp_path, *fillers(60), BAD, name="1.xlsx")
    told = " ".join(text(page("quality/")).split())
    assert "ngày sinh không có thật (1)" in told
    assert "birth_impossible" not in told


def test_sentences_of_the_reader_are_english_and_quotes_stay(page, unit, tmp_path):
    header = ("Họ và tên", "Ngày sinh", "Trạng thái")
    rows = [(*MAI, "Đã về đơn vị"), (*MAI[:1], "31/02/1990", "Chờ sếp")]
    card_list = review(unit, tmp_path, *rows, header=header)
    told = text(page(f"{card_list.pk}/rows/rejected/", query_params={"lang": "en"}))
    assert "31/2/1990. Please check" in told
    assert "Write one of the stages" in told
    assert "31/02/1990" in told


def test_an_upload_needs_its_token(editor, tmp_path):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    answer = strict.post(HOME + "upload/", form(tmp_path, person(*MAI)))
    assert answer.status_code == 403
    assert not CardList.objects.exists()


def test_an_upload_leaves_no_named_clear_file(page, tmp_path, monkeypatch):
    before = set(vault.folder().iterdir())
    page("upload/", form(tmp_path, person(*MAI)))
    (kept,) = set(vault.folder().iterdir()) - before
    assert kept.name == CardList.objects.get().file_token


def test_another_unit_finds_no_list_and_a_clerk_no_person(client, unit, chi, binh, tmp_path):
    card_list = review(unit, tmp_path, person(*MAI), BAD)
    places = ["", "rows/new/", "rejected.xlsx", "columns/"]
    client.force_login(chi)
    for place in places:
        assert client.get(f"{HOME}{card_list.pk}/{place}").status_code == 404
        elsewhere = f"/console/tan-binh/lists/{card_list.pk}/{place}"
        assert client.get(elsewhere).status_code == 404
    for deed in ("publish", "undo", "discard", "dates", "again"):
        assert client.post(f"/console/tan-binh/lists/{card_list.pk}/{deed}/").status_code == 404
    client.force_login(binh)
    assert client.get(f"{HOME}{card_list.pk}/").status_code == 200
    for place in places[1:]:
        assert client.get(f"{HOME}{card_list.pk}/{place}").status_code == 403
    assert client.post(f"{HOME}{card_list.pk}/publish/").status_code == 403
    card_list.refresh_from_db()
    assert card_list.state == ListState.REVIEWED


def test_quality_is_plotted_over_time(page, unit, tmp_path):
    publish_rows(unit, tmp_path, *fillers(20), name="1.xlsx")
    publish_rows(unit, tmp_path, *fillers(25, first=5), name="2.xlsx")

    told = text(page("quality/"))

    assert told.count("<svg") == 3
    assert told.count("<circle") == 5
    assert "75,0%" in told


def test_a_withdrawn_list_is_marked_and_not_plotted(page, unit, tmp_path):
    publish_rows(unit, tmp_path, *fillers(20), name="1.xlsx")
    second = publish_rows(unit, tmp_path, *fillers(25, first=5), name="2.xlsx")
    undo_publication(card_list=second, actor=AN)

    told = text(page("quality/"))

    assert told.count("<circle") == 2
    assert told.count("Đã thu hồi") == 1
    assert f'class="back" href="{HOME}"' in told


def test_every_reason_has_words_of_its_own():
    said = [str(words) for words in REASONS.values()]
    assert len(set(said)) == len(said)


def test_an_older_list_says_which_is_withdrawn_first(page, client, an, unit, tmp_path):
    first = publish_rows(unit, tmp_path, *fillers(20), name="1.xlsx")
    second = publish_rows(unit, tmp_path, *fillers(25), name="2.xlsx")
    CardList.objects.update(published_by=an.pk)
    told = text(page(f"{first.pk}/"))
    assert "Chỉ người đã công bố được thu hồi" in told

    client.force_login(an)
    told = " ".join(text(page(f"{first.pk}/")).split())
    assert f'href="{HOME}{second.pk}/"' in told
    assert f"Hãy thu hồi danh sách số {second.pk} trước." in told
    assert "/undo/" not in told


def test_a_list_is_dropped(page, unit, tmp_path):
    card_list = review(unit, tmp_path, person(*MAI))
    page(f"{card_list.pk}/discard/", {})
    assert not CardList.objects.exists()
    assert AN.officer_id


def test_pages_speak_english(page, unit, tmp_path):
    card_list = review(unit, tmp_path, person(*MAI), BAD)
    with translation.override("en"):
        told = text(page(f"{card_list.pk}/", query_params={"lang": "en"}))
    assert "rows were rejected" in told
