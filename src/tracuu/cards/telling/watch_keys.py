"""The hashes by which a watch and the row of its person meet, and the rule that says that they do.

A watch keeps no name. What the acceptance rule (R* of the research on names) asks of two names and
dates can be asked of keyed hashes too: the same exact name, or one side wholly without marks and the
same name without them; the same full date. What it asks of a spelling that only joins or parts words
otherwise (Mỹhạnh) cannot; such a pair is simply not told.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tracuu.cards.enums import ProofKind
from tracuu.cards.identity import Identity, person_hash, plain_receipt
from tracuu.core.crypto import BlindIndex
from tracuu.core.receipt_codes import read_code
from tracuu.messaging.operations import WatchKeys
from tracuu.names import BirthDate, PersonName, Precision, person_key, record_keys

_FEWEST_SYLLABLES = 2


def can_be_certain(name: PersonName, date: BirthDate) -> bool:
    """Whether this name and date can ever be one person's for sure (see `names.compare`)."""
    return (
        date.precision is Precision.DAY
        and not date.is_century_guessed
        and not name.has_remark
        and len(name.canonical) >= _FEWEST_SYLLABLES
    )


@dataclass(frozen=True, slots=True)
class PersonKeys:
    """The hashes of one name and date at one unit, under one index key, that are compared."""

    person_hash: int
    bare_hash: int
    is_unmarked: bool


def person_keys(
    index: BlindIndex, unit_id: int, name: PersonName, date: BirthDate, key_id: int
) -> PersonKeys:
    """For a name and date that `can_be_certain`."""
    return PersonKeys(
        person_hash=person_hash(index, unit_id, person_key(name, date), key_id),
        bare_hash=index.digest(f"{unit_id}|B|{_bare(name, date)}", key_id),
        is_unmarked=name.is_unmarked,
    )


def block_hashes_of(
    index: BlindIndex, unit_id: int, block_keys: Sequence[str], key_id: int
) -> tuple[int, ...]:
    """`block_hash` of each, in one go."""
    return index.digests([f"{unit_id}|{key}" for key in block_keys], key_id)


def block_hash(index: BlindIndex, unit_id: int, block_key: str, key_id: int) -> int:
    """The hash of a block key: what `identity.block_hashes` files the record under."""
    return index.digest(f"{unit_id}|{block_key}", key_id)


def watch_keys(
    index: BlindIndex,
    unit_id: int,
    name: PersonName,
    date: BirthDate,
    proof: tuple[ProofKind, str] | None,
) -> WatchKeys:
    """What a watch keeps, under the active key; `proof` as `candidates.normal_proof` makes it."""
    key_id = index.active
    found = person_keys(index, unit_id, name, date, key_id)
    return WatchKeys(
        block_hash=block_hash(index, unit_id, record_keys(name, date)[0], key_id),
        person_hash=found.person_hash,
        bare_hash=found.bare_hash,
        is_unmarked=found.is_unmarked,
        proof_hash=None if proof is None else _proof_hash(index, unit_id, *proof, key_id),
        key_id=key_id,
    )


def proof_hashes(index: BlindIndex, unit_id: int, identity: Identity, key_id: int) -> set[int]:
    """Every second fact that the person of this row would know, hashed as a watch keeps it."""
    facts = (
        (ProofKind.RECEIPT, plain_receipt(identity.receipt)),
        (ProofKind.RECEIPT, identity.slip),
        (ProofKind.PHONE_LAST4, identity.phone_last4),
        (ProofKind.ID_LAST4, identity.id_last4),
    )
    return {_proof_hash(index, unit_id, kind, fact, key_id) for kind, fact in facts if fact}


def is_certain(watch: PersonKeys, record: PersonKeys) -> bool:
    """Whether the acceptance rule would say yes to this pair."""
    if watch.person_hash == record.person_hash:
        return True
    return watch.bare_hash == record.bare_hash and (watch.is_unmarked or record.is_unmarked)


def _bare(name: PersonName, date: BirthDate) -> str:
    return f"{' '.join(name.folded)}|{date.isoformat()}"


def _proof_hash(index: BlindIndex, unit_id: int, kind: ProofKind, value: str, key_id: int) -> int:
    # The code of a slip has signs that look alike: read as the counter reads it.
    plain = (read_code(value) or value) if kind is ProofKind.RECEIPT else value
    return index.digest(f"{unit_id}|W|{kind.value}|{plain}", key_id)
