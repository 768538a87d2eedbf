"""Messages are queued, recalled, put right and tried again. Nothing here speaks to a network.

Each runs in the caller's transaction where there is one: what happened and the message about it
commit together.
"""

import datetime
from dataclasses import dataclass

from django.db import connection, transaction

from tracuu.audit.operations import Actor, record
from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.messaging.enums import ChannelName, ContactState, DeliveryState, Kind, Priority
from tracuu.messaging.errors import TooManyContacts
from tracuu.messaging.models import Contact, Delivery, Watch
from tracuu.messaging.notices import Notice, seal_notice
from tracuu.messaging.rules import (
    LABEL_DAYS,
    MESSAGE_DAYS,
    MOST_WATCHES,
    WATCH_DAYS,
    after_quiet,
)

# One in a sender's hand is recalled too: if it has gone out already, its sender says so after us.
_RECALLABLE = (
    DeliveryState.WAITING,
    DeliveryState.QUEUED,
    DeliveryState.SENDING,
    DeliveryState.DEAD,
)


@dataclass(frozen=True, slots=True)
class WatchKeys:
    """The hashes that a watch holds, all under the index key `key_id` (see `models.Watch`)."""

    block_hash: int
    person_hash: int
    bare_hash: int
    is_unmarked: bool
    proof_hash: int | None
    key_id: int


@transaction.atomic
def add_watch(*, unit_id: int, contact: Contact, keys: WatchKeys) -> Watch:
    """Watch from now on, for 180 days; asked again it begins anew, and is still one.

    Raises `TooManyContacts`: an address that strangers may type watches for so many people at most.
    """
    now = clock.now()
    known = Watch.objects.filter(contact=contact)
    is_known = known.filter(
        unit_id=unit_id, person_hash=keys.person_hash, proof_hash=keys.proof_hash
    ).exists()
    if not is_known and known.count() >= MOST_WATCHES:
        raise TooManyContacts
    watch, _is_new = Watch.objects.update_or_create(
        unit_id=unit_id,
        contact=contact,
        person_hash=keys.person_hash,
        proof_hash=keys.proof_hash,
        defaults={
            "block_hash": keys.block_hash,
            "bare_hash": keys.bare_hash,
            "is_unmarked": keys.is_unmarked,
            "index_key_id": keys.key_id,
            "created_at": now,
            "is_done": False,
            "expires_at": now + datetime.timedelta(days=WATCH_DAYS),
        },
    )
    return watch


@transaction.atomic
def queue(
    *,
    contact: Contact,
    unit_id: int,
    kind: Kind,
    event: str,
    person: int = 0,
    notice: Notice | None = None,
    priority: Priority = Priority.NEWS,
    not_before: datetime.datetime | None = None,
) -> bool:
    """Queue one message; False when this contact has one about this person and event already.

    Nothing but what was asked for this minute goes out at night.
    """
    # Held until the message is written: who erases the contact meanwhile comes after. Publications,
    # which hold many contacts in their own order, are not in the way of this lock.
    held = Contact.objects.select_for_update(no_key=True).filter(pk=contact.pk).first()
    known = Delivery.objects.filter(person=person, event=event, contact=contact)
    if held is None or held.state == ContactState.GONE or known.exists():
        return False
    now = clock.now()
    is_asked = priority is Priority.ASKED
    starts = not_before or now
    is_open = is_asked or held.state == ContactState.CONFIRMED
    sealed = (
        seal_notice(keys()[0], notice, person=person, contact_id=contact.pk) if notice else None
    )
    row = Delivery(
        contact=contact,
        unit_id=unit_id,
        kind=kind,
        event=event,
        person=person,
        sealed=sealed,
        state=DeliveryState.QUEUED if is_open else DeliveryState.WAITING,
        priority=priority,
        created_at=now,
        not_before=starts if is_asked else after_quiet(starts),
    )
    Delivery.objects.bulk_create([row], ignore_conflicts=True)  # another may have come first
    return True


@dataclass(frozen=True, slots=True)
class Recall:
    """What an undo did: messages held back in time, and those that people already have."""

    recalled: int
    told: int


@transaction.atomic
def recall(event: str) -> Recall:
    """Take back every message of this event that has not gone out."""
    rows = Delivery.objects.filter(event=event)
    recalled = rows.filter(state__in=_RECALLABLE).update(state=DeliveryState.RECALLED, sealed=None)
    return Recall(recalled=recalled, told=rows.filter(state=DeliveryState.SENT).count())


