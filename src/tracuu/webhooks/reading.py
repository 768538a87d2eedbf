"""What somebody said, out of an event: its words, its kind, and what we use of what came with it."""

import json
from collections.abc import Mapping
from typing import Any

from tracuu.messaging.chat.content import Incoming
from tracuu.messaging.zalo.events import Event, part_of, whole_letters

# Zalo's limit is 2,000; nothing of ours reads further.
_LONGEST_TEXT = 4000
_LONGEST_VALUE = 1000


def read_said(event: Event, key: str) -> Incoming:
    """A message from either side. `key` stands in for an id where Zalo gave none that makes sense."""
    message = part_of(event.body, "message")
    kind = event.name.rpartition("_send_")[2]
    text = message.get("text")
    return Incoming(
        external_id=(event.message_id or key)[:80],
        sent_at=event.sent_at,
        kind=kind,
        text=whole_letters(text[:_LONGEST_TEXT]) if isinstance(text, str) else "",
        payload=_payload(kind, _first_attachment(message)),
    )


def read_info(event: Event, key: str) -> Incoming:
    """The answer to a request for name and number, in the old shape and the new: the number is flat
    in both, and the only thing of it that we use.
    """
    phone = part_of(event.body, "info").get("phone")
    payload = _pairs(phone=phone if not isinstance(phone, int) else str(phone))
    return Incoming(external_id=key[:80], sent_at=event.sent_at, kind="info", payload=payload)


def _first_attachment(message: Mapping[str, Any]) -> Mapping[str, Any]:
    attachments = message.get("attachments")
    first = attachments[0] if isinstance(attachments, list) and attachments else None
    return part_of(first, "payload") if isinstance(first, dict) else {}


def _payload(kind: str, attachment: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    if kind == "location":
        place = part_of(attachment, "coordinates")
        return _pairs(latitude=place.get("latitude"), longitude=place.get("longitude"))
    if kind == "business_card":
        return _pairs(phone=_card(attachment.get("description")).get("phone"))
    return _pairs(url=attachment.get("url"))


def _card(description: Any) -> Mapping[str, Any]:
    """A business card comes as a link whose description is JSON."""
    try:
        told = json.loads(description) if isinstance(description, str) else None
    except (ValueError, RecursionError):
        told = None
    return told if isinstance(told, dict) else {}


def _pairs(**values: Any) -> tuple[tuple[str, str], ...]:
    """Those that are something, as text."""
    told = {
        name: str(value)
        for name, value in values.items()
        if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value)
    }
    return tuple((name, whole_letters(value[:_LONGEST_VALUE])) for name, value in told.items())
