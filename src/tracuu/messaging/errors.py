"""What can go wrong with a message; each message is for the person who has to act."""


class ContactNotUnderstood(Exception):
    """The address cannot be one; the message tells the person what to mend."""


class TooManyContacts(Exception):
    """Somebody asks for too many messages; time opens it again."""


class SendingFailed(Exception):
    """A message did not go out. `code` is kept with the delivery: a word, never what a server said
    (servers repeat addresses).
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TryLater(SendingFailed):
    """This message, or every message of the channel for now: it is tried again."""


class ContactGone(SendingFailed):
    """Nobody is there: nothing more is sent to this contact."""


class NeverSendable(SendingFailed):
    """The message itself was refused; an officer or operator has to look at it."""


class ChannelNotReady(SendingFailed):
    """The operator has not set this channel up, or its far end cannot be reached at all."""
