"""Which application a row of a list is about. Two people are never made one, on any doubt."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Protocol

from tracuu.cards.enums import Stage
from tracuu.cards.identity import Identity, plain_receipt
from tracuu.cards.lists.reading import ListRow
from tracuu.names import BirthDate, Verdict, compare, parse_name
from tracuu.units.rules import search_words


class Match(Enum):
    NEW = "nobody known"
    SAME = "known, with the same facts"
    CORRECTED = "known by its receipt or its person, with other or further facts"
    CONFLICT = "its receipt number is another person's"
    SEVERAL = "several known people could be meant"


@dataclass(slots=True)
class Known:
    """An application that is true now, or that this list has already brought (`is_new`).

    `since` is when it came to its stage; `is_replaced` says that this list corrected it already.
    `by_hand_on`: an officer made its newest change on that day; `is_met`: this list named it.
    `correction`, `due_on`: of a faulty file, as in `StageChange`.
    """

    application_id: int
    identity: Identity
    stage: Stage
    box: str
    since: datetime.date
    is_new: bool
    is_replaced: bool = False
    by_hand_on: datetime.date | None = None
    is_met: bool = False
    correction: str | None = None
    due_on: datetime.date | None = None


class _Prepared(Protocol):
    @property
    def identity(self) -> Identity: ...
    @property
    def stage(self) -> Stage: ...
    @property
    def row(self) -> ListRow: ...
    @property
    def persons(self) -> tuple[int, ...]: ...
    @property
    def receipts(self) -> tuple[int, ...]: ...


def match_row(item: _Prepared, known: Mapping[int, list[Known]]) -> tuple[Match, Known | None]:
    """What the row is, and the application it meets."""
    for found in item.receipts:
        for entry in known.get(found, ()):
            if entry.is_replaced:
                continue
            if _is_compatible(item, entry):
                return _same_or_corrected(item, entry), entry
            return Match.CONFLICT, None
    alike = [
        entry
        for found in item.persons
        for entry in known.get(found, ())
        if not entry.is_replaced and _may_be_one(item, entry)
    ]
    if len(alike) > 1:
        exact = [entry for entry in alike if entry.identity == item.identity]
        shared = [entry for entry in alike if _shares_fact(item.identity, entry.identity)]
        alike = exact or shared or alike
    if not alike:
        return Match.NEW, None
    if len(alike) > 1:
        return Match.SEVERAL, None
    return _same_or_corrected(item, alike[0]), alike[0]


def _is_compatible(item: _Prepared, entry: Known) -> bool:
    """The same receipt number, and a name and date that can be the same person's."""
    mine = parse_name(item.identity.full_name)
    born = BirthDate.fromisoformat(item.identity.birth_date)
    name = parse_name(entry.identity.full_name)
    date = BirthDate.fromisoformat(entry.identity.birth_date)
    return compare(mine, born, name, date) is not Verdict.NO


def _may_be_one(item: _Prepared, entry: Known) -> bool:
    """Whether the row can be this application's: they share a number, or nothing speaks against it.

    Two rows of one list are one person only when they share a number or say the very same.
    """
    one, other = item.identity, entry.identity
    numbers = (
        (plain_receipt(one.receipt), plain_receipt(other.receipt)),
        (one.id_last4, other.id_last4),
        (one.phone_last4, other.phone_last4),
        (one.sex, other.sex),
    )
    if any(a and b and a != b for a, b in numbers):
        return False
    if _shares_fact(one, other):
        return True
    if entry.is_new:
        return one == other and item.stage is entry.stage and item.row.box == entry.box
    others = ((_place(one.ward), _place(other.ward)), (one.collected_on, other.collected_on))
    return not any(a and b and a != b for a, b in others)


def _place(ward: str) -> str:
    """A ward as it is compared: "P. Tân Quý" and "phường tan quy" are one."""
    return " ".join(search_words(ward))


def _shares_fact(one: Identity, other: Identity) -> bool:
    return any(
        a and a == b
        for a, b in (
            (plain_receipt(one.receipt), plain_receipt(other.receipt)),
            (one.id_last4, other.id_last4),
            (one.phone_last4, other.phone_last4),
        )
    )


def _same_or_corrected(item: _Prepared, entry: Known) -> Match:
    return (
        Match.SAME if merged(entry.identity, item.identity) == entry.identity else Match.CORRECTED
    )


def merged(before: Identity, after: Identity) -> Identity:
    """What is known once the newer facts are in; what the newer list lacks or tells worse stays.

    A name is told worse without its marks or only in other capitals, a date with less precision.
    """
    newer, older = parse_name(after.full_name), parse_name(before.full_name)
    keeps_name = newer.canonical == older.canonical or (
        newer.is_unmarked and newer.folded == older.folded
    )
    keeps_date = before.birth_date.startswith(after.birth_date)
    return replace(
        after,
        full_name=before.full_name if keeps_name else after.full_name,
        birth_date=before.birth_date if keeps_date else after.birth_date,
        sex=after.sex or before.sex,
        receipt=after.receipt or before.receipt,
        id_last4=after.id_last4 or before.id_last4,
        phone_last4=after.phone_last4 or before.phone_last4,
        ward=after.ward or before.ward,
        collected_on=after.collected_on or before.collected_on,
        slip=before.slip,
    )
