"""What is told of a card at a stage: the kind of message, and the facts that it may hold."""

import datetime
from dataclasses import dataclass

from django.utils import translation

from tracuu.cards.correction_reasons import find_reason
from tracuu.cards.enums import Stage
from tracuu.cards.identity import Identity, open_note
from tracuu.cards.models import StageChange
from tracuu.core.crypto import Sealer
from tracuu.messaging.enums import Kind
from tracuu.messaging.notices import Notice
from tracuu.names import PersonName, parse_name

KIND_OF_STAGE = {
    Stage.COLLECTED: Kind.MOVED,
    Stage.PROCESSING: Kind.MOVED,
    Stage.PRINTING: Kind.MOVED,
    Stage.AT_UNIT: Kind.READY,
    Stage.NEEDS_CORRECTION: Kind.CORRECTION,
    Stage.HANDED_OVER: Kind.HANDED_OVER,
}


@dataclass(frozen=True, slots=True, repr=False)
class Fault:
    """Why a file is faulty: a code of the unit's reasons, the officer's own words, the last day."""

    unit_id: int
    code: str = ""
    note: str = ""
    due_on: datetime.date | None = None

    @classmethod
    def of(cls, change: StageChange, sealer: Sealer, unit_id: int) -> "Fault | None":
        """What a change says of it; None for a file that is in order."""
        if change.stage != Stage.NEEDS_CORRECTION:
            return None
        note = ""
        if change.sealed_note:
            note = open_note(sealer, bytes(change.sealed_note), change.application_id)
        return cls(unit_id, change.correction or "", note, change.due_on)


def label_of(identity: Identity, name: PersonName | None = None) -> str:
    """Initials and year of birth: enough for a household, too little for a stranger.

    `name` is that of the identity, where it is at hand.

    >>> label_of(Identity("Nguyễn Hữu Trí", "1991-05-17"))
    'N. H. T., 1991'
    """
    words = (name or parse_name(identity.full_name)).text.split()
    return f"{' '.join(f'{word[:1].upper()}.' for word in words)}, {identity.birth_date[:4]}"


def notice_of(
    stage: Stage,
    identity: Identity,
    fault: Fault | None = None,
    *,
    language: str = "vi",
    name: PersonName | None = None,
) -> Notice:
    """The facts of one message. A fault is only for who gave the second fact: the caller knows."""
    label = label_of(identity, name)
    if stage is not Stage.NEEDS_CORRECTION:
        return Notice(label=label, detail=stage.code)
    if fault is None:
        return Notice(label=label)
    reason = find_reason(fault.unit_id, fault.code)
    with translation.override(language):
        detail = reason.said() if reason else fault.note
        bring = reason.said_to_bring() if reason else ""
    until = fault.due_on.isoformat() if fault.due_on else ""
    return Notice(label=label, detail=detail, bring=bring, until=until)
