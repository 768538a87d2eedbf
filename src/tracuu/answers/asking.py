"""A question and its outcome: an answer with its law and its dates, a choice, a person, or a no."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import structlog
from django.conf import settings

from tracuu.answers.asked import keep_question
from tracuu.answers.enums import AskedKind, Deed, OutsideKind
from tracuu.answers.errors import TooManyQuestions
from tracuu.answers.learned import InUse, current_model
from tracuu.answers.matching.corpus import outside
from tracuu.answers.matching.decision import (
    MOST_CHOICES,
    Decision,
    Outcome,
    Ranking,
    decide,
)
from tracuu.answers.matching.spelling import (
    MOST_LETTERS,
    has_personal_number,
    is_english,
    normalise,
)
from tracuu.answers.matching.store import ModelNotUsable
from tracuu.answers.models import AnswerVersion, OutsideGroup, Topic
from tracuu.answers.operations import count_deeds
from tracuu.answers.queries import find_version, list_groups, list_versions
from tracuu.core import clock
from tracuu.core.limits import Limit, hit
from tracuu.units.models import Unit

_log = structlog.get_logger()
_PER_ADDRESS = Limit("question-address", 40, 60)
_TYPED_PER_ADDRESS = Limit("question-typed-address", 150, 60)
# Sent once more within this time, by a page that is loaded again or a button pressed twice, the same
# question is answered and not counted.
_TOLD_ONCE = Limit("question-told", 1, 900)
_MOST_SUGGESTED = 5
_FEWEST_LETTERS = 3
# A follow-up as short as "còn trẻ em thì sao" says only what is different: it keeps the topic before.
_FOLLOWING = ("con ", "the con ", "vay con ", "neu ", "the neu ", "vay neu ")
_FOLLOWING_WORDS = 7


@dataclass(frozen=True, slots=True)
class Reply:
    """`version` with ANSWER, one to three `choices` with CHOOSE; `group` says what lies outside.

    `is_private`: a personal number was typed, and the reply should warn of that.
    """

    outcome: Outcome
    on: datetime.date
    version: AnswerVersion | None = None
    choices: tuple[AnswerVersion, ...] = ()
    group: OutsideGroup | None = None
    is_private: bool = False


def ask(
    *,
    text: str,
    unit: Unit | None,
    on: datetime.date | None = None,
    before: str = "",
    address: str = "",
    keeps: bool = False,
    once: str = "",
) -> Reply:
    """Answer a question for a unit (or the country) as of a day.

    With `keeps`, what found no answer is kept for the editors with everything personal masked. Else
    nothing is. Only who knows that a text is a question says so: in a conversation it may be a name
    that was asked for. `before` is the topic that was answered last in a conversation, for
    follow-ups. `once` names the form that was sent: the same question from it counts once. Raises
    `TooManyQuestions` when one network address asks faster than people do.
    """
    _wait(_PER_ADDRESS, address)
    text = text[:MOST_LETTERS]
    reply = _reply(text, unit, on or clock.today(), before)
    if not _is_new(once, text, reply.on.isoformat()):
        return reply
    topic = reply.version.topic.slug if reply.version else ""
    if reply.group is not None:
        topic = outside(
            reply.group.slug
        )  # the figures tell those from questions that we cannot answer
    count_deeds(unit=unit, topic=topic, deeds=[Deed.ASKED, _DEEDS[reply.outcome]])
    if keeps and reply.outcome is Outcome.HAND_OVER and reply.group is None:
        keep_question(unit=unit, kind=AskedKind.UNANSWERED, text=text)
    return reply


def choose(
    *,
    text: str,
    topic: Topic,
    unit: Unit | None,
    on: datetime.date | None = None,
    once: str = "",
) -> Reply:
    """Answer with the question that somebody tapped; which words meant it is kept, masked.

    `once` as in `ask`.
    """
    on = on or clock.today()
    version = find_version(topic, unit, on)
    if _is_new(once, text, on.isoformat(), topic.slug):
        count_deeds(unit=unit, topic=topic.slug, deeds=[Deed.CHOSEN])
        if version is not None:
            keep_question(unit=unit, kind=AskedKind.CHOSEN, text=text, topic=topic.slug)
    if version is None:
        return Reply(Outcome.HAND_OVER, on)
    return Reply(Outcome.ANSWER, on, version=version, is_private=has_personal_number(text))


def refuse_choices(
    *, text: str, unit: Unit | None, on: datetime.date | None = None, once: str = ""
) -> Reply:
    """None of the questions to tap was meant: a person answers, and the editors see the question.

    `once` as in `ask`.
    """
    if _is_new(once, text, "none"):
        count_deeds(unit=unit, topic="", deeds=[Deed.HANDED_OVER])
        keep_question(unit=unit, kind=AskedKind.NONE_OF_THESE, text=text)
    return Reply(Outcome.HAND_OVER, on or clock.today())


def tell_useful(*, topic: Topic, unit: Unit | None, is_useful: bool, text: str = "") -> None:
    """Count what somebody thought of an answer; with the question that it was given to, keep that."""
    deed = Deed.USEFUL if is_useful else Deed.WRONG
    count_deeds(unit=unit, topic=topic.slug, deeds=[deed])
    if not is_useful and text:
        keep_question(unit=unit, kind=AskedKind.WRONG, text=text, topic=topic.slug)


def suggest(
    *, text: str, unit: Unit | None, on: datetime.date | None = None, address: str = ""
) -> tuple[AnswerVersion, ...]:
    """Questions that are likely meant while somebody types: up to five, best first. Counts nothing.

    Raises `TooManyQuestions` as `ask`.
    """
    _wait(_TYPED_PER_ADDRESS, address)
    text = text[:MOST_LETTERS]
    if len(normalise(text)) < _FEWEST_LETTERS or has_personal_number(text):
        return ()
    try:
        in_use = current_model()
    except ModelNotUsable:
        return ()
    ranking = in_use.model.rank(text)
    if ranking.beyond >= in_use.model.calibration.beyond_at:
        return ()
    likely = [topic for topic, _ in ranking.topics[:_MOST_SUGGESTED] if topic not in in_use.gone]
    held = list_versions(unit, on or clock.today(), likely)
    return tuple(held[topic] for topic in likely if topic in held)


def _wait(limit: Limit, address: str) -> None:
    if address and settings.LOOKUP_LIMITS:
        wait = hit(limit, address)
        if wait:
            raise TooManyQuestions(int(wait) + 1)


def _is_new(once: str, *told: str) -> bool:
    """Whether this was not sent before from the same form; only a keyed hash of it is remembered."""
    return not once or not hit(_TOLD_ONCE, "\n".join((once, *told)))


def _reply(text: str, unit: Unit | None, on: datetime.date, before: str) -> Reply:
    is_private = has_personal_number(text)
    if not normalise(text) or is_english(text):
        return Reply(Outcome.HAND_OVER, on)
    groups = list_groups()
    try:
        in_use = current_model()
    except ModelNotUsable as error:
        _log.warning("answers_without_model", reason=str(error))
        return Reply(Outcome.HAND_OVER, on, is_private=is_private)
    ranking = in_use.model.rank(text)
    decision = decide_with(in_use, ranking, text, refused_groups(groups.values()))
    if before and decision.outcome is not Outcome.ANSWER and _follows(text):
        topics = dict.fromkeys([before, *(topic for topic, _ in ranking.topics[:2])])
        decision = Decision(Outcome.CHOOSE, topics=tuple(topics))
    if not decision.topics:
        return Reply(decision.outcome, on, group=groups.get(decision.group), is_private=is_private)
    outcome, versions = resolve(decision, list_versions(unit, on, decision.topics))
    if outcome is Outcome.ANSWER:
        return Reply(outcome, on, version=versions[0], is_private=is_private)
    return Reply(outcome, on, choices=versions, is_private=is_private)


def refused_groups(groups: Collection[OutsideGroup]) -> frozenset[str]:
    """The groups that get a no instead of a way on."""
    return frozenset(group.slug for group in groups if group.kind == OutsideKind.REFUSE)


def decide_with(in_use: InUse, ranking: Ranking, text: str, refused: frozenset[str]) -> Decision:
    """The decision of a model; what has changed since it was fitted is offered, never answered."""
    decision = decide(
        ranking,
        in_use.model.calibration,
        refused=refused,
        may_answer=not has_personal_number(text),
    )
    if in_use.is_current:
        return decision
    if decision.group and outside(decision.group) in in_use.gone:
        return Decision(Outcome.HAND_OVER)
    topics = tuple(topic for topic in decision.topics if topic not in in_use.gone)
    if decision.topics and not topics:
        return Decision(Outcome.HAND_OVER)
    if decision.outcome is Outcome.ANSWER and in_use.changed & set(topics):
        likely = [topic for topic, _ in ranking.topics if topic not in in_use.gone]
        return Decision(Outcome.CHOOSE, topics=tuple(likely[:MOST_CHOICES]))
    return Decision(decision.outcome, topics=topics, group=decision.group)


def resolve(
    decision: Decision, held: Mapping[str, AnswerVersion]
) -> tuple[Outcome, tuple[AnswerVersion, ...]]:
    """What is shown of a decision, given the versions that hold on the day by topic.

    No valid answer on the day is a reason for a person, never for another day's answer.
    """
    versions = tuple(held[topic] for topic in decision.topics if topic in held)
    if decision.topics and not versions:
        return Outcome.HAND_OVER, ()
    return decision.outcome, versions


def _follows(text: str) -> bool:
    plain = normalise(text)
    return plain.startswith(_FOLLOWING) and len(plain.split()) <= _FOLLOWING_WORDS


_DEEDS = {
    Outcome.ANSWER: Deed.ANSWERED,
    Outcome.CHOOSE: Deed.OFFERED,
    Outcome.HAND_OVER: Deed.HANDED_OVER,
    Outcome.REFUSE: Deed.REFUSED,
}


@dataclass(frozen=True, slots=True)
class Explained:
    """One topic of a decision: its share of all, and the words that spoke most for it."""

    topic: str
    share: float
    words: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a question got what it got. `right` and `beyond` are probabilities, `*_at` their limits."""

    decision: Decision
    right: float
    answer_at: float
    beyond: float
    beyond_at: float
    topics: tuple[Explained, ...]
    is_current: bool


def explain(text: str) -> list[tuple[str, float, list[tuple[str, float]]]]:
    """The first topics, their shares, and the words that spoke for each; raises `ModelNotUsable`."""
    return [(one.topic, one.share, list(one.words)) for one in explain_decision(text).topics]


def explain_decision(text: str) -> Explanation:
    """For editors: the decision, how sure it was, and what spoke for the first three topics.

    Raises `ModelNotUsable`.
    """
    in_use = current_model()
    model, text = in_use.model, text[:MOST_LETTERS]
    ranking = model.rank(text)
    return Explanation(
        decision=decide_with(in_use, ranking, text, refused_groups(list_groups().values())),
        right=ranking.right,
        answer_at=model.calibration.answer_at,
        beyond=ranking.beyond,
        beyond_at=model.calibration.beyond_at,
        topics=tuple(
            Explained(topic, share, tuple(model.explain(text, topic)))
            for topic, share in ranking.topics[:3]
        ),
        is_current=in_use.is_current,
    )
