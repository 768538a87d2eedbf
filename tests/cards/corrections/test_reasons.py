"""Why a file is faulty: chosen by an officer, or understood from a list's note, plainly or not at all."""

import datetime
from dataclasses import replace

import pytest
from django.utils import translation
from tests.cards.uploads import AN, publish_rows

from factories import AS_OF, make_unit, person
from tracuu.audit.models import Event
from tracuu.cards.correction_reasons import SHIPPED, NoteReader, find_reason, list_reasons
from tracuu.cards.corrections import ask_for_correction, receive_correction
from tracuu.cards.counter.handing_over import hand_over
from tracuu.cards.enums import Stage
from tracuu.cards.errors import ApplicationNotHere, CorrectionNotPossible, ReasonNotValid
from tracuu.cards.models import Application, CorrectionReason, StageChange
from tracuu.cards.reason_settings import Wording, save_reason
from tracuu.cards.stage_days import count_anew, find_place
from tracuu.core import clock
from tracuu.units.rules import fold

pytestmark = pytest.mark.django_db

MAI = ("Lê Thị Mai", "05/06/1980")
DAY = datetime.timedelta(days=1)


@pytest.fixture
def unit():
    return make_unit()


def faulty(note="", **more):
    return person(*MAI, receipt="HS-7", status="Cần bổ sung", note=note, **more)


def newest():
    return StageChange.objects.order_by("-pk").first()


@pytest.mark.parametrize(
    ("note", "code", "day"),
    [
        ("Ảnh mờ", "photo", None),
        ("anh mo", "photo", None),
        ("Lý do: ảnh mờ.", "photo", None),
        ("ẢNH MỜ, chụp lại", "photo", None),
        ("Sai ngày sinh", "birth-date", None),
        ("Cần bổ sung giấy khai sinh", "document", None),
        ("Ảnh mờ, bổ sung trước ngày 30/12/2021", "photo", "2021-12-30"),
        ("vân tay mờ (hạn 5/1/2022)", "fingerprints", "2022-01-05"),
        (SHIPPED["name"].words, "name", None),
        # Two reasons, none that is known, a word inside another, a day that has been, two days.
        ("Ảnh mờ, sai ngày sinh", "", None),
        ("ảnh mờ và thiếu chữ ký", "", None),
        ("Con của trưởng phòng", "", None),
        ("không phải ảnh mờ", "", None),
        ("anh", "", None),
        ("", "", None),
        ("Ảnh mờ, gọi ngày 01/12/2021", "photo", None),
        ("Ảnh mờ 20/12/2021, 30/12/2021", "photo", None),
        ("Ảnh mờ, hạn 31/02/2022", "photo", None),
    ],
)
def test_a_note_is_understood_plainly_or_not_at_all(note, code, day):
    told = datetime.date.fromisoformat(day) if day else None
    assert NoteReader(SHIPPED.values()).read(note, AS_OF) == (code, told)


def test_a_spelling_of_two_reasons_is_neither():
    both = [SHIPPED["photo"], SHIPPED["name"]]
    words = [replace(one, spellings=("như nhau",)) for one in both]
    assert NoteReader(words).read("Như nhau", AS_OF) == ("", None)


def test_the_shipped_reasons_are_complete_and_told_apart():
    assert len(SHIPPED) >= 5
    spellings = [fold(each) for one in SHIPPED.values() for each in one.spellings]
    assert len(spellings) == len(set(spellings))
    for one in SHIPPED.values():
        assert one.words_en
        assert one.what_to_bring_en
        assert len(one.words) <= 120
        assert len(one.what_to_bring) <= 200
        assert len(one.code) <= 40


def test_a_list_names_the_reason_and_the_day(unit, tmp_path):
    publish_rows(unit, tmp_path, faulty("Ảnh mờ"))
    change = newest()
    assert (change.correction, change.due_on) == ("photo", AS_OF + 30 * DAY)
    assert change.correction_unit_id == unit.pk


def test_a_note_that_is_not_understood_stays_a_note(unit, tmp_path):
    publish_rows(unit, tmp_path, faulty("hỏi lại tổ trưởng"))
    change = newest()
    assert (change.correction, change.due_on) == ("", None)
    assert change.sealed_note


def test_other_stages_have_no_reason(unit, tmp_path):
    publish_rows(unit, tmp_path, person(*MAI, receipt="HS-7", note="Ảnh mờ"))
    change = newest()
    assert (change.correction, change.due_on, change.correction_unit_id) == (None, None, None)


def test_the_same_reason_told_again_does_not_move_the_day(unit, tmp_path):
    publish_rows(unit, tmp_path, faulty("Ảnh mờ"))
    publish_rows(unit, tmp_path, faulty("Ảnh xấu"), as_of=AS_OF + 20 * DAY, name="2.xlsx")
    assert StageChange.objects.count() == 1
    publish_rows(unit, tmp_path, faulty("Ảnh xấu", box="K1"), as_of=AS_OF + 20 * DAY, name="3.xlsx")
    change = newest()
    assert (change.box, change.correction, change.due_on) == ("K1", "photo", AS_OF + 30 * DAY)


def test_another_reason_or_another_day_is_news(unit, tmp_path):
    publish_rows(unit, tmp_path, faulty())
    second = publish_rows(unit, tmp_path, faulty("Sai tên"), as_of=AS_OF + DAY, name="2.xlsx")
    change = newest()
    assert second.report["reasoned"] == 1
    assert (change.correction, change.due_on) == ("name", AS_OF + 31 * DAY)
    assert change.changed_on == AS_OF  # the file is faulty since then
    publish_rows(
        unit, tmp_path, faulty("Sai tên, trước ngày 01/03/2022"), as_of=AS_OF + 2 * DAY,
        name="3.xlsx",
    )  # fmt: skip
    assert newest().due_on == datetime.date(2022, 3, 1)
    assert dict(count_anew(unit.pk)) == {(6, AS_OF.isoformat()): 1}


