"""A conversation goes to the officers. (What the assistant needs of it; the inbox has the rest.)"""

from tracuu.core import clock
from tracuu.messaging.enums import ConversationState
from tracuu.messaging.models import Conversation


def hand_over(*, conversation: Conversation, reason: str) -> None:
    """Let an officer answer; the assistant is silent from now on.

    In the caller's transaction, with the row of the conversation locked. What waits already goes on
    waiting since then; what an officer has stays with that officer.
    """
    if conversation.state != ConversationState.OFFICER:
        conversation.state = ConversationState.WAITING
        conversation.reason = reason
    if conversation.waiting_since is None:
        conversation.waiting_since = clock.now()
        conversation.chased_at = None
    _save(conversation)


def let_assistant_speak(conversation: Conversation, *, goes_on_waiting: bool = False) -> None:
    """Nobody has it any more; with `goes_on_waiting` the citizen's question stays open."""
    conversation.state = ConversationState.ASSISTANT
    conversation.officer = None
    conversation.taken_at = None
    if not goes_on_waiting:
        conversation.waiting_since = conversation.chased_at = None
        conversation.reason = ""
    _save(conversation)


def _save(conversation: Conversation) -> None:
    conversation.version += 1
    conversation.save(
        update_fields=[
            "state", "waiting_since", "reason", "officer", "taken_at", "chased_at", "version",
        ]
    )  # fmt: skip
