"""Reads of applications and lists."""

import datetime
from collections.abc import Sequence

from tracuu.cards.enums import ListState
from tracuu.cards.models import CardList, UnitLedger
from tracuu.core.database import as_date, select
from tracuu.units.models import Unit

# What a table of lists does not show, and may be large.
_SEALED = ("sealed_profile", "sealed_key", "mapping")


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
        .filter(state__in=(ListState.PUBLISHED, ListState.WITHDRAWN))
        .order_by("-published_at", "-pk")
    )


def list_recent_lists(unit: Unit, most: int = 100) -> list[CardList]:
    """Every list that the console shows, newest first: waiting, published, withdrawn, failed."""
    rows = CardList.objects.filter(unit=unit).exclude(state=ListState.STAGING)
    return list(rows.defer(*_SEALED).order_by("-created_at", "-pk")[:most])


def list_unpublished_lists(unit: Unit) -> list[CardList]:
    """The lists that wait to be read, reviewed, published or dropped, newest first.

    All of them: the sweep leaves none that is older than a week.
    """
    states = (ListState.UPLOADED, ListState.READING, ListState.REVIEWED, ListState.FAILED)
    rows = CardList.objects.filter(unit=unit, state__in=states)
    return list(rows.defer(*_SEALED).order_by("-created_at", "-pk"))


def find_newest_list(unit: Unit) -> CardList | None:
    """The newest published list of the unit, by the day whose truth it tells."""
    rows = CardList.objects.filter(unit=unit, state=ListState.PUBLISHED)
    return rows.defer(*_SEALED).order_by("-as_of", "-published_at", "-pk").first()


def get_undo_minutes(unit: Unit) -> int:
    """How long who published a list may undo it without a chief."""
    ledger = UnitLedger.objects.filter(unit=unit).first()
    return ledger.undo_minutes if ledger is not None else UnitLedger().undo_minutes


def find_card_list(unit: Unit, number: int) -> CardList | None:
    """The list of this unit with this number, or None; another unit's is None too."""
    return CardList.objects.filter(unit=unit, pk=number).first()
