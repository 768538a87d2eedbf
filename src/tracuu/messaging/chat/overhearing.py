"""An officer answered in Zalo's own tool, past our inbox: it belongs to the conversation all the same."""

import datetime

from django.db import transaction

from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.messaging.chat.content import Said, seal_said
from tracuu.messaging.enums import Author, ConversationState
from tracuu.messaging.models import ChatMessage, Conversation, ZaloUser

ANSWERED_ON_ZALO = "answered_on_zalo"


@transaction.atomic
def overhear(*, user: ZaloUser, said: Said, external_id: str, at: datetime.datetime) -> bool:
    """Keep an officer's words and let officers have the conversation; False when it is known.

    Which officer it was, only Zalo knows. The assistant is silent from now on, until the conversation
    is handed back or the unit's time is over (`taken_at` is when that began); nobody waits any more.
    Who has it in our inbox keeps it.
    """
    sealer, now = keys()[0], clock.now()
    conversation, _is_new = Conversation.objects.get_or_create(
        contact=user.contact,
        defaults={
            "unit_id": user.account.unit_id,
            "sealing_key_id": sealer.active,
            "created_at": now,
        },
    )
    conversation = Conversation.objects.select_for_update().get(pk=conversation.pk)
    known = ChatMessage.objects.filter(conversation=conversation, external_id=external_id)
    if known.exists():
        return False
    ChatMessage.objects.create(
        conversation=conversation,
        author=Author.OFFICER,
        sealed=seal_said(sealer, said, conversation_id=conversation.pk),
        sealing_key_id=sealer.active,
        external_id=external_id,
        created_at=now,
    )
    conversation.last_outbound_at = at
    conversation.waiting_since = conversation.chased_at = None
    if conversation.officer_id is None:
        conversation.taken_at = now  # each word keeps the assistant silent for the unit's time anew
    if conversation.state != ConversationState.OFFICER:
        conversation.state = ConversationState.OFFICER
        conversation.officer = None
        conversation.taken_at = now
        conversation.reason = ANSWERED_ON_ZALO
    conversation.version += 1
    conversation.save()
    return True
