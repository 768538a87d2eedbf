"""What officers do by hand is told too, once it is too late for a quick undo."""

import datetime

from tracuu.cards.enums import Stage
from tracuu.cards.models import Application, StageChange, UnitLedger
from tracuu.cards.rules import UNDO_HAND_OVER_MINUTES, is_forward
from tracuu.cards.telling.notices import Fault
from tracuu.cards.telling.one_person import tell
from tracuu.core.crypto import keys
from tracuu.messaging.enums import Kind
from tracuu.messaging.operations import Recall, recall, recall_person

_UNTRUE_ONCE_GIVEN = (Kind.READY, Kind.CHASE, Kind.MOVED, Kind.CORRECTION, Kind.REMINDER)


def tell_hand_over(application: Application, change: StageChange) -> None:
    """The card is given out: nobody is asked to come any more, and a stranger's deed is noticed."""
    recall_person(application.unit_id, application.pk, _UNTRUE_ONCE_GIVEN)
    held = change.recorded_at + datetime.timedelta(minutes=UNDO_HAND_OVER_MINUTES)
    tell(
        application=application,
        stage=Stage.HANDED_OVER,
        event=hand_event(change.pk),
        not_before=held,
    )


def tell_correction(application: Application, change: StageChange) -> None:
    """A stage set by hand: told when it is a step forward, held as long as a list's messages."""
    before = None if change.previous_stage is None else Stage(change.previous_stage)
    recall_person(application.unit_id, application.pk, _UNTRUE_ONCE_GIVEN)
    is_said_anew = before is Stage.NEEDS_CORRECTION and change.stage == before
    if not is_forward(before, Stage(change.stage)) and not is_said_anew:
        return
    ledger = UnitLedger.objects.get(unit_id=application.unit_id)
    held = change.recorded_at + datetime.timedelta(minutes=ledger.undo_minutes)
    tell(
        application=application,
        stage=Stage(change.stage),
        event=hand_event(change.pk),
        fault=Fault.of(change, keys()[0], application.unit_id),
        not_before=held,
    )


def recall_by_hand(change_id: int) -> Recall:
    """The deed was undone."""
    return recall(hand_event(change_id))


def hand_event(change_id: int) -> str:
    """How messages name a change that an officer made by hand."""
    return f"hand:{change_id}"
