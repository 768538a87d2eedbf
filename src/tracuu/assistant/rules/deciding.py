"""From what was heard to what is done."""

from dataclasses import replace

from tracuu.assistant.decisions import ASKING, PICTURES, POLITE_KINDS, Decision
from tracuu.assistant.dialogue import Dialogue
from tracuu.assistant.enums import Deed, Note, Step, Wish
from tracuu.assistant.rules.steps import take_step
from tracuu.assistant.rules.wishes import WISHES
from tracuu.assistant.understanding.heard import TEXT, Heard

_OF_A_PERSON = frozenset({Deed.LOOK_UP, Deed.WATCH})
# Who waits for an officer says these to them.
_OFFICERS = frozenset({Wish.PERSON, Wish.CANCEL, Wish.HELLO, Wish.THANKS, Wish.NOD, Wish.BYE})


def decide(
    dialogue: Dialogue, heard: Heard, *, is_waiting: bool = False, is_unanswered: bool = False
) -> Decision:
    """What to do about what was heard.

    `is_waiting`: an officer was asked for and none has come yet; `is_unanswered`: likewise, or the
    assistant speaks again meanwhile, and the question stays open.
    """
    if is_unanswered and heard.wish is Wish.CANCEL and dialogue.step is not Step.LATER:
        return _leave_to_officer(dialogue, heard)
    if is_waiting and not _is_for_us(dialogue, heard):
        return _leave_to_officer(dialogue, heard)
    if heard.kind != TEXT and not heard.wish and not heard.question:
        deed = Deed.BE_POLITE if heard.kind in POLITE_KINDS else Deed.TAKE_ATTACHMENT
        return Decision(deed, dialogue, heard.kind)
    notes = heard.notes
    if heard.kind in PICTURES:
        notes = (Note.PHOTO, *notes)
    if heard.page:
        decision = Decision(Deed.TELL_PAGE, dialogue, heard.page)
    elif heard.wish is not None:
        decision = WISHES[heard.wish](dialogue, heard)
    else:
        decision = take_step(dialogue, heard)
    if decision.deed in _OF_A_PERSON and not decision.dialogue.has_person:
        # Whoever is asked for a fact was looked up before; nobody is looked up without a name.
        decision = WISHES[Wish.LOOK_UP](dialogue, heard)
    if is_waiting and decision.deed is Deed.BIND and dialogue.step not in ASKING:
        # Perhaps the officer asked for it: a slip's code begins no lookup between the two.
        decision = replace(decision, dialogue=dialogue, fallback=Deed.NOTHING)
    return replace(decision, notes=notes)


def _is_for_us(dialogue: Dialogue, heard: Heard) -> bool:
    """Who waits for an officer and taps the menu still gets a lookup; free words are the officer's."""
    if heard.wish is Wish.NOT_RIGHT:
        return bool(heard.argument)  # the button under an answer, no 👎 to an officer
    if heard.wish is Wish.ONLY_YEAR:  # "không biết" may answer what the officer asked
        return dialogue.step is Step.BIRTH
    if heard.wish is Wish.NEXT:
        return bool(dialogue.others)
    if heard.wish is not None:
        ends_ours = heard.wish is Wish.CANCEL and dialogue.step is Step.LATER
        return ends_ours or heard.wish not in _OFFICERS
    if heard.page or (heard.code and heard.is_person_only):
        return True
    if dialogue.step is Step.NAME:
        return heard.is_sure_name or heard.has_both
    if dialogue.step is Step.BIRTH:
        return bool(heard.birth_date) and not heard.is_asking
    told = {Step.LATER: heard.phone or heard.email, Step.FACT: heard.receipt or heard.digits}
    return bool(told.get(dialogue.step))


def _leave_to_officer(dialogue: Dialogue, heard: Heard) -> Decision:
    if heard.wish is Wish.PERSON:
        return Decision(Deed.SAY_STILL_WAITING, dialogue)
    if heard.wish is Wish.CANCEL:
        deed = Deed.CANCEL if dialogue.step in ASKING else Deed.CALL_OFF
        return Decision(deed, dialogue.without_person().at(Step.MENU))
    # The officer may have asked for a telephone number: it is kept for them, and nobody is warned.
    notes = tuple(one for one in heard.notes if one is not Note.LONG_NUMBER or not heard.phone)
    notes = (Note.PHOTO, *notes) if heard.kind in PICTURES else notes
    return Decision(Deed.NOTHING, dialogue, notes=notes)
