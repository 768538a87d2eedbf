"""News of one person, told by hand or by the calendar: who watches, and is it surely they."""

import datetime
from collections.abc import Iterator

from django.db.models import F

from tracuu.cards.candidates import TooManyCandidates, find_candidates
from tracuu.cards.enums import Stage
from tracuu.cards.identity import Identity, open_identity
from tracuu.cards.lists.known import open_visible
from tracuu.cards.models import Application, CardList
from tracuu.cards.telling.bound import tell_bound
from tracuu.cards.telling.list_matching import (
    Somebody,
    found_watch,
    is_alike,
    meets,
    somebody,
    watching_units,
)
from tracuu.cards.telling.notices import KIND_OF_STAGE, Fault, notice_of
from tracuu.cards.telling.watch_keys import block_hash, can_be_certain
from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.core.database import select
from tracuu.messaging.enums import Kind, Priority
from tracuu.messaging.models import Watch
from tracuu.messaging.operations import queue
from tracuu.names import record_keys
from tracuu.units.models import Unit
from tracuu.units.queries import list_scope_ids


def tell(
    *,
    application: Application,
    stage: Stage,
    event: str,
    kind: Kind | None = None,
    fault: Fault | None = None,
    not_before: datetime.datetime | None = None,
) -> int:
    """Queue a message to everybody who surely waits for this person; how many.

    In the caller's transaction. Why a file is faulty goes only to those who gave the person's second
    fact, or whose chat was bound to it at the counter.
    """
    sealer, _index = keys()
    identity = open_identity(
        sealer, application.sealed, application_id=application.pk, unit_id=application.unit_id
    )
    queued = tell_bound(
        application=application,
        identity=identity,
        stage=stage,
        event=event,
        kind=kind,
        fault=fault,
        not_before=not_before,
    )
    for watch, is_proved in list_watchers(application, identity):
        told = fault if is_proved else None
        notice = notice_of(stage, identity, told, language=watch.contact.language)
        queued += queue(
            contact=watch.contact,
            unit_id=application.unit_id,
            kind=kind or KIND_OF_STAGE[stage],
            event=event,
            person=application.pk,
            notice=notice,
            priority=Priority.NEWS if kind is None else Priority.BULK,
            not_before=not_before,
        )
        if stage is Stage.HANDED_OVER:
            Watch.objects.filter(pk=watch.pk).update(is_done=True)
    return queued


def list_watchers(application: Application, identity: Identity) -> Iterator[tuple[Watch, bool]]:
    """Each watch that is surely for this person, and whether it gave the second fact."""
    _sealer, index = keys()
    person = somebody(identity)
    if not can_be_certain(person.name, person.date):
        return
    key = record_keys(person.name, person.date)[0]
    is_unique: dict[int, bool] = {}
    for unit in watching_units(application.unit).values():
        hashes = {block_hash(index, unit.pk, key, key_id) for key_id in index.key_ids}
        found = Watch.objects.filter(
            block_hash__in=hashes, unit_id=unit.pk, expires_at__gt=clock.now()
        )
        # Who gave the second fact first: of two watches of one contact, the one that may say more.
        for watch in found.select_related("contact").order_by(
            F("proof_hash").asc(nulls_last=True), "pk"
        ):
            is_told, is_proved = meets(index, identity, found_watch(watch))
            if not is_told or (unit.requires_second_fact and not is_proved):
                continue
            if not is_proved and unit.pk not in is_unique:
                is_unique[unit.pk] = not has_namesake(identity, application, unit)
            if is_proved or is_unique[unit.pk]:
                yield watch, is_proved


def has_namesake(
    identity: Identity, application: Application, unit: Unit, *, card_list: CardList | None = None
) -> bool:
    """Whether somebody else of the unit's scope is alike once marks are removed.

    With `card_list`, also somebody whom this list is about to bring.
    """
    sealer, index = keys()
    one = somebody(identity)
    scope = list_scope_ids(unit)
    try:
        candidates = find_candidates(one.name, one.date, scope, sealer, index)
    except TooManyCandidates:
        return True
    others: list[Somebody] = [
        Somebody(row.name, row.date, row.identity)
        for row in candidates
        if row.application_id != application.pk
    ]
    if card_list is not None:
        others += _brought(one, application, card_list)
    return any(is_alike(one, other) for other in others)


def _brought(one: Somebody, application: Application, card_list: CardList) -> list[Somebody]:
    sealer, index = keys()
    key = record_keys(one.name, one.date)[0]
    hashes = [block_hash(index, card_list.unit_id, key, key_id) for key_id in index.key_ids]
    marks = ", ".join(["%s"] * len(hashes))
    rows = select(
        f"SELECT application_id FROM cards_blockkey WHERE hash IN ({marks})",  # noqa: S608 (ours)
        hashes,
    )
    ids = [row[0] for row in rows if row[0] != application.pk]
    return [somebody(found) for found in open_visible(card_list, ids, sealer).values()]
