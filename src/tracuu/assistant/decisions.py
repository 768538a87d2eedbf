"""What one turn comes to: the deed, and where the dialogue stands when it is done."""

from dataclasses import dataclass

from tracuu.assistant.dialogue import Dialogue
from tracuu.assistant.enums import Deed, Note, Step

# Something was asked for, and what is written next is the answer to it.
ASKING = frozenset({Step.NAME, Step.BIRTH, Step.FACT, Step.LATER})
# What comes with pictures of papers in them.
PICTURES = frozenset({"image", "video", "file"})
# What is sent as one smiles.
POLITE_KINDS = frozenset({"sticker", "gif"})
WRONG, WHICH, DATED = "wrong", "which", "dated"
# Only a part of the date is known; a code with a wrong sign; nothing is open, or known.
PART, MISTYPED, ALONE = "part", "mistyped", "alone"


@dataclass(frozen=True, slots=True, repr=False)
class Decision:
    """What to do, and where the dialogue stands when it is done.

    `argument` is what the deed is about; `fallback` is done when there is no answer to a question
    that was asked in the middle of something else, and when a code is no counter's.
    """

    deed: Deed
    dialogue: Dialogue
    argument: str = ""
    fallback: Deed | None = None
    notes: tuple[Note, ...] = ()
