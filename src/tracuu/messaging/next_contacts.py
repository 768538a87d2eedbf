"""The contact behind one on Zalo: an e-mail address for news that Zalo lets nobody send."""

from django.db import transaction

from tracuu.core.crypto import keys
from tracuu.core.limits import Limit, hit
from tracuu.messaging.claiming import Claimed
from tracuu.messaging.contacts import add_contact, erase_if_idle, mailbox_of, read_address
from tracuu.messaging.enums import ChannelName, ContactState, Kind, Priority
from tracuu.messaging.errors import TooManyContacts
from tracuu.messaging.models import Contact, ZaloUser
from tracuu.messaging.notices import open_notice, seal_notice
from tracuu.messaging.operations import queue

# Each may cost somebody a letter: to one mailbox, and of one person in a chat.
_CONFIRMATIONS = Limit("watch-confirmations", 3, 24 * 3600)
_LEFT = Limit("emails-left", 3, 24 * 3600)


def ask_to_confirm(contact: Contact, address: str, *, unit_id: int) -> None:
    """Queue the letter that asks whether news is wanted; at most three a day to one mailbox, whoever
    asks for them and however it is spelt.
    """
    if hit(_CONFIRMATIONS, f"mailbox|{mailbox_of(address)}"):
        return
    number = contact.deliveries.filter(kind=Kind.CONFIRM).count() + 1
    queue(
        contact=contact,
        unit_id=unit_id,
        kind=Kind.CONFIRM,
        event=f"confirm:{number}",
        priority=Priority.ASKED,
    )


@transaction.atomic
def leave_email(user: ZaloUser, address: str) -> Contact:
    """From now on this address stands behind the person on Zalo; its owner is asked first.

    Raises `ContactNotUnderstood`, and `TooManyContacts` for who leaves one after the other.
    """
    read_address(ChannelName.EMAIL, address)  # one that is mistyped does not count
    if hit(_LEFT, str(user.pk)):
        raise TooManyContacts
    contact, _secret = add_contact(
        channel=ChannelName.EMAIL, address=address, language=user.contact.language
    )
    before, user.next_contact = user.next_contact, contact
    user.save(update_fields=["next_contact"])
    if before is not None and before != contact:
        erase_if_idle(before)
    if contact.state == ContactState.NEW:
        ask_to_confirm(contact, address, unit_id=user.account.unit_id)
    return contact


@transaction.atomic
def forget_ways(user: ZaloUser) -> bool:
    """Whether the person had left a telephone number or an address for later; neither is kept now."""
    held = ZaloUser.objects.select_related("next_contact").get(pk=user.pk)
    had = held.sealed_phone is not None or held.next_contact is not None
    ZaloUser.objects.filter(pk=user.pk).update(sealed_phone=None, next_contact=None)
    if held.next_contact is not None:
        erase_if_idle(held.next_contact)
    return had


def pass_on(row: Claimed) -> tuple[int, bytes | None] | None:
    """To which contact the delivery goes next, and its words sealed for that one; None when to none.

    Raises `SealBroken`.
    """
    reader = row.reader
    if reader is None or reader.channel is not ChannelName.ZALO:
        return None
    behind = Contact.objects.filter(stands_behind=reader.id, state=ContactState.CONFIRMED).first()
    if behind is None:
        return None
    if row.sealed is None:
        return behind.pk, None
    sealer = keys()[0]
    notice = open_notice(sealer, row.sealed, person=row.person, contact_id=reader.id)
    return behind.pk, seal_notice(sealer, notice, person=row.person, contact_id=behind.pk)
