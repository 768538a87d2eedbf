"""One turn of a conversation. (Only what the webhook needs: it hears and answers.)"""

from django.db import transaction

from tracuu.messaging.chat.content import Button, Incoming, Outgoing, Tap
from tracuu.messaging.chat.speaking import hear, say
from tracuu.messaging.enums import ConversationState
from tracuu.messaging.models import ZaloUser

_MENU = Outgoing("Bạn cần tra cứu thẻ của ai?", (Button("Tra cứu CCCD", Tap.SAY, "#tracuu"),))


@transaction.atomic
def take_turn(*, user: ZaloUser, incoming: Incoming) -> None:
    """Hear it and answer; the same message again says nothing again."""
    conversation = hear(contact=user.contact, unit_id=user.account.unit_id, incoming=incoming)
    if conversation is not None and conversation.state == ConversationState.ASSISTANT:
        say(conversation=conversation, outgoing=_MENU)


def greet(*, user: ZaloUser) -> None:
    """Welcome who follows now."""
    del user
