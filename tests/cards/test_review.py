"""From the upload to the review page's content."""

import datetime

import pytest
from openpyxl import load_workbook
from tests.cards.uploads import AN, fillers, publish_rows, receive, review, stage_of

from factories import AS_OF, make_unit, person, write_list
from tracuu.audit.models import Event
from tracuu.cards.corrections import correct_by_hand
from tracuu.cards.enums import ListState, RowKind, Stage
from tracuu.cards.errors import UploadNotStored
from tracuu.cards.lists import reviewing, vault
from tracuu.cards.lists.comparing import list_missing
from tracuu.cards.lists.receiving import receive_upload
from tracuu.cards.lists.refusing import refusals
from tracuu.cards.lists.rejected_file import REASON_HEADER, write_rejected_file
from tracuu.cards.lists.releasing import answer_day_month, publish_reviewed, remap_columns
from tracuu.cards.lists.review_rows import PAGE, count_rows, list_page
from tracuu.cards.lists.reviewing import get_understood, read_upload
from tracuu.cards.lists.sweeping import list_waiting
from tracuu.cards.models import (
    Application,
    CardList,
    ColumnMapping,
    ListMention,
    ReviewRow,
    StageChange,
)
from tracuu.console.day.shown import waiting_list
from tracuu.console.lists.shown import counts_of
from tracuu.core import clock

pytestmark = pytest.mark.django_db

MAI = ("Lê Thị Mai", "05/06/1980")
TAM = ("Trần Văn Tám", "08/08/1958")
SEN = ("Đỗ Thị Sen", "01/02/1945")


def codes(card_list):
    return [refusal.code for refusal in refusals(card_list)]


def test_an_uploaded_file_is_read_and_seen_by_nobody(tmp_path):
    unit = make_unit()

    card_list = review(unit, tmp_path, person(*MAI), person(*TAM))

    assert card_list.state == ListState.REVIEWED
    assert card_list.rows_read == 2
    assert card_list.report["new"] == 2
    assert refusals(card_list) == []
    assert stage_of(unit, *MAI) is None
    assert [event.action for event in Event.objects.filter(subject=f"list:{card_list.pk}")] == [
        "list_uploaded"
    ]


def test_the_file_lies_sealed_and_private_and_no_name_is_in_the_database(tmp_path):
    unit = make_unit()
    before = set(vault.folder().iterdir())
    path = tmp_path / "list.csv"
    rows = "\n".join(["Họ và tên;Ngày sinh", ";".join(MAI), "Vũ Lan Hương;31/02/1990"])
    path.write_text(rows, encoding="utf-8")
    card_list = receive(unit, path)
    kept = vault.folder() / card_list.file_token

    assert kept.stat().st_mode & 0o777 == 0o600
    assert vault.folder().stat().st_mode & 0o777 == 0o700
    assert b"Mai" not in kept.read_bytes()
    read_upload(card_list.pk)
    card_list.refresh_from_db()

    assert card_list.report["rejected"] == 1
    told = [bytes(row.sealed) for row in ReviewRow.objects.all()]
    told += [bytes(card_list.sealed_profile), str(card_list.report).encode()]
    assert not any("Hương".encode() in one or b"1990" in one for one in told)
    assert set(vault.folder().iterdir()) - before == {kept}


def test_a_file_that_was_tampered_with_does_not_open(tmp_path):
    card_list = receive(make_unit(), write_list(tmp_path / "a.xlsx", [person(*MAI)]))
    kept = vault.folder() / card_list.file_token
    content = bytearray(kept.read_bytes())
    content[30] ^= 1
    kept.write_bytes(content)

    with pytest.raises(Exception, match="does not open"), vault.opened(card_list):
        pass


