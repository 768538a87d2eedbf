"""Citizens in the chat of a unit, for tests: an account on Zalo, a person there, and what they write."""

import itertools
import secrets

from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.core.ids import reserve_ids
from tracuu.messaging.chat.content import Incoming
from tracuu.messaging.chat.handing_over import hand_over
from tracuu.messaging.chat.speaking import hear
from tracuu.messaging.contacts import seal_contact
from tracuu.messaging.enums import ChannelName, ContactState
from tracuu.messaging.models import ChatMessage, Contact, Conversation, OfficialAccount, ZaloUser

_numbers = itertools.count(1)


def make_account(unit, oa_id="4000000000000000001", **facts) -> OfficialAccount:
    facts.setdefault("connected_at", clock.now())
    return OfficialAccount.objects.create(
        unit=unit, oa_id=oa_id, name=unit.name, sealing_key_id=keys()[0].active, **facts
    )


def make_citizen(unit, *, interacted_at=None) -> Contact:
    """Somebody who wrote to the unit's account (which is made when there is none)."""
    account = OfficialAccount.objects.filter(unit=unit).first()
    if account is None:
        account = make_account(unit, f"4{unit.pk:018d}")
    sealer, index = keys()
    number = reserve_ids("contact", 1)[0]
    now = clock.now()
    contact = Contact.objects.create(
        id=number,
        channel=ChannelName.ZALO,
        state=ContactState.CONFIRMED,
        sealed=seal_contact(sealer, number, f"{account.oa_id}/{8000 + number}", "SECRET"),
        address_hash=secrets.randbits(60),
        secret_hash=secrets.randbits(60),
        index_key_id=index.active,
        sealing_key_id=sealer.active,
        created_at=now,
        confirmed_at=now,
    )
    ZaloUser.objects.create(
        contact=contact,
        account=account,
        sealing_key_id=sealer.active,
        created_at=now,
        interacted_at=interacted_at or now,
    )
    return contact


def writes(contact: Contact, text: str, *, kind: str = "text", payload=()) -> Conversation:
    """The citizen says it; the conversation with it."""
    conversation = hear(
        contact=contact,
        unit_id=ZaloUser.objects.get(contact=contact).account.unit_id,
        incoming=Incoming(
            external_id=f"m{next(_numbers)}-{secrets.token_hex(4)}",
            sent_at=clock.now(),
            kind=kind,
            text=text,
            payload=payload,
        ),
    )
    ZaloUser.objects.filter(contact=contact).update(interacted_at=clock.now())
    return conversation


def asks(unit, text="Cho em gặp cán bộ", reason="asked") -> Conversation:
    """Somebody new writes, and the assistant hands it over."""
    conversation = writes(make_citizen(unit), text)
    hand_over(conversation=conversation, reason=reason)
    return conversation


def last_message(conversation) -> int:
    return ChatMessage.objects.filter(conversation=conversation).order_by("-pk").first().pk
