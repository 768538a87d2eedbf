"""For whatever is no button's, at the step where the dialogue stands."""

from collections.abc import Callable
from dataclasses import replace

from tracuu.assistant.decisions import ALONE, ASKING, DATED, MISTYPED, WHICH, WRONG, Decision
from tracuu.assistant.dialogue import Dialogue
from tracuu.assistant.enums import Deed, Goal, Step
from tracuu.assistant.rules.going_on import ask_birth, born, complete, receipt_of
from tracuu.assistant.understanding.heard import Heard
from tracuu.cards.enums import ProofKind

_FEW_WORDS = 2
_TOO_YOUNG = 2015
_ID_LENGTHS, _PHONE_LENGTHS, _LAST = frozenset({9, 12}), frozenset({10, 11}), 4


def _at_name(dialogue: Dialogue, heard: Heard) -> Decision:
    if heard.full_name:
        named = replace(dialogue, full_name=heard.full_name, **receipt_of(heard))
        return complete(named) if named.birth_date else ask_birth(named)
    if heard.birth_date and heard.is_person_only:
        return _dated(dialogue, heard)
    if heard.receipt:
        return Decision(Deed.ASK_NAME, replace(dialogue, **receipt_of(heard)), WHICH)
    return _question_within(dialogue, heard, Deed.ASK_NAME)


def _at_birth(dialogue: Dialogue, heard: Heard) -> Decision:
    if heard.birth_date and not heard.is_asking:
        return born(dialogue, heard)
    if heard.is_sure_name:
        # People answer what they think was asked.
        return ask_birth(replace(dialogue, full_name=heard.full_name))
    if heard.receipt:
        return Decision(Deed.ASK_BIRTH, replace(dialogue, **receipt_of(heard)), WHICH)
    return _question_within(dialogue, heard, Deed.ASK_BIRTH)


def _at_fact(dialogue: Dialogue, heard: Heard) -> Decision:
    told = _fact_told(dialogue, heard)
    if told is not None:
        return told
    if heard.is_sure_name:
        return _another_name(dialogue, heard)
    return _question_within(dialogue, heard, Deed.ASK_FACT)


def _at_later(dialogue: Dialogue, heard: Heard) -> Decision:
    """A telephone number or an address for news; whoever was looked up stays known."""
    if heard.email:
        return Decision(Deed.KEEP_EMAIL, dialogue.rested(), heard.email)
    if heard.phone:
        return Decision(Deed.KEEP_PHONE, dialogue.rested(), heard.phone)
    if heard.is_sure_name:
        return _another_name(dialogue, heard)
    return _question_within(dialogue, heard, Deed.ASK_LATER)


def _at_answered(dialogue: Dialogue, heard: Heard) -> Decision:
    is_fact = dialogue.has_person and heard.is_person_only and not heard.is_asking
    if is_fact and (heard.receipt or len(heard.digits) == _LAST):
        told = _fact_told(replace(dialogue, fact_kind=""), heard)
        if told is not None:
            return told
    if heard.birth_date and heard.is_person_only and dialogue.full_name:
        dated = replace(dialogue, birth_date="", fact_kind="", fact="", goal=Goal.LOOK_UP)
        return born(dated, heard)
    if heard.is_sure_name:
        return _another_name(dialogue, heard)
    return _free(dialogue, heard)


def _at_rest(dialogue: Dialogue, heard: Heard) -> Decision:
    """Nothing is asked for: what is no person's is a question."""
    fresh = dialogue.without_person()
    if heard.is_sure_name:
        return ask_birth(replace(fresh, full_name=heard.full_name, **receipt_of(heard)))
    is_alone = heard.is_person_only and not heard.is_asking
    if heard.receipt and is_alone:
        return Decision(Deed.ASK_NAME, fresh.at(Step.NAME, **receipt_of(heard)), WHICH)
    if is_alone and _may_be_born(heard.birth_date):
        return _dated(fresh, heard)
    if is_alone and not heard.notes and (heard.digits or heard.question.strip(" .").isdecimal()):
        # The number of a button, or a fact, of a talk that is over.
        return Decision(Deed.TELL_OLD_BUTTON, dialogue, ALONE)
    return _free(dialogue, heard)


