"""When the webhook last heard something of an account: for whoever wonders whether it still does."""

import datetime
from collections.abc import Iterable

from django.db import models

from tracuu.messaging.models import OfficialAccount, ZaloEvent
from tracuu.messaging.zalo.events import Event
from tracuu.messaging.zalo.known import label_of

# Told at most this often: it is a light on a page, not a count.
_EVERY = datetime.timedelta(seconds=10)


def note_heard(heard: Iterable[tuple[OfficialAccount, Event, ZaloEvent]]) -> None:
    """Remember the newest event of each account, unless one a moment before is remembered."""
    newest: dict[int, tuple[OfficialAccount, Event, ZaloEvent]] = {}
    for account, event, row in heard:
        before = newest.get(account.pk)
        if before is None or before[2].received_at < row.received_at:
            newest[account.pk] = (account, event, row)
    for account, event, row in newest.values():
        at = row.received_at
        if account.heard_at is not None and account.heard_at > at - _EVERY:
            continue  # as it was read a moment ago: most times not even a question
        older = models.Q(heard_at=None) | models.Q(heard_at__lte=at - _EVERY)
        OfficialAccount.objects.filter(older, pk=account.pk).update(
            heard_at=at, heard_event=label_of(event.name)
        )
