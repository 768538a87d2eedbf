"""The kept counts against counting anew, after everything that makes a card move."""

import contextlib
import datetime
import random

import pytest
from tests.cards.uploads import AN, fillers, publish_rows, review

from factories import AS_OF, make_unit, person, publish_people
from tracuu.cards import card_rows
from tracuu.cards.card_counts import count_cards
from tracuu.cards.card_rows import Place, list_cards
from tracuu.cards.corrections import correct_by_hand
from tracuu.cards.counter.handing_over import hand_over, undo_hand_over
from tracuu.cards.enums import ListState, Stage
from tracuu.cards.errors import (
    AlreadyHandedOver,
    CardNotHandedOver,
    ListNotPublished,
    ListRefused,
    UndoNotAllowed,
)
from tracuu.cards.lists.publishing import count_by_stage, withdraw
from tracuu.cards.lists.releasing import publish_reviewed, undo_publication
from tracuu.cards.models import (
    Application,
    CardList,
    HandOver,
    ListTally,
    StageChange,
    StageDay,
)
from tracuu.cards.rotation import rotate
from tracuu.cards.rules import AGES, OPEN
from tracuu.cards.stage_days import count_anew, recount
from tracuu.core import clock
from tracuu.core.keys import INDEX, SEALING

pytestmark = pytest.mark.django_db
DEEDS = ("publish", "publish", "review", "late", "undo", "hand", "give", "give", "take")
MAI = ("Lê Thị Mai", "05/06/1980")
TAM = ("Trần Văn Tám", "08/08/1958")
WORDS = {
    Stage.COLLECTED: "Đã thu nhận",
    Stage.PROCESSING: "Đang xử lý",
    Stage.PRINTING: "Đang in",
    Stage.AT_UNIT: "Đã về đơn vị",
    Stage.HANDED_OVER: "Đã trả",
    Stage.NEEDS_CORRECTION: "Cần bổ sung",
}


@pytest.fixture
def unit(db):
    return make_unit()


def kept(unit):
    rows = StageDay.objects.filter(unit=unit)
    return {(row.stage, row.since.isoformat()): row.cards for row in rows}


def assert_true(unit):
    truth = dict(count_anew(unit.pk))
    assert kept(unit) == truth
    stages = {}
    for (stage, _day), cards in truth.items():
        stages[Stage(stage)] = stages.get(Stage(stage), 0) + cards
    assert stages == count_by_stage(unit)


def by_hand(place, stage, **more):
    application = Application.objects.order_by("pk")[place]
    correct_by_hand(application=application, stage=stage, reason="x", actor=AN, **more)


def test_publishing_and_undoing(unit, tmp_path):
    publish_rows(unit, tmp_path, person(*MAI, status="Đang in"), person(*TAM), name="1.xlsx")
    assert kept(unit) == {(3, "2021-12-14"): 1, (4, "2021-12-14"): 1}
    second = publish_rows(
        unit, tmp_path, person(*MAI), *fillers(3), name="2.xlsx",
        as_of=AS_OF + datetime.timedelta(days=2),
    )  # fmt: skip
    assert kept(unit) == {(4, "2021-12-14"): 1, (4, "2021-12-16"): 4}
    assert_true(unit)
    undo_publication(card_list=second, actor=AN)
    assert kept(unit) == {(3, "2021-12-14"): 1, (4, "2021-12-14"): 1}
    assert_true(unit)


def test_a_list_of_the_command_line_and_a_person_told_better(unit, tmp_path):
    publish_people(unit, tmp_path, person("Lê Thị Mai", "05/06/1980", receipt="HS-1"))
    publish_people(
        unit, tmp_path, person("Lê Thị Mai", "06/06/1980", receipt="HS-1"), name="2.xlsx"
    )
    assert_true(unit)
    withdraw(CardList.objects.order_by("-pk").first(), actor=AN)
    assert_true(unit)


def test_what_is_only_reviewed_counts_for_nothing(unit, tmp_path):
    review(unit, tmp_path, person(*MAI))
    assert kept(unit) == {}
    assert ListTally.objects.count() == 1


@pytest.mark.parametrize("overrides_hand", [False, True])
def test_hands_between_the_review_and_the_publication(unit, tmp_path, overrides_hand):
    publish_rows(unit, tmp_path, *[person(*MAI), person(*TAM), *fillers(3)], name="1.xlsx")
    people = [person(*MAI, status="Đã trả"), person(*TAM, status="Đã trả"), *fillers(4)]
    second = review(unit, tmp_path, *people, name="2.xlsx", overrides_hand=overrides_hand)
    by_hand(0, Stage.NEEDS_CORRECTION)
    by_hand(1, Stage.HANDED_OVER)
    assert_true(unit)
    publish_reviewed(card_list=second, actor=AN)
    assert_true(unit)
    by_hand(2, Stage.HANDED_OVER)
    by_hand(1, Stage.AT_UNIT)
    by_hand(5, Stage.PRINTING)  # a card that only this list brought
    assert_true(unit)
    undo_publication(card_list=second, actor=AN)
    assert_true(unit)


def test_a_hand_over_that_was_undone_leaves_nothing_when_its_list_goes(unit, tmp_path):
    """What stands no more keeps no card where it was: the list takes it along."""
    publish_rows(unit, tmp_path, person(*TAM, status="Đang in"), name="1.xlsx")
    newest = publish_rows(unit, tmp_path, person(*MAI), person(*TAM), name="2.xlsx")
    for pk in Application.objects.values_list("pk", flat=True):
        done = hand_over(unit=unit, application_id=pk, actor=AN)
        undo_hand_over(unit=unit, number=done.pk, actor=AN)

    undo_publication(card_list=newest, actor=AN, is_chief=True)

    assert_true(unit)


