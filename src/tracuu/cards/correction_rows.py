"""The work list of faulty files, by the day until which each can be mended, page by page.

As with `card_rows`, no row says "I am true now": a change counts until a newer one does. Here the
search goes along one index (unit, last day, change), whichever list brought a row. What it finds
overtaken is passed over, and marked by the worker (`settle_overtaken`), so that what was mended years
ago does not stand before what is due today. The mark only spares work: it is set on what is not true,
under the lock of the ledger, and taken off again when a list is withdrawn.
"""

import datetime
from dataclasses import dataclass
from typing import Any, Self

from django.db import transaction
from django.db.models import F, Max

from tracuu.cards.enums import UNSEEN, ListState
from tracuu.cards.identity import Identity, open_identity, open_note
from tracuu.cards.ledger import hold_ledger
from tracuu.cards.models import Application, CardList, StageChange, UnitLedger
from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.core.database import as_date, select, select_among
from tracuu.units.models import Unit

PAGE = 50
MOST_LOOKED_AT = 12_000
_CHUNK = 1000
_MOST = (1 << 62) - 1

_CANDIDATES = """
    SELECT c.id, c.due_on FROM cards_stagechange c
    WHERE c.correction_unit_id = %s AND c.settled_at IS NULL AND {after} {reason}
    ORDER BY c.due_on, c.id LIMIT %s
"""
# Those with a day first, by their day; then those without, by their number. Both in the order of the
# index, also where the day is always null: else PostgreSQL sorts, or walks the whole table.
_DATED = "c.due_on IS NOT NULL AND (c.due_on, c.id) > (%s, %s)"
_UNDATED = "c.due_on IS NULL AND c.id > %s"
_STILL_TRUE = """
    SELECT c.id, c.application_id, c.changed_on, c.due_on, c.correction
    FROM cards_stagechange c LEFT JOIN cards_cardlist l ON l.id = c.card_list_id
    WHERE (c.card_list_id IS NULL OR l.state = 'published') AND NOT EXISTS (
        SELECT 1 FROM cards_stagechange n LEFT JOIN cards_cardlist m ON m.id = n.card_list_id
        WHERE n.application_id = c.application_id AND n.id <> c.id
          AND (n.card_list_id IS NULL OR m.state = 'published')
          AND (COALESCE(m.published_at, n.recorded_at), n.id)
            > (COALESCE(l.published_at, c.recorded_at), c.id)
    ) AND c.id {among}
"""


@dataclass(frozen=True, slots=True)
class Place:
    """How far the search has come: the last day (None: among those without one) and the change."""

    day: datetime.date | None = datetime.date.min
    change: int = 0

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The place that an address names, or None; nothing in it tells of a person.

        >>> Place.read("2021-12-14.345"), Place.read("-.7"), Place.read("x")
        (Place(day=datetime.date(2021, 12, 14), change=345), Place(day=None, change=7), None)
        """
        day, _, change = text.partition(".")
        try:
            place = cls(None if day == "-" else datetime.date.fromisoformat(day), int(change))
        except ValueError:
            return None
        return place if 0 <= place.change <= _MOST else None

    def __str__(self) -> str:
        return f"{self.day.isoformat() if self.day else '-'}.{self.change}"


@dataclass(frozen=True, slots=True)
class ToCorrect:
    """A file that is faulty now: since when, until when it can be mended, and why (a code, or "")."""

    change_id: int
    application_id: int
    since: datetime.date
    due_on: datetime.date | None
    correction: str


@dataclass(frozen=True, slots=True, repr=False)
class CorrectionRow:
    """The same with its person, and what an officer wrote of it."""

    identity: Identity
    told: ToCorrect
    note: str


@dataclass(frozen=True, slots=True)
class CorrectionPage:
    """Some of the rows; `after` is where the next page begins, None when there is none."""

    rows: list[CorrectionRow]
    after: Place | None


def list_corrections(
    unit: Unit, correction: str | None = None, begins: Place | None = None
) -> CorrectionPage:
    """Up to `PAGE` faulty files of the unit, those overdue longest first and those without a day last.

    `correction` is the code of a reason, "" for files without one, or None for all.
    """
    place, left = begins or Place(), MOST_LOOKED_AT
    kept: list[ToCorrect] = []
    while True:
        looked_at = _candidates(unit.pk, correction, place)
        kept.extend(_still_true([row[0] for row in looked_at]))
        if len(kept) > PAGE:
            end = kept[PAGE - 1]
            return CorrectionPage(_open(unit, kept[:PAGE]), Place(end.due_on, end.change_id))
        left -= len(looked_at)
        next_place = _after(looked_at, place)
        if next_place is None:
            return CorrectionPage(_open(unit, kept), None)
        place = next_place
        if left <= 0:
            return CorrectionPage(_open(unit, kept), place)


def list_true(
    unit_id: int, first: datetime.date, last: datetime.date, most: int = 100_000
) -> list[ToCorrect]:
    """The unit's faulty files that are due between two days, without their people."""
    place: Place | None = Place(first, 0)
    kept: list[ToCorrect] = []
    while place is not None and len(kept) < most:
        looked_at = [
            row for row in _candidates(unit_id, None, place) if row[1] and as_date(row[1]) <= last
        ]
        kept.extend(_still_true([row[0] for row in looked_at]))
        place = _after(looked_at, place) if len(looked_at) == _CHUNK else None
    return kept[:most]


