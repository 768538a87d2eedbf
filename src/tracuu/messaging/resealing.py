"""Messages under a sealing key that is about to go are sealed anew (`cards.rotation` calls it)."""

from django.db import transaction

from tracuu.core.crypto import keys
from tracuu.messaging.chat.content import open_said, seal_said
from tracuu.messaging.models import ChatMessage, Delivery
from tracuu.messaging.notices import open_notice, seal_notice


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


def reseal_chat_messages(limit: int) -> int:
    """Seal what was said in chats anew, some at a time; how many."""
    done = 0
    while count := _reseal_said(limit):
        done += count
    return done


@transaction.atomic
def _reseal_said(limit: int) -> int:
    sealer, _ = keys()
    old = ChatMessage.objects.exclude(sealing_key_id=sealer.active)
    rows = list(old.select_for_update().order_by("pk")[:limit])
    for row in rows:
        said = open_said(sealer, row.sealed, conversation_id=row.conversation_id)
        row.sealed = seal_said(sealer, said, conversation_id=row.conversation_id)
        row.sealing_key_id = sealer.active
    ChatMessage.objects.bulk_update(rows, ["sealed", "sealing_key_id"])
    return len(rows)
