"""Whom a button is about: an older one must not act on somebody who was looked up since.

A button carries a keyed digest of the person and the conversation: nobody reads a name in it.
"""

from dataclasses import replace

from tracuu.assistant.dialogue import Dialogue
from tracuu.assistant.enums import Wish
from tracuu.assistant.understanding.wishes import command, find_wish
from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.messaging.chat.content import Button, Tap
from tracuu.names import BirthDateNotUnderstood, parse_birth_date

# What these do, they do with whoever was looked up last.
_ABOUT_PERSON = frozenset(
    {
        Wish.WATCH,
        Wish.MORE,
        Wish.FACT_KIND,
        Wish.WRONG_NAME,
        Wish.WRONG_BIRTH,
        Wish.SAME_BIRTH,
        Wish.ONLY_YEAR,
    }
)
_FOUR_BITS = 4
_SIXTY_FOUR_BITS = 2**64 - 1


def with_person(button: Button, dialogue: Dialogue, conversation_id: int) -> Button:
    """The same button, which knows the person of the dialogue when it needs one."""
    wanted = find_wish(button.value) if button.tap is Tap.SAY else None
    if wanted is None or wanted.wish not in _ABOUT_PERSON or not dialogue.full_name:
        return button
    mark = _mark(dialogue, conversation_id)
    return replace(button, value=command(wanted.wish, wanted.argument, mark), shows=False)


def is_about(mark: str, dialogue: Dialogue, conversation_id: int) -> bool:
    """Whether the button with this mark is about the person of the dialogue.

    One that was made before the date was known is still about the same name.
    """
    if not dialogue.full_name:
        return False
    named = replace(dialogue, birth_date="")
    return mark in {_mark(dialogue, conversation_id), _mark(named, conversation_id)}


def _mark(dialogue: Dialogue, conversation_id: int) -> str:
    """Letters only: digits in a row would be taken for a number that is not kept."""
    name = " ".join(dialogue.full_name.casefold().split())
    person = f"button|{conversation_id}|{name}|{_born(dialogue.birth_date)}"
    digest = keys()[1].digest(person) & _SIXTY_FOUR_BITS
    return "".join(chr(ord("a") + (digest >> _FOUR_BITS * at & 15)) for at in range(16))


def _born(typed: str) -> str:
    try:
        return parse_birth_date(typed, today=clock.today()).isoformat()
    except BirthDateNotUnderstood:
        return typed
