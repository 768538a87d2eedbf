"""What the pages of the answers show, in words of the active language."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language, gettext

from tracuu.answers.asking import Reply
from tracuu.answers.enums import Live, OutsideKind
from tracuu.answers.matching.decision import Outcome
from tracuu.answers.models import AnswerVersion
from tracuu.answers.queries import Shelf
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
    """What became of a question. `title` and `advice` speak where there is no answer."""

    outcome: str
    version: ShownVersion | None
    choices: tuple[tuple[str, str], ...]  # (topic, question)
    title: str
    advice: str
    subject: str
    redirect: str
    is_private: bool

    @classmethod
    def of(cls, reply: Reply, unit: Unit | None) -> "ShownReply":
        title, advice = _words(reply)
        group = reply.group
        return cls(
            outcome=reply.outcome.value,
            version=ShownVersion.of(reply.version, unit, reply.on) if reply.version else None,
            choices=tuple((one.topic.slug, one.question) for one in reply.choices),
            title=title,
            advice=advice,
            subject=group.title if group else "",
            redirect=group.redirect if group else "",
            is_private=reply.is_private,
        )


def _words(reply: Reply) -> tuple[str, str]:
    if reply.outcome is Outcome.CHOOSE:
        return gettext("Bạn muốn hỏi điều nào?"), gettext("Hãy bấm vào câu gần nhất với ý bạn.")
    if reply.outcome is Outcome.REFUSE:
        return (
            gettext("Trang này không trả lời câu đó"),
            gettext(
                "Trang chỉ trả lời về quy định cấp thẻ và cư trú. Trang không cho biết thông tin của"
                " người khác và không giúp việc trái luật. Nếu cần, hãy gặp công an nơi bạn ở."
            ),
        )
    if reply.group is not None and reply.group.kind == OutsideKind.SMALL_TALK:
        return (
            gettext("Bạn cần hỏi gì về thẻ căn cước?"),
            gettext("Hãy ghi một câu ngắn, ví dụ: làm căn cước mất bao lâu."),
        )
    if reply.group is not None and reply.group.redirect:
        if reply.group.is_confirmed:
            advice = gettext("Hãy liên hệ nơi được ghi dưới đây.")
        else:
            advice = gettext(
                "Nơi thường giải quyết được ghi dưới đây; hãy hỏi lại nơi đó trước khi đi."
            )
        return gettext("Việc này do nơi khác giải quyết"), advice
    return (
        gettext("Chưa có câu trả lời chắc chắn"),
        gettext("Câu này cần cán bộ trả lời. Hãy gọi hoặc đến đơn vị trong giờ làm việc."),
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
