"""What the assistant does next: pure functions from where a dialogue stands and what was heard.

Two tables say everything: `WISHES`, for who taps or says what a button says, and `STEPS`, for
whatever else is written while something is asked for. docs/developer/conversation.md draws them.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tracuu.assistant.decisions import ASKING, DATED, PICTURES, WHICH, WRONG, Decision
from tracuu.assistant.dialogue import Dialogue
from tracuu.assistant.enums import Deed, Goal, Note, Step, Wish
from tracuu.assistant.understanding.heard import TEXT, Heard
from tracuu.cards.enums import ProofKind

_OF_A_PERSON = frozenset({Deed.LOOK_UP, Deed.WATCH})
_FEW_WORDS = 2
_ID_LENGTHS, _PHONE_LENGTHS, _LAST = frozenset({9, 12}), frozenset({10, 11}), 4


def decide(
    dialogue: Dialogue, heard: Heard, *, is_waiting: bool = False, is_unanswered: bool = False
) -> Decision:
    """What to do about what was heard.

    `is_waiting`: an officer was asked for and none has come yet; `is_unanswered`: likewise, or the
    assistant speaks again meanwhile, and the question stays open.
    """
    if is_unanswered and heard.wish is Wish.CANCEL:
        return _leave_to_officer(dialogue, heard)
    if is_waiting and not _is_for_us(dialogue, heard):
        return _leave_to_officer(dialogue, heard)
    if heard.kind != TEXT and not heard.wish and not heard.question:
        return Decision(Deed.TAKE_ATTACHMENT, dialogue, heard.kind)
    notes = heard.notes
    if heard.kind in PICTURES:
        notes = (Note.PHOTO, *notes)
    if heard.page:
        decision = Decision(Deed.TELL_PAGE, dialogue, heard.page)
    elif heard.wish is not None:
        decision = WISHES[heard.wish](dialogue, heard)
    else:
        decision = STEPS[dialogue.step](dialogue, heard)
    if decision.deed in _OF_A_PERSON and not decision.dialogue.has_person:
        # Whoever is asked for a fact was looked up before; nobody is looked up without a name.
        decision = _look_up(dialogue, heard)
    return replace(decision, notes=notes)


def _is_for_us(dialogue: Dialogue, heard: Heard) -> bool:
    """Who waits for an officer and taps the menu still gets a lookup; free words are the officer's."""
    if heard.wish is not None:
        return heard.wish not in _OFFICERS
    if heard.page:
        return True
    if dialogue.step is Step.NAME:
        return heard.is_sure_name or heard.has_both
    if dialogue.step is Step.BIRTH:
        return bool(heard.birth_date) and not heard.is_asking
    return dialogue.step is Step.FACT and bool(heard.receipt or heard.digits or heard.code)


def _leave_to_officer(dialogue: Dialogue, heard: Heard) -> Decision:
    if heard.wish is Wish.PERSON:
        return Decision(Deed.SAY_STILL_WAITING, dialogue)
    if heard.wish is Wish.CANCEL:
        deed = Deed.CANCEL if dialogue.step in ASKING else Deed.CALL_OFF
        return Decision(deed, dialogue.without_person().at(Step.MENU))
    notes = (Note.PHOTO, *heard.notes) if heard.kind in PICTURES else heard.notes
    return Decision(Deed.NOTHING, dialogue, notes=notes)


_OFFICERS = frozenset({Wish.PERSON, Wish.CANCEL, Wish.HELLO, Wish.THANKS})


# Wishes


def _menu(dialogue: Dialogue, _heard: Heard) -> Decision:
    return Decision(Deed.SHOW_MENU, dialogue.without_person().at(Step.MENU))


def _cancel(dialogue: Dialogue, _heard: Heard) -> Decision:
    return Decision(Deed.CANCEL, dialogue.without_person().at(Step.MENU))


def _look_up(dialogue: Dialogue, _heard: Heard) -> Decision:
    return Decision(Deed.ASK_NAME, dialogue.without_person().at(Step.NAME))


def _ask(dialogue: Dialogue, _heard: Heard) -> Decision:
    return Decision(Deed.INVITE_QUESTION, dialogue.without_person().at(Step.QUESTION))


def _person(dialogue: Dialogue, _heard: Heard) -> Decision:
    return Decision(Deed.HAND_OVER, dialogue.without_person().at(Step.MENU), "asked")


