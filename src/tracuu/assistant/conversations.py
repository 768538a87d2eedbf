"""The conversation of a turn: held, its dialogue opened and kept, and what may be kept of a message."""

from dataclasses import replace

from django.db import transaction

from tracuu.assistant.dialogue import SILENCE, Dialogue, open_dialogue, seal_dialogue
from tracuu.assistant.enums import Step
from tracuu.assistant.understanding.numbers import find_email, find_phone, masked, without_email
from tracuu.assistant.understanding.wishes import words_of_command
from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.messaging.chat.content import Incoming
from tracuu.messaging.enums import ConversationState
from tracuu.messaging.models import Contact, Conversation


def find_conversation(contact: Contact) -> Conversation | None:
    """The contact's conversation as it stands, not locked."""
    return Conversation.objects.filter(contact=contact).first()


@transaction.atomic
def hold_conversation(contact: Contact, unit_id: int) -> Conversation:
    """The contact's conversation, locked until the transaction ends; a new one where there was none."""
    conversation, _is_new = Conversation.objects.get_or_create(
        contact=contact,
        defaults={
            "unit_id": unit_id,
            "sealing_key_id": keys()[0].active,
            "created_at": clock.now(),
        },
    )
    return Conversation.objects.select_for_update().get(pk=conversation.pk)


def dialogue_of(conversation: Conversation | None) -> Dialogue:
    """Where its dialogue stands."""
    if conversation is None:
        return Dialogue()
    return open_dialogue(
        keys()[0], conversation.sealed, conversation_id=conversation.pk, now=clock.now()
    )


def keep_dialogue(conversation: Conversation, dialogue: Dialogue) -> None:
    """Keep where it stands now; the row is locked by the caller."""
    sealer = keys()[0]
    told = replace(dialogue, said_at=clock.now().timestamp())
    conversation.sealed = seal_dialogue(sealer, told, conversation_id=conversation.pk)
    conversation.sealing_key_id = sealer.active
    conversation.save(update_fields=["sealed", "sealing_key_id"])


def keepable(incoming: Incoming, before: Conversation | None) -> Incoming:
    """The message as it is kept: no long number, no picture, no place; a hidden button in words.

    A telephone number or an address that goes to an officer stays: perhaps they asked for it; what we
    asked for is sealed elsewhere.
    """
    state = ConversationState.ASSISTANT if before is None else before.state
    is_officers = state != ConversationState.ASSISTANT
    if state == ConversationState.WAITING and dialogue_of(before).step is Step.LATER:
        is_officers = not (find_phone(incoming.text) or find_email(incoming.text))
    text = masked(incoming.text.replace("\0", ""), keeps_phones=is_officers)
    if text.lstrip().startswith("#"):
        labels = {offer.value: offer.label for offer in dialogue_of(before).offers}
        text = labels.get(text.strip()) or words_of_command(text)
    elif not is_officers:
        text = without_email(text)
    return replace(incoming, text=text, payload=())


def forget_silent_dialogues(limit: int = 10_000) -> int:
    """Forget where dialogues stood that nobody went on with; how many."""
    ended = clock.now() - SILENCE
    silent = Conversation.objects.filter(sealed__isnull=False, last_outbound_at__lt=ended)
    ids = list(silent.filter(last_inbound_at__lt=ended).values_list("pk", flat=True)[:limit])
    # Asked again by the update itself: somebody may have written meanwhile.
    return silent.filter(pk__in=ids, last_inbound_at__lt=ended).update(sealed=None)
