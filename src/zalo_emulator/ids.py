"""Identifiers in the shapes that Zalo uses: always text, never numbers (JavaScript rounds them)."""

import hashlib
import secrets

_DIGITS = 19


def numeric_id(*parts: str) -> str:
    """A decimal id of 19 digits that is the same for the same parts.

    >>> numeric_id("oa", "tan-phu") == numeric_id("oa", "tan-phu"), len(numeric_id("oa", "x"))
    (True, 19)
    """
    digest = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
    digits = str(int(digest, 16))[: _DIGITS - 1]
    return f"{1 + int(digest[0], 16) % 8}{digits}"


def new_numeric_id() -> str:
    """A decimal id of 19 digits that nobody has seen before."""
    return numeric_id(secrets.token_hex(16))


def message_id() -> str:
    """Twenty hexadecimal digits, as message ids have."""
    return secrets.token_hex(10)


def secret_token(size: int = 48) -> str:
    """A token that nobody guesses."""
    return secrets.token_urlsafe(size)