def test_the_review_counts_every_kind_of_row(tmp_path):
    unit = make_unit()
    publish_rows(
        unit, tmp_path,
        person(*MAI, receipt="HS-1", status="Đang in"), person(*TAM, receipt="HS-2"),
        person(*SEN, receipt="HS-3", status="Đã trả"), person("Hồ Văn Bốn", "04/04/1974"),
        name="1.xlsx",
    )  # fmt: skip

    card_list = review(
        unit, tmp_path,
        person(*MAI, receipt="HS-1", status="Đã về đơn vị"),
        person(*TAM, receipt="HS-2"),
        person(*SEN, receipt="HS-3", status="Đang in"),
        person("Người Khác Hẳn", "03/03/1993", receipt="HS-2"),
        person("Vũ Lan Hương", "31/02/1990"),
        person("Cao Thị Mới", "07/07/1977", status="Đã về đơn vị"),
        name="2.xlsx",
    )  # fmt: skip

    report = card_list.report
    assert (report["moved_forward"], report["unchanged"], report["moved_back"]) == (1, 1, 1)
    assert (report["new"], report["ambiguous"], report["rejected"]) == (1, 1, 2)
    assert report["vanished"] == 1
    assert [one.identity.full_name for one in list_missing(card_list, 1, PAGE)] == ["Hồ Văn Bốn"]
    (back,) = list_page(card_list, RowKind.MOVED_BACK, 1)
    assert (back.facts[0], back.number) == ("Đỗ Thị Sen", 4)
    assert (back.stage_before(), back.stage_after()) == (Stage.HANDED_OVER, Stage.PRINTING)
    (ambiguous,) = list_page(card_list, RowKind.AMBIGUOUS, 1)
    assert ambiguous.troubles[0].code == "conflict"


def test_who_was_handed_their_card_has_not_vanished(tmp_path):
    unit = make_unit()
    publish_rows(unit, tmp_path, person(*MAI, status="Đã trả"), person(*TAM), name="1.xlsx")

    card_list = review(unit, tmp_path, person(*TAM), name="2.xlsx")

    assert card_list.report["vanished"] == 0


def test_a_bad_cell_is_marked_where_it_stands_with_a_sentence(tmp_path):
    card_list = review(
        make_unit(), tmp_path, person(*MAI), person("Vũ Lan Hương", "31/02/1990", box="Hộc 7")
    )

    (shown,) = list_page(card_list, RowKind.REJECTED, 1)

    assert shown.number == 3
    assert shown.cells[0] == "Vũ Lan Hương"
    assert shown.cells[7] == "Hộc 7"
    trouble = shown.trouble_at(1)
    assert trouble.value == "31/02/1990"
    assert trouble.message
    assert shown.trouble_at(0) is None


def test_rows_come_fifty_a_page(tmp_path):
    rows = [person(f"Vũ Thị {name}", "31/02/1990") for name in ("An", "Ba") for _ in range(30)]

    card_list = review(make_unit(), tmp_path, person(*MAI), *rows)

    assert count_rows(card_list)[RowKind.REJECTED] == 60
    assert len(list_page(card_list, RowKind.REJECTED, 1)) == PAGE
    assert [row.number for row in list_page(card_list, RowKind.REJECTED, 2)] == [*range(53, 63)]


def test_the_review_tells_what_the_file_is(tmp_path):
    card_list = review(make_unit(), tmp_path, person(*MAI))

    understood = get_understood(card_list)

    assert understood.profile["format"] == "xlsx"
    assert understood.profile["sheets"][0]["columns"]["Họ và tên"] == "name"
    assert [one["text"] for one in understood.headers[0]["columns"]][:2] == [
        "Họ và tên",
        "Ngày sinh",
    ]


def test_a_column_set_right_is_remembered_for_the_next_file_with_that_header(tmp_path):
    unit = make_unit()
    header = ("Họ và tên", "Ngày sinh", "Chỗ để")
    first = review(unit, tmp_path, (*MAI, "A7"), header=header, name="1.xlsx")
    assert get_understood(first).headers[0]["columns"][2]["field"] == ""

    remap_columns(card_list=first, mapping={"Chỗ để": "box"}, actor=AN)
    assert first.state == ListState.UPLOADED
    read_upload(first.pk)
    first.refresh_from_db()
    second = review(unit, tmp_path, (*TAM, "B9"), header=header, name="2.xlsx")

    assert set(StageChange.objects.values_list("box", flat=True)) == {"A7", "B9"}
    assert second.mapping == {"Chỗ để": "box"}
    assert Application.objects.count() == 2
    assert ColumnMapping.objects.count() == 1


