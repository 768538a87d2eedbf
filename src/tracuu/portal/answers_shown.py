"""What the pages of the answers show, in words of the active language."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language

from tracuu.answers.asking import Reply
from tracuu.answers.enums import Live
from tracuu.answers.models import AnswerVersion
from tracuu.answers.queries import Shelf, list_versions
from tracuu.answers.wording import without_answer
from tracuu.assistant.answer_words import is_ending, validity
from tracuu.core import clock
from tracuu.units.models import Unit

AS_OF = "ngay"
THANKS = "cam-on"


@dataclass(frozen=True, slots=True)
class ShownSource:
    document: str
    article: str
    url: str


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """One answer: its words, from when to when it holds, where it stands."""

    question: str
    answer: str
    validity: str
    is_ending: bool
    is_confirmed: bool
    sources: tuple[ShownSource, ...]
    url: str
    live: str

    @classmethod
    def of(cls, version: AnswerVersion, unit: Unit | None, on: dt.date) -> "ShownVersion":
        return cls(
            question=version.question,
            answer=version.answer,
            validity=validity(version),
            is_ending=is_ending(version),
            is_confirmed=version.is_confirmed,
            sources=tuple(
                ShownSource(one.document, one.article, one.url) for one in version.sources.all()
            ),
            url=answer_url(version.topic.slug, unit, on),
            live=version.topic.live if on == clock.today() else Live.NOTHING,
        )


@dataclass(frozen=True, slots=True)
class ShownShelf:
    title: str
    links: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, shelf: Shelf, unit: Unit | None, on: dt.date) -> "ShownShelf":
        category = shelf.category
        is_english = get_language() == "en" and category.title_en
        return cls(
            title=category.title_en if is_english else category.title,
            links=tuple(
                (answer_url(one.topic.slug, unit, on), one.question) for one in shelf.versions
            ),
        )


@dataclass(frozen=True, slots=True)
class ShownReply:
    """What became of a question. `title` and `advice` speak where there is no answer.

    `leads_on` are answers that help whose question gets none: (address, question).
    """

    outcome: str
    version: ShownVersion | None
    choices: tuple[tuple[str, str], ...]  # (topic, question)
    title: str
    advice: str
    subject: str
    redirect: str
    is_private: bool
    offers_lookup: bool
    leads_on: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, reply: Reply, unit: Unit | None) -> "ShownReply":
        said, group = without_answer(reply), reply.group
        helpful = list_versions(unit, reply.on, said.leads_on) if said.leads_on else {}
        return cls(
            outcome=reply.outcome.value,
            version=ShownVersion.of(reply.version, unit, reply.on) if reply.version else None,
            choices=tuple((one.topic.slug, one.question) for one in reply.choices),
            title=said.title,
            advice=said.advice,
            subject=group.title if group else "",
            redirect=group.redirect if group else "",
            is_private=reply.is_private,
            offers_lookup=said.offers_lookup,
            leads_on=tuple(
                (answer_url(slug, unit, reply.on), helpful[slug].question)
                for slug in said.leads_on
                if slug in helpful
            ),
        )


def answer_url(topic: str, unit: Unit | None, on: dt.date, *, is_thanked: bool = False) -> str:
    """The page of a topic; a day other than today stays in the address.

    With `is_thanked`, the page after somebody has said what the answer was worth.
    """
    url = (
        reverse("portal:unit_answer", args=[unit.slug, topic])
        if unit
        else reverse("portal:answer", args=[topic])
    )
    told = {} if on == clock.today() else {AS_OF: on.isoformat()}
    if is_thanked:
        told[THANKS] = "1"
    return f"{url}?{urlencode(told)}" if told else url


def answers_url(unit: Unit | None) -> str:
    return reverse("portal:unit_answers", args=[unit.slug]) if unit else reverse("portal:answers")


def suggestions_url(unit: Unit | None) -> str:
    """Where the page asks while somebody types."""
    if unit is None:
        return reverse("portal:suggest_questions")
    return reverse("portal:unit_suggest_questions", args=[unit.slug])
