"""What has become of one application: every change that counts, the newest first."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Coalesce

from tracuu.accounts.models import Officer
from tracuu.cards.enums import Collector, ListState, Paper, Stage
from tracuu.cards.identity import open_note, open_proxy
from tracuu.cards.models import HandOver, StageChange
from tracuu.core.crypto import keys


@dataclass(frozen=True, slots=True, repr=False)
class Step:
    """One change: what, since when, told when, by which list or whose hand."""

    change_id: int
    stage: Stage
    on: datetime.date
    at: datetime.datetime
    list_id: int | None
    list_as_of: datetime.date | None
    box: str
    reason: str
    note: str
    hand_over: "ShownHandOver | None" = None


@dataclass(frozen=True, slots=True, repr=False)
class ShownHandOver:
    """Who gave the card to whom; `proxy_name` only if it was written."""

    number: int
    unit_id: int
    at: datetime.datetime
    officer_id: int | None
    officer_name: str
    collector: Collector
    paper: Paper | None
    proxy_name: str


def list_steps(application_id: int) -> list[Step]:
    """The changes of an application that count now. Notes and proxies are opened: a read of people."""
    rows = (
        StageChange.objects.filter(application_id=application_id)
        .filter(Q(card_list__isnull=True) | Q(card_list__state=ListState.PUBLISHED))
        .select_related("card_list")
        .annotate(at=Coalesce("card_list__published_at", "recorded_at"))
        .order_by("-at", "-pk")
    )
    changes = list(rows)
    by_change = _hand_overs(change.pk for change in changes if change.card_list is None)
    sealer, _index = keys()
    return [
        Step(
            change_id=change.pk,
            stage=Stage(change.stage),
            on=change.changed_on,
            at=change.at,
            list_id=change.card_list_id,
            list_as_of=change.card_list.as_of if change.card_list else None,
            box=change.box,
            reason=change.reason,
            note=open_note(sealer, bytes(change.sealed_note), application_id)
            if change.sealed_note
            else "",
            hand_over=by_change.get(change.pk),
        )
        for change in changes
    ]


def _hand_overs(change_ids: Iterable[int]) -> dict[int, ShownHandOver]:
    ids = list(change_ids)
    rows = list(HandOver.objects.filter(change_id__in=ids)) if ids else []
    names = names_of_officers(row.officer_id for row in rows)
    sealer, _index = keys()
    return {
        row.change_id: ShownHandOver(
            number=row.pk,
            unit_id=row.unit_id,
            at=row.at,
            officer_id=row.officer_id,
            officer_name=names.get(row.officer_id or 0, ""),
            collector=Collector(row.collector),
            paper=Paper(row.paper) if row.paper else None,
            proxy_name=open_proxy(sealer, bytes(row.sealed_proxy), row.application_id)
            if row.sealed_proxy
            else "",
        )
        for row in rows
    }


def names_of_officers(officer_ids: Iterable[int | None]) -> dict[int, str]:
    """The names of these officers, whether they still work here or not."""
    ids = {one for one in officer_ids if one is not None}
    if not ids:
        return {}
    return dict(Officer.objects.filter(pk__in=ids).values_list("pk", "full_name"))
