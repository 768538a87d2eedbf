"""Messages under a sealing key that is about to go are sealed anew (`cards.rotation` calls it)."""

from django.db import transaction

from tracuu.core.crypto import keys
from tracuu.messaging.models import Delivery
from tracuu.messaging.notices import open_notice, seal_notice


def reseal_deliveries(limit: int) -> int:
    """Seal every message anew that still holds words, some at a time; how many."""
    done = last = 0
    while rows := _reseal(last, limit):
        done, last = done + len(rows), rows[-1]
    return done


@transaction.atomic
def _reseal(after: int, limit: int) -> list[int]:
    sealer, _ = keys()
    told = Delivery.objects.filter(pk__gt=after, sealed__isnull=False, contact_id__isnull=False)
    rows = list(told.select_for_update().order_by("pk")[:limit])
    for row in rows:
        assert row.contact_id is not None
        notice = open_notice(sealer, row.sealed, person=row.person, contact_id=row.contact_id)
        row.sealed = seal_notice(sealer, notice, person=row.person, contact_id=row.contact_id)
    Delivery.objects.bulk_update(rows, ["sealed"])
    return [row.pk for row in rows]
