"""Whom an officer just handed a card to: enough to tell the last hand-overs apart."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracuu.cards.identity import Identity, open_identity
from tracuu.cards.models import HandOver, StageChange
from tracuu.core.crypto import keys


@dataclass(frozen=True, slots=True, repr=False)
class Handed:
    box: str
    identity: Identity


def open_own(rows: Sequence[HandOver]) -> dict[int, Handed]:
    """Which card each of these was, by the number of its change.

    For the officer who handed them over minutes ago: both that they looked the person up and that they
    handed the card over stand in the record, so that to see it again is no further event.
    """
    if not rows:
        return {}
    sealer, _index = keys()
    changes = StageChange.objects.filter(pk__in=[row.change_id for row in rows])
    return {
        change.pk: Handed(
            change.box,
            open_identity(
                sealer,
                change.application.sealed,
                application_id=change.application_id,
                unit_id=change.application.unit_id,
            ),
        )
        for change in changes.select_related("application")
    }
