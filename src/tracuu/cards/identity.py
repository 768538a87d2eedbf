"""What is sealed of a person, and how it becomes the keyed hashes by which it is found."""

import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import msgpack

from tracuu.cards.enums import ProofKind
from tracuu.core.crypto import BlindIndex, Sealer
from tracuu.core.receipt_codes import read_code

_SEPARATORS = re.compile(r"[\W_]+")


@dataclass(slots=True, repr=False)
class Identity:
    """Everything of a person that a list told; at rest it exists only sealed.

    Never altered once made; not frozen, because a list makes a million of them.

    Dates are ISO text, `birth_date` with the precision that is known ("1988", "1988-06").
    """

    full_name: str
    birth_date: str
    sex: str = ""
    receipt: str = ""
    id_last4: str = ""
    phone_last4: str = ""
    ward: str = ""
    collected_on: str = ""
    # The receipt code of the slip that the unit printed. No list tells it, so it tells nobody apart.
    slip: str = field(default="", compare=False)

    def holds(self, kind: ProofKind, value: str) -> bool:
        """Whether the person of this application would know `value`; takes the same time always.

        The number on the paper and the code on the slip are one kind: few know which is which.
        """
        if kind is ProofKind.RECEIPT:
            has_number = _is_same(plain_receipt(self.receipt), value)
            has_code = _is_same(self.slip, read_code(value) or "")
            return has_number or has_code
        fact = {ProofKind.PHONE_LAST4: self.phone_last4, ProofKind.ID_LAST4: self.id_last4}[kind]
        return _is_same(fact, value)


def _is_same(fact: str, value: str) -> bool:
    return bool(fact) and hmac.compare_digest(fact.encode(), value.encode())


def plain_receipt(text: str) -> str:
    """A receipt number as it is compared: capitals and digits only ("hs 00 12" is "HS0012").

    >>> plain_receipt(" hs-00.12 ")
    'HS0012'
    """
    return _SEPARATORS.sub("", text).upper()


def seal_identity(
    sealer: Sealer, identity: Identity, *, application_id: int, unit_id: int
) -> bytes:
    """Sealed for this row: copied to another application or unit it does not open."""
    plain: bytes = msgpack.packb(_as_row(identity))
    return sealer.seal(plain, _context(application_id, unit_id))


def open_identity(
    sealer: Sealer, sealed: bytes | memoryview, *, application_id: int, unit_id: int
) -> Identity:
    """The identity of a row; raises `SealBroken` when the row was tampered with."""
    plain = sealer.open(bytes(sealed), _context(application_id, unit_id))
    return Identity(*msgpack.unpackb(plain))


def _as_row(identity: Identity) -> tuple[str, ...]:
    return (
        identity.full_name,
        identity.birth_date,
        identity.sex,
        identity.receipt,
        identity.id_last4,
        identity.phone_last4,
        identity.ward,
        identity.collected_on,
        identity.slip,
    )


def block_hashes(
    index: BlindIndex, unit_id: int, block_keys: Iterable[str], key_id: int | None = None
) -> set[int]:
    """The hashes under which a record is found, about six; `block_keys` as `names` makes them."""
    return set(index.digests([f"{unit_id}|{key}" for key in block_keys], key_id))


def person_hash(index: BlindIndex, unit_id: int, person_key: str, key_id: int | None = None) -> int:
    """The hash of the exact person, by which a list's row meets its application."""
    return index.digest(f"{unit_id}|P|{person_key}", key_id)


def receipt_hash(
    index: BlindIndex, unit_id: int, receipt: str, key_id: int | None = None
) -> int | None:
    plain = plain_receipt(receipt)
    return index.digest(f"{unit_id}|R|{plain}", key_id) if plain else None


def receipt_hashes(index: BlindIndex, unit_id: int, receipt: str) -> tuple[int, ...]:
    """The hash under each key, the active one first; empty when there is no number."""
    found = (receipt_hash(index, unit_id, receipt, key_id) for key_id in index.key_ids)
    return tuple(one for one in found if one is not None)


def slip_hash(index: BlindIndex, unit_id: int, code: str, key_id: int | None = None) -> int:
    """The hash by which the code of a slip (as `receipt_codes` reads it) finds its application."""
    return index.digest(f"{unit_id}|S|{code}", key_id)


def _context(application_id: int, unit_id: int) -> bytes:
    return b"application|%d|%d" % (application_id, unit_id)


def seal_note(sealer: Sealer, note: str, application_id: int) -> bytes:
    """An officer's remark, which may name people, sealed for its application."""
    return sealer.seal(note.encode(), b"note|%d" % application_id)


def open_note(sealer: Sealer, sealed: bytes, application_id: int) -> str:
    """The remark of an application; raises `SealBroken`."""
    return sealer.open(sealed, b"note|%d" % application_id).decode()


def seal_proxy(sealer: Sealer, name: str, application_id: int) -> bytes:
    """Who took the card for its owner, sealed for the application."""
    return sealer.seal(name.encode(), b"proxy|%d" % application_id)


def open_proxy(sealer: Sealer, sealed: bytes, application_id: int) -> str:
    """The name of a proxy; raises `SealBroken`."""
    return sealer.open(sealed, b"proxy|%d" % application_id).decode()
