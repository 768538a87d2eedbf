"""What can go wrong with a message; each message is for the person who has to act."""

import datetime
from collections.abc import Sequence


class ContactNotUnderstood(Exception):
    """The address cannot be one; the message tells the person what to mend."""


class TooManyContacts(Exception):
    """Somebody asks for too many messages; time opens it again."""


class ConversationNotHere(Exception):
    """The unit has no such conversation; another unit's does not exist for whoever asks."""


class ConversationHeld(Exception):
    """Another officer has it, or answered since the page was made; the message says who and when.

    `holder` is who has it now ("" nobody any more), `officer_id` their number for taking it over
    knowingly, `answers` what officers said since the page was made, the oldest first.
    """

    def __init__(
        self,
        sentence: str,
        *,
        holder: str = "",
        officer_id: int | None = None,
        answers: Sequence[str] = (),
    ) -> None:
        super().__init__(sentence)
        self.holder = holder
        self.officer_id = officer_id
        self.answers = list(answers)


class AnswerNotPossible(Exception):
    """An answer cannot go out (like this); the message says why and what to do instead."""


class CannedReplyNotValid(Exception):
    """A canned reply cannot be kept as it was written; the message says what to mend."""


class SendingFailed(Exception):
    """A message did not go out. `code` is kept with the delivery: a word, never what a server said
    (servers repeat addresses).
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TryLater(SendingFailed):
    """This message, or every message of the channel for now: it is tried again."""


class MaybeSent(TryLater):
    """The far end may have taken it: its answer was lost on the way. Whoever tries it again may tell
    somebody twice, and should look first whether it is there (`ZaloClient.list_history`).
    """


class WindowClosed(SendingFailed):
    """This person cannot be written to on this way now; another way, or another day, may be open.
    `until` is that day, where it is known.
    """

    def __init__(self, code: str, until: datetime.datetime | None = None) -> None:
        super().__init__(code)
        self.until = until


class ContactGone(SendingFailed):
    """Nobody is there: nothing more is sent to this contact."""


class NeverSendable(SendingFailed):
    """The message itself was refused; an officer or operator has to look at it."""


class ChannelNotReady(SendingFailed):
    """The operator has not set this channel up, or its far end cannot be reached at all.
    `until` is when it may be tried again, where that is known.
    """

    def __init__(self, code: str, until: datetime.datetime | None = None) -> None:
        super().__init__(code)
        self.until = until


class AccountNotReady(ChannelNotReady):
    """One unit's Official Account cannot be used now; those of other units can.

    `code` says why: a number of Zalo's (`zalo_-204`), `zalo_broken` (a chief has to connect it
    again), `zalo_stopped` (disconnected), `zalo_unknown` (never connected).
    """


class AccountNotConnected(Exception):
    """An Official Account could not be connected; `code` says why (`console.zalo` has the words).

    `taken`: another unit has it. `other`: this unit still has another. `mismatch`: the tokens are
    another account's. `unproved`: Zalo did not say whose they are. `unreached`: it did not answer.
    Else what it said (`oauth_-14005`).
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
