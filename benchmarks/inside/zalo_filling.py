"""An account on Zalo, many people who wrote to it, and for each a message that can wait."""

import datetime
from typing import Any

from django.core.management import call_command
from django.db import transaction

from tracuu.core.crypto import Sealer, keys
from tracuu.core.database import bulk_insert, refresh_statistics
from tracuu.core.ids import reserve_ids
from tracuu.core.receipt_codes import new_code
from tracuu.messaging.contacts import seal_contact
from tracuu.messaging.models import OfficialAccount
from tracuu.messaging.notices import Notice, seal_notice
from tracuu.messaging.zalo.tokens import Tokens, seal_tokens
from tracuu.units.models import Unit
from tracuu.units.operations import EVERY_DAY_7_TO_21, add_unit
from zalo_emulator.world import user_id_of

_BATCH = 20_000
_CONTACT = (
    "id", "channel", "state", "sealed", "address_hash", "secret_hash", "language", "index_key_id",
    "sealing_key_id", "created_at", "confirmed_at",
)  # fmt: skip
_USER = (
    "contact_id", "account_id", "is_following", "interacted_at", "sealing_key_id", "created_at",
)  # fmt: skip
_DELIVERY = (
    "contact_id", "unit_id", "kind", "event", "person", "sealed", "state", "priority", "created_at",
    "not_before", "attempts", "is_uncertain", "failure", "way",
)  # fmt: skip


def run(options: dict[str, Any]) -> int:
    """As many people and messages as are `waiting`, and one person more (`urgent-1`); how many."""
    call_command("migrate", interactive=False, verbosity=0)
    unit = add_unit(
        slug="don-vi-0", name="Công an đơn vị 0", address="số 1, đường Minh Hoạ",
        phone="028 0000 0000", opening_hours=EVERY_DAY_7_TO_21, is_invented=True,
    )  # fmt: skip
    noon = datetime.datetime.fromisoformat(options["noon"]).astimezone(datetime.UTC)
    account = _connect(unit, noon, options)
    people = [f"p-{number}" for number in range(1, options["waiting"] + 1)] + ["urgent-1"]
    for start in range(0, len(people), _BATCH):
        _fill(account, people[start : start + _BATCH], noon, first=start)
    refresh_statistics("messaging_contact", "messaging_zalouser", "messaging_delivery")
    return len(people)


def _connect(unit: Unit, noon: datetime.datetime, options: dict[str, Any]) -> OfficialAccount:
    sealer = keys()[0]
    account = OfficialAccount.objects.create(
        unit=unit, oa_id=options["oa_id"], sealing_key_id=sealer.active, connected_at=noon,
        access_ends_at=noon + datetime.timedelta(hours=24),
    )  # fmt: skip
    tokens = Tokens(options["access_token"], options["refresh_token"])
    account.sealed = seal_tokens(sealer, tokens, account_id=account.pk)
    account.save()
    return account


@transaction.atomic
def _fill(account: OfficialAccount, people: list[str], noon: datetime.datetime, first: int) -> None:
    sealer: Sealer = keys()[0]
    notice = Notice(label="N. V. A., 1991")
    contacts, users, deliveries = [], [], []
    for number, (contact_id, person) in enumerate(
        zip(reserve_ids("contact", len(people)), people, strict=True), start=first
    ):
        address = f"{account.oa_id}/{user_id_of(account.oa_id, person)}"
        sealed = seal_contact(sealer, contact_id, address, new_code())
        contacts.append(
            (contact_id, "zalo", "confirmed", sealed, number, number, "vi", 1, sealer.active, noon,
             noon)
        )  # fmt: skip
        users.append((contact_id, account.pk, True, noon, sealer.active, noon))
        if person != "urgent-1":
            words = seal_notice(sealer, notice, person=number, contact_id=contact_id)
            deliveries.append(
                (contact_id, account.unit_id, "chase", "step:1", number, words, "queued", 2, noon,
                 noon, 0, False, "", "")
            )  # fmt: skip
    bulk_insert("messaging_contact", _CONTACT, contacts)
    bulk_insert("messaging_zalouser", _USER, users)
    bulk_insert("messaging_delivery", _DELIVERY, deliveries)
