import datetime

import pytest
import xlsxwriter

from factories import make_unit, person, publish_people, write_list
from tracuu.audit.operations import COMMAND_LINE
from tracuu.cards.enums import ListState, Stage
from tracuu.cards.errors import ListNotPublished
from tracuu.cards.lists import publishing
from tracuu.cards.lists.importing import ImportOptions, import_list
from tracuu.cards.lists.publishing import count_by_stage, withdraw
from tracuu.cards.lookup import Caller
from tracuu.cards.models import Application, BlockKey, CardList, StageChange, UnitLedger
from tracuu.cards.operations import look_up
from tracuu.core import clock

pytestmark = pytest.mark.django_db

MAI = ("Lê Thị Mai", "05/06/1980")


def stage_of(unit, name, born):
    answer = look_up(
        unit=unit, full_name=name, birth_date=born, proof=None, caller=Caller(address="192.0.2.1")
    )
    return answer.stage


def test_the_same_file_again_changes_nothing(tmp_path):
    unit = make_unit()
    publish_people(unit, tmp_path, person(*MAI, receipt="HS-1"))
    before = (UnitLedger.objects.get().version, StageChange.objects.count())

    report = import_list(unit=unit, path=tmp_path / "list.xlsx", options=ImportOptions())

    assert report.is_repeat
    assert not report.is_published
    assert report.counts["unchanged"] == 1
    assert (UnitLedger.objects.get().version, StageChange.objects.count()) == before
    assert CardList.objects.count() == 1


def test_a_list_moves_cards_forward_and_never_back(tmp_path):
    unit = make_unit()
    publish_people(unit, tmp_path, person(*MAI, status="Đang in"), name="1.xlsx")
    forward = publish_people(unit, tmp_path, person(*MAI, status="Đã trả"), name="2.xlsx")
    assert forward.counts["moved_forward"] == 1
    assert stage_of(unit, *MAI) is Stage.HANDED_OVER

    back = publish_people(unit, tmp_path, person(*MAI, status="Đang in"), name="3.xlsx")

    assert back.counts["moved_back"] == 1
    assert stage_of(unit, *MAI) is Stage.HANDED_OVER


def test_undo_restores_exactly_what_was_true(tmp_path):
    unit = make_unit()
    publish_people(unit, tmp_path, person(*MAI, status="Đang in", receipt="HS-1"), name="1.xlsx")
    publish_people(
        unit,
        tmp_path,
        person("Lê Thị Mây", MAI[1], status="Đã về đơn vị", receipt="HS-1"),
        person("Trần Văn Tám", "08/08/1958"),
        name="2.xlsx",
        as_of=datetime.date(2021, 12, 20),
    )
    assert stage_of(unit, "Lê Thị Mây", MAI[1]) is Stage.AT_UNIT
    assert stage_of(unit, *MAI) is None

    withdraw(CardList.objects.latest("pk"), actor=COMMAND_LINE)

    assert stage_of(unit, *MAI) is Stage.PRINTING
    assert stage_of(unit, "Lê Thị Mây", MAI[1]) is None
    assert stage_of(unit, "Trần Văn Tám", "08/08/1958") is None
    assert UnitLedger.objects.get().data_as_of == datetime.date(2021, 12, 14)
    with pytest.raises(ListNotPublished):
        withdraw(CardList.objects.latest("pk"), actor=COMMAND_LINE)


def test_a_dry_run_leaves_nothing_behind(tmp_path):
    unit = make_unit()

    report = publish_people(unit, tmp_path, person(*MAI), is_dry_run=True)

    assert report.counts["new"] == 1
    for model in (Application, BlockKey, StageChange, CardList):
        assert model.objects.count() == 0


def test_strict_publishes_nothing_when_a_row_is_bad(tmp_path):
    unit = make_unit()

    with pytest.raises(ListNotPublished):
        publish_people(unit, tmp_path, person(*MAI), person("Vũ Lan", "31/02/1990"), is_strict=True)

    assert Application.objects.count() == 0
    assert stage_of(unit, *MAI) is None


def test_bad_rows_are_named_and_the_good_ones_go_live(tmp_path):
    unit = make_unit()

    report = publish_people(unit, tmp_path, person(*MAI), person("Vũ Lan Hương", "31/02/1990"))

    assert report.counts["accepted"] == 1
    assert report.counts["rejected"] == 1
    (problem,) = report.problems
    assert (problem.row, problem.column) == (3, "B")
    assert problem.message
    assert stage_of(unit, *MAI) is Stage.AT_UNIT


