"""What the pages of the lookup show of each person: fields to fill in, then an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext

from tracuu.cards.answer_wording import (
    WAITING,
    ShownDetails,
    unconfirmed_advice,
    unconfirmed_text,
    unconfirmed_title,
)
from tracuu.cards.enums import Stage
from tracuu.cards.errors import FieldError, TooManyLookups
from tracuu.cards.lookup import Answer
from tracuu.cards.wording import advice_sentence, error_sentence, stage_label, stage_sentence
from tracuu.portal.presenters import Step, steps_of
from tracuu.portal.spoken import Line, spoken, spoken_details, spoken_place
from tracuu.portal.typed import Typed, TypedPeople

_INPUT_OF = {"proof": "proof_value"}
# What a mood looks like: a colour, and a sign for those who do not see colours.
_MOOD_OF_STAGE = {
    Stage.AT_UNIT: ("good", "check"),
    Stage.HANDED_OVER: ("good", "check"),
    Stage.NEEDS_CORRECTION: ("act", "bang"),
    Stage.REPLACED: ("act", "bang"),
}
_WAIT = ("wait", "clock")
_UNCONFIRMED = ("act", "question")


@dataclass(frozen=True, slots=True)
class ShownFault:
    """One wrong field: the id of its input, what it is called, and what to mend."""

    input_id: str
    label: str
    message: str


@dataclass(frozen=True, slots=True)
class ShownFields:
    """One person's fields: `errors` by field, `focus` is the input to go on with ("" for none)."""

    typed: Typed
    errors: Mapping[str, str] = field(default_factory=dict)
    focus: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the second fact is shown, or only that there may be one."""
        return bool(self.typed.proof_value) or self.focus == "proof_value"


def shown_fields(typed: TypedPeople, *, focus: tuple[int, str] = (0, "")) -> list[ShownFields]:
    """Everybody's fields; `focus` is the number of a person and an input of theirs."""
    number, name = focus
    return [ShownFields(one, focus=name if one.number == number else "") for one in typed.people]


def shown_faults(
    typed: TypedPeople, faults: Mapping[int, Sequence[FieldError]]
) -> tuple[list[ShownFields], list[ShownFault]]:
    """Everybody's fields with what is wrong beside them, and a list of it; the first has the focus."""
    labels = {
        "full_name": gettext("Họ và tên"),
        "birth_date": gettext("Ngày sinh"),
        "proof": gettext("Thông tin thêm"),
    }
    people: list[ShownFields] = []
    summary: list[ShownFault] = []
    for place, one in enumerate(typed.people):
        focus = ""
        for error in faults.get(place, ()):
            name = _INPUT_OF.get(error.field, error.field)
            if not summary:
                focus = name
            label = labels[error.field]
            if typed.count > 1:
                label = f"{person_label(one)}, {label}"
            summary.append(ShownFault(f"{name}{one.suffix}", label, error_sentence(error)))
        errors = {error.field: error_sentence(error) for error in faults.get(place, ())}
        people.append(ShownFields(one, errors, focus))
    return people, summary


def person_label(typed: Typed) -> str:
    """Name a person of the form by their number, as the form does."""
    return f"{gettext('Người')} {typed.number}"


@dataclass(frozen=True, slots=True)
class ShownPerson:
    """One person's answer. `title` heads it among others, `sentence` says the same to its owner;
    `bring` is what to take along where the advice does not say it.

    `is_not_ready` is true for everybody who may yet wait for a card, whom we do not know included.
    """

    typed: Typed
    label: str
    title: str
    sentence: str
    text: str
    advice: str
    mood: str
    sign: str
    bring: str = ""
    steps: tuple[Step, ...] = ()
    details: ShownDetails | None = None
    spoken: tuple[Line, ...] = ()
    is_unconfirmed: bool = False
    is_not_ready: bool = False
    is_refused: bool = False


def shown_people(
    typed: TypedPeople, results: Sequence[Answer | TooManyLookups]
) -> list[ShownPerson]:
    """Everybody's answer, in the order of the form."""
    is_alone = typed.count == 1
    return [
        _refused(one, result)
        if isinstance(result, TooManyLookups)
        else _unconfirmed(one, is_alone=is_alone)
        if result.stage is None
        else _found(one, result, result.stage, is_alone=is_alone)
        for one, result in zip(typed.people, results, strict=True)
    ]


def shown_place(answer: Answer) -> tuple[Line, ...]:
    """What is read aloud of the unit."""
    return tuple(spoken_place(answer.unit, answer.data_as_of))


def first_answer(results: Sequence[Answer | TooManyLookups]) -> Answer | None:
    """Some answer of these, for what they have in common; None when there is none."""
    return next((each for each in results if isinstance(each, Answer)), None)


def _found(typed: Typed, answer: Answer, stage: Stage, *, is_alone: bool) -> ShownPerson:
    sentence, advice = stage_sentence(stage), advice_sentence(stage)
    title = sentence if is_alone else stage_label(stage)
    mood, sign = _MOOD_OF_STAGE.get(stage, _WAIT)
    lines = [*_spoken_name(typed, is_alone=is_alone), *spoken(sentence, advice)]
    details = None
    if answer.details is not None:
        details = ShownDetails.of(answer.details, stage)
        lines += spoken_details(answer.details, stage)
    return ShownPerson(
        typed=typed,
        label=person_label(typed),
        title=title,
        sentence=sentence,
        text="",
        advice=advice,
        mood=mood,
        sign=sign,
        steps=steps_of(stage) if is_alone else (),
        details=details,
        spoken=tuple(lines),
        is_not_ready=stage in WAITING or stage is Stage.NEEDS_CORRECTION,
    )


def _unconfirmed(typed: Typed, *, is_alone: bool) -> ShownPerson:
    """Every unconfirmed answer of a unit is shown alike, whatever the reason was."""
    title, text = unconfirmed_title(), unconfirmed_text()
    again = f"{gettext('Thử lại, thêm một thông tin chỉ bạn có')}."
    bring = unconfirmed_advice()
    mood, sign = _UNCONFIRMED
    return ShownPerson(
        typed=typed,
        label=person_label(typed),
        title=title,
        sentence=title,
        text=text,
        advice="" if is_alone else again,
        bring=bring,
        mood=mood,
        sign=sign,
        spoken=(*_spoken_name(typed, is_alone=is_alone), *spoken(f"{title}.", text, bring)),
        is_unconfirmed=True,
        is_not_ready=True,
    )


def _refused(typed: Typed, refusal: TooManyLookups) -> ShownPerson:
    if refusal.can_be_solved:
        advice = gettext("Xem xong các câu trả lời khác, hãy bấm “Tra cứu tiếp”.")
    else:
        minutes = -(-refusal.retry_after // 60)
        advice = gettext(
            "Hãy thử lại sau %(minutes)s phút. Nếu cần gấp, bạn có thể gọi cho đơn vị."
        ) % {"minutes": minutes}
    mood, sign = _WAIT
    title = gettext("Chưa tra cứu")
    return ShownPerson(
        typed=typed,
        label=person_label(typed),
        title=title,
        sentence=title,
        text=gettext("Vừa có nhiều lượt tra cứu liên tiếp nên người này chưa được tra cứu."),
        advice=advice,
        mood=mood,
        sign=sign,
        is_refused=True,
    )


def _spoken_name(typed: Typed, *, is_alone: bool) -> list[Line]:
    if is_alone:
        return []
    return [*spoken(f"{person_label(typed)}:"), ("vi", f"{typed.full_name}.")]
