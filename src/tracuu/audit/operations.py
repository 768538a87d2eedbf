"""Adding an event. It commits together with what it tells of, or not at all."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from tracuu.audit.models import ChainHead, Event
from tracuu.core import clock
from tracuu.core.keys import AUDIT, load_ring

INSTALLATION = 0


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, and from where: an officer at a network address, or the command line."""

    officer_id: int | None
    origin: str


COMMAND_LINE = Actor(officer_id=None, origin="cli")


@transaction.atomic
def record(
    *,
    actor: Actor,
    action: str,
    subject: str,
    unit_id: int = INSTALLATION,
    facts: Mapping[str, Any] | None = None,
) -> Event:
    """Add an event to the unit's chain, in the transaction of the deed itself.

    The chain's head is locked until that transaction ends: two deeds of one unit stand in the order
    in which they became true.
    """
    ChainHead.objects.get_or_create(unit_id=unit_id)
    head = ChainHead.objects.select_for_update().get(unit_id=unit_id)
    event = Event(
        unit_id=unit_id,
        number=head.number + 1,
        at=clock.now(),
        actor_id=actor.officer_id,
        origin=actor.origin,
        action=action,
        subject=subject,
        facts=dict(facts or {}),
    )
    event.digest = digest_of(event, bytes(head.digest), chain_key())
    event.save(force_insert=True)
    head.number, head.digest = event.number, event.digest
    head.save(update_fields=["number", "digest"])
    return event


def chain_key() -> bytes:
    """The key of the record, read from its file."""
    ring = load_ring(settings.KEYS_DIR, AUDIT)
    return ring.keys[ring.active]


def digest_of(event: Event, previous: bytes, key: bytes) -> bytes:
    """The keyed BLAKE2b digest of the event and the digest before it.

    The key lies outside the database: who can change rows still cannot make a chain that holds.
    """
    told = [
        event.unit_id,
        event.number,
        event.at.isoformat(),
        event.actor_id,
        event.origin,
        event.action,
        event.subject,
        event.facts,
    ]
    content = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    state = hashlib.blake2b(key=key, digest_size=32)
    state.update(previous)
    state.update(content.encode())
    return state.digest()
