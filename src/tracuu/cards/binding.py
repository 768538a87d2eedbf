"""A chat is bound to an application at the counter. (What the assistant needs of it; the counter's part
makes the codes.)
"""

from dataclasses import dataclass

from tracuu.cards.candidates import Candidate, find_by_column
from tracuu.core.crypto import keys
from tracuu.messaging.models import Conversation
from tracuu.units.queries import list_scope_ids


@dataclass(frozen=True, slots=True, repr=False)
class Binding:
    """A bond that was made: the application as it stands now, and whose it is in initials and year."""

    person: Candidate
    label: str
    has_replaced: bool


def bind(*, conversation: Conversation, code: str) -> Binding | None:
    """Bind the chat to the application of this code; None when it opens none: here none is made yet."""
    del conversation, code
    return None


def find_bound(conversation: Conversation) -> Candidate | None:
    """The application that the chat is bound to, as it stands now; None when the bond holds no more."""
    if conversation.bound_person is None:
        return None
    scope = list_scope_ids(conversation.unit)
    rows = find_by_column("id", [conversation.bound_person], scope, keys()[0])
    return rows[0] if rows else None
