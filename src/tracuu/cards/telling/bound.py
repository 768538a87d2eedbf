"""Chats that were bound to an application at the counter are told of it as watches that are certain.

Who bound it stood at the counter: reasons and dates may be said. In the transaction of what happened,
and before the watches: of two messages to one contact about one event, the one that may say more.
"""

import datetime
from collections.abc import Iterator

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery

from tracuu.cards.enums import ListState, Stage
from tracuu.cards.identity import Identity, open_identity
from tracuu.cards.models import Application, CardList, StageChange
from tracuu.cards.telling.notices import KIND_OF_STAGE, Fault, notice_of
from tracuu.core.crypto import keys
from tracuu.messaging.enums import ContactState, DeliveryState, Kind, Priority
from tracuu.messaging.models import Contact, Conversation, Delivery
from tracuu.messaging.notices import seal_notice
from tracuu.messaging.operations import queue
from tracuu.units.models import Unit
from tracuu.units.queries import list_scope_ids, list_successors

_CHUNK = 500


def has_bound(unit: Unit) -> bool:
    """Whether any chat of the unit is bound to an application."""
    return Conversation.objects.filter(unit=unit, bound_person__isnull=False).exists()


def list_bound_contacts(application: Application) -> list[Contact]:
    """Whose chats are bound to the application, and can be told."""
    rows = Contact.objects.filter(
        conversation__bound_person=application.pk, state=ContactState.CONFIRMED
    )
    return list(rows.order_by("pk"))


def tell_bound(
    *,
    application: Application,
    identity: Identity,
    stage: Stage,
    event: str,
    kind: Kind | None = None,
    fault: Fault | None = None,
    not_before: datetime.datetime | None = None,
) -> int:
    """Queue a message to each of them; how many. `kind` as in `one_person.tell`."""
    return sum(
        queue(
            contact=contact,
            unit_id=application.unit_id,
            kind=kind or KIND_OF_STAGE[stage],
            event=event,
            person=application.pk,
            notice=notice_of(stage, identity, fault, language=contact.language),
            priority=Priority.NEWS if kind is None else Priority.BULK,
            not_before=not_before,
        )
        for contact in list_bound_contacts(application)
    )


def queue_for_bound(
    card_list: CardList, *, event: str, created_at: datetime.datetime, not_before: datetime.datetime
) -> int:
    """Queue what a list that is being published has news for; how many.

    One question finds the bound applications that the list changes; nothing is asked of the others.
    """
    queued = 0
    changes = _changes(card_list)
    for start in range(0, len(changes), _CHUNK):
        rows = list(_deliveries(card_list, changes[start : start + _CHUNK], event, created_at))
        for row in rows:
            row.not_before = not_before
        Delivery.objects.bulk_create(rows, ignore_conflicts=True)
        queued += len(rows)
    return queued


def _changes(card_list: CardList) -> list[StageChange]:
    """The list's changes of bound applications that are news: another stage, or another fault."""
    bound = _bound(card_list).values("bound_person")
    rows = StageChange.objects.filter(card_list=card_list, application_id__in=bound)
    rows = rows.exclude(stage=Stage.REPLACED).select_related("application")
    counts = Q(card_list__isnull=True) | Q(card_list__state=ListState.PUBLISHED)
    earlier = StageChange.objects.filter(
        counts, application_id=OuterRef("application_id"), pk__lt=OuterRef("pk")
    ).order_by("-pk")
    rows = rows.annotate(
        correction_before=Subquery(earlier.values("correction")[:1]),
        due_before=Subquery(earlier.values("due_on")[:1]),
    )
    return [one for one in rows.order_by("pk") if _is_news(one)]


def _is_news(change: StageChange) -> bool:
    if change.stage != change.previous_stage:
        return True
    if change.stage != Stage.NEEDS_CORRECTION:
        return False
    before = (change.correction_before, change.due_before)  # type: ignore[attr-defined]
    return (change.correction, change.due_on) != before


def _bound(card_list: CardList) -> QuerySet[Conversation]:
    """Chats of the unit, of those that it took over, and of those that took it over."""
    unit = card_list.unit
    units = {unit.pk, *list_scope_ids(unit), *(one.pk for one in list_successors(unit))}
    rows = Conversation.objects.filter(unit_id__in=units, bound_person__isnull=False)
    return rows.filter(contact__state=ContactState.CONFIRMED)


def _held(contact_ids: set[int]) -> set[int]:
    """Those that are still there; whoever erases one meanwhile waits for us, and erases this too."""
    if connection.vendor != "postgresql" or not contact_ids:
        return contact_ids
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM messaging_contact WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE",
            [list(contact_ids)],
        )
        return {row[0] for row in cursor.fetchall()}


def _deliveries(
    card_list: CardList, changes: list[StageChange], event: str, created_at: datetime.datetime
) -> Iterator[Delivery]:
    sealer = keys()[0]
    by_application = {change.application_id: change for change in changes}
    bound = _bound(card_list).filter(bound_person__in=list(by_application))
    found = list(bound.select_related("contact").order_by("contact_id"))
    still_there = _held({one.contact_id for one in found})
    for conversation in found:
        if conversation.contact_id not in still_there or conversation.bound_person is None:
            continue
        change = by_application[conversation.bound_person]
        contact, application = conversation.contact, change.application
        identity = open_identity(
            sealer, application.sealed, application_id=application.pk, unit_id=application.unit_id
        )
        fault = Fault.of(change, sealer, card_list.unit_id)
        stage = Stage(change.stage)
        notice = notice_of(stage, identity, fault, language=contact.language)
        yield Delivery(
            contact=contact,
            unit_id=card_list.unit_id,
            kind=KIND_OF_STAGE[stage],
            event=event,
            person=application.pk,
            sealed=seal_notice(sealer, notice, person=application.pk, contact_id=contact.pk),
            state=DeliveryState.QUEUED,
            priority=Priority.NEWS,
            created_at=created_at,
            not_before=created_at,
        )
