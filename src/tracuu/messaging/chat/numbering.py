"""Choices as numbers, for a chat that shows no buttons: "2" is the second button."""

import re
from collections.abc import Sequence

from tracuu.messaging.chat.content import Button, Tap

# As people write a choice: 2, with a full stop, in brackets, or after "số".
_NUMBER = re.compile(r"\s*(?:s[oố]\s*)?\(?([1-9])\)?\.?\s*", re.IGNORECASE)


def pick(buttons: Sequence[Button], typed: str) -> Button | None:
    """The button whose number was typed, or None; only what is said can be picked.

    >>> pick([Button("Tra cứu CCCD", Tap.SAY, "#tracuu")], "1.").value
    '#tracuu'
    """
    found = _NUMBER.fullmatch(typed)
    if found is None or int(found[1]) > len(buttons):
        return None
    button = buttons[int(found[1]) - 1]
    return button if button.tap is Tap.SAY else None
