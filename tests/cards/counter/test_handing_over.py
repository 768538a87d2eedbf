"""A card leaves the counter once; lists around it change nothing of that; minutes later it can come back."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from cards.counter.counters import find, find_one, give
from cards.uploads import AN, AS_OF, BINH, publish_rows, review, stage_of
from factories import make_unit, person, publish_people
from tracuu.audit.models import Event
from tracuu.audit.queries import find_faults
from tracuu.cards.candidates import TooManyCandidates
from tracuu.cards.corrections import correct_by_hand
from tracuu.cards.counter.handing_over import list_undoable, undo_hand_over, why_not
from tracuu.cards.counter.history import list_steps
from tracuu.cards.counter.slips import issue_slip, slip_mark
from tracuu.cards.enums import Collector, Paper, ProofKind, Stage
from tracuu.cards.errors import (
    AlreadyHandedOver,
    ApplicationNotHere,
    CardNotHandedOver,
    UndoNotAllowed,
)
from tracuu.cards.lists.publishing import open_list, publish, withdraw
from tracuu.cards.lists.releasing import publish_reviewed, undo_publication
from tracuu.cards.lists.vault import seal_file_name
from tracuu.cards.lookup import Caller, Proof
from tracuu.cards.models import Application, CardList, HandOver, StageChange
from tracuu.cards.operations import look_up
from tracuu.cards.rotation import rotate
from tracuu.core import clock

pytestmark = pytest.mark.django_db

MAI = ("Lê Thị Mai", "05/06/1980")
MAI_TYPED = "le thi mai 05/06/1980"
TAM = ("Đỗ Văn Tám", "07/08/1970")


@pytest.fixture
def unit(tmp_path):
    made = make_unit()
    publish_people(made, tmp_path, person(*MAI, receipt="HS-1", box="A12"))
    return made


def test_the_card_is_gone_and_the_citizen_reads_so(unit):
    done = give(unit, MAI_TYPED)

    assert stage_of(unit, *MAI) is Stage.HANDED_OVER
    step = list_steps(done.application_id)[0]
    assert (step.stage, step.box, step.list_id) == (Stage.HANDED_OVER, "A12", None)
    assert (done.collector, done.paper, done.officer_id) == (Collector.SELF, "", 1)
    event = Event.objects.get(action="card_handed_over")
    assert event.subject == f"application:{done.application_id}"
    assert event.facts == {"collector": "self"}


def test_a_proxy_shows_a_paper_and_may_leave_a_name(unit):
    done = give(
        unit,
        MAI_TYPED,
        collector=Collector.PROXY,
        paper=Paper.AUTHORISATION,
        proxy_name=" Lê  Văn Ba ",
    )

    shown = list_steps(done.application_id)[0].hand_over
    assert (shown.paper, shown.proxy_name) == (Paper.AUTHORISATION, "Lê Văn Ba")
    assert b"Ba" not in bytes(done.sealed_proxy)
    assert "Ba" not in str(Event.objects.get(action="card_handed_over").facts)


@pytest.mark.parametrize("facts", [{"collector": Collector.PROXY}, {"paper": Paper.OTHER}])
def test_a_proxy_without_a_paper_is_refused(unit, facts):
    with pytest.raises(CardNotHandedOver, match="giấy tờ"):
        give(unit, MAI_TYPED, **facts)
    assert stage_of(unit, *MAI) is Stage.AT_UNIT


def test_the_second_counter_is_told_who_and_when(unit):
    number = give(unit, MAI_TYPED, actor=BINH).application_id
    with pytest.raises(AlreadyHandedOver, match=r"lúc \d\d:\d\d"):
        give(unit, MAI_TYPED)
    assert HandOver.objects.count() == 1
    assert "Đừng trả lần nữa" in why_not(list_steps(number))


@pytest.mark.parametrize(
    ("status", "words"),
    [("Đang in", "chưa về"), ("Cần bổ sung", "bổ sung"), ("Đã trả", "theo danh sách")],
)
def test_what_is_not_at_the_unit_is_refused_with_what_to_do(tmp_path, status, words):
    unit = make_unit()
    publish_people(unit, tmp_path, person(*MAI, receipt="HS-1", status=status))
    with pytest.raises(CardNotHandedOver, match=words):
        give(unit, MAI_TYPED)
    assert not HandOver.objects.exists()


def test_another_units_card_is_not_here(unit):
    other = make_unit("tan-binh", "Công an quận Tân Bình")
    one = find_one(unit, MAI_TYPED)
    done = give(unit, MAI_TYPED)
    with pytest.raises(ApplicationNotHere):
        undo_hand_over(unit=other, number=done.pk, actor=AN)
    assert find(other, MAI_TYPED) == []
    assert one.application_id == done.application_id


def test_undone_it_is_as_if_it_had_never_been(unit):
    before = list(StageChange.objects.values())
    done = give(unit, MAI_TYPED)
    assert [one.pk for one in list_undoable(unit, 1)] == [done.pk]

    undo_hand_over(unit=unit, number=done.pk, actor=AN)

    assert list(StageChange.objects.values()) == before
    assert stage_of(unit, *MAI) is Stage.AT_UNIT
    assert list_undoable(unit, 1) == []
    assert [one.action for one in Event.objects.filter(unit_id=unit.pk).order_by("-number")[:2]] == [
        "hand_over_undone", "card_handed_over",
    ]  # fmt: skip
    with pytest.raises(UndoNotAllowed, match="rồi"):
        undo_hand_over(unit=unit, number=done.pk, actor=AN)
    give(unit, MAI_TYPED)
    assert HandOver.objects.filter(undone_at=None).count() == 1


def test_undoing_is_for_the_same_officer_within_minutes_and_later_for_a_chief(unit):
    done = give(unit, MAI_TYPED)
    with pytest.raises(UndoNotAllowed, match="phụ trách"):
        undo_hand_over(unit=unit, number=done.pk, actor=BINH)
    with clock.stopped_at(done.at + datetime.timedelta(minutes=11)):
        assert list_undoable(unit, 1) == []
        with pytest.raises(UndoNotAllowed, match="10 phút"):
            undo_hand_over(unit=unit, number=done.pk, actor=AN)
        undo_hand_over(unit=unit, number=done.pk, actor=BINH, is_chief=True)
    assert stage_of(unit, *MAI) is Stage.AT_UNIT


def test_nobody_undoes_what_was_set_right_since(unit):
    done = give(unit, MAI_TYPED)
    correct_by_hand(
        application=Application.objects.get(),
        stage=Stage.AT_UNIT,
        reason="Thẻ còn trong hộc",
        actor=AN,
    )
    with pytest.raises(UndoNotAllowed, match="đã thay đổi"):
        undo_hand_over(unit=unit, number=done.pk, actor=AN)
    again = give(unit, MAI_TYPED)
    assert HandOver.objects.get(undone_at=None) == again


def test_the_database_holds_one_open_hand_over_of_a_card(unit):
    done = give(unit, MAI_TYPED)
    done.pk, done.change_id = None, 0
    with pytest.raises(IntegrityError), transaction.atomic():
        done.save(force_insert=True)


@pytest.mark.parametrize("days", [-3, 0, 3, 400])
@pytest.mark.parametrize("overrides_hand", [False, True])
def test_the_next_list_that_still_has_the_card_in_its_box_changes_nothing(
    unit, tmp_path, days, overrides_hand
):
    give(unit, MAI_TYPED)
    with clock.stopped_at(clock.now() + datetime.timedelta(days=500)):
        as_of = min(clock.today(), (clock.now() - datetime.timedelta(days=500 - days)).date())
        for number in (2, 3):
            publish_rows(
                unit, tmp_path, person(*MAI, receipt="HS-1", box="B1"), person(*TAM, receipt=f"HS-{number}"),
                name=f"{number}.xlsx", as_of=as_of, overrides_hand=overrides_hand,
            )  # fmt: skip
            assert stage_of(unit, *MAI) is Stage.HANDED_OVER


@pytest.mark.parametrize("overrides_hand", [False, True])
def test_a_card_given_out_while_a_list_waits_stays_given_out(unit, tmp_path, overrides_hand):
    waiting = review(unit, tmp_path, person(*MAI, receipt="HS-1", box="B1"), person(*TAM, receipt="HS-2"),
                     name="2.xlsx", overrides_hand=overrides_hand)  # fmt: skip
    done = give(unit, MAI_TYPED)
    publish_reviewed(card_list=waiting, actor=AN)
    assert stage_of(unit, *MAI) is Stage.HANDED_OVER
    assert stage_of(unit, *TAM) is Stage.AT_UNIT

    undo_hand_over(unit=unit, number=done.pk, actor=AN)
    assert stage_of(unit, *MAI) is Stage.AT_UNIT
    undo_publication(card_list=waiting, actor=AN)
    assert stage_of(unit, *MAI) is Stage.AT_UNIT


def test_so_it_does_under_a_list_of_the_command_line(unit, tmp_path):
    card_list = open_list(
        unit=unit, file_name="x", sha256=b"x", as_of=AS_OF, lease=datetime.timedelta(minutes=2)
    )
    number = Application.objects.get().pk
    StageChange.objects.create(
        application_id=number, card_list=card_list, stage=Stage.AT_UNIT, changed_on=AS_OF,
        recorded_at=clock.now(), box="B1",
    )  # fmt: skip
    give(unit, MAI_TYPED)
    publish(card_list, actor=AN)
    assert stage_of(unit, *MAI) is Stage.HANDED_OVER


BETTER = person("Lê Thị Mai", "05/06/1980", receipt="HS-1", phone="0901234567", box="B1")


def test_nor_does_a_list_that_knows_the_person_better_keep_the_counter_waiting(unit, tmp_path):
    waiting = review(unit, tmp_path, BETTER, person(*TAM, receipt="HS-2"), name="2.xlsx")
    assert Application.objects.count() == 3
    give(unit, MAI_TYPED)

    publish_reviewed(card_list=waiting, actor=AN)

    assert stage_of(unit, *MAI) is Stage.HANDED_OVER
    assert stage_of(unit, *TAM) is Stage.AT_UNIT
    assert Application.objects.count() == 2
    publish_rows(unit, tmp_path, BETTER, name="3.xlsx")
    assert stage_of(unit, *MAI) is Stage.HANDED_OVER


def test_a_list_that_is_withdrawn_takes_no_hand_over_along(unit, tmp_path):
    """It brought the row that was handed over: the row that speaks again has been handed over too."""
    corrected = publish_rows(unit, tmp_path, BETTER, person(*TAM, receipt="HS-2"), name="2.xlsx")
    done = give(
        unit, MAI_TYPED, collector=Collector.PROXY, paper=Paper.FAMILY, proxy_name="Lê Văn Ba"
    )
    tam = give(unit, "do van tam 07/08/1970")
    withdraw(corrected, actor=AN)

    assert stage_of(unit, *MAI) is Stage.HANDED_OVER
    assert stage_of(unit, *TAM) is Stage.HANDED_OVER
    one = find_one(unit, MAI_TYPED)
    assert one.identity.phone_last4 == ""
    assert list_steps(one.application_id)[0].hand_over.proxy_name == "Lê Văn Ba"
    undo_hand_over(unit=unit, number=done.pk, actor=AN)
    assert stage_of(unit, *MAI) is Stage.AT_UNIT
    undo_hand_over(unit=unit, number=tam.pk, actor=AN)
    assert stage_of(unit, *TAM) is None


def test_everything_of_it_is_read_under_new_keys(unit, own_keys, tmp_path):
    other = make_unit("tan-binh", "Công an quận Tân Bình")
    publish_people(other, tmp_path, person(*MAI, receipt="HS-1", box="C3"))
    one = find_one(other, MAI_TYPED)
    code = issue_slip(unit=other, application_id=one.application_id, actor=AN).code
    done = give(other, code, collector=Collector.PROXY, paper=Paper.OTHER, proxy_name="Lê Văn Ba")
    Application.objects.filter(unit=unit).delete()  # sealed under the keys of the other tests
    CardList.objects.filter(unit=unit).update(sealed_name=seal_file_name(unit.pk, "1.csv"))
    rotate(own_keys, "sealing")
    rotate(own_keys, "index")

    assert find_one(other, code).application_id == one.application_id
    assert list_steps(one.application_id)[0].hand_over.proxy_name == "Lê Văn Ba"
    undo_hand_over(unit=other, number=done.pk, actor=AN)
    assert issue_slip(unit=other, application_id=one.application_id, actor=AN).code == code


def ask(unit, code):
    return look_up(
        unit=unit, full_name=MAI[0], birth_date=MAI[1], caller=Caller(address="192.0.2.9"),
        proof=Proof(ProofKind.RECEIPT, code),
    )  # fmt: skip


def test_the_code_is_a_second_fact_until_the_slip_is_declared_lost(unit):
    number = find_one(unit, MAI_TYPED).application_id
    code = issue_slip(unit=unit, application_id=number, actor=AN).code
    assert issue_slip(unit=unit, application_id=number, actor=AN).code == code
    assert ask(unit, code.lower()).details.box == "A12"
    assert ask(unit, "HS-1").details.box == "A12"

    lost = slip_mark(code)
    fresh = issue_slip(unit=unit, application_id=number, actor=AN, lost=lost).code
    # The page was loaded again: what is printed by now is not lost too.
    assert issue_slip(unit=unit, application_id=number, actor=AN, lost=lost).code == fresh
    assert ask(unit, fresh).details
    assert ask(unit, code).details is None
    assert find(unit, code) == []
    row = Application.objects.get()
    assert fresh.encode() not in bytes(row.sealed)
    told = Event.objects.filter(action="slip_issued").order_by("number")
    assert [one.facts["slip"] for one in told] == ["new", "again", "new", "again"]


def test_the_record_holds_after_all_this(unit):
    done = give(unit, MAI_TYPED)
    undo_hand_over(unit=unit, number=done.pk, actor=AN)
    assert list(find_faults()) == []


def test_too_many_alike_are_told_as_such(unit, monkeypatch):
    def refuse(*_args):
        raise TooManyCandidates

    monkeypatch.setattr("tracuu.cards.counter.finding.find_candidates", refuse)
    with pytest.raises(Exception, match="Quá nhiều"):
        find(unit, MAI_TYPED)
