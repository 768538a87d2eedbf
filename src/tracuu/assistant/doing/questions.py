"""Questions: a reviewed answer with its law and days, a choice, an officer, or a no; nothing made up."""

from dataclasses import replace

from django.utils.translation import get_language, gettext

from tracuu.answers.asking import Reply as Answered
from tracuu.answers.asking import ask, choose, tell_useful
from tracuu.answers.asking import refuse_choices as tell_none
from tracuu.answers.enums import Live, OutsideKind
from tracuu.answers.errors import TooManyQuestions, TopicNotFound
from tracuu.answers.matching.decision import Outcome
from tracuu.answers.models import AnswerVersion
from tracuu.answers.queries import find_version, get_topic, list_related
from tracuu.answers.wording import refusal
from tracuu.assistant.answer_words import caution, is_ending, validity
from tracuu.assistant.decisions import ASKING, WRONG, Decision
from tracuu.assistant.dialogue import Dialogue
from tracuu.assistant.doing import buttons
from tracuu.assistant.doing.later import ask_later
from tracuu.assistant.doing.officers import hand_over_for
from tracuu.assistant.doing.people import ask_birth, ask_fact, ask_name
from tracuu.assistant.doing.places import asked_again, place_of
from tracuu.assistant.doing.replying import (
    MOST_BUTTONS,
    Reply,
    Turn,
    address_of_page,
    fitting,
    lines,
    paragraphs,
)
from tracuu.assistant.enums import Deed, Step, Wish
from tracuu.core import clock
from tracuu.core.limits import Limit, hit
from tracuu.messaging.chat.content import Button
from tracuu.names.letters import fold
from tracuu.names.syllables import is_possible_unmarked
from tracuu.units.models import Unit
from tracuu.units.wording import unit_name

_MOST_RELATED = 2
# Who floods is told so once a minute.
_SAID_TOO_FAST = Limit("told-too-fast", 1, 60)
# Room for what stands around an answer: its law, its days, the place.
_MOST_ANSWER = 1200
_MOST_AROUND = 760
_AGAIN = {
    Deed.ASK_NAME: ask_name,
    Deed.ASK_BIRTH: ask_birth,
    Deed.ASK_FACT: ask_fact,
    Deed.ASK_LATER: ask_later,
}
_GREETINGS = frozenset(
    {"hello", "hi", "helo", "hey", "ok", "oke", "thanks", "thank", "bye", "good"}
)


def invite_question(_turn: Turn, decision: Decision) -> Reply:
    """The menu's "Hỏi đáp CCCD"."""
    text = gettext(
        "Bạn gõ câu hỏi về thẻ căn cước, cư trú hoặc VNeID. Ví dụ: làm căn cước mất bao lâu, lệ phí bao"
        " nhiêu, mất thẻ thì làm sao."
    )
    return Reply(text, decision.dialogue, (buttons.person(), buttons.cancel()))


def answer_question(turn: Turn, decision: Decision) -> Reply:
    """Ask among the answers; `before` keeps the topic for "còn trẻ em thì sao"."""
    dialogue = decision.dialogue
    # Where a name or a date was asked for, it may be one: that is not kept.
    asked = "" if decision.fallback else decision.argument
    try:
        answered = ask(
            text=decision.argument,
            unit=turn.unit,
            before=dialogue.topic,
            address=turn.caller.user,
            keeps=bool(asked),
        )
    except TooManyQuestions as error:
        if hit(_SAID_TOO_FAST, str(turn.contact.pk)):
            return Reply("", dialogue)
        text = gettext("Bạn hỏi nhanh quá. Hãy chờ %(seconds)s giây rồi hỏi lại.") % {
            "seconds": error.retry_after
        }
        return Reply(text, dialogue)
    if answered.outcome is Outcome.ANSWER and answered.version is not None:
        return answer_with(turn, replace(dialogue, asked=asked, choices=()), answered.version)
    if answered.outcome is Outcome.CHOOSE:
        return _choose(replace(dialogue, asked=asked), answered)
    if decision.fallback is not None and answered.group is None:
        # It was meant for what was asked, and was not understood as that.
        wrong = Decision(decision.fallback, dialogue, WRONG)
        return _AGAIN[decision.fallback](turn, wrong)
    if answered.outcome is Outcome.REFUSE:
        return _refuse(turn, dialogue, answered)
    return _no_answer(turn, dialogue, answered, decision.argument)


