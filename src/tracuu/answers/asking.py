"""A question and its outcome: an answer with its law and its dates, a choice, a person, or a no."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

import structlog
from django.conf import settings

from tracuu.answers.enums import Deed, OutsideKind
from tracuu.answers.errors import TooManyQuestions
from tracuu.answers.learned import current_model
from tracuu.answers.matching.decision import Decision, Outcome, decide
from tracuu.answers.matching.spelling import (
    MOST_LETTERS,
    has_personal_number,
    is_english,
    normalise,
)
from tracuu.answers.matching.store import ModelNotUsable
from tracuu.answers.models import AnswerVersion, OutsideGroup
from tracuu.answers.operations import count_deeds
from tracuu.answers.queries import list_groups, list_versions
from tracuu.core import clock
from tracuu.core.limits import Limit, hit
from tracuu.units.models import Unit

_log = structlog.get_logger()
_PER_ADDRESS = Limit("question-address", 40, 60)
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
) -> Reply:
    """Answer a question for a unit (or the country) as of a day. Keeps nothing of what was typed.

    `before` is the topic that was answered last in a conversation, for follow-ups. Raises
    `TooManyQuestions` when one network address asks faster than people do.
    """
    if address and settings.LOOKUP_LIMITS:
        wait = hit(_PER_ADDRESS, address)
        if wait:
            raise TooManyQuestions(int(wait) + 1)
    on = on or clock.today()
    reply = _reply(text[:MOST_LETTERS], unit, on, before)
    _count(reply, unit)
    return reply


def _reply(text: str, unit: Unit | None, on: datetime.date, before: str) -> Reply:
    is_private = has_personal_number(text)
    if not normalise(text) or is_english(text):
        return Reply(Outcome.HAND_OVER, on)
    groups = list_groups()
    try:
        decision = _decide(text, groups.values(), before=before, may_answer=not is_private)
    except ModelNotUsable as error:
        _log.warning("answers_without_model", reason=str(error))
        return Reply(Outcome.HAND_OVER, on, is_private=is_private)
    if not decision.topics:
        return Reply(decision.outcome, on, group=groups.get(decision.group), is_private=is_private)
    held = list_versions(unit, on, decision.topics)
    versions = tuple(held[topic] for topic in decision.topics if topic in held)
    if decision.outcome is Outcome.ANSWER and versions:
        return Reply(Outcome.ANSWER, on, version=versions[0], is_private=is_private)
    # No valid answer today is a reason for a person, never for yesterday's answer.
    if decision.outcome is Outcome.ANSWER or not versions:
        return Reply(Outcome.HAND_OVER, on, is_private=is_private)
    return Reply(Outcome.CHOOSE, on, choices=versions, is_private=is_private)


def _decide(
    text: str, groups: Iterable[OutsideGroup], *, before: str, may_answer: bool
) -> Decision:
    model = current_model()
    refused = {group.slug for group in groups if group.kind == OutsideKind.REFUSE}
    ranking = model.rank(text)
    decision = decide(ranking, model.calibration, refused=refused, may_answer=may_answer)
    if before and decision.outcome is not Outcome.ANSWER and _follows(text):
        topics = dict.fromkeys([before, *(topic for topic, _ in ranking.topics[:2])])
        return Decision(Outcome.CHOOSE, topics=tuple(topics))
    return decision


def _follows(text: str) -> bool:
    plain = normalise(text)
    return plain.startswith(_FOLLOWING) and len(plain.split()) <= _FOLLOWING_WORDS


_DEEDS = {
    Outcome.ANSWER: Deed.ANSWERED,
    Outcome.CHOOSE: Deed.OFFERED,
    Outcome.HAND_OVER: Deed.HANDED_OVER,
    Outcome.REFUSE: Deed.REFUSED,
}


def _count(reply: Reply, unit: Unit | None) -> None:
    topic = reply.version.topic.slug if reply.version else ""
    count_deeds(unit=unit, topic=topic, deeds=[Deed.ASKED, _DEEDS[reply.outcome]])


def explain(text: str) -> list[tuple[str, float, list[tuple[str, float]]]]:
    """For editors: the first topics, their shares, and the words that spoke for each."""
    model = current_model()
    return [
        (topic, share, model.explain(text, topic)) for topic, share in model.rank(text).topics[:3]
    ]