def _may_be_born(birth_date: str) -> bool:
    """A late year alone is hardly a birth: “2024” goes on with a question before."""
    is_year = len(birth_date) == _LAST and birth_date.isdecimal()
    return bool(birth_date) and not (is_year and int(birth_date) >= _TOO_YOUNG)


STEPS: dict[Step, Callable[[Dialogue, Heard], Decision]] = {
    Step.MENU: _at_rest,
    Step.NAME: _at_name,
    Step.BIRTH: _at_birth,
    Step.FACT: _at_fact,
    Step.LATER: _at_later,
    Step.ANSWERED: _at_answered,
    Step.QUESTION: _at_rest,
    Step.CHOOSING: _at_rest,
}


def take_step(dialogue: Dialogue, heard: Heard) -> Decision:
    """A whole person, and a code of twelve signs, are the same at every step; the rest is `STEPS`'s."""
    if heard.has_both:
        return _whole_person(dialogue, heard)
    if heard.code:
        is_at_rest = STEPS[dialogue.step] is _at_rest
        return _code_told(dialogue.without_person() if is_at_rest else dialogue, heard)
    return STEPS[dialogue.step](dialogue, heard)


def _whole_person(dialogue: Dialogue, heard: Heard) -> Decision:
    """Name and date in one message; the goal that they are for stays while they are asked for."""
    goal = dialogue.goal if dialogue.step in ASKING else Goal.LOOK_UP
    fresh = dialogue.without_person()
    named = replace(
        fresh, goal=goal, full_name=heard.full_name, others=heard.others, **receipt_of(heard)
    )
    return born(named, heard)


def _dated(dialogue: Dialogue, heard: Heard) -> Decision:
    """A date before any name: kept, and the name is asked for."""
    known = {"part": heard.birth_date} if heard.is_part else {"birth_date": heard.birth_date}
    dated = dialogue.at(Step.NAME, **known, **receipt_of(heard))
    return Decision(Deed.ASK_NAME, dated, DATED)


def _code_told(dialogue: Dialogue, heard: Heard) -> Decision:
    """Twelve signs, at any step: a counter's bind this account, a slip's are a second fact."""
    if dialogue.step is Step.BIRTH and dialogue.full_name:
        goes_on = Deed.ASK_BIRTH
    elif dialogue.has_person and dialogue.step in {Step.ANSWERED, Step.FACT, Step.LATER}:
        goes_on = Deed.LOOK_UP
    else:
        goes_on = Deed.ASK_NAME
    known = replace(dialogue, **receipt_of(heard))
    return Decision(Deed.BIND, known, heard.code, fallback=goes_on)


def _another_name(dialogue: Dialogue, heard: Heard) -> Decision:
    """A name after an answer: somebody else, or the same person spelled rightly with the same date."""
    named = dialogue.without_person().at(Step.BIRTH, full_name=heard.full_name)
    return Decision(Deed.ASK_BIRTH, named, dialogue.birth_date)


def _fact_told(dialogue: Dialogue, heard: Heard) -> Decision | None:
    """A second fact was typed: looked up with, or asked of which number these four digits are."""
    digits, kind = heard.digits, dialogue.fact_kind
    if heard.receipt or kind == ProofKind.RECEIPT:
        # A receipt is whatever stands on the paper; some are digits only.
        fact, kind = heard.receipt or digits, ProofKind.RECEIPT
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
        wrong = MISTYPED if heard.is_mistyped else WRONG
        return Decision(asked, dialogue, "" if heard.notes else wrong)
    return Decision(Deed.ANSWER_QUESTION, dialogue, heard.question, fallback=asked)


def _free(dialogue: Dialogue, heard: Heard) -> Decision:
    """Whatever is no part of another step is a question."""
    if heard.is_mistyped:
        return Decision(Deed.TELL_MISTYPED, dialogue)
    if heard.question:
        return Decision(Deed.ANSWER_QUESTION, dialogue, heard.question)
    if heard.notes:
        return Decision(Deed.SHOW_MENU, dialogue)
    return Decision(Deed.SAY_NOT_UNDERSTOOD, dialogue)
