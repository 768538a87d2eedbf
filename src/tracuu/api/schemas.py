"""What the API is asked and what it answers, as the OpenAPI document tells it.

Lookups are read by `LookupIn` and written by hand (`api/lookups.py`): a second pass of models over
an answer of our own making would cost more than the lookup. A test compares both.
"""

import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

StageCode = Literal[
    "collected", "processing", "printing", "at_unit", "handed_over", "needs_correction"
]
ProofKindCode = Literal["receipt", "phone_last4", "id_last4"]


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ProofIn(_Asked):
    """A second fact that the person holds; with a right one the answer has `details`."""

    kind: ProofKindCode = Field(
        description="`receipt`: number on the appointment slip, or the code on the collection"
        " slip; `phone_last4`: last four digits of the phone number on the form; `id_last4`: last"
        " four digits of the ID number."
    )
    value: str = Field(max_length=60, description="The fact, as typed.", examples=["HS-00123"])


class LookupIn(_Asked):
    """Whose card is looked for."""

    full_name: str = Field(
        max_length=200,
        description="With or without diacritics, in any case.",
        examples=["Nguyễn Thị Minh Anh"],
    )
    birth_date: str = Field(
        max_length=60, description="Day, month, year as people type them.", examples=["17/05/1991"]
    )
    proof: ProofIn | None = Field(default=None, description="May be left out.")
    ticket: str = Field(
        default="",
        max_length=4096,
        description="After a 429 with a challenge: its solution (see 429).",
    )


class UnitBrief(BaseModel):
    """Where a card is kept and handed over."""

    slug: str = Field(examples=["tan-phu"])
    name: str
    address: str = Field(description='"" when it is not known.')
    phone: str = Field(description='"" when it is not known.')
    hours: str = Field(description="Opening hours as a sentence, in the language of the answer.")


class UnitLink(BaseModel):
    slug: str
    name: str


class UnitFull(UnitBrief):
    """A unit, whether it still stands, and who took over from it."""

    name_en: str
    kind: Literal["ministry", "province", "district", "commune"]
    publishes_lists: bool = Field(description="Whether cards can be looked up here.")
    closed_on: datetime.date | None
    successors: list[UnitLink] = Field(description="Units that took over from a closed one.")
    is_invented: bool = Field(description="Address and phone are made up for a demonstration.")


class UnitsFound(BaseModel):
    units: list[UnitBrief]


class DetailsOut(BaseModel):
    """What a right second fact opens. Dates are null where no list told them."""

    full_name: str
    birth_date: str = Field(
        description="ISO date, or only `YYYY-MM` or `YYYY` when no more is known."
    )
    stage_since: datetime.date
    collected_on: datetime.date | None
    due_on: datetime.date | None = Field(description="The last day that the law allows.")
    box: str = Field(description='Where the card lies at the unit; "" when it is not known.')
    reason: str = Field(description='Why the application needs correction; "" when it does not.')
    what_to_bring: str = Field(description='What mends it, to show as it is; "" when not known.')
    bring_by: datetime.date | None = Field(description="The last day to bring it.")
    remark: str = Field(description='What the officer wrote of it, in Vietnamese; mostly "".')


class FoundOut(BaseModel):
    """Exactly one person of this name and birth date, and nobody alike."""

    outcome: Literal["found"]
    stage: StageCode
    stage_label: str
    sentence: str = Field(description="To show as it is.")
    data_as_of: datetime.date | None = Field(description="The day whose truth the lists tell.")
    unit: UnitBrief
    details: DetailsOut | None = Field(description="null without a right second fact.")


class UnconfirmedOut(BaseModel):
    """Everything else. It does not tell whether somebody alike is listed: all of a unit are equal."""

    outcome: Literal["unconfirmed"]
    stage: None
    stage_label: None
    sentence: str = Field(description="To show as it is.")
    data_as_of: datetime.date | None = Field(description="The day whose truth the lists tell.")
    unit: UnitBrief
    details: None
    proof_kinds: list[ProofKindCode] = Field(description="What may be sent as `proof.kind`.")


AnswerOut = Annotated[FoundOut | UnconfirmedOut, Field(discriminator="outcome")]


class FieldProblem(BaseModel):
    field: str = Field(description="Where it stands in the request, e.g. `proof.kind`.")
    code: str = Field(description="For programs.")
    message: str = Field(description="For people.")


class Problem(BaseModel):
    """RFC 9457, `application/problem+json`."""

    type: str
    title: str
    status: int
    detail: str


class FieldsProblem(Problem):
    errors: list[FieldProblem]


class Challenge(BaseModel):
    """ALTCHA, protocol v1: find the `number` up to `maxnumber` for which SHA-256(salt + number) is
    `challenge`.
    """

    algorithm: Literal["SHA-256"]
    challenge: str
    maxnumber: int
    salt: str
    signature: str


class LimitProblem(Problem):
    """Wait as long as `Retry-After` says; or, when there is a challenge, solve it and send the same
    request once more with `ticket`.
    """

    retry_after: int = Field(description="Seconds, as in the header `Retry-After`.")
    challenge: Challenge | None = Field(
        description="null when only time helps. The solution is base64 of the JSON object of"
        " `algorithm`, `challenge`, `number`, `salt` and `signature`; it is good once, for ten minutes."
    )


def component_schemas(*models: type[BaseModel]) -> dict[str, Any]:
    """Give the JSON schemas of the models and of everything inside them, by name."""
    found: dict[str, Any] = {}
    for model in models:
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        found.update(schema.pop("$defs", {}))
        found[model.__name__] = schema
    return found
