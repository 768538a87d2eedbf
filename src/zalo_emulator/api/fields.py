"""Reads fields out of what somebody sent; everything wrong is an `ApiError` that names the field."""

from typing import Any

from zalo_emulator.errors import InvalidField, TooLong


def read_object(body: dict[str, Any], name: str) -> dict[str, Any]:
    value = body.get(name)
    if not isinstance(value, dict):
        raise InvalidField(name)
    return value


def read_text(body: dict[str, Any], name: str, *, most: int = 0, needed: bool = True) -> str:
    """Text of at most so many characters; "" when it is not needed and not there."""
    value = body.get(name)
    if value is None and not needed:
        return ""
    if not isinstance(value, str) or (needed and not value.strip()):
        raise InvalidField(name)
    if most and len(value) > most:
        raise TooLong(name)
    return value


def read_id(body: dict[str, Any], name: str, *, needed: bool = True) -> str:
    """An id; samples of Zalo's show some as numbers, so both are taken."""
    value = body.get(name)
    if value is None and not needed:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int) or not str(value):
        raise InvalidField(name)
    return str(value)


def read_number(body: dict[str, Any], name: str, *, least: int, most: int, default: int) -> int:
    """A whole number, or text that is one, within bounds."""
    value = body.get(name, default)
    try:
        number = int(value)
    except (TypeError, ValueError):
        raise InvalidField(name) from None
    if not least <= number <= most:
        raise InvalidField(name)
    return number


def read_list(
    body: dict[str, Any], name: str, *, least: int = 1, most: int = 0
) -> list[dict[str, Any]]:
    """A list of objects."""
    value = body.get(name)
    if (
        not isinstance(value, list)
        or len(value) < least
        or not all(isinstance(e, dict) for e in value)
    ):
        raise InvalidField(name)
    if most and len(value) > most:
        raise TooLong(name)
    return value


def read_choice(
    body: dict[str, Any], name: str, choices: tuple[str, ...], *, default: str = ""
) -> str:
    value = body.get(name, default)
    if value not in choices:
        raise InvalidField(name)
    return str(value)
