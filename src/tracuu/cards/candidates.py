"""From a query to the one application it is about, or to nobody.

Reads of a few rows by keyed hashes, and the acceptance rule R* of the research on names: shown is only
the one record with the same name and the same full date, when nobody else is alike.
"""

import datetime
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, Protocol

from django.db import connection

from tracuu.cards.enums import ListState, ProofKind, Stage
from tracuu.cards.identity import Identity, open_identity, plain_receipt, seal_identity
from tracuu.cards.lookup_limits import count_wrong_guess, may_guess
from tracuu.core.crypto import BlindIndex, Sealer
from tracuu.core.database import as_date, select
from tracuu.names import (
    BirthDate,
    PersonName,
    Verdict,
    compare,
    parse_name,
    query_keys,
)

# More than any honest query meets (p99 is 34 in a unit of 500,000): beyond it nothing is shown.
_MOST_ROWS = 4000

# The newest change that counts speaks for an application: its list is published, or it has none.
_SELECT = """
    SELECT a.id, a.unit_id, a.sealed, c.stage, c.changed_on, c.box, c.sealed_note,
           COALESCE(l.published_at, c.recorded_at), c.id, c.correction, c.due_on
    FROM cards_application a
    JOIN cards_stagechange c ON c.application_id = a.id
    LEFT JOIN cards_cardlist l ON l.id = c.card_list_id
    WHERE {wanted}
      AND (c.card_list_id IS NULL OR l.state = %s)
    LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An application that might be meant, opened, with what is true of it now."""

    application_id: int
    identity: Identity
    name: PersonName
    date: BirthDate
    stage: Stage
    changed_on: datetime.date
    box: str
    sealed_note: bytes | None
    order: tuple[Any, int]
    # Of a faulty file: whose reasons, which of them, and the last day to mend it.
    unit_id: int
    correction: str
    due_on: datetime.date | None


# A query without candidates does as much work as one with a few: else its time would tell that
# nobody alike is listed. These stand in for those who are missing; they are nobody.
_LEAST_CANDIDATES = 4
_DECOY = Identity(full_name="Nguyễn Thị Minh Hoạ", birth_date="1900-01-01")
_DECOY_ID = 0


class TooManyCandidates(Exception):
    """So many rows that uniqueness cannot be told; nobody is shown."""


def find_candidates(
    name: PersonName,
    date: BirthDate,
    unit_ids: Sequence[int],
    sealer: Sealer,
    index: BlindIndex,
) -> list[Candidate]:
    """Every visible application that shares a key with the query; raises `TooManyCandidates`."""
    keys = query_keys(name, date)
    hashes = list(
        {
            index.digest(f"{unit_id}|{key}", key_id)
            for unit_id in unit_ids
            for key in keys
            for key_id in index.key_ids
        }
    )
    wanted = "a.id IN (SELECT application_id FROM cards_blockkey WHERE hash {values})"
    return _find(wanted, hashes, unit_ids, sealer)


def find_by_column(
    column: Literal["id", "slip_hash"],
    values: Sequence[int],
    unit_ids: Sequence[int],
    sealer: Sealer,
) -> list[Candidate]:
    """Every visible application of these units with one of the values; for officers only."""
    return _find(f"a.{column} {{values}}", values, unit_ids, sealer)


def find_by_receipt_hash(unit_id: int, hashes: Sequence[int], sealer: Sealer) -> list[Candidate]:
    """Every visible application of the unit with one of the hashes; for officers only."""
    wanted = "a.unit_id + 0 = %s AND a.receipt_hash {values}"
    return _find(wanted, hashes, [unit_id], sealer, before=[unit_id])


def _find(
    wanted: str,
    values: Sequence[int],
    unit_ids: Sequence[int],
    sealer: Sealer,
    *,
    before: Sequence[int] = (),
) -> list[Candidate]:
    is_postgresql = connection.vendor == "postgresql"
    marks = "= ANY(%s)" if is_postgresql else f"IN ({','.join(['%s'] * len(values))})"
    parameters: list[Any] = [*before, list(values)] if is_postgresql else [*before, *values]
    sql = _SELECT.format(wanted=wanted.format(values=marks))
    rows = select(sql, [*parameters, ListState.PUBLISHED.value, _MOST_ROWS])
    if len(rows) >= _MOST_ROWS:
        raise TooManyCandidates
    return _open_all(_newest(rows), set(unit_ids), sealer)


