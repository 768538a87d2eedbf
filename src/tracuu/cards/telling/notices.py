"""What is told of a card at a stage: the kind of message, and the facts that it may hold."""

from tracuu.cards.enums import Stage
from tracuu.cards.identity import Identity
from tracuu.messaging.enums import Kind
from tracuu.messaging.notices import Notice
from tracuu.names import parse_name

KIND_OF_STAGE = {
    Stage.COLLECTED: Kind.MOVED,
    Stage.PROCESSING: Kind.MOVED,
    Stage.PRINTING: Kind.MOVED,
    Stage.AT_UNIT: Kind.READY,
    Stage.NEEDS_CORRECTION: Kind.CORRECTION,
    Stage.HANDED_OVER: Kind.HANDED_OVER,
}


def label_of(identity: Identity) -> str:
    """Initials and year of birth: enough for a household, too little for a stranger.

    >>> label_of(Identity("Nguyễn Hữu Trí", "1991-05-17"))
    'N. H. T., 1991'
    """
    initials = " ".join(
        f"{word[:1].upper()}." for word in parse_name(identity.full_name).text.split()
    )
    return f"{initials}, {identity.birth_date[:4]}"


def notice_of(
    stage: Stage, identity: Identity, *, reason: str = "", bring: str = "", until: str = ""
) -> Notice:
    """The facts of one message; reasons only where the reader gave the second fact (the caller knows)."""
    detail = reason if stage is Stage.NEEDS_CORRECTION else stage.code
    return Notice(label=label_of(identity), detail=detail, bring=bring, until=until)
