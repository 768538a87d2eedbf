"""Every table of the cards."""

from tracuu.cards.models.ageing import Chase, CorrectionReason, Letter, Notice
from tracuu.cards.models.applications import Application, BlockKey
from tracuu.cards.models.binding import BindingCode
from tracuu.cards.models.changes import HandOver, LookupCount, StageChange, StageDay, UnitLedger
from tracuu.cards.models.lists import (
    CardList,
    ColumnMapping,
    ListMention,
    ListTally,
    ListTelling,
    ReviewRow,
)

__all__ = [
    "Application",
    "BindingCode",
    "BlockKey",
    "CardList",
    "Chase",
    "ColumnMapping",
    "CorrectionReason",
    "HandOver",
    "Letter",
    "ListMention",
    "ListTally",
    "ListTelling",
    "LookupCount",
    "Notice",
    "ReviewRow",
    "StageChange",
    "StageDay",
    "UnitLedger",
]
