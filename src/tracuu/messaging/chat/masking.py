"""What officers need not read of a conversation.

Long numbers (identity numbers, telephones) show their last three digits until an officer asks for them.
"""

import re

_KEPT = 3
_LONG = 9
_HIDDEN = "•"
# Digits with at most one sign between two of them; a date has eight, and is left.
_NUMBER = re.compile(r"(?<![\w])\+?\d(?:[ .\-]?\d){8,}(?!\w)")


def mask_digits(text: str) -> str:
    """Long numbers with all but their last three digits hidden.

    >>> mask_digits("Số em 0912 345 678, sinh 17/05/1991, giấy hẹn TP-211015")
    'Số em •••678, sinh 17/05/1991, giấy hẹn TP-211015'
    """
    return _NUMBER.sub(_masked, text)


def has_long_numbers(text: str) -> bool:
    """Whether `mask_digits` hides anything."""
    return _NUMBER.search(text) is not None


def _masked(found: re.Match[str]) -> str:
    digits = [sign for sign in found[0] if sign.isdigit()]
    if len(digits) < _LONG:
        return found[0]
    return _HIDDEN * 3 + "".join(digits[-_KEPT:])
