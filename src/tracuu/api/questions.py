"""Questions: which answer holds, with its law and its dates, or whom to ask instead."""

import datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import to_json

from tracuu.answers.asking import Reply, ask
from tracuu.answers.matching.spelling import MOST_LETTERS
from tracuu.answers.models import AnswerVersion
from tracuu.answers.wording import without_answer
from tracuu.api import schemas
from tracuu.api.lookups import read_body
from tracuu.api.units import unit_brief
from tracuu.core.http import client_address
from tracuu.units.models import Unit
from tracuu.units.queries import get_unit

router = Router(tags=["questions"])


class QuestionIn(BaseModel):
    """What somebody wants to know, in their own words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str = Field(
        min_length=1,
        max_length=MOST_LETTERS,
        description="As typed: with or without diacritics, chat spelling too. Kept only when it found"
        " no answer, with names and numbers masked.",
        examples=["cccd làm bao lâu có vậy ad"],
    )
    on: datetime.date | None = Field(
        default=None,
        strict=True,
        description="As of which day; today when left out.",
        examples=["2026-11-23"],
    )
    topic: str = Field(
        default="",
        max_length=60,
        description="In a conversation: the topic answered last, for “còn trẻ em thì sao”.",
    )


class SourceOut(BaseModel):
    document: str
    article: str
    url: str


class TopicAnswerOut(BaseModel):
    """A reviewed answer; show it with its dates and sources."""

    topic: str
    question: str
    text: str
    sources: list[SourceOut]
    valid_from: datetime.date
    valid_to: datetime.date | None = Field(description="The last day; null: until it is replaced.")
    is_confirmed: bool = Field(description="false: to be checked; do not show it as certain.")
    live: Literal["", "place", "lookup", "contacts"] = Field(
        description="Which fact is answered from data beside the text: hours, address and phone in"
        " `unit`, or the state of a card by a lookup."
    )


class ChoiceOut(BaseModel):
    topic: str
    question: str


class ElsewhereOut(BaseModel):
    """Who usually handles what is not answered here."""

    subject: str
    place: str


class ReplyOut(BaseModel):
    """One of four outcomes. With `handover` and `refuse` there is nothing to show but `unit`."""

    outcome: Literal["answer", "choose", "handover", "refuse"]
    on: datetime.date
    answer: TopicAnswerOut | None
    choices: list[ChoiceOut] = Field(description="Up to three questions to tap, best first.")
    elsewhere: ElsewhereOut | None
    message: str = Field(
        description="What to say where there is no answer, in the language of the request; each kind of"
        ' no has its own words. "" with an answer.'
    )
    has_personal_number: bool = Field(description="Tell the person not to send such numbers.")
    unit: schemas.UnitBrief = Field(description="Whom to call or visit.")


@router.post(
    "/{slug:slug}/questions",
    response={
        200: ReplyOut,
        400: schemas.Problem,
        404: schemas.Problem,
        413: schemas.Problem,
        415: schemas.Problem,
        422: schemas.FieldsProblem,
        429: schemas.Problem,
    },
    operation_id="ask_question",
    summary="Ask a question",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/QuestionIn"}}
            },
        }
    },
)
def ask_question(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer a question about cards and residence as a unit would on a day.

    Nothing is ever made up: an answer is a reviewed text with its law, or there is none.
    """
    unit = get_unit(slug)
    asked = read_body(request, QuestionIn)
    reply = ask(
        text=asked.text,
        unit=unit,
        on=asked.on,
        before=asked.topic,
        address=client_address(request),
        keeps=True,
    )
    return HttpResponse(to_json(_reply_as_json(reply, unit)), content_type="application/json")


def _reply_as_json(reply: Reply, unit: Unit) -> dict[str, Any]:
    group, said = reply.group, without_answer(reply)
    return {
        "outcome": reply.outcome.value,
        "on": reply.on,
        "answer": None if reply.version is None else _answer_as_json(reply.version),
        "choices": [{"topic": one.topic.slug, "question": one.question} for one in reply.choices],
        "elsewhere": (
            {"subject": group.title, "place": group.redirect}
            if group is not None and group.redirect
            else None
        ),
        "message": "" if reply.version else f"{said.title}. {said.advice}".replace("?.", "?"),
        "has_personal_number": reply.is_private,
        "unit": unit_brief(unit),
    }


def _answer_as_json(version: AnswerVersion) -> dict[str, Any]:
    return {
        "topic": version.topic.slug,
        "question": version.question,
        "text": version.answer,
        "sources": [
            {"document": one.document, "article": one.article, "url": one.url}
            for one in version.sources.all()
        ],
        "valid_from": version.valid_from,
        "valid_to": version.valid_to,
        "is_confirmed": version.is_confirmed,
        "live": version.topic.live,
    }
