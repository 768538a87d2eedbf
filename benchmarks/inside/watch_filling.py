"""Fills a unit with watches: of the people of a list that is to come, and of many others."""

import datetime
from itertools import chain, islice
from typing import Any

from django.core.management import call_command
from django.db import transaction

from benchmarks.inside.indexes import without_plain_indexes
from benchmarks.people import people
from tracuu.cards.telling.watch_keys import watch_keys
from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.core.database import bulk_insert, refresh_statistics
from tracuu.core.ids import reserve_ids
from tracuu.core.receipt_codes import new_code
from tracuu.messaging.contacts import seal_contact
from tracuu.messaging.rules import WATCH_DAYS
from tracuu.names import BirthDate, parse_name
from tracuu.units.operations import EVERY_DAY_7_TO_21, add_unit

_BATCH = 20_000
_CONTACT = (
    "id", "channel", "state", "sealed", "address_hash", "secret_hash", "language", "index_key_id",
    "sealing_key_id", "created_at", "confirmed_at",
)  # fmt: skip
_WATCH = (
    "unit_id", "contact_id", "block_hash", "person_hash", "bare_hash", "is_unmarked", "proof_hash",
    "index_key_id", "created_at", "expires_at", "is_done",
)  # fmt: skip


def run(options: dict[str, Any]) -> int:
    """`watches` in all, `matching` of them for the people of list `seed`; how many."""
    call_command("migrate", interactive=False, verbosity=0)
    unit = add_unit(
        slug="don-vi-0", name="Công an đơn vị 0", address="số 1, đường Minh Hoạ",
        phone="028 0000 0000", opening_hours=EVERY_DAY_7_TO_21, is_invented=True,
    )  # fmt: skip
    sealer, index = keys()
    now = clock.now()
    expires = now + datetime.timedelta(days=WATCH_DAYS)
    others = options["watches"] - options["matching"]
    drawn = chain(people(options["seed"], options["matching"]), people(options["seed"] + 1, others))
    number = 0
    with without_plain_indexes("messaging_contact", "messaging_watch"):
        while part := list(islice(drawn, _BATCH)):
            contacts, watches = [], []
            for contact_id, person in zip(reserve_ids("contact", len(part)), part, strict=True):
                name, date = (
                    parse_name(person.full_name),
                    BirthDate.fromisoformat(person.birth_date.isoformat()),
                )
                found = watch_keys(index, unit.pk, name, date, None)
                # The two hashes of a contact are never asked for here: numbers in a row fill an
                # index that cannot be dropped a hundred times faster than hashes do.
                contacts.append(
                    (contact_id, "email", "confirmed",
                     seal_contact(sealer, contact_id, f"n{number}@vi-du.example", new_code()),
                     number, number, "vi", index.active, sealer.active, now, now)
                )  # fmt: skip
                watches.append(
                    (unit.pk, contact_id, found.block_hash, found.person_hash, found.bare_hash,
                     found.is_unmarked, None, index.active, now, expires, False)
                )  # fmt: skip
                number += 1
            with transaction.atomic():
                bulk_insert("messaging_contact", _CONTACT, contacts)
                bulk_insert("messaging_watch", _WATCH, watches)
    refresh_statistics("messaging_contact", "messaging_watch")
    return number
