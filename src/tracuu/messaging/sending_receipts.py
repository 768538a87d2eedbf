"""What Zalo reports of messages that we sent: that it has them, that they arrived, that they were read.

An echo settles what a dead sender, or a lost answer, left in doubt. Of one that is still in a sender's
hand it only keeps the id: the sender has the last word, and if it dies, `claiming.free_leases` reads
from the id that the message went out.
"""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce

from tracuu.core.crypto import SealBroken, keys
from tracuu.messaging.chat.content import open_said
from tracuu.messaging.contacts import address_hashes
from tracuu.messaging.enums import ChannelName, DeliveryState, Kind
from tracuu.messaging.models import ChatMessage, Delivery, OfficialAccount
from tracuu.messaging.zalo.traces import is_copy
from tracuu.messaging.zalo.users import address_of

# One that was recalled in a sender's hand may have gone out all the same: then it is put right.
_IN_DOUBT = (
    Q(state=DeliveryState.SENDING)
    | Q(state__in=(DeliveryState.QUEUED, DeliveryState.DEAD), is_uncertain=True)
    | Q(state=DeliveryState.RECALLED, code__isnull=False)
)


@transaction.atomic
def note_echo(
    *,
    account: OfficialAccount,
    user_id: str,
    message_id: str,
    at: datetime.datetime,
    text: str = "",
) -> bool:
    """A message of the account is in a person's chat; whether it is one of ours.

    `text` is what it says: by it one that is in doubt is known again.
    """
    if not message_id:
        return False
    if Delivery.objects.filter(external_id=message_id).exists():
        return True
    if not text:
        return False
    hashes = address_hashes(ChannelName.ZALO, address_of(account, user_id))
    doubtful = Delivery.objects.filter(
        _IN_DOUBT,
        contact__channel=ChannelName.ZALO,
        contact__address_hash__in=hashes,
        external_id__isnull=True,
    )
    for row in doubtful.select_for_update(of=("self",)).order_by("pk"):
        if _is_it(row, text):
            row.external_id = message_id
            row.save(update_fields=["external_id"])
            if row.state != DeliveryState.SENDING:
                _settle(row, at)
            return True
    return False


def note_received(
    *,
    account: OfficialAccount,
    message_id: str,
    at: datetime.datetime,
    tracking_id: str = "",
) -> bool:
    """A message is on a person's phone; whether it is one of ours.

    `tracking_id` is set for a template message: its code, which names it even if its id never came.
    """
    rows = _named(account, [message_id])
    if rows.update(delivered_at=Coalesce("delivered_at", Value(at))):
        return True
    return bool(tracking_id) and _note_template(account, message_id, at, tracking_id)


@transaction.atomic
def _note_template(
    account: OfficialAccount, message_id: str, at: datetime.datetime, tracking_id: str
) -> bool:
    rows = Delivery.objects.filter(
        code=tracking_id, contact__zalo_user__account__oa_id=account.oa_id
    )
    row = rows.select_for_update(of=("self",)).first()
    if row is None:
        return False
    row.external_id, row.delivered_at = row.external_id or message_id, row.delivered_at or at
    row.save(update_fields=["external_id", "delivered_at"])
    is_doubtful = row.is_uncertain and row.state in {DeliveryState.QUEUED, DeliveryState.DEAD}
    if is_doubtful or row.state == DeliveryState.RECALLED:
        _settle(row, at)
    return True


def note_seen(
    *, account: OfficialAccount, message_ids: Sequence[str], at: datetime.datetime
) -> int:
    """A person looked at messages; how many of them are ours."""
    return _named(account, message_ids).update(
        seen_at=Coalesce("seen_at", Value(at)), delivered_at=Coalesce("delivered_at", Value(at))
    )


def _named(account: OfficialAccount, message_ids: Sequence[str]) -> QuerySet[Delivery]:
    ids = [one for one in message_ids if one]
    # By whose chat it is in: what a unit sent before another one had the OA was sent all the same.
    return Delivery.objects.filter(
        external_id__in=ids, contact__zalo_user__account__oa_id=account.oa_id
    )


def _settle(row: Delivery, at: datetime.datetime) -> None:
    """It has gone out: nobody sends it again."""
    row.state, row.sent_at, row.failure, row.sealed = DeliveryState.SENT, at, "", None
    row.save(update_fields=["state", "sent_at", "failure", "sealed"])


def _is_it(row: Delivery, text: str) -> bool:
    if row.kind != Kind.CHAT:
        return row.code is not None and is_copy(text, code=row.code, words="", is_coded=True)
    words = _words(row)
    return bool(words) and is_copy(text, code="", words=words, is_coded=False)


def _words(row: Delivery) -> str:
    """What a chat's delivery says, "" when that is gone."""
    message = ChatMessage.objects.filter(delivery_id=row.pk).first()
    if message is None:
        return ""
    try:
        said = open_said(keys()[0], message.sealed, conversation_id=message.conversation_id)
    except SealBroken:
        return ""
    return said.spoken
