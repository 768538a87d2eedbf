"""A unit's own words for what is wrong with a file."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from tracuu.audit.operations import Actor, record
from tracuu.cards.correction_reasons import SHIPPED
from tracuu.cards.errors import ReasonNotValid
from tracuu.cards.models import CorrectionReason
from tracuu.units.models import Unit
from tracuu.units.rules import fold

_LONGEST_CODE = 40
MOST_REASONS = 60


@dataclass(frozen=True, slots=True)
class Wording:
    """What an editor wrote; `spellings` a line each."""

    words: str
    words_en: str
    what_to_bring: str
    what_to_bring_en: str
    spellings: str
    days: int
    is_active: bool


@transaction.atomic
def save_reason(*, unit: Unit, code: str, wording: Wording, actor: Actor) -> CorrectionReason:
    """Reword a reason of the unit's list, or (without a code) add one; told in the record.

    Files that bear the reason already are told in the new words. Raises `ReasonNotValid`.
    """
    own = CorrectionReason.objects.filter(unit=unit)
    if not code:
        code = _new_code(wording.words, {*SHIPPED, *own.values_list("code", flat=True)})
        if own.count() >= MOST_REASONS:
            raise ReasonNotValid(_("Danh mục đã dài. Hãy sửa một lý do có sẵn."))
    elif code not in SHIPPED and not own.filter(code=code).exists():
        raise ReasonNotValid(_("Đơn vị không có lý do này."))
    reason, is_new = CorrectionReason.objects.update_or_create(
        unit=unit,
        code=code,
        defaults={
            "words": wording.words,
            "words_en": wording.words_en,
            "what_to_bring": wording.what_to_bring,
            "what_to_bring_en": wording.what_to_bring_en,
            "spellings": wording.spellings,
            "days": wording.days,
            "is_active": wording.is_active,
        },
    )
    record(
        actor=actor,
        action="reason_saved",
        subject=f"reason:{code}",
        unit_id=unit.pk,
        facts={"is_new": is_new, "is_active": wording.is_active},
    )
    return reason


def _new_code(words: str, taken: set[str]) -> str:
    plain = "-".join(fold(words).split())[: _LONGEST_CODE - 3].strip("-") or "reason"
    codes = (plain if number == 1 else f"{plain}-{number}" for number in range(1, 100))
    code = next((code for code in codes if code not in taken), "")
    if not code:
        raise ReasonNotValid(_("Đơn vị đã có nhiều lý do viết như vậy."))
    return code
