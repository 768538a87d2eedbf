"""Which watch is whose: initials and year of birth, as the chat itself said them when it was asked for.

A watch holds hashes only (ADR 0011). The words "Đã ghi nhận cho N. H. T., 1991" are kept, sealed for
their conversation, as all words are, and as long as a watch lasts; the label stands in them once more,
beside the number of the watch. Nothing is kept for this that was not kept before.
"""

import datetime
from collections.abc import Sequence

from django.db.models import Q

from tracuu.core.crypto import SealBroken, keys
from tracuu.messaging.chat.content import open_said
from tracuu.messaging.enums import Author
from tracuu.messaging.models import ChatMessage, Conversation, Watch

_WATCH, _LABEL = "watch", "label"
# A watch and the words about it are of one transaction.
_MEANWHILE = datetime.timedelta(seconds=30)


def payload_of(watch: Watch, label: str) -> tuple[tuple[str, str], ...]:
    """What is kept with the words that tell that somebody is waited for."""
    return ((_WATCH, str(watch.pk)), (_LABEL, label))


def find_labels(conversation: Conversation, watches: Sequence[Watch]) -> dict[int, str]:
    """By the number of the watch; without those whose words are forgotten."""
    if not watches:
        return {}
    when = Q()
    for watch in watches:
        when |= Q(created_at__range=(watch.created_at, watch.created_at + _MEANWHILE))
    said = ChatMessage.objects.filter(when, conversation=conversation, author=Author.ASSISTANT)
    sealer, labels = keys()[0], {}
    for message in said.order_by("pk"):
        try:
            payload = open_said(sealer, message.sealed, conversation_id=conversation.pk).payload
        except SealBroken:
            continue
        told = dict(payload)
        if told.get(_WATCH, "").isdecimal() and told.get(_LABEL):
            labels[int(told[_WATCH])] = told[_LABEL]
    return labels