def _watch(dialogue: Dialogue, _heard: Heard) -> Decision:
    if dialogue.has_person:
        return Decision(Deed.WATCH, dialogue.at(Step.ANSWERED))
    if dialogue.full_name and dialogue.step is Step.BIRTH:
        return Decision(Deed.ASK_BIRTH, replace(dialogue, goal=Goal.WATCH))
    fresh = dialogue.without_person().at(Step.NAME, goal=Goal.WATCH)
    return Decision(Deed.ASK_NAME, fresh)


def _stop_watch(dialogue: Dialogue, heard: Heard) -> Decision:
    return Decision(Deed.STOP_WATCH, dialogue, heard.argument)


def _more(dialogue: Dialogue, heard: Heard) -> Decision:
    if not dialogue.has_person:
        return _look_up(dialogue, heard)
    return Decision(Deed.ASK_FACT, dialogue.at(Step.FACT, fact_kind="", fact=""))


def _fact_kind(dialogue: Dialogue, heard: Heard) -> Decision:
    if not dialogue.has_person or heard.argument not in ProofKind.values:
        return _more(dialogue, heard)
    known = dialogue.at(Step.FACT, fact_kind=heard.argument)
    if known.fact:
        return Decision(Deed.LOOK_UP, known.at(Step.ANSWERED))
    return Decision(Deed.ASK_FACT, known)


def _wrong(dialogue: Dialogue, heard: Heard) -> Decision:
    """A step back: from the date to the name; from an answer to whichever of them was wrong."""
    if dialogue.step is Step.BIRTH:
        return _wrong_name(dialogue, heard)
    if dialogue.step is Step.NAME:
        return Decision(Deed.ASK_NAME, dialogue.at(Step.NAME, full_name=""))
    if dialogue.has_person:
        return Decision(Deed.ASK_WHAT_IS_WRONG, dialogue.at(Step.ANSWERED))
    if dialogue.topic:
        return Decision(Deed.TAKE_FEEDBACK, dialogue, f"{Wish.NOT_RIGHT} {dialogue.topic}")
    return _menu(dialogue, heard)


def _wrong_name(dialogue: Dialogue, heard: Heard) -> Decision:
    if dialogue.step not in ASKING and not dialogue.has_person:
        return _look_up(dialogue, heard)
    fresh = dialogue.at(Step.NAME, full_name="", fact_kind="", fact="")
    return Decision(Deed.ASK_NAME, fresh, DATED if fresh.birth_date else "")


def _wrong_birth(dialogue: Dialogue, heard: Heard) -> Decision:
    if not dialogue.full_name:
        return _wrong_name(dialogue, heard)
    fresh = dialogue.at(Step.BIRTH, birth_date="", fact_kind="", fact="")
    return Decision(Deed.ASK_BIRTH, fresh)


def _same_birth(dialogue: Dialogue, heard: Heard) -> Decision:
    if dialogue.step is not Step.BIRTH or not dialogue.full_name:
        return _look_up(dialogue, heard)
    return _complete(replace(dialogue, birth_date=heard.argument))


def _mine(dialogue: Dialogue, _heard: Heard) -> Decision:
    return Decision(Deed.SHOW_MINE, dialogue.without_person().at(Step.NAME))


def _my_card(dialogue: Dialogue, _heard: Heard) -> Decision:
    return Decision(Deed.SHOW_MINE_OR_ASK, dialogue.without_person().at(Step.NAME))


def _bind(dialogue: Dialogue, heard: Heard) -> Decision:
    return Decision(Deed.BIND, dialogue, heard.argument)


def _topic(dialogue: Dialogue, heard: Heard) -> Decision:
    return Decision(Deed.SHOW_TOPIC, dialogue.at(Step.QUESTION), heard.argument)


def _feedback(dialogue: Dialogue, heard: Heard) -> Decision:
    topic = heard.argument or dialogue.topic
    return Decision(Deed.TAKE_FEEDBACK, dialogue, f"{heard.wish} {topic}")


def _none_of_these(dialogue: Dialogue, _heard: Heard) -> Decision:
    return Decision(Deed.INVITE_QUESTION, dialogue.at(Step.QUESTION), WRONG)


def _hello(dialogue: Dialogue, _heard: Heard) -> Decision:
    return _ask_again(dialogue) or Decision(Deed.GREET, dialogue.at(Step.MENU))


def _thanks(dialogue: Dialogue, _heard: Heard) -> Decision:
    return _ask_again(dialogue) or Decision(Deed.THANK, dialogue)


def _ask_again(dialogue: Dialogue) -> Decision | None:
    deed = {
        Step.NAME: Deed.ASK_NAME,
        Step.BIRTH: Deed.ASK_BIRTH,
        Step.FACT: Deed.ASK_FACT,
    }.get(dialogue.step)
    return None if deed is None else Decision(deed, dialogue)


