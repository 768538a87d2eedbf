"""From the chat to the web form and back: a link that says which chat, once, to us alone (ADR 0017).

What stands in the address is sealed: it names nobody, opens only with our keys, is good for half an hour,
and for one answer. The web page sends back a name and a date that its reader has typed there; the chat
looks them up itself, by its own limits. No second fact travels this way.
"""

import base64
import binascii
import secrets
from dataclasses import dataclass, replace

import msgpack
from django.core import signing

from tracuu.assistant.dialogue import SILENCE, Dialogue
from tracuu.assistant.doing import buttons
from tracuu.assistant.doing.replying import Turn, address_of_page
from tracuu.core.crypto import SealBroken, keys
from tracuu.messaging.chat.content import Button
from tracuu.units.models import Unit

PARAMETER = "zalo"
_SALT = "tracuu.assistant.web_links"
_CONTEXT = b"web-link"
MOST_LETTERS = 400


@dataclass(frozen=True, slots=True, repr=False)
class Link:
    """Which conversation a link belongs to, and what makes it good for one use."""

    conversation_id: int
    unit_id: int
    nonce: str


def link_to_form(turn: Turn, dialogue: Dialogue) -> tuple[Dialogue, tuple[Button, ...]]:
    """A button that opens the web form, and the dialogue that knows its link.

    The same link as long as this dialogue goes on: asking twice makes no second one.
    """
    address = address_of_page(f"/{turn.unit.slug}/tra-cuu/")
    if not address:
        return dialogue, ()
    linked = dialogue if dialogue.link else replace(dialogue, link=secrets.token_hex(8))
    token = write_token(Link(turn.conversation.pk, turn.unit.pk, linked.link))
    label = buttons.label_of_form()
    return linked, buttons.opening(label, f"{address}?{PARAMETER}={token}")


def write_token(link: Link) -> str:
    """The link as it stands in an address."""
    plain: bytes = msgpack.packb([link.conversation_id, link.unit_id, link.nonce])
    sealed = keys()[0].seal(plain, _CONTEXT)
    return signing.TimestampSigner(salt=_SALT).sign(
        base64.urlsafe_b64encode(sealed).decode().rstrip("=")
    )


def read_token(token: str, unit: Unit) -> Link | None:
    """The link of this unit, or None for one that is too old, of another unit, or none of ours.

    Whether it was used before only its conversation tells.
    """
    if not token or len(token) > MOST_LETTERS:
        return None
    try:
        told = signing.TimestampSigner(salt=_SALT).unsign(token, max_age=SILENCE)
        sealed = base64.urlsafe_b64decode(told + "=" * (-len(told) % 4))
        link = Link(*msgpack.unpackb(keys()[0].open(sealed, _CONTEXT)))
    except (signing.BadSignature, binascii.Error, SealBroken, ValueError, TypeError):
        return None
    return link if link.unit_id == unit.pk else None
