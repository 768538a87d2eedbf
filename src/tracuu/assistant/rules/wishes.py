"""For who taps or says what a button says."""

from collections.abc import Callable
from dataclasses import replace

from tracuu.assistant.decisions import ALONE, ASKING, DATED, Decision
from tracuu.assistant.dialogue import Dialogue
from tracuu.assistant.enums import Deed, Goal, Step, Wish
from tracuu.assistant.rules.going_on import ask_again, ask_birth, complete
from tracuu.assistant.understanding.heard import Heard
from tracuu.cards.enums import ProofKind


def _menu(dialogue: Dialogue, _heard: Heard) -> Decision:
    return Decision(Deed.SHOW_MENU, dialogue.without_person().at(Step.MENU))


def _cancel(dialogue: Dialogue, _heard: Heard) -> Decision:
    """`ALONE` when there is nothing to stop."""
    if dialogue.step is Step.LATER:
        # What was asked before stays as it is; nothing was left.
        return Decision(Deed.CANCEL, dialogue.rested(), ALONE)
    is_idle = dialogue.step not in ASKING
    return Decision(Deed.CANCEL, dialogue.without_person().at(Step.MENU), ALONE if is_idle else "")


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
        return ask_birth(replace(dialogue, goal=Goal.WATCH))
    fresh = dialogue.without_person().at(Step.NAME, goal=Goal.WATCH)
    return Decision(Deed.ASK_NAME, fresh)


def _stop_watch(dialogue: Dialogue, heard: Heard) -> Decision:
    return Decision(Deed.STOP_WATCH, dialogue, heard.argument)


def _later(dialogue: Dialogue, _heard: Heard) -> Decision:
    return Decision(Deed.ASK_LATER, dialogue.at(Step.LATER))


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
    if dialogue.step is Step.BIRTH and dialogue.part:
        return _wrong_birth(dialogue, heard)
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
    return Decision(Deed.ASK_NAME, fresh, DATED if fresh.birth_date or fresh.part else "")


def _wrong_birth(dialogue: Dialogue, heard: Heard) -> Decision:
    if not dialogue.full_name:
        return _wrong_name(dialogue, heard)
    fresh = dialogue.at(Step.BIRTH, birth_date="", part="", fact_kind="", fact="")
    return Decision(Deed.ASK_BIRTH, fresh)


def _same_birth(dialogue: Dialogue, heard: Heard) -> Decision:
    if dialogue.step is not Step.BIRTH or not dialogue.full_name:
        return _look_up(dialogue, heard)
    return complete(replace(dialogue, birth_date=heard.argument))


def _only_year(dialogue: Dialogue, _heard: Heard) -> Decision:
    """Nobody knows the day, or the papers do not tell it: looked up as far as it is known."""
    if dialogue.step is Step.BIRTH and dialogue.part and dialogue.full_name:
        return complete(replace(dialogue, birth_date=dialogue.part))
    if dialogue.step is Step.BIRTH:
        return Decision(Deed.ASK_BIRTH, dialogue, ALONE)
    return ask_again(dialogue) or Decision(Deed.SAY_NOT_UNDERSTOOD, dialogue)


def _next(dialogue: Dialogue, heard: Heard) -> Decision:
    """The next of several people who stood in one message."""
    if not dialogue.others:
        return _look_up(dialogue, heard)
    (name, born), *others = dialogue.others
    fresh = dialogue.without_person()
    return complete(replace(fresh, full_name=name, birth_date=born, others=tuple(others)))


def _mine(dialogue: Dialogue, _heard: Heard) -> Decision:
    return Decision(Deed.SHOW_MINE, dialogue.without_person().at(Step.NAME))


def _my_card(dialogue: Dialogue, _heard: Heard) -> Decision:
    return Decision(Deed.SHOW_MINE_OR_ASK, dialogue.without_person().at(Step.NAME))


def _bind(dialogue: Dialogue, heard: Heard) -> Decision:
    return Decision(Deed.BIND, dialogue, heard.argument)


def _topic(dialogue: Dialogue, heard: Heard) -> Decision:
    at = dialogue if dialogue.step in ASKING else dialogue.at(Step.QUESTION)
    return Decision(Deed.SHOW_TOPIC, at, heard.argument)


def _feedback(dialogue: Dialogue, heard: Heard) -> Decision:
    topic = heard.argument or dialogue.topic
    return Decision(Deed.TAKE_FEEDBACK, dialogue, f"{heard.wish} {topic}")


def _none_of_these(dialogue: Dialogue, _heard: Heard) -> Decision:
    at = dialogue if dialogue.step in ASKING else dialogue.at(Step.QUESTION)
    return Decision(Deed.REFUSE_CHOICES, at)


def _hello(dialogue: Dialogue, _heard: Heard) -> Decision:
    return Decision(Deed.GREET, dialogue)


def _polite(dialogue: Dialogue, heard: Heard) -> Decision:
    """Thanks, a nod, a good-bye: nothing of a step that is open ends or changes by it."""
    return Decision(Deed.BE_POLITE, dialogue, str(heard.wish))


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
    Wish.LATER: _later,
    Wish.FORGET_LATER: _staying(Deed.FORGET_LATER),
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
    Wish.THANKS: _polite,
    Wish.NOD: _polite,
    Wish.BYE: _polite,
    Wish.ONLY_YEAR: _only_year,
    Wish.NEXT: _next,
    Wish.OLD_BUTTON: _staying(Deed.TELL_OLD_BUTTON),
}
