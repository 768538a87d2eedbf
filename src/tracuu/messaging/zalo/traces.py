"""Whether a message of ours is what was found in a conversation: by its code, or by its words."""

import datetime
import unicodedata
from dataclasses import dataclass

from tracuu.core.receipt_codes import grouped
from tracuu.messaging.zalo.answers import HistoryItem

# By so much our clock and Zalo's may differ.
SKEW_SECONDS = 60.0


@dataclass(frozen=True, slots=True, repr=False)
class Traces:
    """By what a copy that may have gone out is known again in a conversation.

    Its code stands in it (`is_coded`), or it is the same words, not said before `since` and not one
    of the messages that are `known` as others.
    """

    is_coded: bool
    since: datetime.datetime
    known: frozenset[str] = frozenset()


def is_copy(found: str, *, code: str, words: str, is_coded: bool) -> bool:
    """Whether the text that was found is a copy of the message with this code, or of these words.

    Buttons that Zalo did not take stand numbered below the words, behind an empty line.
    """
    if is_coded:
        return grouped(code) in found
    plain = unicodedata.normalize("NFC", words).strip()
    said = unicodedata.normalize("NFC", found).strip()
    return said == plain or said.startswith(f"{plain}\n\n")


def find_copy(items: list[HistoryItem], traces: Traces, *, code: str, words: str) -> str | None:
    """The id of a copy among these, the newest first, or None."""
    for item in items:
        if not item.is_ours or item.message_id in traces.known:
            continue
        if not traces.is_coded and _is_before(item, traces):
            continue
        if is_copy(item.text, code=code, words=words, is_coded=traces.is_coded):
            return item.message_id
    return None


def reaches_back(items: list[HistoryItem], traces: Traces, asked: int) -> bool:
    """Whether these are all that can be said since then."""
    return len(items) < asked or _is_before(items[-1], traces)


def _is_before(item: HistoryItem, traces: Traces) -> bool:
    if item.sent_at is None:
        return False
    return (traces.since - item.sent_at).total_seconds() > SKEW_SECONDS