def _staying(deed: Deed) -> Callable[[Dialogue, Heard], Decision]:
    """Done while the dialogue stays where it is."""
    return lambda dialogue, _heard: Decision(deed, dialogue)


WISHES: dict[Wish, Callable[[Dialogue, Heard], Decision]] = {
    Wish.MENU: _menu,
    Wish.CANCEL: _cancel,
    Wish.LOOK_UP: _look_up,
    Wish.ASK: _ask,
    Wish.PERSON: _person,
    Wish.PLACE: _staying(Deed.SHOW_PLACE),
    Wish.WATCH: _watch,
    Wish.WATCHES: _staying(Deed.LIST_WATCHES),
    Wish.STOP_WATCH: _stop_watch,
    Wish.MORE: _more,
    Wish.FACT_KIND: _fact_kind,
    Wish.WRONG: _wrong,
    Wish.WRONG_NAME: _wrong_name,
    Wish.WRONG_BIRTH: _wrong_birth,
    Wish.SAME_BIRTH: _same_birth,
    Wish.MINE: _mine,
    Wish.MY_CARD: _my_card,
    Wish.BIND: _bind,
    Wish.UNBIND: _staying(Deed.UNBIND),
    Wish.TOPIC: _topic,
    Wish.USEFUL: _feedback,
    Wish.NOT_RIGHT: _feedback,
    Wish.NONE_OF_THESE: _none_of_these,
    Wish.ENGLISH: _staying(Deed.SPEAK_LANGUAGE),
    Wish.VIETNAMESE: _staying(Deed.SPEAK_LANGUAGE),
    Wish.HELLO: _hello,
    Wish.THANKS: _thanks,
    Wish.OLD_BUTTON: _staying(Deed.TELL_OLD_BUTTON),
}


# Steps


def _at_name(dialogue: Dialogue, heard: Heard) -> Decision:
    if heard.has_both:
        return _whole_person(dialogue, heard)
    if heard.full_name:
        named = replace(dialogue, full_name=heard.full_name, **_receipt(heard))
        return _complete(named) if named.birth_date else _ask_birth(named)
    if heard.birth_date and heard.is_person_only:
        dated = replace(dialogue, birth_date=heard.birth_date, **_receipt(heard))
        return Decision(Deed.ASK_NAME, dated, DATED)
    if heard.receipt or heard.code:
        return Decision(Deed.ASK_NAME, replace(dialogue, **_receipt(heard)), WHICH)
    return _question_within(dialogue, heard, Deed.ASK_NAME)


def _at_birth(dialogue: Dialogue, heard: Heard) -> Decision:
    if heard.has_both:
        return _whole_person(dialogue, heard)
    if heard.birth_date and not heard.is_asking:
        return _complete(replace(dialogue, birth_date=heard.birth_date, **_receipt(heard)))
    if heard.is_sure_name:
        # People answer what they think was asked.
        return _ask_birth(replace(dialogue, full_name=heard.full_name))
    return _question_within(dialogue, heard, Deed.ASK_BIRTH)


def _at_fact(dialogue: Dialogue, heard: Heard) -> Decision:
    if heard.has_both:
        return _whole_person(dialogue, heard)
    told = _fact_told(dialogue, heard)
    if told is not None:
        return told
    if heard.is_sure_name:
        return _another_name(dialogue, heard)
    return _question_within(dialogue, heard, Deed.ASK_FACT)


def _at_answered(dialogue: Dialogue, heard: Heard) -> Decision:
    if heard.has_both:
        return _whole_person(dialogue, heard)
    is_fact = dialogue.has_person and heard.is_person_only and not heard.is_asking
    if is_fact and (heard.receipt or heard.code or len(heard.digits) == _LAST):
        told = _fact_told(replace(dialogue, fact_kind=""), heard)
        if told is not None:
            return told
    if heard.birth_date and heard.is_person_only and dialogue.full_name:
        dated = replace(dialogue, birth_date=heard.birth_date, fact_kind="", fact="")
        return _complete(replace(dated, goal=Goal.LOOK_UP))
    if heard.is_sure_name:
        return _another_name(dialogue, heard)
    return _free(dialogue, heard)


