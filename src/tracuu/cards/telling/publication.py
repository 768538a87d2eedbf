"""A publication and its messages: queued by the switch itself, recalled by its undo."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.db import connection

from tracuu.cards.enums import Stage
from tracuu.cards.identity import open_identity
from tracuu.cards.models import Application, CardList, ListTelling, StageChange, UnitLedger
from tracuu.cards.telling.bound import queue_for_bound
from tracuu.cards.telling.list_matching import FoundWatch, found_watch, meets
from tracuu.cards.telling.notices import KIND_OF_STAGE, Fault, notice_of
from tracuu.cards.telling.one_person import has_namesake
from tracuu.core.crypto import keys
from tracuu.core.database import select
from tracuu.messaging.enums import Priority
from tracuu.messaging.models import Watch
from tracuu.messaging.notices import seal_notice
from tracuu.messaging.operations import Recall, recall
from tracuu.messaging.rules import after_quiet

# What hands changed meanwhile is not the list's to tell; a watch may have been erased meanwhile.
_QUEUE = """
    INSERT INTO messaging_delivery
        (contact_id, unit_id, kind, event, person, sealed, state, priority, created_at, not_before,
         attempts, is_uncertain, failure, way)
    SELECT t.contact_id, %s, t.kind, %s, t.application_id, t.sealed,
           CASE WHEN o.state = 'confirmed' THEN 'queued' ELSE 'waiting' END,
           %s, %s, %s, 0, %s, '', ''
    FROM cards_listtelling t
    JOIN messaging_watch w ON w.id = t.watch_id
    JOIN messaging_contact o ON o.id = t.contact_id
    WHERE t.card_list_id = %s AND o.state <> 'gone' AND EXISTS (
        SELECT 1 FROM cards_stagechange c
        WHERE c.application_id = t.application_id AND c.card_list_id = t.card_list_id
    )
    ORDER BY t.is_proved DESC, t.id {lock}
    ON CONFLICT (person, event, contact_id) DO NOTHING
"""
_BROUGHT = """
    SELECT c.application_id, c.stage FROM cards_blockkey k
    JOIN cards_stagechange c ON c.application_id = k.application_id
    WHERE k.hash = %s AND c.card_list_id = %s AND c.stage <> 0
      AND (c.previous_stage IS NULL OR c.previous_stage <> c.stage)
"""


def event_of(list_id: int) -> str:
    """How messages name the publication of a list."""
    return f"list:{list_id}"


def queue_messages(card_list: CardList, *, published_at: datetime.datetime) -> int:
    """Queue what the list has news for, held for the time in which it may be undone; how many.

    In the transaction of the switch, under the lock of the ledger. Night hours are respected.
    """
    _match_latecomers(card_list)
    ledger = UnitLedger.objects.get(unit_id=card_list.unit_id)
    held = published_at + datetime.timedelta(minutes=ledger.undo_minutes)
    adapt = connection.ops.adapt_datetimefield_value
    event, not_before = event_of(card_list.pk), after_quiet(held)
    bound = queue_for_bound(card_list, event=event, created_at=published_at, not_before=not_before)
    parameters: list[Any] = [
        card_list.unit_id, event, int(Priority.NEWS), adapt(published_at), adapt(not_before), False,
        card_list.pk,
    ]  # fmt: skip
    with connection.cursor() as cursor:
        # Whoever erases a contact meanwhile waits for us, and then erases these messages too.
        lock = "FOR KEY SHARE OF o" if connection.vendor == "postgresql" else ""
        cursor.execute(_QUEUE.format(lock=lock), parameters)
        queued = bound + int(cursor.rowcount)
    given = ListTelling.objects.filter(
        card_list_id=card_list.pk, kind=KIND_OF_STAGE[Stage.HANDED_OVER].value
    )
    Watch.objects.filter(pk__in=given.values("watch_id")).update(is_done=True)
    ListTelling.objects.filter(card_list_id=card_list.pk).delete()
    return queued


def recall_messages(card_list: CardList) -> Recall:
    """The list is undone: take back what has not gone out, and say how many were told already."""
    return recall(event_of(card_list.pk))


def _match_latecomers(card_list: CardList) -> None:
    """Watches that came after the list was read; few, so each is asked on its own."""
    since = card_list.compared_at or card_list.created_at
    late = Watch.objects.filter(unit_id=card_list.unit_id, created_at__gte=since)
    late = late.select_related("contact")
    rows = [row for watch in late for row in _tellings(card_list, found_watch(watch))]
    ListTelling.objects.bulk_create(rows, ignore_conflicts=True)


def _tellings(card_list: CardList, watch: FoundWatch) -> Iterator[ListTelling]:
    sealer, index = keys()
    for application_id, stage in select(_BROUGHT, [watch.block_hash, card_list.pk]):
        row = Application.objects.get(pk=application_id)
        identity = open_identity(sealer, row.sealed, application_id=row.pk, unit_id=row.unit_id)
        is_told, is_proved = meets(index, identity, watch)
        unit = card_list.unit
        if not is_told or (unit.requires_second_fact and not is_proved):
            continue
        if not is_proved and has_namesake(identity, row, unit, card_list=card_list):
            continue
        change = StageChange.objects.get(
            application_id=application_id, card_list=card_list, stage=stage
        )
        fault = Fault.of(change, sealer, card_list.unit_id) if is_proved else None
        notice = notice_of(Stage(stage), identity, fault, language=watch.language)
        yield ListTelling(
            card_list_id=card_list.pk,
            application_id=application_id,
            watch_id=watch.id,
            contact_id=watch.contact_id,
            kind=KIND_OF_STAGE[Stage(stage)].value,
            block_hash=watch.block_hash,
            is_proved=is_proved,
            sealed=seal_notice(sealer, notice, person=application_id, contact_id=watch.contact_id),
        )