def test_one_receipt_for_two_people_is_refused(tmp_path):
    unit = make_unit()
    publish_people(unit, tmp_path, person(*MAI, receipt="HS-1"), name="1.xlsx")

    report = publish_people(
        unit, tmp_path, person("Trần Văn Tám", "08/08/1958", receipt="HS-1"),
        person("Đỗ Thị Sen", "01/02/1945", receipt="HS-2"), name="2.xlsx",
    )  # fmt: skip

    (problem,) = report.problems
    assert (problem.code, problem.value) == ("conflict", "HS-1")
    assert (problem.row, problem.column, problem.header) == (2, "D", "Số hồ sơ")
    assert stage_of(unit, "Trần Văn Tám", "08/08/1958") is None


def test_a_row_that_stands_twice_counts_once(tmp_path):
    unit = make_unit()

    report = publish_people(
        unit, tmp_path, person(*MAI, receipt="HS-1"), person(*MAI, receipt="HS-1")
    )

    assert report.counts["duplicates"] == 1
    assert Application.objects.count() == 1


def test_namesakes_are_flagged_when_the_list_arrives(tmp_path):
    unit = make_unit()

    report = publish_people(
        unit, tmp_path, person(*MAI, receipt="HS-1"), person(*MAI, receipt="HS-2")
    )

    assert report.counts["namesakes"] == 1
    assert Application.objects.count() == 2


def test_a_later_list_that_knows_more_completes_the_person(tmp_path):
    unit = make_unit()
    publish_people(unit, tmp_path, person(*MAI), name="1.xlsx")

    report = publish_people(unit, tmp_path, person(*MAI, phone="0905551234"), name="2.xlsx")

    assert report.counts["corrected"] == 1
    assert count_by_stage(unit) == {Stage.AT_UNIT: 1}
    assert stage_of(unit, *MAI) is Stage.AT_UNIT


def test_capitals_or_missing_marks_are_no_correction(tmp_path):
    unit = make_unit()
    publish_people(unit, tmp_path, person(*MAI, receipt="HS-1"), name="1.xlsx")

    report = publish_people(
        unit, tmp_path, person("LE THI MAI", MAI[1], receipt="HS-1"), name="2.xlsx"
    )

    assert report.counts["unchanged"] == 1


def test_of_two_lists_read_at_once_the_second_is_told_to_read_again(tmp_path, monkeypatch):
    unit = make_unit()
    path = write_list(tmp_path / "slow.xlsx", [person(*MAI)])
    real_publish = publishing.publish

    def publish_after_another(card_list, *, actor):
        monkeypatch.undo()
        publish_people(unit, tmp_path, person("Trần Văn Tám", "08/08/1958"), name="fast.xlsx")
        real_publish(card_list, actor=actor)

    monkeypatch.setattr("tracuu.cards.lists.importing.publish", publish_after_another)
    with pytest.raises(ListNotPublished):
        import_list(unit=unit, path=path, options=ImportOptions())

    assert stage_of(unit, *MAI) is None
    assert stage_of(unit, "Trần Văn Tám", "08/08/1958") is Stage.AT_UNIT
    assert not CardList.objects.filter(state=ListState.STAGING).exists()


def test_the_sweep_removes_what_a_dead_reader_left(tmp_path, monkeypatch):
    unit = make_unit()
    monkeypatch.setattr("tracuu.cards.lists.importing.discard", lambda card_list: None)
    publish_people(unit, tmp_path, person(*MAI), is_dry_run=True)
    assert Application.objects.count() == 1
    assert stage_of(unit, *MAI) is None
    assert publishing.sweep_abandoned_lists() == 0

    with clock.stopped_at(clock.now() + datetime.timedelta(hours=1)):
        assert publishing.sweep_abandoned_lists() == 1

    for model in (Application, BlockKey, StageChange, CardList):
        assert model.objects.count() == 0


def test_only_the_newest_list_can_be_undone(tmp_path):
    unit = make_unit()
    publish_people(unit, tmp_path, person(*MAI, status="Đang in"), name="1.xlsx")
    publish_people(
        unit, tmp_path, person(*MAI, status="Đang in"), person("Trần Văn Tám", "08/08/1958"),
        name="2.xlsx",
    )  # fmt: skip
    first, second = CardList.objects.order_by("pk")

    with pytest.raises(ListNotPublished):
        withdraw(first, actor=COMMAND_LINE)

    assert stage_of(unit, *MAI) is Stage.PRINTING
    withdraw(second, actor=COMMAND_LINE)
    withdraw(first, actor=COMMAND_LINE)
    assert stage_of(unit, *MAI) is None


def test_a_published_list_is_never_discarded(tmp_path):
    unit = make_unit()
    publish_people(unit, tmp_path, person(*MAI))

    publishing.discard(CardList.objects.get())

    assert stage_of(unit, *MAI) is Stage.AT_UNIT


