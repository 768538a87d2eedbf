"""Publishing, refusing, overriding and undoing a reviewed list."""

import datetime

import pytest
from tests.cards.uploads import AN, BINH, CHIEF, fillers, publish_rows, receive, review, stage_of

from factories import AS_OF, make_unit, person, write_list
from tracuu.audit.models import Event
from tracuu.audit.queries import find_faults
from tracuu.cards.corrections import correct_by_hand
from tracuu.cards.enums import ListState, Stage
from tracuu.cards.errors import ListNotReady, ListRefused, UndoNotAllowed
from tracuu.cards.lists import vault
from tracuu.cards.lists.publishing import count_by_stage
from tracuu.cards.lists.quality import list_quality
from tracuu.cards.lists.refusing import refusals
from tracuu.cards.lists.releasing import (
    discard_review,
    publish_reviewed,
    reread,
    set_undo_minutes,
    undo_publication,
)
from tracuu.cards.lists.reviewing import read_upload
from tracuu.cards.lists.sweeping import KEPT, sweep
from tracuu.cards.models import (
    Application,
    BlockKey,
    CardList,
    ListMention,
    ReviewRow,
    StageChange,
    UnitLedger,
)
from tracuu.cards.rotation import rotate
from tracuu.core import clock

pytestmark = pytest.mark.django_db

MAI = ("Lê Thị Mai", "05/06/1980")
TAM = ("Trần Văn Tám", "08/08/1958")


def codes(card_list):
    return [refusal.code for refusal in refusals(card_list)]


def refuse_and_override(card_list, code):
    """Refused for An and for a chief without a reason; published by a chief with one."""
    assert codes(card_list) == [code]
    for who in ({}, {"override_reason": "Đã kiểm tra"}, {"is_chief": True}):
        with pytest.raises(ListRefused) as refused:
            publish_reviewed(card_list=card_list, actor=AN, **who)
        assert refused.value.refusals[0].sentence
    publish_reviewed(
        card_list=card_list, actor=CHIEF, override_reason=" Đã  kiểm tra ", is_chief=True
    )
    card_list.refresh_from_db()
    assert card_list.state == ListState.PUBLISHED
    assert card_list.override_reason == "Đã kiểm tra"
    event = Event.objects.get(subject=f"list:{card_list.pk}", action="list_published")
    assert event.facts["override_reason"] == "Đã kiểm tra"
    assert event.facts["overridden"] == [code]
    assert list(find_faults()) == []


def test_a_published_list_is_true_and_its_file_is_gone(tmp_path):
    unit = make_unit()

    card_list = publish_rows(unit, tmp_path, person(*MAI))

    assert stage_of(unit, *MAI) is Stage.AT_UNIT
    assert card_list.published_by == AN.officer_id
    assert not card_list.file_token
    assert UnitLedger.objects.get().data_as_of == AS_OF


def test_the_same_file_again_is_refused_unless_a_chief_says_why(tmp_path):
    unit = make_unit()
    publish_rows(unit, tmp_path, person(*MAI))
    again = receive(unit, tmp_path / "list.xlsx")
    read_upload(again.pk)
    again.refresh_from_db()

    refuse_and_override(again, "repeat")


def test_a_file_of_another_unit_is_refused_unless_a_chief_says_why(tmp_path):
    parent = make_unit("ha-noi", "Công an thành phố")
    unit, other = make_unit(parent=parent), make_unit("ba-dinh", "Công an Ba Đình", parent=parent)
    theirs = fillers(30)
    publish_rows(other, tmp_path, *theirs, name="theirs.xlsx")

    fine = review(unit, tmp_path, *theirs[:6], *fillers(24, first=100), name="few.xlsx")
    assert codes(fine) == []
    card_list = review(unit, tmp_path, *theirs[:7], *fillers(23, first=200), name="many.xlsx")

    assert card_list.report["foreign_unit"] == other.pk
    assert card_list.report["foreign"] == 7
    assert "Ba Đình" in refusals(card_list)[0].sentence
    refuse_and_override(card_list, "foreign")


def test_people_whom_the_unit_took_over_or_knows_are_its_own(tmp_path):
    unit, old = make_unit(), make_unit("cu", "Công an phường cũ")
    unit.predecessions.create(old=old, on=AS_OF)
    theirs = fillers(10)
    publish_rows(old, tmp_path, *theirs, name="old.xlsx")
    assert codes(review(unit, tmp_path, *theirs, name="new.xlsx")) == []


def test_a_list_older_than_the_newest_is_refused_unless_a_chief_says_why(tmp_path):
    unit = make_unit()
    publish_rows(unit, tmp_path, person(*MAI), name="1.xlsx")
    day_before = AS_OF - datetime.timedelta(days=1)

    older = review(unit, tmp_path, person(*TAM), name="2.xlsx", as_of=day_before)

    refuse_and_override(older, "older")
    assert UnitLedger.objects.get().data_as_of == AS_OF


