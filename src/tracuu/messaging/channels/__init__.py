"""The ways on which messages leave, behind one interface (`base`). A new one is added to `_CHANNELS`."""

from contextlib import AbstractContextManager

from tracuu.messaging.channels import email, paper, push, zalo
from tracuu.messaging.channels.base import Channel, Message, Session
from tracuu.messaging.enums import ChannelName

__all__ = ["Channel", "Message", "Session", "is_offered", "open_session"]

_CHANNELS: dict[ChannelName, Channel] = {
    ChannelName.EMAIL: email.EmailChannel(),
    ChannelName.PUSH: push.PushChannel(),
    ChannelName.PAPER: paper.PaperChannel(),
    ChannelName.ZALO: zalo.ZaloChannel(),
}


def is_offered(channel: ChannelName) -> bool:
    """Whether this installation can send on it, as far as its settings go."""
    return _CHANNELS[channel].is_ready()


def open_session(channel: ChannelName) -> AbstractContextManager[Session]:
    """A session in which many messages go out; entering it raises `ChannelNotReady`."""
    return _CHANNELS[channel].open()