@pytest.fixture
def application(unit, tmp_path):
    publish_rows(unit, tmp_path, person(*MAI, receipt="HS-7", status="Đang in"))
    return Application.objects.get()


def send_back(unit, application, **more):
    told = {"correction": "photo", "due_on": None, "note": "", **more}
    return ask_for_correction(unit=unit, application_id=application.pk, actor=AN, **told)


def test_an_officer_sends_a_file_back_and_takes_it_in(unit, application):
    change = send_back(unit, application, note="  gặp cán bộ   Hoa ")
    today = clock.today()
    assert (change.stage, change.previous_stage) == (Stage.NEEDS_CORRECTION, Stage.PRINTING)
    assert (change.correction, change.due_on) == ("photo", today + 30 * DAY)
    event = Event.objects.order_by("-number").first()
    assert event.action == "card_corrected"
    assert event.facts["correction"] == "photo"
    assert "Hoa" not in str(event.facts)

    again = send_back(unit, application, correction="name", due_on=today + 9 * DAY)
    assert (again.changed_on, again.due_on) == (today, today + 9 * DAY)
    receive_correction(unit=unit, application_id=application.pk, actor=AN)
    assert find_place(application.pk)[0] == Stage.PROCESSING
    assert dict(count_anew(unit.pk)) == {(2, today.isoformat()): 1}
    with pytest.raises(CorrectionNotPossible):
        receive_correction(unit=unit, application_id=application.pk, actor=AN)


@pytest.mark.parametrize(("overrides_hand", "code"), [(False, "form"), (True, "name")])
def test_an_older_list_does_not_change_what_a_hand_said(
    unit, application, tmp_path, overrides_hand, code
):
    send_back(unit, application, correction="form")
    publish_rows(
        unit, tmp_path, faulty("Sai tên", box="K1"), as_of=AS_OF + DAY, name="2.xlsx",
        overrides_hand=overrides_hand,
    )  # fmt: skip
    assert newest().correction == code


@pytest.mark.parametrize(
    "told",
    [
        {"correction": ""},
        {"correction": "khong-co"},
        {"due_on": datetime.date(2021, 12, 1)},
    ],
)
def test_what_makes_no_sense_is_refused(unit, application, told):
    before = StageChange.objects.count()
    with pytest.raises(CorrectionNotPossible):
        send_back(unit, application, **told)
    assert StageChange.objects.count() == before


def test_a_card_that_is_gone_is_not_faulty(unit, tmp_path):
    publish_rows(unit, tmp_path, person(*MAI, receipt="HS-7"))
    application = Application.objects.get()
    hand_over(unit=unit, application_id=application.pk, actor=AN)
    with pytest.raises(CorrectionNotPossible):
        send_back(unit, application)


def test_another_unit_has_no_such_file(application):
    other = make_unit("tan-binh", "Công an quận Tân Bình")
    with pytest.raises(ApplicationNotHere):
        send_back(other, application)
    with pytest.raises(ApplicationNotHere):
        receive_correction(unit=other, application_id=application.pk, actor=AN)


def wording(**more):
    told = {
        "words": "Ảnh không rõ mặt.", "words_en": "", "what_to_bring": "Chụp lại ảnh.",
        "what_to_bring_en": "", "spellings": "mặt mờ\n\n ảnh tối ", "days": 10, "is_active": True,
    }  # fmt: skip
    return Wording(**(told | more))


def test_a_unit_rewords_a_reason_for_itself_alone(unit, tmp_path):
    other = make_unit("tan-binh", "Công an quận Tân Bình")
    save_reason(unit=unit, code="photo", wording=wording(), actor=AN)

    assert find_reason(unit.pk, "photo").said() == "Ảnh không rõ mặt."
    assert find_reason(other.pk, "photo") == SHIPPED["photo"]
    with translation.override("en"):
        assert find_reason(unit.pk, "photo").said() == "Ảnh không rõ mặt."
        assert find_reason(other.pk, "photo").said().startswith("The portrait")
    publish_rows(unit, tmp_path, faulty("ẢNH TỐI"))
    assert (newest().correction, newest().due_on) == ("photo", AS_OF + 10 * DAY)
    assert Event.objects.filter(action="reason_saved", subject="reason:photo").count() == 1


def test_a_unit_does_without_a_reason(unit, application, tmp_path):
    save_reason(unit=unit, code="photo", wording=wording(is_active=False), actor=AN)
    assert "photo" not in [one.code for one in list_reasons(unit.pk)]
    assert "photo" in [one.code for one in list_reasons(unit.pk, with_inactive=True)]
    with pytest.raises(CorrectionNotPossible):
        send_back(unit, application)


def test_a_unit_adds_reasons_of_its_own(unit):
    first = save_reason(unit=unit, code="", wording=wording(words="Thiếu ảnh!"), actor=AN)
    second = save_reason(unit=unit, code="", wording=wording(words="Thiếu ảnh"), actor=AN)
    assert (first.code, second.code) == ("thieu-anh", "thieu-anh-2")
    assert [one.code for one in list_reasons(unit.pk)][-2:] == ["thieu-anh-2", "thieu-anh"]
    save_reason(unit=unit, code="thieu-anh", wording=wording(words="Thiếu ảnh 4×6"), actor=AN)
    assert CorrectionReason.objects.count() == 2
    with pytest.raises(ReasonNotValid):
        save_reason(unit=unit, code="khong-co", wording=wording(), actor=AN)
