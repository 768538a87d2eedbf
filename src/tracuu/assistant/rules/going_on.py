"""Where a dialogue goes on when something of a person was told."""

from dataclasses import replace
from typing import Any

from tracuu.assistant.decisions import PART, Decision
from tracuu.assistant.dialogue import Dialogue
from tracuu.assistant.enums import Deed, Goal, Step
from tracuu.assistant.understanding.heard import Heard
from tracuu.cards.enums import ProofKind


def complete(dialogue: Dialogue) -> Decision:
    deed = Deed.WATCH if dialogue.goal is Goal.WATCH else Deed.LOOK_UP
    return Decision(deed, dialogue.at(Step.ANSWERED, goal=Goal.LOOK_UP, part=""))


def ask_birth(dialogue: Dialogue) -> Decision:
    """The date of birth, or what a year alone lacks of it."""
    asked = dialogue.at(Step.BIRTH, birth_date="")
    return Decision(Deed.ASK_BIRTH, asked, PART if dialogue.part else "")


def born(dialogue: Dialogue, heard: Heard) -> Decision:
    """A date of birth was told. Of a year alone nobody is ever sure: the day is asked for once."""
    told = replace(dialogue, **(receipt_of(heard) or {}))
    if heard.is_part and not told.fact and told.part != heard.birth_date:
        return ask_birth(replace(told, part=heard.birth_date))
    return complete(replace(told, birth_date=heard.birth_date))


def receipt_of(heard: Heard) -> dict[str, Any]:
    fact = heard.code or heard.receipt
    return {"fact_kind": ProofKind.RECEIPT.value, "fact": fact} if fact else {}


def ask_again(dialogue: Dialogue) -> Decision | None:
    deed = {
        Step.NAME: Deed.ASK_NAME,
        Step.BIRTH: Deed.ASK_BIRTH,
        Step.FACT: Deed.ASK_FACT,
        Step.LATER: Deed.ASK_LATER,
    }.get(dialogue.step)
    return None if deed is None else Decision(deed, dialogue)
