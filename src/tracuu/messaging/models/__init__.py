"""Every table of the messages."""

from tracuu.messaging.models.chat import ChatMessage, Conversation
from tracuu.messaging.models.inbox import CannedReply, InboxSettings
from tracuu.messaging.models.messages import Contact, Delivery, Watch
from tracuu.messaging.models.zalo import OfficialAccount, ZaloEvent, ZaloUser

__all__ = [
    "CannedReply",
    "ChatMessage",
    "Contact",
    "Conversation",
    "Delivery",
    "InboxSettings",
    "OfficialAccount",
    "Watch",
    "ZaloEvent",
    "ZaloUser",
]
