"""Reads of applications and lists."""

import datetime
from collections.abc import Sequence

from tracuu.cards.enums import ListState
from tracuu.cards.models import CardList
from tracuu.core.database import as_date, select
from tracuu.units.models import Unit


def find_data_as_of(unit_ids: Sequence[int]) -> datetime.date | None:
    """The day whose truth the newest published list of these units tells; None before the first.

    `unit_ids` is a unit and those it took over, as `units.queries.list_scope_ids` answers.
    """
    marks = ",".join(["%s"] * len(unit_ids))
    rows = select(
        f"SELECT MAX(data_as_of) FROM cards_unitledger WHERE unit_id IN ({marks})",  # noqa: S608
        unit_ids,
    )
    return as_date(rows[0][0]) if rows[0][0] else None


def list_card_lists(unit: Unit) -> list[CardList]:
    """The lists of the unit that are or were published, newest first."""
    return list(
        CardList.objects.filter(unit=unit)
        .exclude(state=ListState.STAGING)
        .order_by("-published_at", "-pk")
    )


def find_card_list(unit: Unit, number: int) -> CardList | None:
    """The list of this unit with this number, or None; another unit's is None too."""
    return CardList.objects.filter(unit=unit, pk=number).first()