def test_rotating_the_keys_moves_nothing(unit, tmp_path, own_keys, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    publish_rows(unit, tmp_path, *fillers(20))
    before = kept(unit)
    rotate(own_keys, INDEX)
    rotate(own_keys, SEALING)
    assert kept(unit) == before
    assert_true(unit)
    (row,) = list_cards(unit, Stage.AT_UNIT, AGES[-1]).rows[:1]
    assert row.identity.full_name == "Bùi Thị An"


def test_a_list_from_before_such_counts_is_undone_all_the_same(unit, tmp_path):
    publish_rows(unit, tmp_path, person(*MAI, status="Đang in"), name="1.xlsx")
    second = publish_rows(unit, tmp_path, person(*MAI), person(*TAM), name="2.xlsx")
    ListTally.objects.all().delete()
    StageDay.objects.all().delete()
    recount(unit.pk)
    assert_true(unit)
    undo_publication(card_list=second, actor=AN)
    assert_true(unit)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_the_counts_are_the_truth(unit, tmp_path, seed, monkeypatch):
    monkeypatch.setattr(card_rows, "PAGE", 4)
    monkeypatch.setattr(card_rows, "_CHUNK", 3)
    monkeypatch.setattr(card_rows, "MOST_LOOKED_AT", 7)
    draw = random.Random(seed)
    people = fillers(12)
    waiting = []
    for number in range(18):
        deed = draw.choice([*DEEDS])
        if deed in ("publish", "review"):
            rows = [
                told_better(row, draw, WORDS[draw.choice(list(WORDS))])
                for row in draw.sample(people, 6)
            ]
            facts = {
                "as_of": AS_OF + datetime.timedelta(days=number),
                "overrides_hand": draw.random() < 0.5,
            }
            waiting.append(review(unit, tmp_path, *rows, name=f"{number}.xlsx", **facts))
        if deed in ("publish", "late") and waiting:
            one = waiting.pop(draw.randrange(len(waiting)) if deed == "late" else -1)
            with contextlib.suppress(ListRefused, ListNotPublished):  # stale, or nothing in it
                publish_reviewed(card_list=one, actor=AN, override_reason="x", is_chief=True)
        if deed == "undo":
            rows = CardList.objects.filter(state=ListState.PUBLISHED).order_by("-published_at")
            if rows:
                undo_publication(card_list=rows[0], actor=AN, is_chief=True)
        if deed == "hand" and (known := StageChange.objects.filter(card_list__state="published")):
            pk = draw.choice(sorted(set(known.values_list("application_id", flat=True))))
            stage = draw.choice([*OPEN, Stage.HANDED_OVER])
            on = AS_OF + datetime.timedelta(days=draw.randrange(20))
            correct_by_hand(
                application=Application.objects.get(pk=pk), stage=stage, reason="x", actor=AN, on=on
            )
        if deed == "give" and (pks := sorted(Application.objects.values_list("pk", flat=True))):
            with contextlib.suppress(AlreadyHandedOver, CardNotHandedOver):
                hand_over(unit=unit, application_id=draw.choice(pks), actor=AN)
        if deed == "take" and (done := HandOver.objects.order_by("-at").first()):
            with contextlib.suppress(UndoNotAllowed):
                undo_hand_over(unit=unit, number=done.pk, actor=AN, is_chief=True)
        assert_true(unit)
        assert_rows(unit)


def told_better(row, draw, status):
    """The person as another list may know them: more facts, or born a day later (same receipt)."""
    name, born, sex, receipt, id_number, phone, _, *rest = row
    if draw.random() < 0.2:
        born = f"29{born[2:]}"
    if draw.random() < 0.2:
        phone = "0900000123"
    return (name, born, sex, receipt, id_number, phone, status, *rest)


def every_row(unit, stage, age):
    rows, place = [], Place()
    while place is not None:
        page = list_cards(unit, stage, age, place)
        assert page.after != place
        assert len(page.rows) <= card_rows.PAGE
        rows.extend(page.rows)
        place = page.after
    return rows


def assert_rows(unit):
    """Behind each number are just so many people, each once."""
    for stage, ages in count_cards(unit).items():
        for age in AGES:
            rows = every_row(unit, stage, age)
            receipts = [row.identity.receipt for row in rows]
            assert len(rows) == ages[age.key] == len(set(receipts))
            assert all(age.holds((clock.today() - row.since).days) for row in rows)


def test_ages_go_by_the_days_that_a_card_has_waited(unit, tmp_path):
    days = (0, 3, 4, 14, 15, 45, 46, 90, 91, 400)
    for number, waited in enumerate(reversed(days)):
        publish_rows(
            unit, tmp_path, *fillers(1, first=number), name=f"{waited}.xlsx",
            as_of=clock.today() - datetime.timedelta(days=waited),
        )  # fmt: skip
    assert count_cards(unit)[Stage.AT_UNIT] == dict.fromkeys([age.key for age in AGES], 2)
    assert_rows(unit)
    assert [age.key for age in AGES if age.holds(-1)] == ["0-3"]
    assert all(sum(age.holds(waited) for age in AGES) == 1 for waited in days)


@pytest.mark.parametrize("text", ["", "x", "1.2.3", "1.2021-12-14.x", "-1.2021-12-14.1", "9" * 40])
def test_a_place_that_is_none_is_none(text):
    assert Place.read(text) is None
