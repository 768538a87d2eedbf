"""What an officer sets right by hand: it counts at once, and the next list does not undo it."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tracuu.audit.operations import Actor, record
from tracuu.cards.correction_reasons import due_on_of, find_reason
from tracuu.cards.correction_rows import settle_by_hand
from tracuu.cards.enums import Stage
from tracuu.cards.errors import ApplicationNotHere, CorrectionNotPossible
from tracuu.cards.identity import seal_note
from tracuu.cards.ledger import hold_ledger
from tracuu.cards.models import Application, StageChange
from tracuu.cards.rules import OPEN
from tracuu.cards.stage_days import find_place, move
from tracuu.cards.telling.by_hand import tell_correction
from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.units.models import Unit
from tracuu.units.queries import list_scope_ids

_LONGEST_NOTE = 200


@transaction.atomic
def correct_by_hand(  # noqa: PLR0913 (the facts of a change; all by name)
    *,
    application: Application,
    stage: Stage,
    reason: str,
    actor: Actor,
    on: datetime.date | None = None,
    box: str = "",
    correction: str = "",
    due_on: datetime.date | None = None,
    note: str = "",
) -> StageChange:
    """The card is at this stage, whatever was said before; `reason` is kept with it.

    The lock of the ledger makes it come wholly before or wholly after a publication. `correction`
    (a code) and `due_on` are a faulty file's; `note` is sealed.
    """
    hold_ledger(application.unit_id)
    settle_by_hand(application.pk, application.unit_id)
    place, on = find_place(application.pk), on or clock.today()
    is_faulty = stage is Stage.NEEDS_CORRECTION
    change = StageChange.objects.create(
        application=application,
        stage=stage,
        previous_stage=None if place is None else place[0],
        changed_on=on,
        recorded_at=clock.now(),
        box=box[:60],
        sealed_note=seal_note(keys()[0], note, application.pk) if note else None,
        reason=" ".join(reason.split())[:200],
        correction=correction if is_faulty else None,
        due_on=due_on if is_faulty else None,
        correction_unit_id=application.unit_id if is_faulty else None,
    )
    move(application.unit_id, place, (int(stage), on.isoformat()))
    tell_correction(application, change)
    facts = {"stage": stage.code}
    if correction and is_faulty:
        facts["correction"] = correction
    if due_on and is_faulty:
        facts["due_on"] = due_on.isoformat()
    record(
        actor=actor,
        action="card_corrected",
        subject=f"application:{application.pk}",
        unit_id=application.unit_id,
        facts=facts,
    )
    return change


@transaction.atomic
def ask_for_correction(
    *,
    unit: Unit,
    application_id: int,
    correction: str,
    due_on: datetime.date | None,
    note: str,
    actor: Actor,
) -> StageChange:
    """The file is faulty: why (a code of the unit's list), and the last day to mend it.

    Without a day it is the reason's own number of days from today. Of a file that is faulty already,
    the reason and the day are set anew. Raises `ApplicationNotHere` or `CorrectionNotPossible`.
    """
    application, place = _held(unit, application_id)
    if place is None or Stage(place[0]) not in OPEN:
        raise CorrectionNotPossible(_("Hồ sơ này đã trả thẻ hoặc không còn hiệu lực."))
    reason = find_reason(application.unit_id, correction)
    if reason is None or not reason.is_active:
        raise CorrectionNotPossible(_("Hãy chọn một lý do trong danh sách."))
    due_on = due_on or due_on_of(reason, clock.today())
    if due_on is None or due_on < clock.today():
        raise CorrectionNotPossible(_("Hạn bổ sung không thể trước hôm nay."))
    stays = place[0] == Stage.NEEDS_CORRECTION
    return correct_by_hand(
        application=application,
        stage=Stage.NEEDS_CORRECTION,
        reason="",
        actor=actor,
        on=datetime.date.fromisoformat(place[1]) if stays else None,
        correction=reason.code,
        due_on=due_on,
        note=" ".join(note.split())[:_LONGEST_NOTE],
    )


@transaction.atomic
def receive_correction(*, unit: Unit, application_id: int, actor: Actor) -> StageChange:
    """What was missing has been brought: the file goes on.

    Raises `ApplicationNotHere`, or `CorrectionNotPossible` when it is not faulty (any more).
    """
    application, place = _held(unit, application_id)
    if place is None or place[0] != Stage.NEEDS_CORRECTION:
        raise CorrectionNotPossible(_("Hồ sơ này không đang chờ bổ sung."))
    return correct_by_hand(
        application=application, stage=Stage.PROCESSING, reason="Đã nhận bổ sung", actor=actor
    )


def _held(unit: Unit, application_id: int) -> tuple[Application, tuple[int, str] | None]:
    """The application and where it stands, with the ledger held until the transaction ends."""
    rows = Application.objects.filter(pk=application_id, unit_id__in=list_scope_ids(unit))
    application = rows.first()
    if application is None:
        raise ApplicationNotHere(application_id)
    hold_ledger(application.unit_id)
    return application, find_place(application.pk)
