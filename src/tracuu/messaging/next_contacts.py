"""The contact behind one on Zalo: an e-mail address for news that Zalo lets nobody send."""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from tracuu.core.limits import Limit, hit
from tracuu.messaging.claiming import Claimed
from tracuu.messaging.contacts import (
    add_contact,
    erase_if_idle,
    mailbox_of,
    open_contact,
    read_address,
)
from tracuu.messaging.enums import ChannelName, ContactState, DeliveryState, Kind, Priority
from tracuu.messaging.errors import TooManyContacts
from tracuu.messaging.models import Contact, Delivery, Watch, ZaloUser
from tracuu.messaging.operations import queue

# Each may cost somebody a letter: to one mailbox, and of one person in a chat.
_CONFIRMATIONS = Limit("watch-confirmations", 3, 24 * 3600)
_LEFT = Limit("emails-left", 3, 24 * 3600)
_ON_THEIR_WAY = (DeliveryState.WAITING, DeliveryState.QUEUED, DeliveryState.SENDING)


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
    """From now on this address stands behind the person on Zalo; a new one is asked first whether it
    wants to.

    Raises `ContactNotUnderstood`, and `TooManyContacts` for who leaves one after the other.
    """
    read_address(ChannelName.EMAIL, address)  # one that is mistyped does not count
    # By whom Zalo knows, so that who has themselves erased does not begin anew.
    if hit(_LEFT, open_contact(user.contact).address):
        raise TooManyContacts
    contact, _secret = add_contact(
        channel=ChannelName.EMAIL, address=address, language=user.contact.language
    )
    before = user.next_contact
    if before is not None and before != contact:
        let_go_of(before.pk, user_id=user.pk)
        erase_if_idle(before)
    user.next_contact = contact
    user.save(update_fields=["next_contact"])
    if contact.state == ContactState.NEW:
        ask_to_confirm(contact, address, unit_id=user.account.unit_id)
    return contact


@transaction.atomic
def forget_ways(user: ZaloUser) -> bool:
    """Whether the person had left a telephone number or an address for later; neither is kept now."""
    held = ZaloUser.objects.select_related("next_contact").get(pk=user.pk)
    had = held.sealed_phone is not None or held.next_contact is not None
    ZaloUser.objects.filter(pk=user.pk).update(sealed_phone=None)
    if held.next_contact is not None:
        let_go_of(held.next_contact.pk, user_id=user.pk)
        erase_if_idle(held.next_contact)
    return had


@transaction.atomic
def leave_alone(contact: Contact, user_id: int) -> None:
    """Who reads there wants no news of that person on Zalo; the contact goes when nothing else is its."""
    let_go_of(contact.pk, user_id=user_id)
    erase_if_idle(contact)


def forget_unused_ways(limit: int = 1000) -> int:
    """Forget what was left for news by whom nobody is watched for any more; of how many people."""
    left = ~Q(next_contact=None) | Q(sealed_phone__isnull=False)
    unused = ZaloUser.objects.filter(
        left,
        ~Exists(Watch.objects.filter(contact=OuterRef("pk"))),
        ~Exists(Delivery.objects.filter(contact=OuterRef("pk"), state__in=_ON_THEIR_WAY)),
    )
    users = list(unused.order_by("pk")[:limit])
    for user in users:
        forget_ways(user)
    return len(users)


def find_behind(row: Claimed) -> int | None:
    """To which contact the delivery goes when Zalo has no way open; None where there is none.

    None also of one that may be in the chat already, and when who reads there has the same news.
    """
    if not row.contact_id or row.is_uncertain:
        return None
    behind = Contact.objects.filter(
        stands_behind=row.contact_id, state=ContactState.CONFIRMED
    ).first()
    if behind is None:
        return None
    same = Delivery.objects.filter(person=row.person, event=row.event, contact=behind)
    return None if same.exists() else behind.pk


@transaction.atomic
def let_go_of(contact_id: int, *, user_id: int | None = None) -> None:
    """This contact stands behind nobody any more, or not behind this one: what was on its way there is
    for Zalo again.
    """
    users = ZaloUser.objects.filter(next_contact=contact_id)
    users = users if user_id is None else users.filter(pk=user_id)
    ids = list(users.select_for_update().order_by("pk").values_list("pk", flat=True))
    unsent = (*_ON_THEIR_WAY, DeliveryState.DEAD)
    Delivery.objects.filter(contact__in=ids, via=contact_id, state__in=unsent).update(via=None)
    ZaloUser.objects.filter(pk__in=ids).update(next_contact=None)
