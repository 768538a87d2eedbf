"""Rotating the keys: a new key is added, every row is rewritten under it, the old key is dropped.

Each step can be killed and run again. While a rotation runs, lookups try all keys, so nobody is
missed; the old key goes only when no row needs it any more.
"""

import time
from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from tracuu.audit.operations import COMMAND_LINE, record
from tracuu.cards.blocking import delete_block_keys, hashes_of
from tracuu.cards.enums import ListState
from tracuu.cards.identity import (
    open_identity,
    open_note,
    open_proxy,
    person_hash,
    receipt_hash,
    seal_identity,
    seal_note,
    seal_proxy,
    slip_hash,
)
from tracuu.cards.lists.publishing import sweep_abandoned_lists
from tracuu.cards.lists.vault import reseal_lists
from tracuu.cards.models import Application, CardList, HandOver, ListTelling, StageChange
from tracuu.core.crypto import RELOAD_SECONDS, forget_loaded_keys, keys
from tracuu.core.database import bulk_insert
from tracuu.core.keys import INDEX, SEALING, KeyFileError, load_ring, rotation_lock, write_ring
from tracuu.messaging.contacts import rewrite_contacts
from tracuu.messaging.models import Watch, Withdrawal
from tracuu.messaging.notices import open_notice, seal_notice
from tracuu.messaging.resealing import reseal_chats, reseal_deliveries
from tracuu.messaging.zalo.events import rewrite_events
from tracuu.names import BirthDate, parse_name, person_key

_ROWS = 500
Progress = Callable[[int], None]


def _tell_nobody(_done: int) -> None:
    return


def rotate(directory: Path, name: str, *, progress: Progress = _tell_nobody) -> int:
    """Rotate the `sealing` or the `index` key; how many rows were rewritten.

    A rotation that was killed is continued, not begun again; so is one of the index that left the old
    key in place for watches that need it: run it again when they have ended. Raises `KeyFileError`
    when another rotation runs, or while a list is being read: its rows still come under the old key.
    """
    with rotation_lock(directory):
        ring = load_ring(directory, name)
        if len(ring.keys) == 1:
            ring = ring.with_new_key()
            write_ring(directory, name, ring)
        forget_loaded_keys()
        # From here on every process reads and writes with the new key.
        time.sleep(2 * RELOAD_SECONDS)
        sweep_abandoned_lists()
        if CardList.objects.filter(state__in=(ListState.STAGING, ListState.READING)).exists():
            raise KeyFileError("Một danh sách đang được đọc. Hãy chạy lại lệnh này khi đọc xong.")
        rewrite = {SEALING: _reseal, INDEX: _reindex}[name]
        done = 0
        while count := rewrite(ring.active):
            done += count
            progress(done)
        while count := rewrite_contacts(_ROWS):
            done += count
        done += rewrite_events(_ROWS)
        if name == SEALING:
            reseal_lists(keys()[0])
            done += reseal_deliveries(_ROWS) + _reseal_tellings() + reseal_chats(_ROWS)
        record(
            actor=COMMAND_LINE,
            action="key_rotated",
            subject=f"key:{name}",
            facts={"rows": done, "key": ring.active},
        )
        if name == INDEX and _need_old_key(ring.active):
            return done
        write_ring(directory, name, ring.without_retired())
        forget_loaded_keys()
        return done


def _need_old_key(active: int) -> bool:
    """Whether anybody is left whom only the old key finds: in 180 days nobody is, unless an account
    that has people who asked to be forgotten is not connected.

    Watches hold no name to hash anew. Who asked to be forgotten is hashed anew by the next night's
    list of followers (`withdrawals.find_withdrawn`), or is in none any more.
    """
    return (
        Watch.objects.exclude(index_key_id=active).exists()
        or Withdrawal.objects.exclude(index_key_id=active).exists()
    )


@transaction.atomic
def _reseal(active: int) -> int:
    sealer, _ = keys()
    rows = list(
        Application.objects.select_for_update()
        .exclude(sealing_key_id=active)
        .order_by("pk")[:_ROWS]
    )
    for row in rows:
        identity = open_identity(sealer, row.sealed, application_id=row.pk, unit_id=row.unit_id)
        row.sealed = seal_identity(sealer, identity, application_id=row.pk, unit_id=row.unit_id)
        row.sealing_key_id = active
    Application.objects.bulk_update(rows, ["sealed", "sealing_key_id"])
    ids = {row.pk for row in rows}
    _reseal_notes(ids)
    _reseal_proxies(ids)
    return len(rows)


def _reseal_notes(application_ids: set[int]) -> None:
    sealer, _ = keys()
    notes = list(
        StageChange.objects.filter(application_id__in=application_ids, sealed_note__isnull=False)
    )
    for row in notes:
        note = open_note(sealer, bytes(row.sealed_note or b""), row.application_id)
        row.sealed_note = seal_note(sealer, note, row.application_id)
    StageChange.objects.bulk_update(notes, ["sealed_note"])


def _reseal_proxies(application_ids: set[int]) -> None:
    sealer, _ = keys()
    rows = list(
        HandOver.objects.filter(application_id__in=application_ids, sealed_proxy__isnull=False)
    )
    for row in rows:
        name = open_proxy(sealer, bytes(row.sealed_proxy or b""), row.application_id)
        row.sealed_proxy = seal_proxy(sealer, name, row.application_id)
    HandOver.objects.bulk_update(rows, ["sealed_proxy"])


def _reseal_tellings() -> int:
    """What lists under review will tell."""
    done = last = 0
    while True:
        with transaction.atomic():
            rows = list(
                ListTelling.objects.select_for_update().filter(pk__gt=last).order_by("pk")[:_ROWS]
            )
            sealer, _ = keys()
            for row in rows:
                place = {"person": row.application_id, "contact_id": row.contact_id}
                row.sealed = seal_notice(sealer, open_notice(sealer, row.sealed, **place), **place)
            ListTelling.objects.bulk_update(rows, ["sealed"])
        if not rows:
            return done
        done, last = done + len(rows), rows[-1].pk


@transaction.atomic
def _reindex(active: int) -> int:
    sealer, index = keys()
    rows = list(
        Application.objects.select_for_update().exclude(index_key_id=active).order_by("pk")[:_ROWS]
    )
    delete_block_keys(rows)
    fresh: list[tuple[int, int]] = []
    for row in rows:
        identity = open_identity(sealer, row.sealed, application_id=row.pk, unit_id=row.unit_id)
        name, date = parse_name(identity.full_name), BirthDate.fromisoformat(identity.birth_date)
        row.person_hash = person_hash(index, row.unit_id, person_key(name, date), active)
        row.receipt_hash = receipt_hash(index, row.unit_id, identity.receipt, active)
        if row.slip_hash is not None:
            row.slip_hash = slip_hash(index, row.unit_id, identity.slip, active)
        row.index_key_id = active
        fresh.extend((found, row.pk) for found in hashes_of(identity, row.unit_id, active))
    bulk_insert("cards_blockkey", ("hash", "application_id"), fresh)
    Application.objects.bulk_update(
        rows, ["person_hash", "receipt_hash", "slip_hash", "index_key_id"]
    )
    return len(rows)
