"""What each event is for. In the transaction of its settling: it may be told twice, and is done once.

What has no line here (groups, visitors of a site, tags, whatever Zalo adds) is kept for thirty days and
counted, never an error.
"""

import datetime
from collections.abc import Callable

import structlog
from django.db import models

from tracuu.assistant.operations import greet, take_turn
from tracuu.messaging.chat.content import Said
from tracuu.messaging.chat.overhearing import overhear
from tracuu.messaging.enums import AccountState, EventState
from tracuu.messaging.models import OfficialAccount, ZaloEvent, ZaloUser
from tracuu.messaging.sending_receipts import note_echo, note_received, note_seen
from tracuu.messaging.zalo import users, withdrawals
from tracuu.messaging.zalo.events import Event, id_of, message_id_of, part_of
from tracuu.messaging.zalo.withdrawing import withdraw
from tracuu.webhooks.reading import read_info, read_said

PERMISSION_REVOKED = "permission_revoked"
_log = structlog.get_logger()
_Done = Callable[[OfficialAccount, Event, ZaloEvent], bool]


class TooEarly(Exception):
    """What the event is about is not there yet, and may be in some seconds."""


def dispatch(*, account: OfficialAccount, event: Event, row: ZaloEvent) -> EventState:
    """Do what the event asks for; `skipped` when that is nothing. Raises `TooEarly`, once.

    An account that a chief has left hears nobody any more, but whoever wants to be erased still is.
    """
    if account.state == AccountState.STOPPED and event.name != "user_withdraw":
        return EventState.SKIPPED
    does = _deed_of(event)
    if does is None or not does(account, event, row):
        return EventState.SKIPPED
    return EventState.DONE


def _is_ours(row: ZaloEvent, *, found: bool) -> bool:
    """A report of a message: Zalo may tell of one before our sender has written down its id.

    So what is not found is looked for once more; then it was another app's, or is forgotten here.
    """
    if not found and row.attempts <= 1:
        raise TooEarly
    return True


def _deed_of(event: Event) -> _Done | None:
    if event.said:
        # Without an id it is the sample of Zalo's Test button, and nobody is there to be answered.
        return _take_turn if event.user_id and event.message_id else None
    if event.is_echo:
        return _overhear if event.is_by_officer else _note_echo
    return _DEEDS.get(event.name)


def _who_acts(account: OfficialAccount, event: Event) -> ZaloUser | None:
    """The person who did it, locked, with their windows open since then.

    None for what somebody did who has asked since to be forgotten: it is done with, and forgotten.
    """
    user = users.hold_user(account, event.user_id, event.sent_at)
    if user is not None:
        users.touch(user, event.sent_at)
    return user


def _take_turn(account: OfficialAccount, event: Event, row: ZaloEvent) -> bool:
    user = _who_acts(account, event)
    if user is not None:
        take_turn(user=user, incoming=read_said(event, row.key))
    return True


def _submit_info(account: OfficialAccount, event: Event, row: ZaloEvent) -> bool:
    """Name, number and address from Zalo's own form; we keep the number, sealed."""
    if not event.user_id:
        return False
    user = _who_acts(account, event)
    if user is None:
        return True
    incoming = read_info(event, row.key)
    users.keep_phone(user, dict(incoming.payload).get("phone", ""))
    take_turn(user=user, incoming=incoming)
    return True


def _follow(account: OfficialAccount, event: Event, _row: ZaloEvent) -> bool:
    if not event.user_id:
        return False
    user = _who_acts(account, event)
    if user is None:
        return True
    was_following = user.is_following
    if users.follow(user, event.sent_at):
        # Who was here before knows what following brings.
        greet(user=user, follows=not was_following and user.unfollowed_at is None)
    return True


def _unfollow(account: OfficialAccount, event: Event, _row: ZaloEvent) -> bool:
    user = users.find_user(account, event.user_id)
    if user is not None:
        users.unfollow(user, event.sent_at)
    return True


def _open_chat(account: OfficialAccount, event: Event, _row: ZaloEvent) -> bool:
    """Pressed "message" for the first time: the account may speak first."""
    if not event.user_id:
        return False
    user = _who_acts(account, event)
    if user is not None:
        greet(user=user)
    return True


def _withdraw(account: OfficialAccount, event: Event, row: ZaloEvent) -> bool:
    if not event.user_id:
        return False
    withdraw(account, event.user_id, event_id=row.pk, at=event.sent_at)
    return True


def _revoke(account: OfficialAccount, event: Event, _row: ZaloEvent) -> bool:
    """The owner took the consent back: nothing goes out until a chief connects it again.

    Not if that was done since: the event may come an hour late.
    """
    before = models.Q(connected_at__lt=event.sent_at)
    rows = OfficialAccount.objects.filter(before, pk=account.pk, state=AccountState.CONNECTED)
    if rows.update(state=AccountState.BROKEN, failure=PERMISSION_REVOKED, failed_at=event.sent_at):
        _log.warning("zalo_permission_revoked", unit=account.unit.slug)
    return True


def _overhear(account: OfficialAccount, event: Event, row: ZaloEvent) -> bool:
    if not event.user_id:
        return False
    user = users.find_user(account, event.user_id)
    if user is None and withdrawals.find_withdrawn(account, [event.user_id]):
        return True  # an officer's words to somebody of whom nothing is to be kept
    user = user or users.find_or_add_user(account, event.user_id)
    incoming = read_said(event, row.key)
    said = Said(text=incoming.text, kind=incoming.kind, payload=incoming.payload)
    overhear(user=user, said=said, external_id=incoming.external_id, at=event.sent_at)
    return True


def _note_echo(account: OfficialAccount, event: Event, row: ZaloEvent) -> bool:
    found = note_echo(
        account=account,
        user_id=event.user_id,
        message_id=event.message_id,
        at=event.sent_at,
        text=read_said(event, row.key).text,
    )
    return _is_ours(row, found=found)


def _note_received(account: OfficialAccount, event: Event, row: ZaloEvent) -> bool:
    found = note_received(
        account=account,
        message_id=event.message_id,
        tracking_id=event.tracking_id,
        at=_delivered_at(event),
    )
    return _is_ours(row, found=found)


def _note_seen(account: OfficialAccount, event: Event, row: ZaloEvent) -> bool:
    told = part_of(event.body, "message").get("msg_ids")
    told = told if isinstance(told, list) else []
    ids = [found for one in told if (found := message_id_of(one))]
    count = note_seen(account=account, message_ids=ids, at=event.sent_at) if ids else 0
    return _is_ours(row, found=bool(count) or not ids)


def _delivered_at(event: Event) -> datetime.datetime:
    """Template messages tell when they arrived; of others the event's own time is that."""
    told = id_of(part_of(event.body, "message").get("delivery_time"))
    if not told.isdecimal():
        return event.sent_at
    try:
        return datetime.datetime.fromtimestamp(int(told) / 1000, datetime.UTC)
    except (OverflowError, OSError, ValueError):
        return event.sent_at


_DEEDS: dict[str, _Done] = {
    "follow": _follow,
    "unfollow": _unfollow,
    "user_click_chatnow": _open_chat,
    "user_submit_info": _submit_info,
    "user_received_message": _note_received,
    "user_seen_message": _note_seen,
    "user_withdraw": _withdraw,
    PERMISSION_REVOKED: _revoke,
}