def _newest(rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    newest: dict[int, tuple[Any, ...]] = {}
    for row in rows:
        before = newest.get(row[0])
        if before is None or (row[7], row[8]) > (before[7], before[8]):
            newest[row[0]] = row
    return [row for row in newest.values() if row[3] != Stage.REPLACED]


def _open_all(
    rows: Iterable[tuple[Any, ...]], unit_ids: set[int], sealer: Sealer
) -> list[Candidate]:
    candidates = []
    for row in rows:
        application_id, unit_id, sealed, stage, changed_on, box, note, at, change_id = row[:9]
        correction, due_on = row[9:]
        if unit_id not in unit_ids:  # two of 2^64 hashes met
            continue
        identity = open_identity(sealer, sealed, application_id=application_id, unit_id=unit_id)
        candidates.append(
            Candidate(
                application_id=application_id,
                identity=identity,
                name=parse_name(identity.full_name),
                date=BirthDate.fromisoformat(identity.birth_date),
                stage=Stage(stage),
                changed_on=as_date(changed_on),
                box=box,
                sealed_note=None if note is None else bytes(note),
                order=(at, change_id),
                unit_id=unit_id,
                correction=correction or "",
                due_on=as_date(due_on) if due_on else None,
            )
        )
    return candidates


def choose(
    name: PersonName,
    date: BirthDate,
    candidates: Sequence[Candidate],
    *,
    proof: tuple[ProofKind, str] | None,
    is_proof_required: bool,
) -> Candidate | None:
    """The one application to show, or None. The worst failure of this product would be here."""
    judged = [(row, compare(name, date, row.name, row.date)) for row in candidates]
    if proof is not None:
        alike = [row for row, verdict in judged if verdict is not Verdict.NO]
        return _same_person([row for row in alike if _proves(row, *proof)])
    if is_proof_required:
        return None
    chosen = _same_person([row for row, verdict in judged if verdict is Verdict.YES])
    if chosen is None or _namesakes(chosen, candidates):
        return None
    return chosen


def _proves(row: Candidate, kind: ProofKind, value: str) -> bool:
    """Whether the second fact is this application's; wrong ones count against it."""
    if not may_guess(row.application_id):
        return False
    if row.identity.holds(kind, value):
        return True
    count_wrong_guess(row.application_id)
    return False


def _same_person(rows: Sequence[Candidate]) -> Candidate | None:
    """The newest of rows that are surely one person; None for nobody or for several people."""
    if not rows:
        return None
    if all(is_one_person(one, other) for one, other in itertools.combinations(rows, 2)):
        return max(rows, key=lambda row: row.order)
    return None


class Person(Protocol):
    """Somebody with a name, a date and the other facts that a list told."""

    @property
    def name(self) -> PersonName: ...
    @property
    def date(self) -> BirthDate: ...
    @property
    def identity(self) -> Identity: ...


def is_one_person(one: Person, other: Person) -> bool:
    """Same exact name, same date, and a number in common: two applications of one person."""
    if one.name.canonical != other.name.canonical or one.date != other.date:
        return False
    mine, theirs = one.identity, other.identity
    pairs = [(mine.id_last4, theirs.id_last4), (mine.phone_last4, theirs.phone_last4)]
    if any(a and b and a != b for a, b in pairs):
        return False
    receipts = (plain_receipt(mine.receipt), plain_receipt(theirs.receipt))
    return any(a and a == b for a, b in [*pairs, receipts])


def _namesakes(chosen: Candidate, candidates: Sequence[Candidate]) -> bool:
    """Whether somebody else is alike once marks are removed: then only a second fact tells them apart."""
    return any(
        row.name.folded == chosen.name.folded
        and row.date == chosen.date
        and not is_one_person(chosen, row)
        for row in candidates
        if row is not chosen
    )


def level_the_time(
    name: PersonName, date: BirthDate, candidates: Sequence[Candidate], sealer: Sealer
) -> None:
    """Do for the candidates that a query lacks what was done for those that it has."""
    for _ in range(_LEAST_CANDIDATES - len(candidates)):
        decoy = open_identity(
            sealer, _sealed_decoy(sealer), application_id=_DECOY_ID, unit_id=_DECOY_ID
        )
        born = BirthDate.fromisoformat(decoy.birth_date)
        compare(name, date, parse_name(decoy.full_name), born)


@lru_cache(maxsize=2)
def _sealed_decoy(sealer: Sealer) -> bytes:
    return seal_identity(sealer, _DECOY, application_id=_DECOY_ID, unit_id=_DECOY_ID)


def normal_proof(kind: ProofKind, value: str) -> str | None:
    """A second fact as it is compared, or None when it cannot be one."""
    if kind is ProofKind.RECEIPT:
        plain = plain_receipt(value)
        return plain if 1 <= len(plain) <= 40 else None  # noqa: PLR2004 (longest receipt seen: 24)
    digits = "".join(letter for letter in value if letter.isdecimal() and letter.isascii())
    return digits[-4:] if len(digits) >= 4 else None  # noqa: PLR2004 (they may type all of it)