def test_a_header_that_nobody_understands_can_be_explained(tmp_path):
    unit = make_unit()
    card_list = review(unit, tmp_path, MAI, TAM, header=("Khách", "Mốc"))
    assert card_list.state == ListState.FAILED
    assert "tiêu đề" in card_list.failure

    remap_columns(card_list=card_list, mapping={"Khách": "name", "Mốc": "birth"}, actor=AN)
    read_upload(card_list.pk)
    card_list.refresh_from_db()

    assert card_list.state == ListState.REVIEWED
    assert card_list.report["new"] == 2


def test_a_file_that_is_no_spreadsheet_fails_with_a_sentence_and_is_erased(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"%PDF-1.4 \0")
    card_list = receive(make_unit(), path)
    token = card_list.file_token

    read_upload(card_list.pk)

    card_list.refresh_from_db()
    assert card_list.state == ListState.FAILED
    assert "PDF" in card_list.failure
    assert not (vault.folder() / token).exists()


def test_doubted_dates_are_asked_about_and_the_answer_counts(tmp_path):
    card_list = review(make_unit(), tmp_path, person(*MAI))
    CardList.objects.filter(pk=card_list.pk).update(
        report={**card_list.report, "day_month_doubt": True}
    )
    card_list.refresh_from_db()
    assert codes(card_list) == ["day_month"]

    answer_day_month(card_list=card_list, answer="keep", actor=AN)
    read_upload(card_list.pk)
    card_list.refresh_from_db()

    assert card_list.day_month == "keep"
    assert codes(card_list) == []


def test_rejected_rows_come_back_mended_without_harm(tmp_path):
    unit = make_unit()
    good = [person(*MAI, receipt="HS-1", id_number="079080012345"), *fillers(40)]
    bad = person("Vũ Lan Hương", "31/02/1990", receipt="HS-9", id_number="079090054321", box="=1+1")
    publish_rows(unit, tmp_path, *good, bad, name="1.xlsx")
    first = CardList.objects.get()
    path = tmp_path / "rejected.xlsx"

    assert write_rejected_file(first, path) == 1

    book = load_workbook(path)
    header, row = book.active.iter_rows(values_only=True)
    assert header[-1] == REASON_HEADER
    assert row[:2] == ("Vũ Lan Hương", "31/02/1990")
    assert row[4] == "079090054321"
    assert row[7] == "=1+1"
    assert book.active["H2"].data_type == "s"
    assert "ngày" in row[-1]
    book.active["B2"] = "28/02/1990"
    book.save(path)
    before = Application.objects.count()

    mended = receive(unit, path)
    read_upload(mended.pk)
    mended.refresh_from_db()
    publish_reviewed(card_list=mended, actor=AN)

    assert mended.report.get("rejected", 0) == 0
    assert Application.objects.count() == before + 1
    assert stage_of(unit, "Vũ Lan Hương", "28/02/1990") is Stage.AT_UNIT
    assert stage_of(unit, *MAI) is Stage.AT_UNIT


def test_the_whole_file_mended_changes_only_what_was_mended(tmp_path):
    unit = make_unit()
    publish_rows(
        unit,
        tmp_path,
        person(*MAI),
        *fillers(40),
        person("Vũ Lan Hương", "31/02/1990"),
        name="1.xlsx",
    )

    again = publish_rows(
        unit,
        tmp_path,
        person(*MAI),
        *fillers(40),
        person("Vũ Lan Hương", "28/02/1990"),
        name="2.xlsx",
    )

    assert (again.report["new"], again.report["unchanged"]) == (1, 41)


@pytest.mark.parametrize(("days", "kept"), [(1, True), (0, False)])
def test_a_correction_by_hand_on_a_later_day_survives_the_next_list(tmp_path, days, kept):
    unit = make_unit()
    publish_rows(unit, tmp_path, person(*MAI), name="1.xlsx")
    correct_by_hand(
        application=Application.objects.get(), stage=Stage.PROCESSING, reason="Nhầm người",
        actor=AN, on=AS_OF + datetime.timedelta(days=days),
    )  # fmt: skip

    second = publish_rows(unit, tmp_path, person(*MAI), person(*TAM), name="2.xlsx")

    assert second.report.get("held", 0) == kept
    assert stage_of(unit, *MAI) is (Stage.PROCESSING if kept else Stage.AT_UNIT)


