"""Who is to be told once more: each step once, the newest only, and nobody who said no."""

import datetime

import pytest
from tests.cards.uploads import AN, fillers, publish_rows

from factories import make_unit, person
from tracuu.cards.ageing.chasing import (
    Done,
    Due,
    claim_step,
    list_done,
    list_due_chases,
    list_due_reminders,
)
from tracuu.cards.corrections import ask_for_correction, correct_by_hand
from tracuu.cards.counter.handing_over import hand_over
from tracuu.cards.enums import ChaseKind, Reply, Stage
from tracuu.cards.models import Application, Chase, Letter
from tracuu.core import clock

pytestmark = pytest.mark.django_db
MAI = ("Lê Thị Mai", "05/06/1980")


@pytest.fixture
def unit():
    return make_unit()


def days(number):
    return datetime.timedelta(days=number)


def lie(unit, tmp_path, waited, **more):
    publish_rows(
        unit, tmp_path, person(*MAI, receipt="HS-7", box="A1"), as_of=clock.today() - days(waited),
        name=f"{waited}.xlsx", **more,
    )  # fmt: skip
    return Application.objects.get()


@pytest.mark.parametrize(
    ("waited", "step"),
    [(0, None), (3, None), (4, 3), (14, 3), (15, 14), (45, 14), (46, 45), (91, 90), (400, 90)],
)
def test_a_card_comes_to_its_step(unit, tmp_path, waited, step):
    card = lie(unit, tmp_path, waited)
    since = clock.today() - days(waited)
    wanted = [Due(card.pk, Stage.AT_UNIT, since, step)] if step else []
    assert list(list_due_chases(unit, clock.today())) == wanted


def test_each_step_is_claimed_once(unit, tmp_path):
    lie(unit, tmp_path, 20)
    (due,) = list_due_chases(unit, clock.today())
    assert claim_step(unit.pk, due)
    assert not claim_step(unit.pk, due)
    assert list(list_due_chases(unit, clock.today())) == []
    (later,) = list_due_chases(unit, clock.today() + days(30))
    assert later.step == 45
    assert Chase.objects.get().unit == unit


def test_a_card_that_comes_again_is_chased_again(unit, tmp_path):
    card = lie(unit, tmp_path, 20)
    (due,) = list_due_chases(unit, clock.today())
    claim_step(unit.pk, due)
    for stage, waited in ((Stage.PROCESSING, 19), (Stage.AT_UNIT, 16)):
        correct_by_hand(
            application=card, stage=stage, reason="x", actor=AN, on=clock.today() - days(waited)
        )
    (again,) = list_due_chases(unit, clock.today())
    assert (again.step, again.anchor) == (14, clock.today() - days(16))


def test_whoever_is_gone_or_said_no_is_left_alone(unit, tmp_path):
    card = lie(unit, tmp_path, 60)
    letter = Letter.objects.create(
        unit=unit, application_id=card.pk, code_hash=b"x" * 16, step=45, printed_at=clock.now()
    )
    for reply, due in ((Reply.COMING, 1), (Reply.MOVED, 0), (Reply.NOT_MINE, 0)):
        letter.reply, letter.replied_at = reply, clock.now()
        letter.save()
        assert len(list(list_due_chases(unit, clock.today()))) == due, reply
    letter.delete()
    hand_over(unit=unit, application_id=card.pk, actor=AN)
    assert list(list_due_chases(unit, clock.today())) == []


def test_every_card_of_many_lists_is_found_and_of_no_other_unit(unit, tmp_path):
    other = make_unit("tan-binh", "Công an quận Tân Bình")
    publish_rows(other, tmp_path, *fillers(2, first=900), as_of=clock.today() - days(30))
    for number in range(3):
        publish_rows(
            unit, tmp_path, *fillers(4, first=number * 10), name=f"{number}.xlsx",
            as_of=clock.today() - days(50 - number),
        )  # fmt: skip
    ids = {due.application_id for due in list_due_chases(unit, clock.today())}
    ours = Application.objects.filter(unit=unit).values_list("pk", flat=True)
    assert ids == set(ours)


def test_what_was_done_is_told_in_its_order(unit, tmp_path):
    card = lie(unit, tmp_path, 60)
    since = clock.today() - days(60)
    with clock.stopped_at(clock.now() - days(40)):
        claim_step(unit.pk, Due(card.pk, Stage.AT_UNIT, since, 14))
    claim_step(unit.pk, Due(card.pk, Stage.AT_UNIT, since, 45), ChaseKind.LETTER)
    claim_step(unit.pk, Due(card.pk, Stage.AT_UNIT, since - days(1), 3))  # when it lay here before
    Letter.objects.create(
        unit=unit, application_id=card.pk, code_hash=b"x" * 16, step=45, printed_at=clock.now(),
        reply=Reply.MOVED, replied_at=clock.now(),
    )  # fmt: skip
    today = clock.today()
    assert list_done([(card.pk, since)])[card.pk] == [
        Done(today - days(40), ChaseKind.TOLD),
        Done(today, ChaseKind.LETTER),
        Done(today, None, Reply.MOVED),
    ]


def faulty(unit, tmp_path, since, left):
    """A file that is faulty since so many days and has so many left."""
    with clock.stopped_at(clock.now() - days(since)):
        processing = person(*MAI, receipt="HS-7", status="Đang xử lý")
        publish_rows(unit, tmp_path, processing, as_of=clock.today())
        card = Application.objects.get()
        ask_for_correction(
            unit=unit, application_id=card.pk, correction="photo", note="", actor=AN,
            due_on=clock.today() + days(since + left),
        )  # fmt: skip
    return card


@pytest.mark.parametrize(
    ("since", "left", "step"),
    [
        (1, 91, None), (1, 90, 90), (80, 31, 90), (50, 31, None), (50, 30, 30), (50, 8, 30), (50, 7, 7), (50, 0, 7),
        (50, -1, None), (1, 29, None), (1, 89, None), (23, 7, 7),
    ],
)  # fmt: skip
def test_a_reminder_comes_at_its_step(unit, tmp_path, since, left, step):
    card = faulty(unit, tmp_path, since, left)
    due_on = clock.today() + days(left)
    wanted = [Due(card.pk, Stage.NEEDS_CORRECTION, due_on, step)] if step else []
    assert list(list_due_reminders(unit, clock.today())) == wanted


def test_a_reminder_is_claimed_once_and_again_for_another_day(unit, tmp_path):
    card = faulty(unit, tmp_path, 50, 6)
    (due,) = list_due_reminders(unit, clock.today())
    assert claim_step(unit.pk, due)
    assert list(list_due_reminders(unit, clock.today())) == []
    ask_for_correction(
        unit=unit, application_id=card.pk, correction="photo", note="", actor=AN,
        due_on=clock.today() + days(40),
    )  # fmt: skip
    (again,) = list_due_reminders(unit, clock.today() + days(10))
    assert (again.step, again.anchor) == (30, clock.today() + days(40))
