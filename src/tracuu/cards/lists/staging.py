"""Compares the rows of a list with what is true, and writes what they would change, unseen.

Rows are written in chunks, each its own transaction, under a `CardList` that is still `staging`: no
lookup sees them. A process that dies leaves them behind; the sweep removes them.
"""

import datetime
import re
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction

from tracuu.cards.enums import RowKind, Stage
from tracuu.cards.errors import ReaderSuperseded
from tracuu.cards.identity import (
    Identity,
    block_hashes,
    person_hash,
    receipt_hashes,
    seal_identity,
    seal_note,
)
from tracuu.cards.lists.faults import FaultReader
from tracuu.cards.lists.key_spool import KeySpool
from tracuu.cards.lists.known import find_known
from tracuu.cards.lists.matching import Known, Match, match_row, merged
from tracuu.cards.lists.reading import ListRow
from tracuu.cards.models import CardList, ListMention
from tracuu.cards.rules import OPEN, is_forward, is_held_by_hand
from tracuu.cards.telling.list_matching import WatchMatcher
from tracuu.core import clock
from tracuu.core.crypto import BlindIndex, Sealer
from tracuu.core.database import bulk_insert, refresh_statistics
from tracuu.core.ids import reserve_ids
from tracuu.names import BirthDate, parse_name, person_key, record_keys

# Rows a transaction: the more, the fewer pages of the indexes are written twice.
CHUNK = 20_000
LEASE = datetime.timedelta(minutes=2)
_MANY_ROWS = 1000
# PostgreSQL refuses them in text, and nobody can read them.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_STAGES = {stage.code: stage for stage in Stage}

_APPLICATION = (
    "id",
    "unit_id",
    "sealed",
    "person_hash",
    "receipt_hash",
    "index_key_id",
    "sealing_key_id",
)
_BLOCK_KEY = ("hash", "application_id")
_MENTION = ("card_list_id", "application_id", "is_unchanged")
_CHANGE = (
    "application_id",
    "card_list_id",
    "stage",
    "previous_stage",
    "changed_on",
    "recorded_at",
    "box",
    "sealed_note",
    "reason",
    "correction",
    "due_on",
    "correction_unit_id",
)


@dataclass(slots=True)
class Prepared:
    """A row of the list with its person hashed."""

    row: ListRow
    identity: Identity
    block_keys: Sequence[str]
    stage: Stage
    persons: tuple[int, ...]
    receipts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Notable:
    """A row that goes another way than its officer may expect; shown before anything is published."""

    kind: RowKind
    row: ListRow
    before: Stage | None = None
    after: Stage | None = None
    was: Identity | None = None


@dataclass(slots=True)
class _Writes:
    now: datetime.datetime
    applications: list[tuple[Any, ...]] = field(default_factory=list)
    # Of each key its hash, and at the same place whose it is.
    key_hashes: "array[int]" = field(default_factory=lambda: array("q"))
    key_owners: "array[int]" = field(default_factory=lambda: array("q"))
    changes: list[tuple[Any, ...]] = field(default_factory=list)
    mentions: dict[int, bool] = field(default_factory=dict)
    # Met, but not changed: an earlier chunk may have met them too.
    again: list[int] = field(default_factory=list)


