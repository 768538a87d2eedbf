"""Reads of applications and lists."""

import datetime

from tracuu.core.database import as_date, select
from tracuu.units.models import Unit


def find_data_as_of(unit: Unit) -> datetime.date | None:
    """The day whose truth the newest published list of the unit tells; None before the first."""
    rows = select("SELECT data_as_of FROM cards_unitledger WHERE unit_id = %s", [unit.pk])
    return as_date(rows[0][0]) if rows and rows[0][0] else None
