"""What a message says beyond its kind, sealed for its person and contact until it is sent."""

from dataclasses import dataclass

import msgpack

from tracuu.core.crypto import Sealer
from tracuu.messaging.enums import Kind

# What a list or an officer said, and an undo may take back (`operations.send_corrections`).
_MAY_BE_WRONG = frozenset({Kind.READY, Kind.MOVED, Kind.CORRECTION, Kind.HANDED_OVER})


@dataclass(frozen=True, slots=True, repr=False)
class Notice:
    """The caller's facts for the words of one message.

    - `label`: initials and year of birth, by which a household knows who is meant
    - `detail`: the code of the stage (`printing`), or the reason why a file is faulty; the latter
      only for somebody who gave the second fact
    - `bring`, `until`: what to bring, and the ISO date until when; "" where nothing is known
    """

    label: str = ""
    detail: str = ""
    bring: str = ""
    until: str = ""


def seal_notice(sealer: Sealer, notice: Notice, *, person: int, contact_id: int) -> bytes:
    """Sealed so that it opens only in a message to this contact about this person."""
    plain: bytes = msgpack.packb([notice.label, notice.detail, notice.bring, notice.until])
    return sealer.seal(plain, _context(person, contact_id))


def open_notice(
    sealer: Sealer, sealed: bytes | memoryview | None, *, person: int, contact_id: int
) -> Notice:
    """The facts of a message; raises `SealBroken`."""
    if sealed is None:
        return Notice()
    return Notice(*msgpack.unpackb(sealer.open(bytes(sealed), _context(person, contact_id))))


def kept_notice(kind: Kind, notice: Notice) -> Notice | None:
    """What is kept of a message that was sent: who was meant, while it may have to be put right."""
    return Notice(label=notice.label) if kind in _MAY_BE_WRONG and notice.label else None


def _context(person: int, contact_id: int) -> bytes:
    return b"notice|%d|%d" % (person, contact_id)
