"""Ids handed out before the rows are written, so that a row can be sealed for its own id."""

from django.db import transaction

from tracuu.core.models import IdRange


def reserve_ids(name: str, amount: int) -> range:
    """`amount` ids that nobody else gets; those not used are simply never used."""
    with transaction.atomic():
        row, _ = IdRange.objects.select_for_update().get_or_create(name=name)
        first = row.next_id
        row.next_id = first + amount
        row.save(update_fields=["next_id"])
    return range(first, first + amount)
