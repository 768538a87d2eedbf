"""On which way a message goes to somebody on Zalo: the chat while its window is open, else a template.

Zalo's rules (contract, 3.5): an OA may write for 48 hours after the person last did something with it,
free, and for 7 days at a price; three messages to a follower who never wrote. Whether that is so is
decided there: who is refused (-230, -232) goes the next way. A broadcast is never one of them.
"""

import datetime
from dataclasses import dataclass

from tracuu.core.crypto import Sealer
from tracuu.messaging.channels.base import Template
from tracuu.messaging.chat.windows import WindowKind, window_since
from tracuu.messaging.enums import Kind, Way
from tracuu.messaging.models import OfficialAccount
from tracuu.messaging.notices import Notice
from tracuu.messaging.sealing import of_phone
from tracuu.messaging.zalo.templates import template_parameters

_WAY_OF = {WindowKind.FREE: Way.FREE, WindowKind.CHARGED: Way.CHARGED}


@dataclass(frozen=True, slots=True, repr=False)
class OnZalo:
    """What an account knows of a reader that decides the way."""

    account_id: int
    interacted_at: datetime.datetime | None
    is_following: bool
    sealed_phone: bytes | None


def chat_way(reader: OnZalo, now: datetime.datetime) -> Way | None:
    """Which window is open, as far as we have heard; None when none is."""
    if reader.interacted_at is None:
        return Way.WELCOME if reader.is_following else None
    return _WAY_OF.get(window_since(reader.interacted_at, now).kind)


def find_template(
    reader: OnZalo,
    account: OfficialAccount,
    *,
    contact_id: int,
    kind: Kind,
    unit_name: str,
    notice: Notice,
    code: str,
    sealer: Sealer,
) -> Template | None:
    """The template of this kind to the number that the person gave, or None; raises `SealBroken`."""
    template_id = account.templates.get(kind.value, "")
    if not template_id or reader.sealed_phone is None:
        return None
    return Template(
        phone=open_phone(sealer, reader.sealed_phone, contact_id),
        template_id=template_id,
        parameters=template_parameters(unit_name=unit_name, notice=notice, code=code),
    )


def open_phone(sealer: Sealer, sealed: bytes, contact_id: int) -> str:
    """The telephone number that is sealed of a `ZaloUser`, as 84 and nine digits."""
    return sealer.open(sealed, of_phone(contact_id)).decode()
