import datetime

import pytest

from tracuu.cards.enums import Stage
from tracuu.cards.rules import due_on, is_forward, is_held_by_hand
from tracuu.units.enums import Area


@pytest.mark.parametrize(
    ("collected", "area", "due"),
    [
        # Seven working days everywhere since 1 July 2024.
        ("2024-07-01", Area.REMOTE, "2024-07-10"),
        # 2 September and the day beside it are holidays.
        ("2024-08-30", Area.CITY, "2024-09-12"),
        # The older terms: 7 in towns, 20 in remote areas, 15 elsewhere.
        ("2021-11-01", Area.CITY, "2021-11-10"),
        ("2021-11-01", Area.OTHER, "2021-11-22"),
        ("2021-11-01", Area.REMOTE, "2021-11-29"),
    ],
)
def test_the_legal_due_date_counts_working_days(collected, area, due):
    assert due_on(datetime.date.fromisoformat(collected), area).isoformat() == due


def test_tet_is_not_a_working_day():
    # Tết Nhâm Dần: 31 January to 4 February 2022.
    assert due_on(datetime.date(2022, 1, 28), Area.CITY) == datetime.date(2022, 2, 15)


def test_a_list_moves_a_card_forward_only():
    assert is_forward(None, Stage.AT_UNIT)
    assert is_forward(Stage.PRINTING, Stage.AT_UNIT)
    assert is_forward(Stage.NEEDS_CORRECTION, Stage.PROCESSING)
    assert not is_forward(Stage.HANDED_OVER, Stage.AT_UNIT)
    assert not is_forward(Stage.AT_UNIT, Stage.PRINTING)
    assert not is_forward(Stage.AT_UNIT, Stage.AT_UNIT)


@pytest.mark.parametrize(
    ("corrected_on", "is_overridden", "is_held"),
    [
        (None, False, False),
        (datetime.date(2026, 11, 23), False, False),
        (datetime.date(2026, 11, 24), False, False),
        (datetime.date(2026, 11, 25), False, True),
        (datetime.date(2026, 11, 25), True, False),
    ],
)
def test_a_hand_stands_against_lists_of_earlier_days(corrected_on, is_overridden, is_held):
    as_of = datetime.date(2026, 11, 24)
    assert is_held_by_hand(corrected_on, as_of, is_overridden=is_overridden) is is_held
