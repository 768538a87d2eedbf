"""Who speaks now: the citizen sees when a person does, and not which one (ADR 0018)."""

import datetime

from django.utils import translation
from django.utils.translation import gettext

from tracuu.core import clock
from tracuu.messaging.enums import Author
from tracuu.messaging.models import ChatMessage, Conversation
from tracuu.units.wording import unit_name

LONGEST_TEXT = 2000  # Zalo's limit of one message
# What an officer says within this time of an officer's last words goes on with them.
_SAME_TALK = datetime.timedelta(hours=1)


def speaker_of(conversation: Conversation) -> str:
    """What stands before an officer's words, in the citizen's language; "" in the middle of a talk."""
    said = ChatMessage.objects.filter(conversation=conversation).exclude(author=Author.CITIZEN)
    last = said.order_by("-created_at", "-pk").first()
    is_going_on = last is not None and last.author == Author.OFFICER
    if is_going_on and last is not None and clock.now() - last.created_at < _SAME_TALK:
        return ""
    with translation.override(conversation.contact.language):
        return gettext("Cán bộ %(unit)s:") % {"unit": unit_name(conversation.unit)}


def longest_answer(conversation: Conversation) -> int:
    """How many letters an officer may write now, beside what stands before their words."""
    speaker = speaker_of(conversation)
    return LONGEST_TEXT - (len(speaker) + 1 if speaker else 0)
