"""The cards behind a number of the first screen, opened page by page.

No row says "I am true now": a change counts until a newer one of its application does. So a page is
looked for along the changes that once brought the stage, list by list, and those that a newer change
has overtaken are passed over. How many are looked at for a page is limited, however large the unit:
a page may come back short, with the place where the next one goes on.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from django.db import connection

from tracuu.cards.card_counts import days_of
from tracuu.cards.enums import ListState, Stage
from tracuu.cards.identity import Identity, open_identity
from tracuu.cards.models import Application
from tracuu.cards.rules import Age
from tracuu.core.crypto import keys
from tracuu.core.database import as_date, select
from tracuu.units.models import Unit

PAGE = 50
MOST_LOOKED_AT = 12_000
_CHUNK = 1000
_BY_HAND = 0
_Wanted = tuple[Stage, datetime.date, datetime.date]

_SOURCES = """
    SELECT l.id FROM cards_cardlist l
    WHERE l.unit_id = %s AND l.state = %s AND l.id >= %s AND EXISTS (
        SELECT 1 FROM cards_stagechange c
        WHERE c.card_list_id = l.id AND c.stage = %s AND c.changed_on BETWEEN %s AND %s
    ) ORDER BY l.id
"""
_OF_LIST = """
    SELECT c.id, c.changed_on FROM cards_stagechange c
    WHERE c.card_list_id = %s AND c.stage = %s AND c.changed_on BETWEEN %s AND %s
      AND (c.changed_on, c.id) > (%s, %s)
    ORDER BY c.changed_on, c.id LIMIT %s
"""
_OF_HANDS = """
    SELECT c.id, c.changed_on FROM cards_stagechange c
    JOIN cards_application a ON a.id = c.application_id
    WHERE c.card_list_id IS NULL AND a.unit_id = %s AND c.stage = %s
      AND c.changed_on BETWEEN %s AND %s AND (c.changed_on, c.id) > (%s, %s)
    ORDER BY c.changed_on, c.id LIMIT %s
"""
_STILL_TRUE = """
    SELECT c.id, c.application_id, c.changed_on, c.box
    FROM cards_stagechange c LEFT JOIN cards_cardlist l ON l.id = c.card_list_id
    WHERE c.id {ids} AND NOT EXISTS (
        SELECT 1 FROM cards_stagechange n LEFT JOIN cards_cardlist m ON m.id = n.card_list_id
        WHERE n.application_id = c.application_id AND n.id <> c.id
          AND (n.card_list_id IS NULL OR m.state = 'published')
          AND (COALESCE(m.published_at, n.recorded_at), n.id)
            > (COALESCE(l.published_at, c.recorded_at), c.id)
    ) ORDER BY c.changed_on, c.id
"""


@dataclass(frozen=True, slots=True)
class Place:
    """How far the search has come: the list (0: by hand), the day and the change last looked at."""

    source: int = _BY_HAND
    day: datetime.date = datetime.date.min
    change: int = 0

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The place that an address names, or None; nothing in it tells of a person.

        >>> Place.read("12.2021-12-14.345")
        Place(source=12, day=datetime.date(2021, 12, 14), change=345)
        """
        source, _, rest = text.partition(".")
        day, _, change = rest.partition(".")
        try:
            place = cls(int(source), datetime.date.fromisoformat(day), int(change))
        except ValueError:
            return None
        return place if 0 <= place.source < 1 << 62 and 0 <= place.change < 1 << 62 else None

    def __str__(self) -> str:
        return f"{self.source}.{self.day.isoformat()}.{self.change}"


@dataclass(frozen=True, slots=True, repr=False)
class CardRow:
    """A card that is at the stage now, and its person."""

    application_id: int
    identity: Identity
    since: datetime.date
    box: str


@dataclass(frozen=True, slots=True)
class CardPage:
    """Some of the rows; `after` is where the next page begins, None when there is none."""

    rows: list[CardRow]
    after: Place | None


def list_cards(unit: Unit, stage: Stage, age: Age, begins: Place | None = None) -> CardPage:
    """Up to `PAGE` cards of the unit at this stage and of this age, hands first, then list by list."""
    wanted = (stage, *days_of(age))
    place, left = begins or Place(), MOST_LOOKED_AT
    kept: list[tuple[Any, ...]] = []
    for source in _sources(unit, wanted, place):
        is_done = False
        if source != place.source:
            place = Place(source)
        while not is_done:
            looked_at = _candidates(unit, wanted, place)
            kept.extend((source, *row) for row in _still_true([pk for pk, _ in looked_at]))
            if len(kept) > PAGE:
                end = kept[PAGE - 1]
                return CardPage(_open(unit, kept[:PAGE]), Place(end[0], as_date(end[3]), end[1]))
            left -= len(looked_at)
            if looked_at:
                place = Place(source, as_date(looked_at[-1][1]), looked_at[-1][0])
            if left <= 0:
                return CardPage(_open(unit, kept), place)
            is_done = len(looked_at) < _CHUNK
    return CardPage(_open(unit, kept), None)


def walk_cards(
    unit: Unit, stage: Stage, first: datetime.date, last: datetime.date
) -> Iterator[list[tuple[int, datetime.date]]]:
    """Every card that is at the stage since a day between two, some hundreds at a time, unopened.

    Each as its application and since when.
    """
    wanted = (stage, first, last)
    for source in _sources(unit, wanted, Place()):
        place: Place | None = Place(source)
        while place is not None:
            looked_at = _candidates(unit, wanted, place)
            if found := _still_true([pk for pk, _ in looked_at]):
                yield [(row[1], as_date(row[2])) for row in found]
            is_done = len(looked_at) < _CHUNK
            place = None if is_done else Place(source, as_date(looked_at[-1][1]), looked_at[-1][0])


def _sources(unit: Unit, wanted: _Wanted, place: Place) -> list[int]:
    stage, first, last = wanted
    lists = select(
        _SOURCES,
        [unit.pk, ListState.PUBLISHED.value, place.source, int(stage), first, last],
        is_prepared=False,
    )
    hands = [_BY_HAND] if place.source == _BY_HAND else []
    return [*hands, *(row[0] for row in lists)]


def _candidates(unit: Unit, wanted: _Wanted, place: Place) -> list[tuple[Any, ...]]:
    stage, first, last = wanted
    is_by_hand = place.source == _BY_HAND
    sql, of = (_OF_HANDS, unit.pk) if is_by_hand else (_OF_LIST, place.source)
    parameters = [of, int(stage), first, last, place.day, place.change, _CHUNK]
    return select(sql, parameters, is_prepared=False)


def _still_true(ids: list[int]) -> list[tuple[Any, ...]]:
    if not ids:
        return []
    if connection.vendor == "postgresql":
        return select(_STILL_TRUE.format(ids="= ANY(%s)"), [ids], is_prepared=False)
    return select(_STILL_TRUE.format(ids=f"IN ({','.join(['%s'] * len(ids))})"), ids)


def _open(unit: Unit, rows: list[tuple[Any, ...]]) -> list[CardRow]:
    sealer, _ = keys()
    found = Application.objects.in_bulk([row[2] for row in rows])
    opened = []
    for _source, _change, application_id, since, box in rows:
        sealed = found[application_id].sealed
        identity = open_identity(sealer, sealed, application_id=application_id, unit_id=unit.pk)
        opened.append(CardRow(application_id, identity, as_date(since), box))
    return opened