@pytest.mark.parametrize("days", [1, 0])
def test_what_the_counter_gave_out_is_told_apart_and_needs_no_decision(tmp_path, days):
    unit = make_unit()
    publish_rows(unit, tmp_path, person(*MAI), name="1.xlsx")
    correct_by_hand(
        application=Application.objects.get(), stage=Stage.HANDED_OVER, reason="",
        actor=AN, on=AS_OF + datetime.timedelta(days=days),
    )  # fmt: skip

    card_list = review(unit, tmp_path, person(*MAI), person(*TAM), name="2.xlsx")

    assert card_list.report["handed_over"] == 1
    assert not {"held", "moved_back"} & set(card_list.report)
    (given,) = list_page(card_list, RowKind.HANDED_OVER, 1)
    assert given.facts[0] == MAI[0]
    assert waiting_list(card_list).rows == 0
    assert "Đã trả ở quầy (giữ nguyên)" in [str(one.label) for one in counts_of(card_list)]


def test_a_list_overrides_the_hand_when_its_officer_states_so(tmp_path):
    unit = make_unit()
    publish_rows(unit, tmp_path, person(*MAI), name="1.xlsx")
    correct_by_hand(
        application=Application.objects.get(), stage=Stage.PROCESSING, reason="Nhầm người",
        actor=AN, on=AS_OF + datetime.timedelta(days=3),
    )  # fmt: skip

    publish_rows(unit, tmp_path, person(*MAI), person(*TAM), name="2.xlsx", overrides_hand=True)

    assert stage_of(unit, *MAI) is Stage.AT_UNIT


def test_an_empty_or_oversized_file_is_not_kept(tmp_path, monkeypatch):
    unit = make_unit()
    before = set(vault.folder().iterdir())
    with pytest.raises(UploadNotStored):
        receive_upload(unit=unit, file_name="a.xlsx", blocks=[], actor=AN)
    monkeypatch.setattr(vault, "MOST_BYTES", 10)
    with pytest.raises(UploadNotStored):
        receive_upload(unit=unit, file_name="a.xlsx", blocks=[b"x" * 11], actor=AN)

    assert set(vault.folder().iterdir()) == before
    assert not CardList.objects.exists()


def test_a_dead_readers_list_is_taken_up_again_from_the_beginning(tmp_path, monkeypatch):
    unit = make_unit()
    card_list = receive(unit, write_list(tmp_path / "a.xlsx", [person(*MAI), person(*TAM)]))
    assert list_waiting() == [card_list.pk]

    def die(self):
        raise KeyboardInterrupt

    monkeypatch.setattr(reviewing._Review, "_compare", die)
    with pytest.raises(KeyboardInterrupt):
        read_upload(card_list.pk)
    monkeypatch.undo()
    assert Application.objects.count() == 2
    assert list_waiting() == []
    assert not read_upload(card_list.pk)

    with clock.stopped_at(clock.now() + datetime.timedelta(minutes=10)):
        assert list_waiting() == [card_list.pk]
        assert read_upload(card_list.pk)
    card_list.refresh_from_db()

    assert card_list.state == ListState.REVIEWED
    assert card_list.report["new"] == 2
    assert Application.objects.count() == StageChange.objects.count() == 2
    assert ListMention.objects.count() == 2


def test_a_reader_that_counted_as_dead_writes_nothing_more(tmp_path):
    unit = make_unit()
    card_list = receive(unit, write_list(tmp_path / "a.xlsx", [person(*MAI)]))
    slow = reviewing._Review(reviewing._claim(card_list.pk))
    with clock.stopped_at(clock.now() + datetime.timedelta(minutes=10)):
        assert read_upload(card_list.pk)

    with pytest.raises(reviewing.ReaderSuperseded):
        slow.run()

    assert Application.objects.count() == 1
    card_list.refresh_from_db()
    assert card_list.state == ListState.REVIEWED


def test_a_file_that_kills_its_readers_is_given_up(tmp_path):
    card_list = receive(make_unit(), write_list(tmp_path / "a.xlsx", [person(*MAI)]))
    CardList.objects.filter(pk=card_list.pk).update(attempts=reviewing.MOST_ATTEMPTS)

    read_upload(card_list.pk)

    card_list.refresh_from_db()
    assert card_list.state == ListState.FAILED
    assert card_list.failure
