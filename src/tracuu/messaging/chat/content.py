"""What is said in a chat: words, buttons, and what came with them; sealed for its conversation."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import msgpack

from tracuu.core.crypto import Sealer
from tracuu.messaging.sealing import of_words

# Of a payload: what stands before the words.
SPEAKER = "speaker"


class Tap(StrEnum):
    """What a button does: says `value` for the citizen, opens a page, or calls a number."""

    SAY = "say"
    OPEN = "open"
    CALL = "call"


@dataclass(frozen=True, slots=True, repr=False)
class Button:
    """A button under a message; `value` is what is said, the address, or the telephone number.

    `shows` is whether what is said appears in the chat as the citizen's own words.
    """

    label: str
    tap: Tap
    value: str
    shows: bool = True


@dataclass(frozen=True, slots=True, repr=False)
class Outgoing:
    """One message to a citizen: words (at most 2,000 characters on Zalo) and at most five buttons.

    `payload` is kept with it for us (what it is about, who speaks); only `Said.spoken` is sent.
    """

    text: str
    buttons: tuple[Button, ...] = ()
    payload: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Incoming:
    """One message from a citizen. `kind` is `text` or what Zalo calls it (`image`, `location` …).

    `payload` holds what we use of an attachment as text pairs: `latitude`, `longitude`, `url`, `phone`.
    """

    external_id: str
    sent_at: datetime
    kind: str = "text"
    text: str = ""
    payload: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Said:
    """What a kept `ChatMessage` says, from either side."""

    text: str
    buttons: tuple[Button, ...] = ()
    kind: str = "text"
    payload: tuple[tuple[str, str], ...] = ()

    @property
    def spoken(self) -> str:
        """The words as the citizen reads them: before an officer's stands that a person speaks."""
        speaker = dict(self.payload).get(SPEAKER, "")
        return f"{speaker}\n{self.text}" if speaker else self.text


def seal_said(sealer: Sealer, said: Said, *, conversation_id: int) -> bytes:
    """Sealed so that it opens in this conversation only."""
    buttons = [[one.label, one.tap.value, one.value, one.shows] for one in said.buttons]
    plain: bytes = msgpack.packb([said.text, buttons, said.kind, [list(p) for p in said.payload]])
    return sealer.seal(plain, of_words(conversation_id))


def open_said(sealer: Sealer, sealed: bytes | memoryview, *, conversation_id: int) -> Said:
    """What was said; raises `SealBroken`."""
    text, buttons, kind, payload = msgpack.unpackb(
        sealer.open(bytes(sealed), of_words(conversation_id))
    )
    return Said(
        text=text,
        buttons=tuple(
            Button(label, Tap(tap), value, shows) for label, tap, value, shows in buttons
        ),
        kind=kind,
        payload=tuple((name, value) for name, value in payload),
    )
