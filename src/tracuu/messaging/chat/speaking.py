"""What is heard and said in a conversation is kept, and what is said goes out as a delivery."""

from django.db import transaction

from tracuu.accounts.models import Officer
from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.messaging.chat.content import Incoming, Outgoing, Said, seal_said
from tracuu.messaging.enums import (
    Author,
    ConversationState,
    DeliveryState,
    Kind,
    Priority,
)
from tracuu.messaging.models import ChatMessage, Contact, Conversation, Delivery


@transaction.atomic
def hear(*, contact: Contact, unit_id: int, incoming: Incoming) -> Conversation | None:
    """The conversation, locked until the transaction ends, with what was said kept in it.

    None when this message was heard before: whoever calls has nothing to do then.
    """
    now = clock.now()
    sealer = keys()[0]
    conversation, _is_new = Conversation.objects.get_or_create(
        contact=contact,
        defaults={"unit_id": unit_id, "sealing_key_id": sealer.active, "created_at": now},
    )
    conversation = Conversation.objects.select_for_update().get(pk=conversation.pk)
    known = ChatMessage.objects.filter(conversation=conversation, external_id=incoming.external_id)
    if known.exists():
        return None
    said = Said(text=incoming.text, kind=incoming.kind, payload=incoming.payload)
    _keep(conversation, Author.CITIZEN, said, external_id=incoming.external_id)
    # Zalo's windows count from when it was said, not from when we heard of it: a call that failed is
    # repeated for hours. Nothing was said after now.
    said_at = min(incoming.sent_at, now)
    conversation.last_inbound_at = max(conversation.last_inbound_at or said_at, said_at)
    # The officer who answered has the next word again, and since now.
    if conversation.state == ConversationState.OFFICER and conversation.waiting_since is None:
        conversation.waiting_since = now
    conversation.version += 1
    conversation.save(update_fields=["last_inbound_at", "waiting_since", "version"])
    return conversation


@transaction.atomic
def say(
    *,
    conversation: Conversation,
    outgoing: Outgoing,
    author: Author = Author.ASSISTANT,
    officer: Officer | None = None,
) -> ChatMessage:
    """Keep what is said, and queue it to go out now, in the caller's transaction.

    The row of the conversation has to be locked by the caller (`hear` does it).
    """
    now = clock.now()
    said = Said(text=outgoing.text, buttons=outgoing.buttons, payload=outgoing.payload)
    message = _keep(conversation, author, said, officer=officer)
    # The sender reads the words from the message: a delivery holds no second copy of them.
    message.delivery = Delivery.objects.create(
        contact_id=conversation.contact_id,
        unit_id=conversation.unit_id,
        kind=Kind.CHAT,
        event=f"chat:{message.pk}",
        person=0,
        state=DeliveryState.QUEUED,
        priority=Priority.ASKED,
        created_at=now,
        not_before=now,
    )
    message.save(update_fields=["delivery"])
    conversation.last_outbound_at = now
    conversation.version += 1
    conversation.save(update_fields=["last_outbound_at", "version"])
    return message


def _keep(
    conversation: Conversation,
    author: Author,
    said: Said,
    *,
    officer: Officer | None = None,
    external_id: str | None = None,
) -> ChatMessage:
    sealer = keys()[0]
    return ChatMessage.objects.create(
        conversation=conversation,
        author=author,
        officer=officer,
        sealed=seal_said(sealer, said, conversation_id=conversation.pk),
        sealing_key_id=sealer.active,
        external_id=external_id,
        created_at=clock.now(),
    )
