"""The work list of faulty files: the right ones, in the right order, none of them lost."""

import contextlib
import datetime
import random

import pytest
from django.db import connection
from tests.cards.uploads import AN, fillers, publish_rows, review

from factories import AS_OF, make_unit
from tracuu.cards import correction_rows
from tracuu.cards.correction_rows import (
    Place,
    list_corrections,
    list_true,
    list_units_to_settle,
    settle_overtaken,
)
from tracuu.cards.corrections import ask_for_correction, receive_correction
from tracuu.cards.enums import ListState, Stage
from tracuu.cards.errors import ListNotPublished, ListRefused
from tracuu.cards.lists.releasing import publish_reviewed, undo_publication
from tracuu.cards.models import Application, CardList, StageChange
from tracuu.cards.stage_days import find_place
from tracuu.core import clock
from tracuu.core.database import select

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
WORDS = {Stage.NEEDS_CORRECTION: "Cần bổ sung", Stage.AT_UNIT: "Đã về đơn vị",
         Stage.PROCESSING: "Đang xử lý"}  # fmt: skip


@pytest.fixture
def unit():
    return make_unit()


def faulty(number, note):
    row = fillers(1, first=number)[0]
    return (*row[:6], "Cần bổ sung", "", "", note)


def receipts(unit, code=None):
    """Everybody of the work list, page by page."""
    found, place = [], Place()
    while place is not None:
        page = list_corrections(unit, code, place)
        assert len(page.rows) <= correction_rows.PAGE
        assert page.after != place
        found += [row.identity.receipt for row in page.rows]
        place = page.after
    return found


def test_overdue_first_and_those_without_a_day_last(unit, tmp_path):
    publish_rows(
        unit, tmp_path, faulty(1, "Ảnh mờ"), faulty(2, "hỏi lại"), faulty(3, "sai tên, 01/01/2022"),
        faulty(4, "Ảnh mờ trước 20/12/2021"), *fillers(1, first=5),
    )  # fmt: skip
    assert receipts(unit) == ["F-4", "F-3", "F-1", "F-2"]
    assert receipts(unit, "photo") == ["F-4", "F-1"]
    assert receipts(unit, "") == ["F-2"]
    assert receipts(unit, "form") == []
    other = make_unit("tan-binh", "Công an quận Tân Bình")
    assert receipts(other) == []


def test_pages_go_on_where_the_last_one_ended(unit, tmp_path, monkeypatch):
    monkeypatch.setattr(correction_rows, "PAGE", 3)
    monkeypatch.setattr(correction_rows, "_CHUNK", 2)
    notes = ["Ảnh mờ", "hỏi lại", "Ảnh mờ, 01/02/2022"]
    publish_rows(unit, tmp_path, *(faulty(number, notes[number % 3]) for number in range(10)))
    found = receipts(unit)
    assert sorted(found) == sorted(f"F-{number}" for number in range(10))
    assert [int(one[2:]) % 3 for one in found] == [0] * 4 + [2] * 3 + [1] * 3


@pytest.mark.parametrize(
    "text", ["", "x", "2021-12-14.x", "2021-12-14.-1", "9999-99-99.1", "9" * 40]
)
def test_a_place_that_is_none_is_none(text):
    assert Place.read(text) is None


def test_what_was_mended_is_marked_and_comes_back_with_an_undo(unit, tmp_path):
    publish_rows(unit, tmp_path, faulty(1, "Ảnh mờ"), faulty(2, "Ảnh mờ"), name="1.xlsx")
    second = publish_rows(unit, tmp_path, *fillers(1, first=1), as_of=AS_OF + DAY, name="2.xlsx")
    assert receipts(unit) == ["F-2"]
    assert list_units_to_settle() == [unit.pk]

    assert settle_overtaken(unit.pk) == 1
    assert list_units_to_settle() == []
    assert StageChange.objects.filter(settled_at__isnull=False).count() == 1
    assert receipts(unit) == ["F-2"]

    undo_publication(card_list=second, actor=AN)
    assert receipts(unit) == ["F-1", "F-2"]
    assert list_units_to_settle() == [unit.pk]
    assert settle_overtaken(unit.pk) == 0


def test_a_mark_set_by_a_slow_clock_does_not_lose_anybody(unit, tmp_path):
    publish_rows(unit, tmp_path, faulty(1, "Ảnh mờ"), name="1.xlsx")
    second = publish_rows(unit, tmp_path, *fillers(1, first=1), as_of=AS_OF + DAY, name="2.xlsx")
    with clock.stopped_at(clock.now() - datetime.timedelta(minutes=5)):
        settle_overtaken(unit.pk)
    undo_publication(card_list=second, actor=AN)
    assert receipts(unit) == ["F-1"]