def _candidates(unit_id: int, correction: str | None, place: Place) -> list[tuple[Any, ...]]:
    after = _UNDATED if place.day is None else _DATED
    bounds = [place.change] if place.day is None else [place.day, place.change]
    reason = "" if correction is None else "AND c.correction = %s"
    wanted = [] if correction is None else [correction]
    sql = _CANDIDATES.format(after=after, reason=reason)
    return select(sql, [unit_id, *bounds, *wanted, _CHUNK], is_prepared=False)


def _after(looked_at: list[tuple[Any, ...]], place: Place) -> Place | None:
    """Where to look next: behind the last one, then among those without a day, then nowhere."""
    if len(looked_at) < _CHUNK:
        return None if place.day is None else Place(None, 0)
    change, day = looked_at[-1]
    return Place(as_date(day) if day else None, change)


def _still_true(ids: list[int]) -> list[ToCorrect]:
    found = {
        row[0]: ToCorrect(
            row[0], row[1], as_date(row[2]), as_date(row[3]) if row[3] else None, row[4] or ""
        )
        for row in select_among(_STILL_TRUE, ids)
    }
    return [found[pk] for pk in ids if pk in found]


def _open(unit: Unit, rows: list[ToCorrect]) -> list[CorrectionRow]:
    sealer, _ = keys()
    found = Application.objects.in_bulk([row.application_id for row in rows])
    changes = StageChange.objects.filter(pk__in=[row.change_id for row in rows])
    notes = dict(changes.values_list("pk", "sealed_note"))
    opened = []
    for row in rows:
        pk, note = row.application_id, notes[row.change_id]
        identity = open_identity(sealer, found[pk].sealed, application_id=pk, unit_id=unit.pk)
        text = open_note(sealer, bytes(note), pk) if note else ""
        opened.append(CorrectionRow(identity, row, text))
    return opened


def list_units_to_settle() -> list[int]:
    """The units in which a list was published or withdrawn since their overtaken rows were marked."""
    rows = UnitLedger.objects.exclude(version=F("settled_version"))
    return list(rows.values_list("unit_id", flat=True))


def settle_overtaken(unit_id: int) -> int:
    """Mark the unit's faulty files that are so no more; how many. Can be killed and run again."""
    ledger = UnitLedger.objects.filter(unit_id=unit_id).first()
    version = ledger.version if ledger else 0
    place: Place | None = Place()
    settled = 0
    while place is not None:
        looked_at = _candidates(unit_id, None, place)
        settled += _settle(unit_id, [row[0] for row in looked_at])
        place = _after(looked_at, place)
    UnitLedger.objects.filter(unit_id=unit_id, version=version).update(settled_version=version)
    return settled


@transaction.atomic
def _settle(unit_id: int, ids: list[int]) -> int:
    hold_ledger(unit_id)
    stays = {row.change_id for row in _still_true(ids)}
    # Rows of a list that is not published yet are not true, and will be.
    waiting = StageChange.objects.filter(pk__in=ids, card_list__state__in=UNSEEN)
    stays.update(waiting.values_list("pk", flat=True))
    gone = [pk for pk in ids if pk not in stays]
    return StageChange.objects.filter(pk__in=gone).update(settled_at=_settled_at(unit_id))


def _settled_at(unit_id: int) -> datetime.datetime:
    """Now; never before the newest publication, whatever the clocks of two machines say."""
    published = CardList.objects.filter(unit_id=unit_id, state=ListState.PUBLISHED)
    newest: datetime.datetime | None = published.aggregate(at=Max("published_at"))["at"]
    now = clock.now()
    return now if newest is None else max(now, newest)


def unsettle(card_list: CardList) -> None:
    """The newest publication is undone: what was overtaken by it may be true again."""
    StageChange.objects.filter(
        correction_unit_id=card_list.unit_id, settled_at__gte=card_list.published_at
    ).update(settled_at=None)


def settle_by_hand(application_id: int, unit_id: int) -> None:
    """A hand moves this application on: its faults so far are over. Under the lock of the ledger."""
    rows = StageChange.objects.filter(
        application_id=application_id, correction_unit_id=unit_id, settled_at=None
    ).exclude(card_list__state__in=UNSEEN)
    ids = list(rows.values_list("pk", flat=True))
    StageChange.objects.filter(pk__in=ids).update(settled_at=_settled_at(unit_id))
