"""The people whom a list brings, moves or leaves as they are, opened by page."""

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef

from tracuu.cards.enums import Stage
from tracuu.cards.identity import Identity, open_identity
from tracuu.cards.models import Application, CardList, ListMention, StageChange
from tracuu.core.crypto import keys

TAKEN = ("new", "moved_forward", "unchanged")


@dataclass(frozen=True, slots=True)
class Taken:
    """A person of the list, with the stage before (None: a new one) and after it."""

    identity: Identity
    before: Stage | None
    after: Stage | None
    box: str


def list_taken(card_list: CardList, kind: str, page: int, size: int) -> list[Taken]:
    """One page of them, pages counted from 1; `kind` is one of `TAKEN`."""
    first = (max(page, 1) - 1) * size
    if kind == "unchanged":
        mentions = ListMention.objects.filter(card_list_id=card_list.pk, is_unchanged=True)
        ids = mentions.order_by("application_id").values_list("application_id", flat=True)
        people = _people(list(ids[first : first + size]))
        return [Taken(people[pk], None, None, "") for pk in sorted(people)]
    changes = StageChange.objects.filter(card_list=card_list)
    if kind == "new":
        changes = changes.filter(previous_stage=None)
    else:
        # A person told better is a new row that goes on where the old one stood: not meant here.
        earlier = StageChange.objects.filter(application_id=OuterRef("application_id")).exclude(
            card_list=card_list
        )
        changes = changes.exclude(stage=Stage.REPLACED).filter(
            Exists(earlier) | Exists(earlier.filter(card_list=None)), previous_stage__isnull=False
        )
        changes = changes.exclude(stage=F("previous_stage"))
    rows = list(changes.order_by("pk")[first : first + size])
    people = _people([row.application_id for row in rows])
    return [
        Taken(
            people[row.application_id],
            None if row.previous_stage is None else Stage(row.previous_stage),
            Stage(row.stage),
            row.box,
        )
        for row in rows
    ]


def _people(ids: list[int]) -> dict[int, Identity]:
    sealer, _ = keys()
    return {
        row.pk: open_identity(sealer, row.sealed, application_id=row.pk, unit_id=row.unit_id)
        for row in Application.objects.filter(pk__in=ids)
    }