def test_a_list_that_waits_is_not_marked(unit, tmp_path):
    publish_rows(unit, tmp_path, *fillers(20, first=100), name="1.xlsx")
    waiting = review(unit, tmp_path, faulty(1, "Ảnh mờ"), as_of=AS_OF + DAY, name="2.xlsx")
    settle_overtaken(unit.pk)
    assert receipts(unit) == []
    publish_reviewed(card_list=waiting, actor=AN, override_reason="x", is_chief=True)
    assert receipts(unit) == ["F-1"]


def test_a_page_walks_the_index(unit):
    day = datetime.date(2021, 1, 1)
    for after, bounds in ((correction_rows._DATED, [day, 7]), (correction_rows._UNDATED, [7])):
        sql = correction_rows._CANDIDATES.format(after=after, reason="")
        word = "QUERY PLAN" if connection.vendor == "sqlite" else ""
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":  # else an empty table is read whole
                cursor.execute("SET LOCAL enable_seqscan = off")
                cursor.execute("SET LOCAL enable_bitmapscan = off")
                cursor.execute("SET LOCAL enable_sort = off")
        rows = select(f"EXPLAIN {word} {sql}", [unit.pk, *bounds, 1000], is_prepared=False)
        plan = " ".join(str(row) for row in rows)
        assert "change_to_correct" in plan
        assert "TEMP B-TREE" not in plan
        assert "Sort" not in plan


def truth(unit):
    """Application by application."""
    ids = Application.objects.filter(unit=unit).values_list("pk", flat=True)
    return {pk for pk in ids if (place := find_place(pk)) and place[0] == Stage.NEEDS_CORRECTION}


def random_rows(draw, people):
    for row in draw.sample(people, 5):
        note = draw.choice(["Ảnh mờ", "", "Sai tên, 01/03/2030"])
        yield (*row[:6], WORDS[draw.choice([*WORDS])], "", "", note)


def move_by_hand(unit, draw):
    known = [pk for pk in Application.objects.values_list("pk", flat=True) if find_place(pk)]
    if not known:
        return
    told = {"unit": unit, "application_id": draw.choice(sorted(known)), "actor": AN}
    if told["application_id"] in truth(unit):
        receive_correction(**told)
    else:
        ask_for_correction(correction="form", due_on=None, note="", **told)


def undo_the_newest(unit):
    published = CardList.objects.filter(state=ListState.PUBLISHED).order_by("-published_at")
    if newest := published.first():
        undo_publication(card_list=newest, actor=AN, is_chief=True)


def everybody(unit):
    page = list_corrections(unit)
    found = [*page.rows]
    while page.after is not None:
        page = list_corrections(unit, None, page.after)
        found += page.rows
    return sorted(row.told.application_id for row in found)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_nobody_is_lost(unit, tmp_path, seed, monkeypatch):
    monkeypatch.setattr(correction_rows, "PAGE", 4)
    monkeypatch.setattr(correction_rows, "_CHUNK", 3)
    draw = random.Random(seed)
    people, waiting = fillers(10), []
    for number in range(24):
        deed = draw.choice(["publish", "publish", "review", "late", "undo", "hand", "settle"])
        if deed in ("publish", "review"):
            facts = {"as_of": AS_OF + number * DAY, "overrides_hand": draw.random() < 0.5}
            rows = random_rows(draw, people)
            waiting.append(review(unit, tmp_path, *rows, name=f"{number}.xlsx", **facts))
        if deed in ("publish", "late") and waiting:
            one = waiting.pop(draw.randrange(len(waiting)) if deed == "late" else -1)
            with contextlib.suppress(ListRefused, ListNotPublished):
                publish_reviewed(card_list=one, actor=AN, override_reason="x", is_chief=True)
        if deed == "undo":
            undo_the_newest(unit)
        if deed == "hand":
            move_by_hand(unit, draw)
        if deed == "settle":
            settle_overtaken(unit.pk)
        assert everybody(unit) == sorted(truth(unit))


def test_what_is_due_between_two_days(unit, tmp_path):
    rows = [faulty(number, f"Ảnh mờ, {number}/01/2022") for number in range(1, 9)]
    publish_rows(unit, tmp_path, *rows, faulty(20, "hỏi lại"))
    found = list_true(unit.pk, datetime.date(2022, 1, 3), datetime.date(2022, 1, 5))
    assert [row.due_on.day for row in found] == [3, 4, 5]
