"""What citizens do with applications: look up."""

import datetime
from collections.abc import Sequence

from tracuu.cards import lookup_limits
from tracuu.cards.candidates import (
    Candidate,
    TooManyCandidates,
    choose,
    find_candidates,
    level_the_time,
    normal_proof,
)
from tracuu.cards.correction_reasons import Reason, find_reason
from tracuu.cards.counting import count_lookup
from tracuu.cards.enums import Outcome, ProofKind, Stage
from tracuu.cards.errors import (
    FieldError,
    LookupNotUnderstood,
    PeopleNotUnderstood,
    TooManyLookups,
    UnitTakesNoLookups,
)
from tracuu.cards.identity import open_note
from tracuu.cards.lookup import Answer, Caller, Details, Proof, Sought
from tracuu.cards.queries import find_data_as_of
from tracuu.cards.rules import due_on
from tracuu.core import clock
from tracuu.core.crypto import Sealer, keys
from tracuu.names import (
    BirthDate,
    BirthDateNotUnderstood,
    NameNotUnderstood,
    PersonName,
    parse_birth_date,
    parse_name,
)
from tracuu.units.enums import Area
from tracuu.units.models import Unit
from tracuu.units.queries import list_scope_ids


def look_up(
    *, unit: Unit, full_name: str, birth_date: str, proof: Proof | None, caller: Caller
) -> Answer:
    """Where the card of this person is, as one of two outcomes (see `Answer`).

    Raises `LookupNotUnderstood` with what to mend, `TooManyLookups` with what to do, or
    `UnitTakesNoLookups`. Everything
    that is not surely this one person is `unconfirmed`: nobody, a near match, several, a wrong fact.
    """
    if unit.closed_on or not unit.publishes_lists:
        raise UnitTakesNoLookups(unit.slug)
    name, date, fact = understand(full_name, birth_date, proof)
    lookup_limits.check(unit=unit, name=name, date=date, has_proof=fact is not None, caller=caller)
    sealer, index = keys()
    scope = list_scope_ids(unit)
    try:
        candidates = find_candidates(name, date, scope, sealer, index)
        chosen = choose(
            name, date, candidates, proof=fact, is_proof_required=unit.requires_second_fact
        )
        level_the_time(name, date, candidates, sealer)
    except TooManyCandidates:
        chosen = None
    data_as_of = find_data_as_of(scope)
    outcome = Outcome.UNCONFIRMED if chosen is None else Outcome.FOUND
    count_lookup(unit, outcome)
    if chosen is None:
        return Answer(outcome=outcome, unit=unit, data_as_of=data_as_of)
    return Answer(
        outcome=outcome,
        unit=unit,
        data_as_of=data_as_of,
        stage=chosen.stage,
        details=None if fact is None else details_of(chosen, unit, sealer),
    )


def own_answer(*, unit: Unit, chosen: Candidate) -> Answer:
    """What a person is told of the application that is theirs for sure: both tiers.

    For a chat that was bound to it at the counter (`binding.find_bound`); nothing is looked up, so
    nothing counts for the limits.
    """
    return Answer(
        outcome=Outcome.FOUND,
        unit=unit,
        data_as_of=find_data_as_of(list_scope_ids(unit)),
        stage=chosen.stage,
        details=details_of(chosen, unit, keys()[0]),
    )


def look_up_people(
    *, unit: Unit, people: Sequence[Sought], caller: Caller
) -> list[Answer | TooManyLookups]:
    """Where the cards of several people are, in their order: each as `look_up` answers.

    Each counts for the limits. Whom a limit refuses gets the refusal in place of an answer, and the
    others are answered all the same. Nobody is looked up or counted while anything typed cannot be
    read: raises `PeopleNotUnderstood`, or `UnitTakesNoLookups`.
    """
    faults: dict[int, list[FieldError]] = {}
    for place, one in enumerate(people):
        try:
            understand(one.full_name, one.birth_date, one.proof)
        except LookupNotUnderstood as error:
            faults[place] = error.errors
    if faults:
        raise PeopleNotUnderstood(faults)
    caller = lookup_limits.pay(caller, len(people))
    results: list[Answer | TooManyLookups] = []
    for one in people:
        try:
            answer = look_up(
                unit=unit,
                full_name=one.full_name,
                birth_date=one.birth_date,
                proof=one.proof,
                caller=caller,
            )
        except TooManyLookups as refusal:
            results.append(refusal)
        else:
            results.append(answer)
    return results


def understand(
    full_name: str, birth_date: str, proof: Proof | None
) -> tuple[PersonName, BirthDate, tuple[ProofKind, str] | None]:
    """What was typed, read; raises `LookupNotUnderstood` with what to mend in each field."""
    errors: list[FieldError] = []
    name = date = fact = None
    try:
        name = parse_name(full_name)
    except NameNotUnderstood as error:
        errors.append(FieldError("full_name", error.code, error.message))
    try:
        date = parse_birth_date(birth_date, today=clock.today())
    except BirthDateNotUnderstood as error:
        errors.append(FieldError("birth_date", error.code, error.message))
    if proof is not None:
        value = normal_proof(proof.kind, proof.value)
        if value is None:
            errors.append(FieldError("proof", "format", _PROOF_WANTED[proof.kind]))
        else:
            fact = (proof.kind, value)
    if errors or name is None or date is None:
        raise LookupNotUnderstood(errors)
    return name, date, fact


_PROOF_WANTED = {
    ProofKind.RECEIPT: "Hãy nhập số hồ sơ in trên giấy hẹn, ví dụ HS-00123.",
    ProofKind.PHONE_LAST4: "Hãy nhập 4 số cuối của số điện thoại đã ghi khi làm hồ sơ.",
    ProofKind.ID_LAST4: "Hãy nhập 4 số cuối của số CCCD hoặc CMND.",
}


def _remark(chosen: Candidate, reason: Reason | None, sealer: Sealer) -> str:
    """What the officer wrote beside a faulty file, unless it is just the reason in fewer words.

    Remarks on other stages are not for citizens.
    """
    if chosen.stage is not Stage.NEEDS_CORRECTION or chosen.sealed_note is None:
        return ""
    remark = open_note(sealer, chosen.sealed_note, chosen.application_id)
    return "" if reason is not None and reason.is_called(remark) else remark


def details_of(chosen: Candidate, unit: Unit, sealer: Sealer) -> Details:
    """The second tier of an application; the caller knows that it may be opened."""
    collected = chosen.identity.collected_on
    is_faulty = chosen.stage is Stage.NEEDS_CORRECTION
    reason = find_reason(chosen.unit_id, chosen.correction) if is_faulty else None
    collected_on = datetime.date.fromisoformat(collected) if collected else None
    return Details(
        full_name=chosen.identity.full_name,
        birth_date=chosen.identity.birth_date,
        stage_since=chosen.changed_on,
        collected_on=collected_on,
        due_on=due_on(collected_on, Area(unit.area)) if collected_on else None,
        box=chosen.box if chosen.stage is Stage.AT_UNIT else "",
        reason=reason,
        bring_by=chosen.due_on if is_faulty else None,
        remark=_remark(chosen, reason, sealer),
    )
