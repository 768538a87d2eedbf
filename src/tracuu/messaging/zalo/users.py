"""People on Zalo: found or added, heard of, following or not, and erased when they ask for it.

Whatever tells the time of a deed tells it by Zalo's clock (`at`): an event that comes late never undoes
what a younger one did.
"""

import datetime
import re

import structlog
from django.db import models, transaction
from django.db.models.functions import Coalesce

from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.messaging import sealing
from tracuu.messaging.contacts import add_contact, address_hashes, erase_contact, open_contact
from tracuu.messaging.enums import ChannelName, ContactState, DeliveryState
from tracuu.messaging.models import (
    Contact,
    Conversation,
    Delivery,
    OfficialAccount,
    Watch,
    ZaloUser,
)
from tracuu.messaging.zalo.withdrawals import lift

IDLE_DAYS = 365
# Who leaves and comes back is greeted again on another day.
_GREETED = datetime.timedelta(hours=24)
_PHONE = re.compile(r"84[0-9]{9}")
_NOT_DIGITS = re.compile(r"[^0-9]+")
_UNSENT = (DeliveryState.WAITING, DeliveryState.QUEUED, DeliveryState.SENDING)
_log = structlog.get_logger()


def address_of(account: OfficialAccount, user_id: str) -> str:
    """The address of a contact on Zalo: a person has another id at every OA, and is somebody else for
    a unit that has the OA after another one.
    """
    oa = f"{account.oa_id}.{account.tenure}" if account.tenure else account.oa_id
    return f"{oa}/{user_id}"


def user_id_of(user: ZaloUser) -> str:
    """By which Zalo knows the person at this account; raises `SealBroken`."""
    return open_contact(user.contact).address.partition("/")[2]


def find_user(account: OfficialAccount, user_id: str) -> ZaloUser | None:
    """The person as this account knows them, or None."""
    hashes = address_hashes(ChannelName.ZALO, address_of(account, user_id))
    rows = ZaloUser.objects.filter(
        contact__channel=ChannelName.ZALO, contact__address_hash__in=hashes
    )
    return rows.select_related("contact", "account__unit").first()


@transaction.atomic
def find_or_add_user(account: OfficialAccount, user_id: str) -> ZaloUser:
    """The person as this account knows them; whoever is new follows nothing yet."""
    known = find_user(account, user_id)
    if known is not None:
        return known
    contact, _secret = add_contact(
        channel=ChannelName.ZALO, address=address_of(account, user_id), language="vi"
    )
    user, _is_new = ZaloUser.objects.get_or_create(
        contact=contact,
        defaults={
            "account": account,
            "sealing_key_id": keys()[0].active,
            "created_at": clock.now(),
        },
    )
    return user


def hold_user(account: OfficialAccount, user_id: str, at: datetime.datetime) -> ZaloUser | None:
    """The person who did something then, locked until the transaction ends; who is new is added.

    None when they have asked since then that nothing of them is kept. What a person says, follows or
    opens begins with this lock (leaving, and what an officer said to them, do not), and so does erasing
    (`contacts.erase_contact`): the second waits empty-handed.
    """
    while True:
        user = find_user(account, user_id)
        if user is None:
            if not lift(account.oa_id, user_id, at):
                return None
            user = find_or_add_user(account, user_id)
        held = ZaloUser.objects.select_for_update(no_key=True).filter(pk=user.pk)
        if list(held.values_list("pk", flat=True)):
            return user
        # Erased between the two questions: it is somebody new now.


def touch(user: ZaloUser, at: datetime.datetime) -> None:
    """The person did something that opens the windows of 48 hours and 7 days anew.

    Who blocked the account or left is there again.
    """
    older = models.Q(interacted_at=None) | models.Q(interacted_at__lt=at)
    if ZaloUser.objects.filter(older, pk=user.pk).update(interacted_at=at):
        user.interacted_at = at
    if user.contact.state != ContactState.CONFIRMED:
        user.contact.state = ContactState.CONFIRMED
        user.contact.save(update_fields=["state"])


def follow(user: ZaloUser, at: datetime.datetime) -> bool:
    """Follows since then; False when the person left after that."""
    user.refresh_from_db(fields=["is_following", "followed_at", "unfollowed_at"])
    if user.unfollowed_at is not None and user.unfollowed_at > at:
        return False
    if not user.is_following:
        user.is_following, user.followed_at = True, at
        user.save(update_fields=["is_following", "followed_at"])
    return True


def unfollow(user: ZaloUser, at: datetime.datetime) -> bool:
    """Follows no more since then; False when the person came back after that."""
    user.refresh_from_db(fields=["is_following", "followed_at", "unfollowed_at"])
    if user.followed_at is not None and user.followed_at > at:
        return False
    user.is_following, user.unfollowed_at = False, at
    user.save(update_fields=["is_following", "unfollowed_at"])
    return True


def claim_greeting(user: ZaloUser) -> bool:
    """Whether to greet now: of several who ask at once one is told so, and nobody for a day after."""
    now = clock.now()
    lately = models.Q(greeted_at=None) | models.Q(greeted_at__lt=now - _GREETED)
    return bool(ZaloUser.objects.filter(lately, pk=user.pk).update(greeted_at=now))


def keep_phone(user: ZaloUser, typed: str) -> bool:
    """Seal a telephone number that the person gave in the chat; False when it cannot be one."""
    digits = _NOT_DIGITS.sub("", typed)
    digits = f"84{digits[1:]}" if digits.startswith("0") else digits
    if not _PHONE.fullmatch(digits):
        return False
    sealer = keys()[0]
    user.sealed_phone = sealer.seal(digits.encode(), sealing.of_phone(user.pk))
    user.sealing_key_id = sealer.active
    user.save(update_fields=["sealed_phone", "sealing_key_id"])
    return True


def sweep_idle_users(limit: int = 1000) -> int:
    """Erase who neither follows nor waits for anything, a year after their last word; how many."""
    before = clock.now() - datetime.timedelta(days=IDLE_DAYS)
    own = Delivery.objects.filter(contact=models.OuterRef("pk"), state__in=_UNSENT)
    spoke = Conversation.objects.filter(contact=models.OuterRef("pk"), last_outbound_at__gte=before)
    last = Coalesce("zalo_user__interacted_at", "zalo_user__unfollowed_at", "zalo_user__created_at")
    idle = Contact.objects.alias(last=last).filter(
        ~models.Exists(Watch.objects.filter(contact=models.OuterRef("pk"))),
        ~models.Exists(own),
        ~models.Exists(spoke),
        channel=ChannelName.ZALO,
        zalo_user__is_following=False,
        last__lt=before,
    )
    done = 0
    for contact_id in list(idle.values_list("pk", flat=True)[:limit]):
        with transaction.atomic():
            contact = idle.filter(pk=contact_id).first()
            if contact is not None:
                erase_contact(contact)
                done += 1
    if done:
        _log.info("zalo_users_erased", users=done)
    return done
