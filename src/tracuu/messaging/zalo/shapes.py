"""A message as Zalo wants it, and its limits (contract, 3.2 and 3.3), checked before anything is sent."""

import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from tracuu.messaging.chat.content import Button, Outgoing, Tap
from tracuu.messaging.errors import NeverSendable

TEXT_MOST = 2000
BUTTONS_MOST = 5
TITLE_MOST = 100
PAYLOAD_MOST = 1000
_PHONE = re.compile(r"84\d{9,10}")


def check_limits(outgoing: Outgoing) -> None:
    """Raises `NeverSendable`: Zalo would refuse it, now and every time."""
    if not outgoing.text.strip():
        raise NeverSendable("zalo_text_empty")
    if length(outgoing.text) > TEXT_MOST:
        raise NeverSendable("zalo_text_too_long")
    if len(outgoing.buttons) > BUTTONS_MOST:
        raise NeverSendable("zalo_too_many_buttons")
    for button in outgoing.buttons:
        if not button.label.strip() or length(button.label) > TITLE_MOST:
            raise NeverSendable("zalo_button_label")
        if not button.value.strip() or length(button.value) > PAYLOAD_MOST:
            raise NeverSendable("zalo_button_value")
        if button.tap is Tap.OPEN and not _is_address(button.value):
            raise NeverSendable("zalo_button_address")


def length(text: str) -> int:
    """How long a text is as Java and JavaScript count, in UTF-16: an emoji is two. Zalo does not say
    how it counts; this is never less than the number of signs.
    """
    return len(text.encode("utf-16-le")) // 2


def with_buttons(outgoing: Outgoing) -> dict[str, Any]:
    """The message with what can be a button as a button; a number that is none stands in the text."""
    buttons = [shaped for button in outgoing.buttons if (shaped := _button(button)) is not None]
    lines = [
        f"{button.label}: {button.value}"
        for button in outgoing.buttons
        if button.tap is Tap.CALL and phone_code(button.value) is None
    ]
    text = _fitted(outgoing.text, lines)
    if not buttons:
        return {"text": text}
    return {"text": text, "attachment": {"type": "template", "payload": {"buttons": buttons}}}


def numbered(outgoing: Outgoing) -> dict[str, Any]:
    """The same without buttons, for where Zalo takes none: choices have numbers, which people type."""
    lines = []
    for number, button in enumerate(outgoing.buttons, 1):
        shown = button.label if button.tap is Tap.SAY else f"{button.label}: {button.value}"
        lines.append(f"{number}. {shown}")
    return {"text": _fitted(outgoing.text, lines)}


def phone_code(number: str) -> str | None:
    """A telephone number as `oa.open.phone` wants it, 84…; None for 113, 1900… and whatever else.

    >>> phone_code("028 3847 5555")
    '842838475555'
    """
    digits = re.sub(r"\D", "", number)
    if digits.startswith("0"):
        digits = "84" + digits[1:]
    return digits if _PHONE.fullmatch(digits) else None


def template_phone(number: str) -> str | None:
    """A telephone number as ZBS wants it: 84 and nine digits; None when it is none of those."""
    code = phone_code(number)
    return code if code is not None and len(code) == len("84") + 9 else None


def _button(button: Button) -> dict[str, Any] | None:
    title = _plain(button.label)
    if button.tap is Tap.SAY:
        kind = "oa.query.show" if button.shows else "oa.query.hide"
        return {"title": title, "type": kind, "payload": _plain(button.value)}
    if button.tap is Tap.OPEN:
        return {"title": title, "type": "oa.open.url", "payload": {"url": button.value}}
    code = phone_code(button.value)
    if code is None:
        return None
    return {"title": title, "type": "oa.open.phone", "payload": {"phone_code": code}}


def _fitted(text: str, lines: list[str]) -> str:
    """Words and lines below them; of words that leave no room, the end is cut."""
    below = "\n".join(_plain(line) for line in lines)
    text = _plain(text)
    if not below:
        return text
    room = TEXT_MOST - length(below) - 2
    if room < 1:
        raise NeverSendable("zalo_text_too_long")
    if length(text) > room:
        cut = text.encode("utf-16-le")[: 2 * (room - 1)].decode("utf-16-le", "ignore")
        text = cut.rstrip() + "…"
    return f"{text}\n\n{below}"


def _plain(text: str) -> str:
    """Composed letters: a name typed on a Mac would count twice."""
    return unicodedata.normalize("NFC", text)


def _is_address(value: str) -> bool:
    parts = urlsplit(value)
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def as_json(value: Mapping[str, Any]) -> str:
    """JSON without spaces, for a query."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
