"""Every table of the messages."""

from tracuu.messaging.models.chat import ChatMessage, Conversation
from tracuu.messaging.models.inbox import CannedReply, ChiefMail, InboxSettings
from tracuu.messaging.models.messages import Contact, Delivery, Watch
from tracuu.messaging.models.zalo import (
    Forgetting,
    OfficialAccount,
    Withdrawal,
    ZaloEvent,
    ZaloUser,
)

__all__ = [
    "CannedReply",
    "ChatMessage",
    "ChiefMail",
    "Contact",
    "Conversation",
    "Delivery",
    "Forgetting",
    "InboxSettings",
    "OfficialAccount",
    "Watch",
    "Withdrawal",
    "ZaloEvent",
    "ZaloUser",
]
