"""The block keys of applications that exist already: taken away, or written anew under another key."""

from collections.abc import Iterable

from django.db import connection

from tracuu.cards.identity import Identity, block_hashes, open_identity
from tracuu.cards.models import Application
from tracuu.core.crypto import keys
from tracuu.names import BirthDate, parse_name, record_keys


def delete_block_keys(applications: Iterable[Application]) -> None:
    """Delete the block keys of these applications, found again from what is sealed."""
    sealer, _ = keys()
    rows: list[tuple[int, int]] = []
    for row in applications:
        identity = open_identity(sealer, row.sealed, application_id=row.pk, unit_id=row.unit_id)
        rows.extend((found, row.pk) for found in hashes_of(identity, row.unit_id, row.index_key_id))
    with connection.cursor() as cursor:
        cursor.executemany(
            "DELETE FROM cards_blockkey WHERE hash = %s AND application_id = %s", rows
        )


def hashes_of(identity: Identity, unit_id: int, key_id: int) -> set[int]:
    """The block hashes of an identity under a given index key."""
    _, index = keys()
    name, date = parse_name(identity.full_name), BirthDate.fromisoformat(identity.birth_date)
    return block_hashes(index, unit_id, record_keys(name, date), key_id)
