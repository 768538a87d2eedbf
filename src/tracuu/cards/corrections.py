"""What an officer sets right by hand: it counts at once, and the next list does not undo it."""

import datetime

from django.db import transaction

from tracuu.audit.operations import Actor, record
from tracuu.cards.enums import Stage
from tracuu.cards.models import Application, StageChange, UnitLedger
from tracuu.core import clock
from tracuu.core.database import select


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
    UnitLedger.objects.get_or_create(unit_id=application.unit_id)
    UnitLedger.objects.select_for_update().get(unit_id=application.unit_id)
    change = StageChange.objects.create(
        application=application,
        stage=stage,
        previous_stage=_stage_now(application),
        changed_on=on or clock.today(),
        recorded_at=clock.now(),
        box=box[:60],
        reason=" ".join(reason.split())[:200],
    )
    record(
        actor=actor,
        action="card_corrected",
        subject=f"application:{application.pk}",
        unit_id=application.unit_id,
        facts={"stage": stage.code},
    )
    return change


def _stage_now(application: Application) -> int | None:
    rows = select(
        """
        SELECT c.stage FROM cards_stagechange c
        LEFT JOIN cards_cardlist l ON l.id = c.card_list_id
        WHERE c.application_id = %s AND (c.card_list_id IS NULL OR l.state = 'published')
        ORDER BY COALESCE(l.published_at, c.recorded_at) DESC, c.id DESC LIMIT 1
        """,
        [application.pk],
    )
    return int(rows[0][0]) if rows else None
