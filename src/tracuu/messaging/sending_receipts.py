"""What Zalo reports of messages that we sent: it has them, they arrived, they were read."""

import datetime
from collections.abc import Sequence

from tracuu.messaging.models import OfficialAccount


def note_echo(
    *,
    account: OfficialAccount,
    user_id: str,
    message_id: str,
    at: datetime.datetime,
    text: str = "",
) -> bool:
    """A message of the account is in a person's chat, sent by the API; whether it is one of ours.

    `text` is what it says: by it one that is in doubt is known again.
    """
    del account, user_id, message_id, at, text
    return False


def note_received(
    *,
    account: OfficialAccount,
    message_id: str,
    at: datetime.datetime,
    tracking_id: str = "",
) -> bool:
    """A message is on a person's phone; whether it is one of ours.

    `tracking_id` is set for a template message: what we named it when it was sent.
    """
    del account, message_id, at, tracking_id
    return False


def note_seen(
    *, account: OfficialAccount, message_ids: Sequence[str], at: datetime.datetime
) -> int:
    """A person looked at messages; how many of them are ours."""
    del account, message_ids, at
    return 0
