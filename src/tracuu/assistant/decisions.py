"""What one turn comes to: the deed, and where the dialogue stands when it is done."""

from dataclasses import dataclass

from tracuu.assistant.dialogue import Dialogue
from tracuu.assistant.enums import Deed, Note, Step

# Something was asked for, and what is written next is the answer to it.
ASKING = frozenset({Step.NAME, Step.BIRTH, Step.FACT})
# What comes with pictures of papers in them.
PICTURES = frozenset({"image", "gif", "video", "file"})
WRONG, WHICH, DATED = "wrong", "which", "dated"


@dataclass(frozen=True, slots=True, repr=False)
class Decision:
    """What to do, and where the dialogue stands when it is done.

    `argument` is what the deed is about; `fallback` is done when there is no answer to a question
    that was asked in the middle of something else.
    """

    deed: Deed
    dialogue: Dialogue
    argument: str = ""
    fallback: Deed | None = None
    notes: tuple[Note, ...] = ()
