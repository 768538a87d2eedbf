"""Once a day: who watches a faulty file or a card that lies is told again, at each step once.

The steps are of `ageing.chasing`; a step is claimed in the transaction that queues its messages. Where
nobody watches it stays open: letters and the notice board are for those.
"""

import datetime
from collections.abc import Iterator

import structlog
from django.db import transaction

from tracuu.cards.ageing.chasing import Due, claim_step, list_due_chases, list_due_reminders
from tracuu.cards.enums import Stage
from tracuu.cards.models import Application, StageChange
from tracuu.cards.telling.bound import has_bound
from tracuu.cards.telling.list_matching import watching_units
from tracuu.cards.telling.notices import Fault
from tracuu.cards.telling.one_person import tell
from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.messaging.enums import Kind
from tracuu.units.models import Unit
from tracuu.units.queries import list_publishing_units

_log = structlog.get_logger()
_KINDS = {Stage.AT_UNIT: Kind.CHASE, Stage.NEEDS_CORRECTION: Kind.REMINDER}


def remind_everybody(on: datetime.date | None = None) -> int:
    """Queue what is due by this day (today) in every unit; how many messages."""
    day = on or clock.today()
    done = 0
    for unit in list_publishing_units():
        try:
            done += remind(unit, day)
        except Exception as error:  # noqa: BLE001 (one unit's trouble keeps no other from being told)
            _log.error("remind_fault", unit=unit.slug, error=type(error).__qualname__)
    return done


def remind(unit: Unit, on: datetime.date) -> int:
    """Likewise in one unit; costs nothing where nobody watches and no chat is bound."""
    if not watching_units(unit) and not has_bound(unit):
        return 0
    return sum(_tell(unit, due) for due in _due(unit, on))


def _due(unit: Unit, on: datetime.date) -> Iterator[Due]:
    yield from list_due_reminders(unit, on)
    yield from list_due_chases(unit, on)


@transaction.atomic
def _tell(unit: Unit, due: Due) -> int:
    application = Application.objects.select_related("unit").get(pk=due.application_id)
    queued = tell(
        application=application,
        stage=due.stage,
        kind=_KINDS[due.stage],
        event=f"step:{due.anchor}:{due.step}",
        fault=_fault(due, application) if due.stage is Stage.NEEDS_CORRECTION else None,
    )
    if queued:
        claim_step(unit.pk, due)
    return queued


def _fault(due: Due, application: Application) -> Fault | None:
    changes = StageChange.objects.filter(
        application_id=application.pk, stage=due.stage, due_on=due.anchor
    )
    newest = changes.order_by("-pk").first()
    return Fault.of(newest, keys()[0], application.unit_id) if newest else None