@pytest.mark.parametrize(("good", "is_refused"), [(19, False), (18, True)])
def test_more_than_five_rejected_rows_in_a_hundred_are_refused(tmp_path, good, is_refused):
    card_list = review(make_unit(), tmp_path, *fillers(good), person("Vũ Lan Hương", "31/02/1990"))

    assert codes(card_list) == (["rejected"] if is_refused else [])
    if is_refused:
        refuse_and_override(card_list, "rejected")


def test_what_must_be_done_first_no_chief_overrides(tmp_path):
    unit = make_unit()
    first = review(unit, tmp_path, person(*MAI), name="1.xlsx")
    second = review(unit, tmp_path, person(*TAM), name="2.xlsx")
    publish_reviewed(card_list=first, actor=AN)
    assert codes(second) == ["stale"]
    with pytest.raises(ListRefused):
        publish_reviewed(card_list=second, actor=CHIEF, override_reason="Gấp", is_chief=True)
    assert stage_of(unit, *TAM) is None

    reread(card_list=second, actor=BINH)
    read_upload(second.pk)
    publish_reviewed(card_list=second, actor=BINH)

    assert stage_of(unit, *TAM) is Stage.AT_UNIT


def test_nobody_publishes_another_review_than_the_one_they_saw(tmp_path):
    card_list = review(make_unit(), tmp_path, person(*MAI))
    seen = card_list.compared_at
    reread(card_list=card_list, actor=BINH)
    with pytest.raises(ListNotReady):
        publish_reviewed(card_list=card_list, actor=AN, seen=seen)
    read_upload(card_list.pk)

    with pytest.raises(ListNotReady):
        publish_reviewed(card_list=card_list, actor=AN, seen=seen)

    publish_reviewed(card_list=card_list, actor=AN, seen=card_list.compared_at)


def everything_true(unit):
    ledger = UnitLedger.objects.get(unit=unit)
    people = [MAI, TAM, ("Lê Thị Mây", MAI[1])]
    return count_by_stage(unit), ledger.data_as_of, [stage_of(unit, *one) for one in people]


def test_undo_restores_exactly_the_state_before(tmp_path):
    unit = make_unit()
    publish_rows(
        unit, tmp_path, person(*MAI, receipt="HS-1", status="Đang in"), *fillers(5), name="1.xlsx"
    )
    before = everything_true(unit)
    second = publish_rows(
        unit, tmp_path, person("Lê Thị Mây", MAI[1], receipt="HS-1"), person(*TAM),
        *[(*row[:6], "Đã trả", *row[7:]) for row in fillers(5)],
        name="2.xlsx", as_of=AS_OF + datetime.timedelta(days=2),
    )  # fmt: skip
    assert everything_true(unit) != before

    undo_publication(card_list=second, actor=AN)

    assert everything_true(unit) == before
    assert list(find_faults()) == []


@pytest.mark.parametrize(
    ("actor", "is_chief", "minutes", "is_allowed"),
    [
        (AN, False, 10, True),
        (AN, False, 11, False),
        (BINH, False, 1, False),
        (CHIEF, True, 1, True),
        (CHIEF, True, 100_000, True),
    ],
)
def test_the_same_officer_undoes_in_time_and_a_chief_later(
    tmp_path, actor, is_chief, minutes, is_allowed
):
    unit = make_unit()
    card_list = publish_rows(unit, tmp_path, person(*MAI))
    now = card_list.published_at + datetime.timedelta(minutes=minutes)

    if is_allowed:
        undo_publication(card_list=card_list, actor=actor, is_chief=is_chief, now=now)
    else:
        with pytest.raises(UndoNotAllowed):
            undo_publication(card_list=card_list, actor=actor, is_chief=is_chief, now=now)

    assert (stage_of(unit, *MAI) is None) == is_allowed


def test_the_unit_sets_the_time_for_undoing(tmp_path):
    unit = make_unit()
    set_undo_minutes(unit_id=unit.pk, minutes=60, actor=CHIEF)
    card_list = publish_rows(unit, tmp_path, person(*MAI))

    undo_publication(
        card_list=card_list, actor=AN, now=card_list.published_at + datetime.timedelta(minutes=59)
    )

    with pytest.raises(ValueError, match="1441"):
        set_undo_minutes(unit_id=unit.pk, minutes=1441, actor=CHIEF)


