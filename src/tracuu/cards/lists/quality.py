"""How good a published list is: kept with it, and told over time."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from tracuu.cards.enums import ListState
from tracuu.cards.models import CardList
from tracuu.core import clock
from tracuu.units.models import Unit

_MOST = 60


@dataclass(frozen=True, slots=True)
class QualityReport:
    """One publication.

    - `coverage`: of the unit's cards not yet given out, the share that the list names (0 to 1);
      None when there were none before
    - `rejected`: the share of its rows that were kept out, `reasons` by code
    - `age_days`: how old its truth was when it was published
    """

    list_id: int
    published_at: datetime.datetime
    as_of: datetime.date
    coverage: float | None
    rejected: float
    age_days: int
    reasons: dict[str, int] = field(default_factory=dict)
    is_withdrawn: bool = False


def quality_of(card_list: CardList) -> dict[str, Any]:
    """The quality of a list about to be published, for its report."""
    report = card_list.report
    known, read = report.get("open", 0), report.get("read", 0)
    named = min(report.get("mentioned_open", 0), known)
    return {
        "coverage": round(named / known, 4) if known else None,
        "rejected": round(report.get("rejected", 0) / read, 4) if read else 0.0,
        "rejected_by_reason": report.get("rejected_by_reason", {}),
        "age_days": (clock.today() - card_list.as_of).days,
    }


def list_quality(unit: Unit, most: int = _MOST) -> list[QualityReport]:
    """The reports of the unit's newest publications, oldest first, withdrawn ones too."""
    states = (ListState.PUBLISHED, ListState.WITHDRAWN)
    rows = CardList.objects.filter(unit=unit, state__in=states).order_by("-published_at", "-pk")[
        :most
    ]
    reports = [report for row in rows if (report := _report(row)) is not None]
    return list(reversed(reports))


def _report(row: CardList) -> QualityReport | None:
    told = row.report.get("quality")
    if told is None or row.published_at is None:
        return None
    return QualityReport(
        list_id=row.pk,
        published_at=row.published_at,
        as_of=row.as_of,
        coverage=told["coverage"],
        rejected=told["rejected"],
        age_days=told["age_days"],
        reasons=told["rejected_by_reason"],
        is_withdrawn=row.state == ListState.WITHDRAWN,
    )