class Stager:
    """Stages the rows of one list for one unit."""

    def __init__(
        self, card_list: CardList, *, stage: Stage, sealer: Sealer, index: BlindIndex
    ) -> None:
        self._list = card_list
        self._unit_id: int = card_list.unit_id
        self._stage = stage
        self._sealer = sealer
        self._index = index
        self._faults = FaultReader(card_list.unit_id, card_list.as_of)
        # Counts only, nothing about a person; and the rows of the last chunk that cannot be placed.
        self.counts: Counter[str] = Counter()
        self.conflicts: list[tuple[ListRow, Match]] = []
        # Likewise of the last chunk: what needs eyes, and the people nobody knew.
        self.notable: list[Notable] = []
        self.added: list[Prepared] = []
        self._block_keys = KeySpool()
        self._watches = WatchMatcher(card_list, sealer=sealer, index=index)

    def stage_rows(self, rows: Sequence[ListRow]) -> None:
        """One chunk, one transaction; raises `ReaderSuperseded` when the list is another reader's."""
        self.conflicts.clear()
        self.notable.clear()
        self.added.clear()
        self._watches.forget()
        prepared = [self._prepare(row) for row in rows]
        known = find_known(
            self._list,
            persons=[found for item in prepared for found in item.persons],
            receipts=[found for item in prepared for found in item.receipts],
            sealer=self._sealer,
        )
        ids = iter(reserve_ids("application", len(prepared)))
        writes = _Writes(clock.now())
        for item in prepared:
            self._decide(item, known, ids, writes)
        with transaction.atomic():
            self.hold()
            bulk_insert("cards_application", _APPLICATION, writes.applications)
            bulk_insert("cards_stagechange", _CHANGE, writes.changes)
            bulk_insert("cards_listmention", _MENTION, self._mentions(writes))
            self._watches.write()
        self._block_keys.add(writes.key_hashes, writes.key_owners)
        if self._block_keys.is_full:
            self._write_keys()

    def hold(self, **progress: Any) -> None:
        """Stay the list's reader for another while.

        The WHERE decides between us and one that was started when we counted as dead: who finds no
        row has lost, and writes nothing.
        """
        held = CardList.objects.filter(
            pk=self._list.pk,
            state=self._list.state,
            compared_at=self._list.compared_at,
            base_version=self._list.base_version,
        ).update(lease_until=clock.now() + LEASE, **progress)
        if not held:
            raise ReaderSuperseded("Another reader took this list up.")

    def _mentions(self, writes: _Writes) -> list[tuple[int, int, bool]]:
        """What this chunk names, without what an earlier one has (a row that stands twice)."""
        if writes.again:
            told = ListMention.objects.filter(
                card_list_id=self._list.pk, application_id__in=writes.again
            )
            for application_id in told.values_list("application_id", flat=True):
                writes.mentions.pop(application_id, None)
        return [(self._list.pk, *one) for one in sorted(writes.mentions.items())]

    def finish(self) -> None:
        """After the last chunk: nobody is found by a key that is still held back.

        Large lists also change what the database's planner should know.
        """
        self._write_keys()
        self._watches.finish()
        if self.counts["new"] >= _MANY_ROWS:
            refresh_statistics("cards_application", "cards_blockkey", "cards_stagechange")

    def _write_keys(self) -> None:
        for part in self._block_keys.drain():
            with transaction.atomic():
                self.hold()
                bulk_insert("cards_blockkey", _BLOCK_KEY, part)

    def _prepare(self, row: ListRow) -> Prepared:
        identity = Identity(
            full_name=row.full_name,
            birth_date=row.birth_date,
            sex=row.sex,
            receipt=row.receipt,
            id_last4=row.id_last4,
            phone_last4=row.phone_last4,
            ward=row.ward,
            collected_on=row.collected_on,
        )
        return self._hashed(row, identity, row.person_key, row.block_keys)

    def _prepare_merged(self, row: ListRow, identity: Identity) -> Prepared:
        """A row whose person is no longer quite the row's own: its keys are made here."""
        name = parse_name(identity.full_name)
        date = BirthDate.fromisoformat(identity.birth_date)
        return self._hashed(row, identity, person_key(name, date), record_keys(name, date))

    def _hashed(
        self, row: ListRow, identity: Identity, person: str, block_keys: Sequence[str]
    ) -> Prepared:
        index, unit_id = self._index, self._unit_id
        persons = tuple(person_hash(index, unit_id, person, key_id) for key_id in index.key_ids)
        receipts = receipt_hashes(index, unit_id, identity.receipt)
        stage = _STAGES[row.stage] if row.stage else self._stage
        return Prepared(row, identity, block_keys, stage, persons, receipts)

    def _decide(
        self,
        item: Prepared,
        known: dict[int, list[Known]],
        ids: Iterator[int],
        writes: _Writes,
    ) -> None:
        match, entry = match_row(item, known)
        if match in {Match.CONFLICT, Match.SEVERAL}:
            self.conflicts.append((item.row, match))
            return
        self.counts["accepted"] += 1
        if entry is None:
            self._add(item, None, known, ids, writes)
            self.added.append(item)
            return
        if entry.is_new:
            self.counts["duplicates"] += 1
            return
        writes.mentions[entry.application_id] = False
        writes.again.append(entry.application_id)
        if not entry.is_met and entry.stage in OPEN:
            self.counts["mentioned_open"] += 1
        entry.is_met = True
        if self._is_held(entry) and (match is Match.CORRECTED or item.stage is not entry.stage):
            self._leave(RowKind.HELD, item, entry)
        elif match is Match.CORRECTED:
            self._correct(item, entry, known, ids, writes)
        else:
            self._move(item, entry, writes)

    def _is_held(self, entry: Known | None) -> bool:
        """What an officer did with it is newer than the list."""
        return entry is not None and is_held_by_hand(
            entry.by_hand_on, self._list.as_of, is_overridden=self._list.overrides_hand
        )

    def _leave(self, kind: RowKind, item: Prepared, entry: Known) -> None:
        """The person stays as they are; a card given out by hand is told as that, on whatever day."""
        is_given = entry.stage is Stage.HANDED_OVER and entry.by_hand_on is not None
        kind = RowKind.HANDED_OVER if is_given else kind
        self._note(kind.value, kind, item, entry)

    def _note(self, count: str, kind: RowKind, item: Prepared, entry: Known) -> None:
        self.counts[count] += 1
        self.notable.append(Notable(kind, item.row, entry.stage, item.stage, entry.identity))

    def _add(
        self,
        item: Prepared,
        before: Known | None,
        known: dict[int, list[Known]],
        ids: Iterator[int],
        writes: _Writes,
    ) -> None:
        application_id = next(ids)
        receipt = item.receipts[0] if item.receipts else None
        sealed = seal_identity(
            self._sealer, item.identity, application_id=application_id, unit_id=self._unit_id
        )
        writes.applications.append(
            (
                application_id,
                self._unit_id,
                sealed,
                item.persons[0],
                receipt,
                self._index.active,
                self._sealer.active,
            )
        )
        hashes = block_hashes(self._index, self._unit_id, item.block_keys)
        writes.key_hashes.extend(hashes)
        writes.key_owners.extend([application_id] * len(hashes))
        self._write_change(item, application_id, before, writes)
        writes.mentions[application_id] = False
        if before is None:
            self.counts["new"] += 1
            alike = next((entry for found in item.persons for entry in known.get(found, ())), None)
            if alike is not None:
                self._note("namesakes", RowKind.NAMESAKE, item, alike)
        entry = Known(
            application_id,
            item.identity,
            item.stage,
            item.row.box,
            self._list.as_of,
            is_new=True,
        )
        known[item.persons[0]].append(entry)
        if receipt is not None:
            known[receipt].append(entry)

    def _correct(
        self,
        item: Prepared,
        entry: Known,
        known: dict[int, list[Known]],
        ids: Iterator[int],
        writes: _Writes,
    ) -> None:
        """The list knows the person better: a new row speaks, the old one falls silent."""
        if item.stage is not entry.stage and not is_forward(entry.stage, item.stage):
            self._leave(RowKind.MOVED_BACK, item, entry)
            return
        self._write_change(item, entry.application_id, entry, writes, stage=Stage.REPLACED)
        entry.is_replaced = True
        row = item.row
        if item.stage is entry.stage and not row.box:
            row = replace(row, box=entry.box)
        better = self._prepare_merged(row, merged(entry.identity, item.identity))
        self._add(better, entry, known, ids, writes)
        self._note("corrected", RowKind.CORRECTED, item, entry)

    def _move(self, item: Prepared, entry: Known, writes: _Writes) -> None:
        if item.stage is entry.stage:
            if item.row.box and item.row.box != entry.box:
                self._write_change(item, entry.application_id, entry, writes)
                self.counts["relocated"] += 1
            elif not self._is_held(entry) and self._faults.is_news(
                item.stage, item.row.note, entry
            ):
                self._write_change(item, entry.application_id, entry, writes)
                self.counts["reasoned"] += 1
            else:
                self.counts["unchanged"] += 1
                writes.mentions[entry.application_id] = True
        elif is_forward(entry.stage, item.stage):
            self._write_change(item, entry.application_id, entry, writes)
            self.counts["moved_forward"] += 1
        else:
            self._leave(RowKind.MOVED_BACK, item, entry)
            return
        entry.is_new = True

    def _write_change(
        self,
        item: Prepared,
        application_id: int,
        before: Known | None,
        writes: _Writes,
        stage: Stage | None = None,
    ) -> None:
        stays = before is not None and before.stage is item.stage
        note = None
        if item.row.note and stage is None:
            note = seal_note(self._sealer, item.row.note, application_id)
        told = item.stage if stage is None else stage
        fault = self._faults.read(told, "" if self._is_held(before) else item.row.note, before)
        if stage is None:
            self._watches.note_change(item, application_id, before, fault)
        writes.changes.append(
            (
                application_id,
                self._list.pk,
                int(told),
                None if before is None else int(before.stage),
                before.since if before is not None and stays else self._list.as_of,
                writes.now,
                _CONTROLS.sub("", item.row.box)[:60],
                note,
                "",
                *fault,
            )
        )