def show_topic(turn: Turn, decision: Decision) -> Reply:
    """A question was tapped: its answer of today, or a person.

    One of those that were offered is counted, and which words meant it is kept, as on the web; one
    that stands below an answer is read as a page is.
    """
    dialogue = decision.dialogue
    try:
        topic = get_topic(decision.argument)
    except TopicNotFound:
        return _unsure(turn, dialogue)
    if topic.slug in dialogue.choices:
        version = choose(text=dialogue.asked, topic=topic, unit=turn.unit).version
        dialogue = replace(dialogue, choices=())
    else:
        version = find_version(topic, turn.unit, clock.today())
        dialogue = replace(dialogue, choices=(), asked="")
    if version is None:
        return _unsure(turn, dialogue)
    return answer_with(turn, dialogue, version)


def refuse_choices(turn: Turn, decision: Decision) -> Reply:
    """None of the questions that were offered is meant: the editors see it, a person is offered."""
    dialogue = decision.dialogue
    if dialogue.choices:
        tell_none(text=dialogue.asked, unit=turn.unit)
    text = gettext("Bạn hỏi lại bằng một câu ngắn, hoặc nhắn cho cán bộ.")
    known = replace(dialogue, choices=(), asked="")
    ways = (buttons.person(), buttons.cancel())
    return Reply(paragraphs(text, asked_again(dialogue.step)), known, ways)


def answer_with(turn: Turn, dialogue: Dialogue, version: AnswerVersion) -> Reply:
    """The answer, where it stands, from when to when; the live facts that belong to it."""
    slug, live = version.topic.slug, version.topic.live
    is_asked = dialogue.step in ASKING
    text = paragraphs(
        version.question,
        caution(version),
        fitting(version.answer, _MOST_ANSWER),
        fitting(_law(version), _MOST_AROUND),
        place_of(turn.unit) if live in {Live.PLACE, Live.CONTACTS} else "",
        asked_again(dialogue.step),
    )
    known = dialogue if is_asked else dialogue.without_person().at(Step.QUESTION)
    found = (
        *((buttons.look_up(),) if live == Live.LOOKUP and not is_asked else ()),
        buttons.hidden(gettext("Hữu ích"), Wish.USEFUL, slug),
        buttons.hidden(gettext("Chưa đúng"), Wish.NOT_RIGHT, slug),
        *_related(turn, version),
    )
    return Reply(fitting(text), replace(known, topic=slug, rated=""), found[:MOST_BUTTONS])


def _law(version: AnswerVersion) -> str:
    told = dict.fromkeys(
        f"{source.document}, {source.article}" if source.article else source.document
        for source in version.sources.all()
    )
    ending = gettext("Sắp có thay đổi, hãy hỏi lại sau ngày đó.") if is_ending(version) else ""
    return lines(
        f"{gettext('Căn cứ')}: {'; '.join(told)}." if told else "",
        " ".join(part for part in (validity(version), ending) if part),
    )


def _related(turn: Turn, version: AnswerVersion) -> tuple[Button, ...]:
    """Questions that people ask next: the neighbours in the same category."""
    found = list_related(version, turn.unit, clock.today(), most=_MOST_RELATED)
    return tuple(buttons.hidden(one.question, Wish.TOPIC, one.topic.slug) for one in found)


def _choose(dialogue: Dialogue, answered: Answered) -> Reply:
    """Up to three questions to tap."""
    text = paragraphs(
        lines(gettext("Bạn muốn hỏi điều nào?"), gettext("Hãy bấm vào câu gần nhất với ý bạn.")),
        asked_again(dialogue.step),
    )
    offered = tuple(
        buttons.hidden(one.question, Wish.TOPIC, one.topic.slug) for one in answered.choices
    )
    none = buttons.say(gettext("Không phải các câu này"))
    known = dialogue if dialogue.step in ASKING else dialogue.without_person().at(Step.CHOOSING)
    known = replace(known, choices=tuple(one.topic.slug for one in answered.choices))
    return Reply(text, known, (*offered, none, buttons.person())[:MOST_BUTTONS])


def _refuse(turn: Turn, dialogue: Dialogue, answered: Answered) -> Reply:
    """Other people's data, the unlawful, abuse: a calm no, and the second time a person reads it."""
    if dialogue.rude:
        return hand_over_for(turn, dialogue, "abuse")
    said = refusal(answered.group)
    from_now = replace(dialogue, rude=dialogue.rude + 1)
    offered = (buttons.look_up(), buttons.ask(), buttons.person())
    return Reply(lines(f"{said.title}.", said.advice), from_now, offered)


