"""What a deed is given, and what it gives back."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language

from tracuu.assistant.dialogue import Dialogue
from tracuu.assistant.understanding.heard import Heard
from tracuu.cards.lookup import Caller
from tracuu.messaging.chat.content import Button
from tracuu.messaging.models import Contact, Conversation
from tracuu.units.models import Unit

# Zalo's limits of one message and its buttons.
MOST_LETTERS = 2000
MOST_BUTTONS = 5
MOST_LABEL = 100
_CUT = "…"
_SENTENCE_END = re.compile(r"[.!?…]\s")


@dataclass(frozen=True, slots=True, repr=False)
class Turn:
    """One turn: whose, where, and what was heard. The row of the conversation is locked."""

    conversation: Conversation
    contact: Contact
    unit: Unit
    heard: Heard

    @property
    def caller(self) -> Caller:
        """Whose limits count: a chat has no network address."""
        return Caller(address="", user=f"contact:{self.contact.pk}")


@dataclass(frozen=True, slots=True, repr=False)
class Reply:
    """What is said, and where the dialogue stands then. Empty words are not said.

    `is_missed`: this turn was not understood, or nothing came of it; `polite`: which politeness this
    is, if it is nothing else; `payload` is kept with the message and not sent.
    """

    text: str
    dialogue: Dialogue
    buttons: tuple[Button, ...] = ()
    is_missed: bool = False
    polite: str = ""
    payload: tuple[tuple[str, str], ...] = ()


def lines(*told: str) -> str:
    """Those that say something, one below the other."""
    return "\n".join(line for line in told if line)


def paragraphs(*told: str) -> str:
    """Those that say something, with a blank line between them."""
    return "\n\n".join(part for part in told if part)


def fitting(text: str, most: int = MOST_LETTERS) -> str:
    """The text as it may be sent: cut behind a sentence when it is too long.

    >>> fitting("Một câu ngắn. Rồi một câu dài hơn nhiều.", 30)
    'Một câu ngắn. …'
    """
    if len(text) <= most:
        return text
    room = text[: most - len(_CUT) - 1]
    ends = [found.end() for found in _SENTENCE_END.finditer(room)]
    cut = room[: ends[-1]] if ends and ends[-1] * 2 >= len(room) * 0.8 else f"{room} "
    return f"{cut}{_CUT}"


def clipped(label: str, most: int = MOST_LABEL) -> str:
    """A label as long as a button takes."""
    return label if len(label) <= most else f"{label[: most - 1].rstrip()}{_CUT}"


def address_of_page(path: str) -> str:
    """The address of one of our pages in the active language; "" while nobody told our own address."""
    if not settings.BASE_URL:
        return ""
    return f"{settings.BASE_URL.rstrip('/')}{'/en' if get_language() == 'en' else ''}{path}"