def test_a_reader_that_was_taken_for_dead_publishes_nothing(tmp_path, monkeypatch):
    unit = make_unit()
    path = write_list(tmp_path / "list.xlsx", [person(*MAI)])
    real_publish = publishing.publish

    def publish_after_the_sweep(card_list, *, actor):
        with clock.stopped_at(clock.now() + datetime.timedelta(hours=1)):
            publishing.sweep_abandoned_lists()
        real_publish(card_list, actor=actor)

    monkeypatch.setattr("tracuu.cards.lists.importing.publish", publish_after_the_sweep)
    with pytest.raises(ListNotPublished):
        import_list(unit=unit, path=path, options=ImportOptions())

    assert UnitLedger.objects.get().version == 0
    assert stage_of(unit, *MAI) is None


def test_a_corrected_person_who_stands_twice_stays_one_person(tmp_path):
    unit = make_unit()
    publish_people(unit, tmp_path, person(*MAI, receipt="HS-1"), name="1.xlsx")
    better = person(*MAI, receipt="HS-1", phone="0905551234")

    report = publish_people(unit, tmp_path, better, better, name="2.xlsx")

    assert (report.counts["corrected"], report.counts["duplicates"]) == (1, 1)
    assert stage_of(unit, *MAI) is Stage.AT_UNIT


def test_a_correction_keeps_the_box_and_the_day_of_the_stage(tmp_path):
    unit = make_unit()
    publish_people(unit, tmp_path, person(*MAI, receipt="HS-1", box="A12"), name="1.xlsx")

    publish_people(
        unit, tmp_path, person(*MAI, receipt="HS-1", phone="0905551234"), name="2.xlsx",
        as_of=datetime.date(2022, 1, 5),
    )  # fmt: skip

    newest = StageChange.objects.exclude(stage=Stage.REPLACED).latest("pk")
    assert newest.box == "A12"
    assert newest.changed_on == datetime.date(2021, 12, 14)


def test_control_characters_in_a_box_do_not_reach_the_database(tmp_path):
    unit = make_unit()
    path = tmp_path / "list.csv"
    path.write_bytes("Họ và tên;Ngày sinh;Hộc\nLê Thị Mai;05/06/1980;A\x0012\n".encode())

    import_list(unit=unit, path=path, options=ImportOptions())

    assert "\0" not in StageChange.objects.get().box


def test_two_rows_of_one_list_without_numbers_are_two_people_unless_they_say_the_same(tmp_path):
    unit = make_unit()

    report = publish_people(
        unit,
        tmp_path,
        person(*MAI, status="Đã trả", collected="01/10/2021"),
        person(*MAI, status="Đang in", collected="05/11/2021"),
        person(*MAI, status="Đang in", collected="05/11/2021"),
    )

    assert (report.counts["new"], report.counts["duplicates"]) == (2, 1)
    assert stage_of(unit, *MAI) is None


def test_another_day_of_collection_is_another_person(tmp_path):
    unit = make_unit()
    publish_people(unit, tmp_path, person(*MAI, collected="01/10/2021"), name="1.xlsx")

    report = publish_people(unit, tmp_path, person(*MAI, collected="05/11/2021"), name="2.xlsx")

    assert report.counts["new"] == 1
    assert stage_of(unit, *MAI) is None


def test_an_older_file_that_was_published_before_changes_nothing(tmp_path):
    unit = make_unit()
    publish_people(unit, tmp_path, person(*MAI, status="Đang in"), name="1.xlsx")
    publish_people(unit, tmp_path, person(*MAI, status="Cần bổ sung"), name="2.xlsx")

    report = import_list(unit=unit, path=tmp_path / "1.xlsx", options=ImportOptions())

    assert not report.is_published
    assert stage_of(unit, *MAI) is Stage.NEEDS_CORRECTION


def test_days_and_months_in_doubt_are_asked_before_anything_is_published(tmp_path):
    unit = make_unit()
    path = tmp_path / "us.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    as_date = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_row(0, 0, ["Họ và tên", "Ngày sinh"])
    for line in range(1, 61):
        sheet.write(line, 0, f"Lê Văn {'Tám Chín Mười Sáu Bảy'.split()[line % 5]}")
        if line % 2:
            day = datetime.date(1960 + line % 40, 1 + line % 12, 1 + line * 7 % 12)
            sheet.write_datetime(line, 1, day, as_date)
        else:
            sheet.write_string(line, 1, f"{13 + line % 15}/{1 + line % 12:02d}/{1960 + line % 40}")
    book.close()

    with pytest.raises(ListNotPublished, match="--day-month swap"):
        import_list(unit=unit, path=path, options=ImportOptions())
    assert not CardList.objects.exists()

    report = import_list(unit=unit, path=path, options=ImportOptions(day_month="swap"))
    assert report.is_published