def _at_rest(dialogue: Dialogue, heard: Heard) -> Decision:
    """Nothing is asked for: a whole person is looked up, anything else is a question."""
    fresh = dialogue.without_person()
    if heard.has_both:
        return _whole_person(fresh, heard)
    if heard.code:
        return Decision(Deed.BIND, fresh.at(Step.NAME, **_receipt(heard)), heard.code)
    if heard.is_sure_name:
        return _ask_birth(replace(fresh, full_name=heard.full_name, **_receipt(heard)))
    is_alone = heard.is_person_only and not heard.is_asking
    if heard.receipt and is_alone:
        return Decision(Deed.ASK_NAME, fresh.at(Step.NAME, **_receipt(heard)), WHICH)
    if heard.birth_date and is_alone and len(heard.birth_date) > _LAST:
        return Decision(Deed.ASK_NAME, fresh.at(Step.NAME, birth_date=heard.birth_date), DATED)
    return _free(dialogue, heard)


STEPS: dict[Step, Callable[[Dialogue, Heard], Decision]] = {
    Step.MENU: _at_rest,
    Step.NAME: _at_name,
    Step.BIRTH: _at_birth,
    Step.FACT: _at_fact,
    Step.ANSWERED: _at_answered,
    Step.QUESTION: _at_rest,
    Step.CHOOSING: _at_rest,
}


def _whole_person(dialogue: Dialogue, heard: Heard) -> Decision:
    """Name and date in one message; the goal that they are for stays while they are asked for."""
    goal = dialogue.goal if dialogue.step in ASKING else Goal.LOOK_UP
    fresh = dialogue.without_person()
    return _complete(
        replace(
            fresh,
            goal=goal,
            full_name=heard.full_name,
            birth_date=heard.birth_date,
            **_receipt(heard),
        )
    )


def _complete(dialogue: Dialogue) -> Decision:
    deed = Deed.WATCH if dialogue.goal is Goal.WATCH else Deed.LOOK_UP
    return Decision(deed, dialogue.at(Step.ANSWERED, goal=Goal.LOOK_UP))


def _ask_birth(dialogue: Dialogue) -> Decision:
    return Decision(Deed.ASK_BIRTH, dialogue.at(Step.BIRTH, birth_date=""))


def _another_name(dialogue: Dialogue, heard: Heard) -> Decision:
    """A name after an answer: somebody else, or the same person spelled rightly with the same date."""
    named = dialogue.without_person().at(Step.BIRTH, full_name=heard.full_name)
    return Decision(Deed.ASK_BIRTH, named, dialogue.birth_date)


def _receipt(heard: Heard) -> dict[str, Any]:
    fact = heard.code or heard.receipt
    return {"fact_kind": ProofKind.RECEIPT.value, "fact": fact} if fact else {}


def _fact_told(dialogue: Dialogue, heard: Heard) -> Decision | None:
    """A second fact was typed: looked up with, or asked of which number these four digits are."""
    digits, kind = heard.digits, dialogue.fact_kind
    receipt = heard.code or heard.receipt
    if receipt or kind == ProofKind.RECEIPT:
        # A receipt is whatever stands on the paper; some are digits only.
        fact, kind = receipt or digits, ProofKind.RECEIPT
    elif not kind and len(digits) == _LAST:
        return Decision(Deed.ASK_FACT, dialogue.at(Step.FACT, fact=digits), WHICH)
    else:
        fact, kind = digits, kind or _kind_by_length(digits)
    if not fact:
        return None
    return Decision(Deed.LOOK_UP, dialogue.at(Step.ANSWERED, fact_kind=str(kind), fact=fact))


def _kind_by_length(digits: str) -> ProofKind:
    if len(digits) in _ID_LENGTHS:
        return ProofKind.ID_LAST4
    is_phone = len(digits) in _PHONE_LENGTHS and digits.startswith(("0", "84"))
    return ProofKind.PHONE_LAST4 if is_phone else ProofKind.RECEIPT


def _question_within(dialogue: Dialogue, heard: Heard, asked: Deed) -> Decision:
    """A question in the middle of something is answered; then what was asked for is asked again."""
    is_question = heard.is_asking and len(heard.question.split()) >= _FEW_WORDS
    if not is_question:
        return Decision(asked, dialogue, "" if heard.notes else WRONG)
    return Decision(Deed.ANSWER_QUESTION, dialogue, heard.question, fallback=asked)


def _free(dialogue: Dialogue, heard: Heard) -> Decision:
    """Whatever is no part of another step is a question."""
    if heard.question:
        return Decision(Deed.ANSWER_QUESTION, dialogue, heard.question)
    if heard.notes:
        return Decision(Deed.SHOW_MENU, dialogue)
    return Decision(Deed.SAY_NOT_UNDERSTOOD, dialogue)
