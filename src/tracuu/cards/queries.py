"""Reads of applications and lists."""

import datetime

from tracuu.cards.models import UnitLedger
from tracuu.units.models import Unit


def find_data_as_of(unit: Unit) -> datetime.date | None:
    """The day whose truth the newest published list of the unit tells; None before the first."""
    return UnitLedger.objects.filter(unit_id=unit.pk).values_list("data_as_of", flat=True).first()