@transaction.atomic
def recall_person(unit_id: int, person: int, kinds: tuple[Kind, ...]) -> int:
    """Take back what is not true of this person any more; how many messages."""
    rows = Delivery.objects.filter(
        unit_id=unit_id, person=person, kind__in=kinds, state__in=_RECALLABLE
    )
    return rows.update(state=DeliveryState.RECALLED, sealed=None)


# What is left of the words (`notices.kept_notice`) tells a household who was meant.
_MISTAKES = """
    INSERT INTO messaging_delivery
        (contact_id, unit_id, kind, event, person, sealed, state, priority, created_at, not_before,
         attempts, is_uncertain, failure, way)
    SELECT contact_id, unit_id, %s, %s, person, sealed, %s, %s, %s, %s, 0, %s, '', ''
    FROM messaging_delivery
    WHERE event = %s AND state = %s AND contact_id IS NOT NULL
    ON CONFLICT (person, event, contact_id) DO NOTHING
"""


@transaction.atomic
def send_corrections(*, event: str, unit_id: int, actor: Actor) -> int:
    """Tell everybody whom an undone event told that it was a mistake; how many messages."""
    now = clock.now()
    adapt = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.execute(
            _MISTAKES,
            [
                Kind.MISTAKE.value, f"undo:{event}", DeliveryState.QUEUED.value,
                Priority.NEWS.value, adapt(now), adapt(after_quiet(now)), False,
                event, DeliveryState.SENT.value,
            ],
        )  # fmt: skip
        count = int(cursor.rowcount)
    record(
        actor=actor,
        action="corrections_sent",
        subject=event,
        unit_id=unit_id,
        facts={"messages": count},
    )
    return count


@transaction.atomic
def retry_dead(*, unit_id: int, delivery_ids: list[int] | None, actor: Actor) -> int:
    """Queue dead messages of the unit again (all, or these); how many."""
    rows = Delivery.objects.filter(unit_id=unit_id, state=DeliveryState.DEAD)
    rows = rows.exclude(kind=Kind.CHAT)  # words of a conversation that went on without them
    if delivery_ids is not None:
        rows = rows.filter(pk__in=delivery_ids)
    count = rows.update(
        state=DeliveryState.QUEUED, attempts=0, failure="", not_before=after_quiet(clock.now())
    )
    _record(actor, "messages_retried", unit_id, count)
    return count


@transaction.atomic
def drop_dead(*, unit_id: int, delivery_ids: list[int], actor: Actor) -> int:
    """Give up these dead messages; how many."""
    rows = Delivery.objects.filter(unit_id=unit_id, state=DeliveryState.DEAD, pk__in=delivery_ids)
    count = rows.update(state=DeliveryState.DROPPED, sealed=None)
    _record(actor, "messages_dropped", unit_id, count)
    return count


def _record(actor: Actor, action: str, unit_id: int, count: int) -> None:
    if count:
        record(
            actor=actor,
            action=action,
            subject=f"unit:{unit_id}",
            unit_id=unit_id,
            facts={"messages": count},
        )


def expire_watches(limit: int = 1000) -> int:
    """End the watches whose time is over, each with a word to its owner; how many."""
    done = 0
    while True:
        over = Watch.objects.filter(expires_at__lte=clock.now()).select_related("contact")
        ended = list(over.order_by("expires_at")[:limit])
        for watch in ended:
            with transaction.atomic():
                if not watch.is_done:
                    queue(
                        contact=watch.contact,
                        unit_id=watch.unit_id,
                        kind=Kind.EXPIRED,
                        event=f"expiry:{watch.pk}",
                        priority=Priority.BULK,
                    )
                watch.delete()
        done += len(ended)
        if len(ended) < limit:
            return done


def forget_labels(limit: int = 10_000) -> int:
    """Forget who was meant by messages that were sent too long ago to be put right; how many.

    On paper nothing was sent: those are still to be read by their owner.
    """
    before = clock.now() - datetime.timedelta(days=LABEL_DAYS)
    told = Delivery.objects.filter(
        state=DeliveryState.SENT, sealed__isnull=False, sent_at__lt=before
    )
    old = told.exclude(contact__channel=ChannelName.PAPER).order_by("pk").values("pk")[:limit]
    return Delivery.objects.filter(pk__in=[row["pk"] for row in old]).update(sealed=None)


def forget_old_messages(limit: int = 10_000) -> int:
    """Delete messages that were over a year ago: nobody checks their codes any more; how many."""
    before = clock.now() - datetime.timedelta(days=MESSAGE_DAYS)
    old = Delivery.objects.filter(created_at__lt=before).order_by("pk").values("pk")[:limit]
    count, _by_model = Delivery.objects.filter(pk__in=[row["pk"] for row in old]).delete()
    return count
