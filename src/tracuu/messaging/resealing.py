"""What is under a sealing key that is about to go is sealed anew (`cards.rotation` calls it)."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from tracuu.core.crypto import keys
from tracuu.messaging import sealing
from tracuu.messaging.models import (
    ChatMessage,
    Conversation,
    Delivery,
    Forgetting,
    OfficialAccount,
    ZaloUser,
)
from tracuu.messaging.notices import open_notice, seal_notice

# Of each table: the sealed column, and for which place it is sealed.
_PLACES: list[tuple[Any, str, Callable[[Any], bytes]]] = [
    (OfficialAccount, "sealed", lambda row: sealing.of_tokens(row.pk)),
    (ZaloUser, "sealed_phone", lambda row: sealing.of_phone(row.pk)),
    (Forgetting, "sealed", lambda row: sealing.of_forgetting(row.account_id)),
    (Conversation, "sealed", lambda row: sealing.of_dialogue(row.pk)),
    (ChatMessage, "sealed", lambda row: sealing.of_words(row.conversation_id)),
]


def reseal_deliveries(limit: int) -> int:
    """Seal every message anew that still holds words, some at a time; how many."""
    done = last = 0
    while rows := _reseal(last, limit):
        done, last = done + len(rows), rows[-1]
    return done


@transaction.atomic
def _reseal(after: int, limit: int) -> list[int]:
    sealer, _ = keys()
    told = Delivery.objects.filter(pk__gt=after, sealed__isnull=False, contact_id__isnull=False)
    rows = list(told.select_for_update().order_by("pk")[:limit])
    for row in rows:
        assert row.contact_id is not None
        notice = open_notice(sealer, row.sealed, person=row.person, contact_id=row.contact_id)
        row.sealed = seal_notice(sealer, notice, person=row.person, contact_id=row.contact_id)
    Delivery.objects.bulk_update(rows, ["sealed"])
    return [row.pk for row in rows]


def reseal_chats(limit: int) -> int:
    """Seal tokens, telephone numbers and what was said anew, some at a time; how many."""
    done = 0
    for model, column, place in _PLACES:
        last: Any = 0
        while rows := _reseal_rows(model, column, place, after=last, limit=limit):
            done, last = done + len(rows), rows[-1]
    return done


@transaction.atomic
def _reseal_rows(
    model: Any, column: str, place: Callable[[Any], bytes], *, after: Any, limit: int
) -> list[Any]:
    """The rows are locked: tokens that come meanwhile are not overwritten with those before."""
    sealer, _ = keys()
    old = model.objects.filter(pk__gt=after, **{f"{column}__isnull": False})
    old = old.exclude(sealing_key_id=sealer.active)
    rows = list(old.select_for_update().order_by("pk")[:limit])
    for row in rows:
        plain = sealer.open(bytes(getattr(row, column)), place(row))
        setattr(row, column, sealer.seal(plain, place(row)))
        row.sealing_key_id = sealer.active
    model.objects.bulk_update(rows, [column, "sealing_key_id"])
    return [row.pk for row in rows]