def _no_answer(turn: Turn, dialogue: Dialogue, answered: Answered, asked: str) -> Reply:
    group = answered.group
    if group is not None and group.kind == OutsideKind.SMALL_TALK and _has_words(asked):
        text = lines(
            gettext("Bạn cần hỏi gì về thẻ căn cước?"),
            gettext("Hãy gõ một câu ngắn, ví dụ: làm căn cước mất bao lâu."),
        )
        return Reply(paragraphs(text, asked_again(dialogue.step)), dialogue, buttons.menu())
    if group is not None and group.redirect:
        text = paragraphs(
            lines(
                gettext("Việc này do nơi khác giải quyết."),
                f"{group.title}: {group.redirect}" if group.title else group.redirect,
                gettext("Hãy hỏi lại nơi đó trước khi đi."),
            ),
            asked_again(dialogue.step),
        )
        return Reply(fitting(text), dialogue, (buttons.ask(), buttons.look_up(), buttons.person()))
    return _unsure(turn, dialogue)


def _has_words(text: str) -> bool:
    """Whether any of it can be a word; a cat on the keyboard makes no small talk.

    >>> _has_words("Chào bạn"), _has_words("hello"), _has_words("asdf qwer zxcv")
    (True, True, False)
    """
    tokens = fold(text).split()
    return any(token in _GREETINGS or is_possible_unmarked(token.strip(".,!?")) for token in tokens)


def _unsure(turn: Turn, dialogue: Dialogue) -> Reply:
    """No sure answer: whom to call and when, an officer by a tap; the second time without one."""
    if dialogue.misses:
        return hand_over_for(turn, dialogue, "no_answer")
    only_vietnamese = (
        gettext("Tôi chỉ trả lời câu hỏi về thủ tục bằng tiếng Việt.")
        if get_language() == "en"
        else ""
    )
    text = paragraphs(
        gettext(
            "Tôi chưa có câu trả lời chắc chắn cho câu này. Bạn hỏi lại bằng một câu ngắn hơn, hoặc bấm"
            " “Hỏi cán bộ” để cán bộ %(unit)s trả lời."
        )
        % {"unit": unit_name(turn.unit)},
        only_vietnamese,
        lines(
            place_of(turn.unit),
            _hotline(turn.unit),
        ),
    )
    ways = (buttons.person(), buttons.look_up(), buttons.ask(), *_answers_page(turn))
    return Reply(fitting(text), dialogue, ways, is_missed=True)


def _hotline(unit: Unit) -> str:
    """The number of the unit above all others: the ministry's line, from the day that it has one."""
    top = unit
    while top.parent is not None:
        top = top.parent
    if top.pk == unit.pk or not top.phone:
        return ""
    return gettext("Tổng đài %(unit)s: %(phone)s") % {"unit": unit_name(top), "phone": top.phone}


def _answers_page(turn: Turn) -> tuple[Button, ...]:
    address = address_of_page(f"/{turn.unit.slug}/hoi-dap/")
    return buttons.opening(gettext("Xem các câu hỏi"), address)


def take_feedback(turn: Turn, decision: Decision) -> Reply:
    """Hữu ích or Chưa đúng, counted once an answer; a wrong answer is a reason to offer a person."""
    wish, _, slug = decision.argument.partition(" ")
    dialogue = decision.dialogue
    is_useful = wish == Wish.USEFUL
    try:
        topic = get_topic(slug)
    except TopicNotFound:
        topic = None
    if topic is not None and dialogue.rated != slug:
        asked = dialogue.asked if dialogue.topic == slug else ""
        tell_useful(topic=topic, unit=turn.unit, is_useful=is_useful, text=asked)
        dialogue = replace(dialogue, rated=slug)
    again = asked_again(dialogue.step)
    if is_useful:
        text = gettext("Cảm ơn bạn đã cho biết.")
        return Reply(paragraphs(text, again), dialogue)
    text = gettext(
        "Cảm ơn bạn đã cho biết, chúng tôi sẽ xem lại. Bạn hỏi lại bằng câu khác, hoặc để cán bộ trả"
        " lời."
    )
    return Reply(paragraphs(text, again), dialogue, (buttons.person(), buttons.ask()))
