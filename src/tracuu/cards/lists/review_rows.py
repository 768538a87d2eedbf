"""The rows of a list that need eyes, kept sealed under the list's own key, read by page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgpack
from django.db.models import Count

from tracuu.cards.enums import RowKind, Stage
from tracuu.cards.identity import Identity
from tracuu.cards.lists.reading import CellProblem, ListRow
from tracuu.cards.lists.reading.columns import COLUMNS
from tracuu.cards.lists.staging import Notable
from tracuu.cards.lists.vault import list_sealer
from tracuu.cards.models import CardList, ReviewRow
from tracuu.core.crypto import Sealer
from tracuu.core.database import bulk_insert

PAGE = 50
# Kept for eyes; all are counted. Nobody looks at more, and a bad file must not fill the disk.
MOST_KEPT = 20_000
_COLUMNS = ("card_list_id", "kind", "number", "sealed")


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is wrong: in which cell (`place` counts from 0, None: no cell), and what to do."""

    place: int | None
    header: str
    value: str
    code: str
    message: str
    suggestion: str

    @property
    def advice(self) -> str:
        """The suggestion; nothing when the message asks for the same. A question is always new."""
        asks_for = " ".join(self.suggestion.casefold().split()[:2])
        repeats = bool(asks_for) and f"vui lòng {asks_for}" in self.message.casefold()
        return "" if repeats and "?" not in self.suggestion else self.suggestion


@dataclass(frozen=True, slots=True)
class Shown:
    """A row as its officer sees it. `cells` are there for rows that can be mended.

    `facts`: what was understood, name first; `was`: what is known of that person now.
    """

    sheet: str
    number: int
    facts: list[str] = field(default_factory=list)
    was: list[str] = field(default_factory=list)
    before: int | None = None
    after: int | None = None
    troubles: list[Trouble] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    other_unit: int | None = None

    def stage_before(self) -> Stage | None:
        return None if self.before is None else Stage(self.before)

    def stage_after(self) -> Stage | None:
        return None if self.after is None else Stage(self.after)

    def trouble_at(self, place: int) -> Trouble | None:
        """What is wrong with the cell at this place, if anything."""
        return next((one for one in self.troubles if one.place == place), None)


def from_problems(row: ListRow, problems: Sequence[CellProblem]) -> Shown:
    """A row that is kept out, with every cell that is to blame."""
    troubles = [
        Trouble(
            place=COLUMNS.get(one.column),
            header=one.header,
            value=one.value,
            code=one.code,
            message=one.message,
            suggestion=one.suggestion,
        )
        for one in problems
    ]
    return Shown(row.sheet, row.row, facts=_facts(row), troubles=troubles)


def from_notable(notable: Notable) -> Shown:
    """A row that is taken in, or left aside, in a way that should be seen."""
    return Shown(
        notable.row.sheet,
        notable.row.row,
        facts=_facts(notable.row),
        was=[] if notable.was is None else _facts_of(notable.was),
        before=None if notable.before is None else int(notable.before),
        after=None if notable.after is None else int(notable.after),
    )


def from_foreign(row: ListRow, unit_id: int) -> Shown:
    """A person whom another unit has on its lists."""
    return Shown(row.sheet, row.row, facts=_facts(row), other_unit=unit_id)


def _facts(row: ListRow) -> list[str]:
    return [row.full_name, row.birth_date, row.sex, row.receipt, row.id_last4, row.phone_last4]


def _facts_of(identity: Identity) -> list[str]:
    return [
        identity.full_name,
        identity.birth_date,
        identity.sex,
        identity.receipt,
        identity.id_last4,
        identity.phone_last4,
    ]


def _seal(sealer: Sealer, kind: str, shown: Shown) -> bytes:
    troubles = [
        [one.place, one.header, one.value, one.code, one.message, one.suggestion]
        for one in shown.troubles
    ]
    plain: bytes = msgpack.packb(
        [
            shown.sheet,
            shown.number,
            shown.facts,
            shown.was,
            shown.before,
            shown.after,
            troubles,
            shown.cells,
            shown.other_unit,
        ]
    )
    return sealer.seal(plain, _context(kind))


def _open(sealer: Sealer, kind: str, sealed: bytes | memoryview) -> Shown:
    values: list[Any] = msgpack.unpackb(sealer.open(bytes(sealed), _context(kind)))
    values[6] = [Trouble(*one) for one in values[6]]
    return Shown(*values)


def _context(kind: str) -> bytes:
    return b"review|" + kind.encode()


def write_rows(card_list: CardList, sealer: Sealer, rows: Sequence[tuple[RowKind, Shown]]) -> None:
    """Keep these rows for the review, in the transaction that is open."""
    bulk_insert(
        "cards_reviewrow",
        _COLUMNS,
        [
            (card_list.pk, kind.value, shown.number, _seal(sealer, kind.value, shown))
            for kind, shown in rows
        ],
    )


def list_page(card_list: CardList, kind: RowKind, page: int) -> list[Shown]:
    """One page of rows of this kind in the order of the file, pages counted from 1."""
    if card_list.sealed_key is None:
        return []
    sealer = list_sealer(card_list)
    first = (max(page, 1) - 1) * PAGE
    rows = ReviewRow.objects.filter(card_list=card_list, kind=kind).order_by("pk")
    return [_open(sealer, row.kind, row.sealed) for row in rows[first : first + PAGE]]


def count_rows(card_list: CardList) -> dict[str, int]:
    """How many rows are kept of each kind."""
    rows = ReviewRow.objects.filter(card_list=card_list).values("kind").annotate(rows=Count("pk"))
    return {**dict.fromkeys(RowKind.values, 0), **{row["kind"]: row["rows"] for row in rows}}


def iterate(card_list: CardList, *kinds: RowKind) -> Iterator[Shown]:
    """Every row of these kinds, opened one after the other."""
    if card_list.sealed_key is None:
        return
    sealer = list_sealer(card_list)
    rows = ReviewRow.objects.filter(card_list=card_list, kind__in=kinds).order_by("pk")
    for row in rows.iterator(500):
        yield _open(sealer, row.kind, row.sealed)


def add_cells(card_list: CardList, cells: dict[tuple[str, int], list[str]]) -> None:
    """Put the cells of the file beside what is wrong with them, for these (sheet, row number)s."""
    sealer = list_sealer(card_list)
    numbers = {number for _, number in cells}
    rows = list(
        ReviewRow.objects.filter(
            card_list=card_list, kind__in=(RowKind.REJECTED, RowKind.AMBIGUOUS), number__in=numbers
        )
    )
    for row in rows:
        shown = _open(sealer, row.kind, row.sealed)
        found = cells.get((shown.sheet, shown.number))
        if found is not None:
            row.sealed = _seal(sealer, row.kind, replace(shown, cells=found))
    ReviewRow.objects.bulk_update(rows, ["sealed"], batch_size=200)
