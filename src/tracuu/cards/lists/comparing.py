"""What a list is beside its own rows: who is missing from it, and whether it is another unit's.

Questions to the database about sets of rows; no person is opened, and memory does not grow.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Sum

from tracuu.cards.enums import ListState, Stage
from tracuu.cards.identity import Identity, open_identity, person_hash
from tracuu.cards.lists.reading import ListRow
from tracuu.cards.lists.staging import Prepared
from tracuu.cards.models import Application, CardList, StageDay
from tracuu.cards.rules import OPEN
from tracuu.core.crypto import BlindIndex, keys
from tracuu.core.database import select, select_among
from tracuu.units.models import Unit
from tracuu.units.queries import list_scope_ids, list_successors

_SAMPLE = 1000
_OPEN = tuple(int(stage) for stage in OPEN)
_OPEN_MARKS = ", ".join(str(stage) for stage in sorted(_OPEN))

# Of these applications, those whose newest change that counts leaves the card to be given out.
_STILL_OPEN = """
    SELECT application_id, stage FROM (
        SELECT c.application_id, c.stage, ROW_NUMBER() OVER (
            PARTITION BY c.application_id
            ORDER BY COALESCE(l.published_at, c.recorded_at) DESC, c.id DESC
        ) AS place
        FROM cards_stagechange c
        LEFT JOIN cards_cardlist l ON l.id = c.card_list_id
        WHERE c.application_id IN ({wanted}) AND (c.card_list_id IS NULL OR l.state = 'published')
    ) newest WHERE place = 1 AND stage IN ({open})
"""
_MISSING = """
    SELECT m.application_id FROM cards_listmention m
    WHERE m.card_list_id = %s AND NOT EXISTS (
        SELECT 1 FROM cards_listmention t
        WHERE t.card_list_id = %s AND t.application_id = m.application_id
    )
"""
_PUBLISHED = """
    SELECT a.person_hash FROM cards_application a
    WHERE EXISTS (
        SELECT 1 FROM cards_stagechange c LEFT JOIN cards_cardlist l ON l.id = c.card_list_id
        WHERE c.application_id = a.id AND (c.card_list_id IS NULL OR l.state = 'published')
    ) AND a.unit_id + 0 = %s AND a.person_hash {among}
"""
_MISSING_OPEN = _STILL_OPEN.format(wanted=_MISSING, open=_OPEN_MARKS)


@dataclass(frozen=True, slots=True)
class Missing:
    """A person of the list before whom this one does not name."""

    identity: Identity
    stage: Stage


def find_list_before(card_list: CardList) -> CardList | None:
    """The unit's newest published list, apart from this one."""
    return (
        CardList.objects.filter(unit_id=card_list.unit_id, state=ListState.PUBLISHED)
        .exclude(pk=card_list.pk)
        .order_by("-published_at", "-pk")
        .first()
    )


def count_missing(card_list: CardList) -> int:
    """How many open applications of the list before this one lacks."""
    before = find_list_before(card_list)
    if before is None:
        return 0
    rows = select(
        f"SELECT COUNT(*) FROM ({_MISSING_OPEN}) missing",  # noqa: S608 (ours)
        [before.pk, card_list.pk],
        is_prepared=False,
    )
    return int(rows[0][0])


def list_missing(card_list: CardList, page: int, size: int) -> list[Missing]:
    """One page of them, opened; pages are counted from 1."""
    before = find_list_before(card_list)
    if before is None:
        return []
    rows = select(
        _MISSING_OPEN + " ORDER BY application_id LIMIT %s OFFSET %s",
        [before.pk, card_list.pk, size, (max(page, 1) - 1) * size],
        is_prepared=False,
    )
    stages = {application_id: Stage(stage) for application_id, stage in rows}
    sealer, _ = keys()
    return [
        Missing(
            open_identity(sealer, row.sealed, application_id=row.pk, unit_id=row.unit_id),
            stages[row.pk],
        )
        for row in Application.objects.filter(pk__in=stages).order_by("pk")
    ]


def count_open(unit: Unit) -> int:
    """How many cards of the unit are still to be given out."""
    kept = StageDay.objects.filter(unit=unit, stage__in=_OPEN).aggregate(cards=Sum("cards"))
    return int(kept["cards"] or 0)


@dataclass(slots=True)
class Newcomers:
    """A fair sample of the people whom the unit did not know, however long the list."""

    count: int = 0
    kept: list[ListRow] = field(default_factory=list)
    _random: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311 (a sample)

    def add(self, people: Iterable[Prepared]) -> None:
        for one in people:
            self.count += 1
            entry = one.row
            if len(self.kept) < _SAMPLE:
                self.kept.append(entry)
            elif (place := self._random.randrange(self.count)) < _SAMPLE:
                self.kept[place] = entry


@dataclass(slots=True)
class Foreign:
    """Whose people a list looks like: the one other unit that knows most of the newcomers."""

    unit_id: int | None = None
    share: float = 0.0
    rows: list[ListRow] = field(default_factory=list)


def find_foreign(unit: Unit, newcomers: Newcomers, accepted: int) -> Foreign:
    """Ask every sister unit whether it knows the newcomers; `share` is of all accepted people.

    One unit, not all together: among the people of a whole province, many have a namesake born on
    the same day.
    """
    sisters = _sisters(unit)
    if not newcomers.kept or not sisters or not accepted:
        return Foreign()
    _, index = keys()
    hits: dict[int, set[int]] = {}
    for unit_id in sisters:
        if places := set(_known_there(unit_id, newcomers, index)):
            hits[unit_id] = places
    if not hits:
        return Foreign()
    unit_id, places = max(hits.items(), key=lambda hit: len(hit[1]))
    share = len(places) / len(newcomers.kept) * newcomers.count / accepted
    return Foreign(unit_id, share, [newcomers.kept[place] for place in sorted(places)])


def _sisters(unit: Unit) -> list[int]:
    own = {*list_scope_ids(unit), *(one.pk for one in list_successors(unit))}
    rows = Unit.objects.filter(parent_id=unit.parent_id).exclude(pk__in=own)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _known_there(unit_id: int, newcomers: Newcomers, index: BlindIndex) -> Iterator[int]:
    """The places in the sample of those whom this unit knows."""
    places = {
        person_hash(index, unit_id, row.person_key, key_id): place
        for place, row in enumerate(newcomers.kept)
        for key_id in index.key_ids
    }
    for (found,) in select_among(_PUBLISHED, list(places), [unit_id]):
        yield places[found]
