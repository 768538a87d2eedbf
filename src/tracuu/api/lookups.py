"""The lookup: where is this person's card?"""

from typing import Any, TypeVar

import pydantic
from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic_core import to_json

from tracuu.api import schemas
from tracuu.api.errors import NOT_JSON, OTHER_MEDIA_TYPE, TOO_LARGE, BodyNotUsable
from tracuu.api.units import unit_brief
from tracuu.cards.enums import Outcome, ProofKind
from tracuu.cards.lookup import Answer, Caller, Details, Proof
from tracuu.cards.operations import look_up
from tracuu.cards.wording import outcome_sentence, stage_label
from tracuu.core.http import client_address
from tracuu.units.queries import get_unit

router = Router(tags=["lookups"])
_MOST_BYTES = 8 * 1024
_Body = TypeVar("_Body", bound=pydantic.BaseModel)
_PROOF_KINDS = [kind.value for kind in ProofKind]


@router.post(
    "/{slug:slug}/lookups",
    response={
        200: schemas.AnswerOut,
        400: schemas.Problem,
        404: schemas.Problem,
        413: schemas.Problem,
        415: schemas.Problem,
        422: schemas.FieldsProblem,
        429: schemas.LimitProblem,
    },
    operation_id="look_up",
    summary="Look up a card",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/LookupIn"}}},
        }
    },
)
def look_up_card(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell where the card of one person is, at one unit.

    The body may have 8 KB. Everything personal travels in it, never in the address; the answer
    must not be kept (`Cache-Control: no-store`).
    """
    unit = get_unit(slug)
    asked = read_body(request, schemas.LookupIn)
    proof = asked.proof
    answer = look_up(
        unit=unit,
        full_name=asked.full_name,
        birth_date=asked.birth_date,
        proof=None if proof is None else Proof(ProofKind(proof.kind), proof.value),
        caller=Caller(address=client_address(request), ticket=asked.ticket),
    )
    return HttpResponse(to_json(answer_as_json(answer)), content_type="application/json")


def read_body(request: HttpRequest, shape: type[_Body]) -> _Body:
    """Read the body once, straight from its bytes."""
    if request.content_type != "application/json":
        raise BodyNotUsable(*OTHER_MEDIA_TYPE)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit() and int(length[:9]) <= _MOST_BYTES):
        raise BodyNotUsable(*TOO_LARGE)
    try:
        return shape.model_validate_json(request.body)
    except pydantic.ValidationError as error:
        if any(one["type"] == "json_invalid" for one in error.errors(include_input=False)):
            raise BodyNotUsable(*NOT_JSON) from None
        raise


def answer_as_json(answer: Answer) -> dict[str, Any]:
    """Write an answer as `schemas.AnswerOut` describes it."""
    stage = answer.stage
    content: dict[str, Any] = {
        "outcome": answer.outcome.value,
        "stage": None if stage is None else stage.code,
        "stage_label": None if stage is None else stage_label(stage),
        "sentence": outcome_sentence(answer),
        "data_as_of": answer.data_as_of,
        "unit": unit_brief(answer.unit),
        "details": None if answer.details is None else _details_as_json(answer.details),
    }
    if answer.outcome is Outcome.UNCONFIRMED:
        content["proof_kinds"] = _PROOF_KINDS
    return content


def _details_as_json(details: Details) -> dict[str, Any]:
    return {
        "full_name": details.full_name,
        "birth_date": details.birth_date,
        "stage_since": details.stage_since,
        "collected_on": details.collected_on,
        "due_on": details.due_on,
        "box": details.box,
        "reason": details.reason.said() if details.reason else details.remark,
        "what_to_bring": details.reason.said_to_bring() if details.reason else "",
        "bring_by": details.bring_by,
        "remark": details.remark,
    }
