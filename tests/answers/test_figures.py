import datetime

import pytest

from factories import make_unit
from tracuu.answers.enums import Deed
from tracuu.answers.figures import list_weeks, list_weeks_below
from tracuu.answers.operations import count_deeds
from tracuu.core import clock

pytestmark = pytest.mark.django_db
MONDAY = datetime.datetime(2026, 11, 23, 3, tzinfo=datetime.UTC)


def test_each_week_of_a_unit_has_its_row():
    unit = make_unit()
    last_week = MONDAY - datetime.timedelta(days=1)
    with clock.stopped_at(MONDAY):
        for deed in (
            Deed.ASKED,
            Deed.ASKED,
            Deed.ASKED,
            Deed.ASKED,
            Deed.ANSWERED,
            Deed.OFFERED,
            Deed.CHOSEN,
            Deed.HANDED_OVER,
            Deed.USEFUL,
            Deed.USEFUL,
            Deed.WRONG,
        ):
            count_deeds(unit=unit, topic="", deeds=[deed])
    with clock.stopped_at(last_week):
        count_deeds(unit=unit, topic="", deeds=[Deed.ASKED])

    this, before, never = list_weeks(unit, MONDAY.date(), 3)

    assert (this.begins, this.asked, this.answered, this.chosen, this.handed_over) == (
        datetime.date(2026, 11, 23), 4, 1, 1, 1,
    )  # fmt: skip
    assert (this.answered_share, this.useful_share) == (0.5, 2 / 3)
    assert (before.begins, before.asked) == (datetime.date(2026, 11, 16), 1)
    assert (never.asked, never.answered_share, never.useful_share) == (0, None, None)


def test_units_below_stand_by_how_much_they_were_asked():
    city = make_unit("tp", "Công an Thành phố", publishes_lists=False)
    quiet, busy = make_unit(parent=city), make_unit("b", "Công an B", parent=city)
    with clock.stopped_at(MONDAY):
        count_deeds(unit=busy, topic="", deeds=[Deed.ASKED])

    rows = list_weeks_below(city, MONDAY.date())

    assert [(unit, week.asked) for unit, week in rows] == [(busy, 1), (quiet, 0)]
