"""How long a citizen may wait in a unit, as its chief decided."""

from django.db import transaction

from tracuu.audit.operations import Actor, record
from tracuu.messaging.models import InboxSettings
from tracuu.units.models import Unit


def settings_of(unit: Unit) -> InboxSettings:
    """The unit's own, or the defaults."""
    return InboxSettings.objects.filter(unit=unit).first() or InboxSettings(unit=unit)


@transaction.atomic
def set_minutes(*, unit: Unit, chase: int, give_back: int, actor: Actor) -> None:
    """Minutes until a chief is told, and until the assistant speaks again; told in the record."""
    InboxSettings.objects.update_or_create(
        unit=unit, defaults={"chase_minutes": chase, "return_minutes": give_back}
    )
    record(
        actor=actor,
        action="inbox_times_set",
        subject=f"unit:{unit.slug}",
        unit_id=unit.pk,
        facts={"minutes": chase, "return_minutes": give_back},
    )