def test_only_the_newest_publication_is_undone(tmp_path):
    unit = make_unit()
    first = publish_rows(unit, tmp_path, person(*MAI), name="1.xlsx")
    second = publish_rows(unit, tmp_path, person(*TAM), name="2.xlsx")

    with pytest.raises(UndoNotAllowed):
        undo_publication(card_list=first, actor=CHIEF, is_chief=True)
    undo_publication(card_list=second, actor=AN)
    undo_publication(card_list=first, actor=AN)

    assert count_by_stage(unit) == {}


def test_what_is_corrected_by_hand_while_a_list_waits_stands(tmp_path):
    unit = make_unit()
    publish_rows(unit, tmp_path, person(*MAI, status="Đang in"), name="1.xlsx")
    second = review(unit, tmp_path, person(*MAI), person(*TAM), name="2.xlsx")
    correct_by_hand(
        application=Application.objects.order_by("pk")[0], stage=Stage.NEEDS_CORRECTION,
        reason="Ảnh mờ", actor=BINH,
    )  # fmt: skip

    publish_reviewed(card_list=second, actor=AN)

    assert stage_of(unit, *MAI) is Stage.NEEDS_CORRECTION
    assert stage_of(unit, *TAM) is Stage.AT_UNIT


def test_each_publication_leaves_a_report_of_its_quality(tmp_path):
    unit = make_unit()
    publish_rows(unit, tmp_path, *fillers(20), name="1.xlsx")
    with clock.stopped_at(clock.now()):
        as_of = clock.today() - datetime.timedelta(days=3)
        publish_rows(
            unit, tmp_path, *fillers(19, first=5), person("Vũ Lan Hương", "31/02/1990"),
            name="2.xlsx", as_of=as_of,
        )  # fmt: skip

    first, second = list_quality(unit)

    assert first.coverage is None
    assert second.coverage == 0.75
    assert (second.rejected, second.age_days) == (0.05, 3)
    assert second.reasons == {"birth_impossible": 1}


def test_a_dropped_review_leaves_nothing_but_its_record(tmp_path):
    unit = make_unit()
    card_list = review(unit, tmp_path, person(*MAI), person("Vũ Lan Hương", "31/02/1990"))
    kept = vault.folder() / card_list.file_token

    discard_review(card_list=card_list, actor=AN)

    for model in (Application, BlockKey, StageChange, CardList, ReviewRow, ListMention):
        assert model.objects.count() == 0
    assert not kept.exists()
    assert Event.objects.filter(action="list_discarded").exists()


def test_a_published_list_is_not_dropped(tmp_path):
    card_list = publish_rows(make_unit(), tmp_path, person(*MAI))
    with pytest.raises(ListNotReady):
        discard_review(card_list=card_list, actor=AN)


def test_after_a_week_names_that_wait_are_erased(tmp_path):
    unit = make_unit()
    published = publish_rows(
        unit, tmp_path, *fillers(40), person("Vũ Lan Hương", "31/02/1990"), name="1.xlsx"
    )
    waiting = review(unit, tmp_path, person(*TAM), name="2.xlsx")
    kept = vault.folder() / waiting.file_token
    sweep()
    assert kept.exists()
    assert ReviewRow.objects.exists()

    with clock.stopped_at(clock.now() + KEPT + datetime.timedelta(hours=1)):
        sweep()

    assert not kept.exists()
    assert list(CardList.objects.all()) == [published]
    assert not ReviewRow.objects.exists()
    assert Application.objects.count() == 40
    published.refresh_from_db()
    assert published.sealed_key is None


def test_keys_rotate_under_a_list_that_waits(tmp_path, own_keys):
    unit = make_unit()
    card_list = review(unit, tmp_path, person(*MAI))
    rotate(own_keys, "sealing")
    rotate(own_keys, "index")
    card_list.refresh_from_db()
    assert vault.file_name_of(card_list) == "list.xlsx"
    assert b"list" not in bytes(card_list.sealed_name)

    reread(card_list=card_list, actor=AN)
    read_upload(card_list.pk)
    publish_reviewed(card_list=card_list, actor=AN)

    assert stage_of(unit, *MAI) is Stage.AT_UNIT


def test_another_units_officers_numbers_never_meet(tmp_path):
    unit, other = make_unit(), make_unit("ba-dinh", "Công an Ba Đình")
    mine = publish_rows(unit, tmp_path, person(*MAI), name="1.xlsx")
    write_list(tmp_path / "2.xlsx", [person(*MAI)])
    theirs = receive(other, tmp_path / "2.xlsx")
    read_upload(theirs.pk)
    theirs.refresh_from_db()

    publish_reviewed(card_list=theirs, actor=CHIEF, override_reason="Chuyển đến", is_chief=True)
    undo_publication(card_list=mine, actor=AN)

    assert stage_of(unit, *MAI) is None
    assert stage_of(other, *MAI) is Stage.AT_UNIT
