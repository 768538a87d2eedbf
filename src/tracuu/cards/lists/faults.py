"""What a list says of faulty files: why, and until when they can be mended."""

import datetime

from tracuu.cards.correction_reasons import NoteReader, by_code, due_on_of, list_reasons
from tracuu.cards.enums import Stage
from tracuu.cards.lists.matching import Known

Fault = tuple[str | None, datetime.date | None, int | None]
"""`correction`, `due_on` and `correction_unit_id` of a change."""
_NONE: Fault = (None, None, None)


class FaultReader:
    """Reads the notes of one list by the reasons of its unit."""

    def __init__(self, unit_id: int, as_of: datetime.date) -> None:
        reasons = list_reasons(unit_id)
        self._unit_id, self._as_of = unit_id, as_of
        self._reasons, self._notes = by_code(reasons), NoteReader(reasons)

    def is_news(self, stage: Stage, note: str, before: Known) -> bool:
        """The file is faulty as before, but for another reason or until another day."""
        if stage is not Stage.NEEDS_CORRECTION or not note:
            return False
        code, due_on = self._notes.read(note, self._as_of)
        is_other_day = due_on is not None and due_on != before.due_on
        return is_other_day or code not in ("", before.correction)

    def read(self, stage: Stage, note: str, before: Known | None) -> Fault:
        """The fault of a row that comes to this stage; of other stages nothing.

        A list that says no day anew leaves the one that was told: it does not run away from people.
        """
        if stage is not Stage.NEEDS_CORRECTION:
            return _NONE
        code, due_on = self._notes.read(note, self._as_of)
        if before is not None and before.stage is stage and code in ("", before.correction):
            return before.correction or "", due_on or before.due_on, self._unit_id
        return code, due_on or due_on_of(self._reasons.get(code), self._as_of), self._unit_id
