"""Who stands at the counter: one line that an officer typed or scanned becomes the applications meant.

Officers see more than citizens do, so near spellings are shown too. Each application that is shown is
an event of the unit's record; so is a search that found nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from tracuu.audit.operations import Actor, record
from tracuu.cards.candidates import (
    Candidate,
    TooManyCandidates,
    find_by_column,
    find_by_receipt_hash,
    find_candidates,
)
from tracuu.cards.counter.reading import readings, what_is_wrong
from tracuu.cards.enums import Stage
from tracuu.cards.errors import ApplicationNotHere, QueryNotUnderstood
from tracuu.cards.identity import open_identity, plain_receipt, receipt_hashes, slip_hash
from tracuu.cards.models import Application
from tracuu.core.crypto import BlindIndex, Sealer, keys
from tracuu.core.receipt_codes import is_mistyped_code, read_code
from tracuu.names import (
    BirthDate,
    PersonName,
    Verdict,
    compare,
    parse_name,
)
from tracuu.units.models import Unit
from tracuu.units.queries import list_scope_ids

MOST_SHOWN = 8
_LONGEST = 200
_LONGEST_RECEIPT = 40


@dataclass(frozen=True, slots=True, repr=False)
class Found:
    """Who may be meant: first whose card is here, then the newest. `is_cut`: there are more."""

    people: Sequence[Candidate]
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class _Where:
    scope: Sequence[int]
    sealer: Sealer
    index: BlindIndex


def find_for_counter(*, unit: Unit, text: str, actor: Actor) -> Found:
    """The applications that a receipt code, a receipt number, or a name and a birth date mean.

    Who may ask is checked by the face before. Raises `QueryNotUnderstood`.
    """
    text = " ".join(text.split())[:_LONGEST]
    where = _Where(list_scope_ids(unit), *keys())
    way, people = _search(text, where)
    people.sort(key=lambda one: (one.stage is Stage.AT_UNIT, one.order), reverse=True)
    found = Found(people[:MOST_SHOWN], is_cut=len(people) > MOST_SHOWN)
    with transaction.atomic():
        for one in found.people:
            _tell(unit, actor, f"application:{one.application_id}", way)
        if not found.people:
            _tell(unit, actor, f"unit:{unit.pk}", "nobody")
    if not people and is_mistyped_code(text):
        raise QueryNotUnderstood(
            _("Mã này có chữ gõ nhầm. Hãy so lại từng chữ với phiếu, hoặc gõ họ tên và ngày sinh.")
        )
    if not people and (fault := what_is_wrong(text)):
        raise QueryNotUnderstood(fault)
    return found


def open_for_counter(*, unit: Unit, application_id: int, actor: Actor) -> Candidate:
    """One application, as it stands now; told in the record. Raises `ApplicationNotHere`."""
    sealer, _index = keys()
    rows = find_by_column("id", [application_id], list_scope_ids(unit), sealer)
    if not rows:
        raise ApplicationNotHere(application_id)
    _tell(unit, actor, f"application:{application_id}", "chosen")
    return rows[0]


def _tell(unit: Unit, actor: Actor, subject: str, way: str) -> None:
    record(
        actor=actor,
        action="card_looked_up",
        subject=subject,
        unit_id=unit.pk,
        facts={"way": way},
    )


def _search(text: str, where: _Where) -> tuple[str, list[Candidate]]:
    """How it was found, and who; a number on a paper may look like a code, so both are tried."""
    code = read_code(text)
    if code and (people := _find_by_code(code, where)):
        return "receipt_code", people
    if people := _find_by_receipt(text, where):
        return "receipt", people
    reading = next(readings(text), None)
    if reading is not None:
        return "person", _find_by_person(*reading, where)
    if code or is_mistyped_code(text) or _is_receipt(text) or what_is_wrong(text):
        return "receipt", []
    raise QueryNotUnderstood(
        _(
            "Hãy quét phiếu, gõ số hồ sơ, hoặc gõ họ tên rồi ngày sinh, ví dụ: tran van an 05/06/1988."
        )
    )


def _find_by_code(code: str, where: _Where) -> list[Candidate]:
    hashes = [
        slip_hash(where.index, unit_id, code, key_id)
        for unit_id in where.scope
        for key_id in where.index.key_ids
    ]
    people = find_by_column("slip_hash", hashes, where.scope, where.sealer)
    people = [one for one in people if one.identity.slip == code]
    if people:
        return people
    # A list may have set the person's facts right since: then another row speaks for them.
    silent = Application.objects.filter(slip_hash__in=hashes, unit_id__in=where.scope)
    return [one for row in silent for one in _find_successors(row, code, where)]


def _find_successors(row: Application, code: str, where: _Where) -> list[Candidate]:
    """The row that took over the slip; if it was printed too late for that, those alike."""
    was = open_identity(where.sealer, row.sealed, application_id=row.pk, unit_id=row.unit_id)
    alike = _find_by_receipt(was.receipt, where) if was.receipt else []
    name, date = parse_name(was.full_name), BirthDate.fromisoformat(was.birth_date)
    alike = alike or _find_by_person(name, date, where)
    # One that has another slip by now had its old one declared lost.
    slips = (code,) if any(one.identity.slip == code for one in alike) else ("",)
    return [one for one in alike if one.identity.slip in slips]


def _find_by_receipt(text: str, where: _Where) -> list[Candidate]:
    if not _is_receipt(text):
        return []
    plain = plain_receipt(text)
    found = []
    for unit_id in where.scope:
        hashes = receipt_hashes(where.index, unit_id, text)
        found += find_by_receipt_hash(unit_id, hashes, where.sealer)
    return [one for one in found if plain_receipt(one.identity.receipt) == plain]


def _is_receipt(text: str) -> bool:
    plain = plain_receipt(text)
    return len(plain) <= _LONGEST_RECEIPT and any(sign.isdigit() for sign in plain)


def _find_by_person(name: PersonName, date: BirthDate, where: _Where) -> list[Candidate]:
    """Those of this name and date; only when there is nobody, those who are one fault apart."""
    try:
        rows = find_candidates(name, date, where.scope, where.sealer, where.index)
    except TooManyCandidates:
        raise QueryNotUnderstood(
            _("Quá nhiều người gần giống. Hãy gõ đủ họ tên và ngày sinh, hoặc số hồ sơ.")
        ) from None
    judged = [(row, compare(name, date, row.name, row.date)) for row in rows]
    sure = [row for row, verdict in judged if verdict is Verdict.YES]
    return sure or [row for row, verdict in judged if verdict is Verdict.ASK]
