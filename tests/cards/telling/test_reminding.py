"""Faulty files and cards that lie: those who watch are told again, at each step once."""

import datetime

import pytest
from tests.cards.telling.test_lists import MAI, NOON, notice_of, told, watch
from tests.cards.uploads import AN, fillers, publish_rows

from factories import make_unit, person
from tracuu.cards.corrections import ask_for_correction
from tracuu.cards.counter.handing_over import hand_over
from tracuu.cards.enums import ProofKind
from tracuu.cards.lookup import Proof
from tracuu.cards.models import Application
from tracuu.cards.telling.reminding import remind_everybody
from tracuu.core import clock
from tracuu.messaging.enums import DeliveryState, Kind
from tracuu.messaging.models import Delivery

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def noon(settings):
    settings.LOOKUP_LIMITS = False
    with clock.stopped_at(NOON):
        yield


def after(days: int):
    return clock.stopped_at(NOON + days * DAY)


def remind_daily(first: int, last: int) -> list[int]:
    """The days, counted from the list, on which somebody is reminded."""
    days = []
    for day in range(first, last + 1):
        with after(day):
            if remind_everybody():
                days.append(day)
    return days


def test_a_card_that_lies_is_chased_at_each_step_once(tmp_path):
    unit = make_unit()
    watch(unit)
    publish_rows(unit, tmp_path, person(*MAI), *fillers(3))
    assert remind_daily(0, 120) == [4, 15, 46, 91]
    assert told() == [Kind.READY] + [Kind.CHASE] * 4


def test_who_was_not_told_in_time_is_told_of_the_newest_step_only(tmp_path):
    unit = make_unit()
    watch(unit)
    publish_rows(unit, tmp_path, person(*MAI))
    assert remind_daily(60, 70) == [60]


def test_a_card_that_was_given_out_is_chased_no_more(tmp_path):
    unit = make_unit()
    watch(unit)
    publish_rows(unit, tmp_path, person(*MAI))
    with after(4):
        assert remind_everybody() == 1
        hand_over(unit=unit, application_id=Application.objects.get().pk, actor=AN)
    assert Delivery.objects.get(kind=Kind.CHASE).state == DeliveryState.RECALLED
    assert remind_daily(5, 100) == []


def test_a_faulty_file_is_reminded_of_30_and_7_days_before_its_last_day(tmp_path):
    unit = make_unit()
    watch(unit, proof=Proof(ProofKind.RECEIPT, "HS-1"))
    publish_rows(unit, tmp_path, person(*MAI, receipt="HS-1", status="Đang xử lý"))
    ask_for_correction(
        unit=unit,
        application_id=Application.objects.get().pk,
        correction="photo",
        due_on=(NOON + 60 * DAY).date(),
        note="",
        actor=AN,
    )
    (first,) = Delivery.objects.filter(kind=Kind.CORRECTION)
    assert notice_of(first).until == (NOON + 60 * DAY).date().isoformat()
    assert remind_daily(0, 70) == [30, 53]
    reminder = Delivery.objects.filter(kind=Kind.REMINDER).last()
    assert notice_of(reminder).detail.startswith("Ảnh chân dung")
    assert notice_of(reminder).bring


def test_nobody_is_told_twice_on_one_day(tmp_path):
    unit = make_unit()
    watch(unit)
    publish_rows(unit, tmp_path, person(*MAI))
    with after(4):
        assert remind_everybody() == 1
        assert remind_everybody() == 0


def test_where_nobody_watches_the_step_stays_open_for_a_letter(tmp_path):
    unit = make_unit()
    publish_rows(unit, tmp_path, person(*MAI))
    with after(4):
        assert remind_everybody() == 0
    watch(unit, address="sau@vi-du.example")
    assert remind_daily(5, 13) == [5]
