"""A person wants that nothing of them is kept: by Zalo's button, or by the button of our own page."""

import datetime

from django.db import transaction

from tracuu.audit.operations import Actor, record
from tracuu.core import clock
from tracuu.core.crypto import SealBroken
from tracuu.messaging.contacts import erase_before, erase_contact
from tracuu.messaging.enums import AccountState
from tracuu.messaging.models import Contact, OfficialAccount, ZaloUser
from tracuu.messaging.zalo.events import erase_events_of
from tracuu.messaging.zalo.forgetting import ask_to_forget
from tracuu.messaging.zalo.users import find_user, user_id_of
from tracuu.messaging.zalo.withdrawals import remember

# Who asked that everything be deleted, by Zalo's own button.
ZALO = Actor(officer_id=None, origin="zalo")


@transaction.atomic
def withdraw(
    account: OfficialAccount, user_id: str, *, event_id: int, at: datetime.datetime
) -> None:
    """Erase all that is kept of a person at this OA: contact, watches, words, number, events.

    Also what they left with a unit that had the OA before. The event may be heard late: of whoever did
    something after that moment only what was before it goes. `event_id` is the event that says so; its
    own body is forgotten by whoever settles it. The record tells that it was done, not for whom.
    """
    erase_events_of(account.oa_id, user_id, but=event_id, until=at)
    is_back = False
    for one in OfficialAccount.objects.filter(oa_id=account.oa_id).select_related("unit"):
        user = find_user(one, user_id)
        if user is None:
            continue
        if user.interacted_at is not None and user.interacted_at > at:
            is_back = True
            erase_before(user.contact, at)
        else:
            erase_contact(user.contact)
        record(
            actor=ZALO,
            action="zalo_data_erased",
            subject=f"unit:{one.unit.slug}",
            unit_id=one.unit_id,
        )
    if not is_back:
        _stay_forgotten(account, user_id, at)


@transaction.atomic
def erase_at_wish(contact: Contact) -> None:
    """Its owner wants nothing kept. Who is on Zalo still follows there: the list of followers brings
    them back no more, until they write again.
    """
    user = ZaloUser.objects.select_related("contact", "account").filter(pk=contact.pk).first()
    user_id = _user_id(user) if user else ""
    erase_contact(contact)
    if user is not None and user_id:
        erase_events_of(user.account.oa_id, user_id)
        _stay_forgotten(user.account, user_id, clock.now())


def _stay_forgotten(account: OfficialAccount, user_id: str, at: datetime.datetime) -> None:
    """No list brings them back, and Zalo is to forget them too."""
    remember(account, user_id, at)
    if account.state != AccountState.STOPPED:
        ask_to_forget(account, user_id)


def _user_id(user: ZaloUser) -> str:
    try:
        return user_id_of(user)
    except SealBroken:
        return ""
