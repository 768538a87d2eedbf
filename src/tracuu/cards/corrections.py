"""What an officer sets right by hand: it counts at once, and the next list does not undo it."""

import datetime

from django.db import transaction

from tracuu.audit.operations import Actor, record
from tracuu.cards.enums import Stage
from tracuu.cards.ledger import hold_ledger
from tracuu.cards.models import Application, StageChange
from tracuu.cards.stage_days import find_place, move
from tracuu.cards.telling.by_hand import tell_correction
from tracuu.core import clock


@transaction.atomic
def correct_by_hand(
    *,
    application: Application,
    stage: Stage,
    reason: str,
    actor: Actor,
    on: datetime.date | None = None,
    box: str = "",
) -> StageChange:
    """The card is at this stage, whatever was said before; `reason` is kept with it.

    The lock of the ledger makes it come wholly before or wholly after a publication.
    """
    hold_ledger(application.unit_id)
    place, on = find_place(application.pk), on or clock.today()
    change = StageChange.objects.create(
        application=application,
        stage=stage,
        previous_stage=None if place is None else place[0],
        changed_on=on,
        recorded_at=clock.now(),
        box=box[:60],
        reason=" ".join(reason.split())[:200],
    )
    move(application.unit_id, place, (int(stage), on.isoformat()))
    tell_correction(application, change)
    record(
        actor=actor,
        action="card_corrected",
        subject=f"application:{application.pk}",
        unit_id=application.unit_id,
        facts={"stage": stage.code},
    )
    return change
