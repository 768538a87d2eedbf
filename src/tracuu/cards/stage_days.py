"""How many cards of a unit are at which stage since which day, kept by whatever makes a card move.

Counting half a million applications anew takes seconds, so nobody counts them for a page. What a
list would change is counted while it is reviewed (`count_moves`), and added in the very transaction
that publishes it; undoing takes the same away. A card that an officer moves by hand is one less here
and one more there (`move`). Whoever writes a `StageChange` without a list calls `move` beside it.

Hands and lists meet: a card that was moved by hand after the tally was counted is counted again, by
itself, when the list is published or undone. The ledger's lock, which all of them hold, makes these
few the only ones.
"""

import datetime
from collections import Counter
from collections.abc import Collection

from django.db import connection, transaction

from tracuu.cards.enums import ListState, Stage
from tracuu.cards.models import CardList, HandOver, ListTally, StageChange, StageDay
from tracuu.core import clock
from tracuu.core.database import as_date, select

Place = tuple[int, str]
"""A stage and the ISO date since when."""

_ADDED = """
    SELECT stage, changed_on, COUNT(*) FROM cards_stagechange
    WHERE card_list_id = %s {only} GROUP BY stage, changed_on
"""
# Where the cards of the list stood before it: their newest change that counted.
_LEFT = """
    SELECT stage, changed_on, COUNT(*) FROM (
        SELECT c.stage, c.changed_on, ROW_NUMBER() OVER (
            PARTITION BY c.application_id
            ORDER BY COALESCE(l.published_at, c.recorded_at) DESC, c.id DESC
        ) AS place
        FROM cards_stagechange c
        LEFT JOIN cards_cardlist l ON l.id = c.card_list_id
        WHERE c.application_id IN (
            SELECT application_id FROM cards_stagechange
            WHERE card_list_id = %s AND previous_stage IS NOT NULL {only}
        )
        AND ((c.card_list_id IS NULL AND c.recorded_at < %s) OR (l.state = %s AND l.id <> %s))
    ) newest WHERE place = 1 GROUP BY stage, changed_on
"""
_NOW = """
    SELECT stage, changed_on, COUNT(*) FROM (
        SELECT c.stage, c.changed_on, ROW_NUMBER() OVER (
            PARTITION BY c.application_id
            ORDER BY COALESCE(l.published_at, c.recorded_at) DESC, c.id DESC
        ) AS place
        FROM cards_stagechange c
        JOIN cards_application a ON a.id = c.application_id
        LEFT JOIN cards_cardlist l ON l.id = c.card_list_id
        WHERE a.unit_id = %s AND (c.card_list_id IS NULL OR l.state = %s)
    ) newest WHERE place = 1 AND stage <> 0 GROUP BY stage, changed_on
"""
_ADD = """
    INSERT INTO cards_stageday (unit_id, stage, since, cards) VALUES (%s, %s, %s, %s)
    ON CONFLICT (unit_id, stage, since)
    DO UPDATE SET cards = cards_stageday.cards + excluded.cards
"""


def count_moves(card_list: CardList, counted_at: datetime.datetime) -> Counter[Place]:
    """What publishing this list would change, seen from `counted_at`. Writes nothing."""
    return _moves(card_list, counted_at)


def keep_tally(card_list: CardList, moves: Counter[Place], counted_at: datetime.datetime) -> None:
    """Keep what `count_moves` found; in the transaction that makes the list ready."""
    told = [[stage, day, cards] for (stage, day), cards in sorted(moves.items()) if cards]
    ListTally.objects.update_or_create(
        card_list=card_list, defaults={"moves": told, "counted_at": counted_at}
    )


def tally_if_missing(card_list: CardList) -> None:
    """Count and keep it, for a list that was not reviewed; nothing for one that is there no more."""
    if ListTally.objects.filter(card_list=card_list).exists():
        return
    counted_at = clock.now()
    moves = count_moves(card_list, counted_at)
    with transaction.atomic():
        # Locked, so that nobody takes the list away meanwhile.
        if CardList.objects.select_for_update().filter(pk=card_list.pk).first() is not None:
            keep_tally(card_list, moves, counted_at)


def leave_out(card_list: CardList, application_ids: Collection[int]) -> None:
    """These cards will not be moved by the list after all; called before its changes are deleted."""
    kept = ListTally.objects.filter(card_list=card_list).first()
    if kept is None or not application_ids:
        return
    moves = _counter(kept.moves)
    moves.subtract(_moves(card_list, kept.counted_at, application_ids))
    keep_tally(card_list, moves, kept.counted_at)


def add_list(card_list: CardList, *, published_at: datetime.datetime) -> None:
    """The list is published now: in the transaction that does it, under the lock of the ledger."""
    kept = ListTally.objects.get(card_list=card_list)
    moves = _counter(kept.moves)
    touched = _touched(card_list, kept.counted_at) | _released(card_list, kept.counted_at)
    if touched:
        moves.subtract(_moves(card_list, kept.counted_at, touched))
        moves.update(_moves(card_list, published_at, touched))
    keep_tally(card_list, moves, published_at)
    _add(card_list.unit_id, moves)


def take_list_back(card_list: CardList) -> None:
    """The newest publication is undone now; cards that hands moved after it stay where they are.

    A hand-over that was undone moved nothing: the list takes that card along.
    """
    kept = ListTally.objects.filter(card_list=card_list).first()
    if kept is None:  # published before such tallies were kept
        published_at = card_list.published_at or clock.now()
        moves, counted_at = _moves(card_list, published_at), published_at
    else:
        moves, counted_at = _counter(kept.moves), kept.counted_at
    moves.subtract(_moves(card_list, counted_at, _touched(card_list, counted_at)))
    _add(card_list.unit_id, Counter({place: -cards for place, cards in moves.items()}))


def move(unit_id: int, before: Place | None, after: Place | None) -> None:
    """A hand moved one card; None is nowhere. In the transaction that writes its change."""
    moves: Counter[Place] = Counter()
    for place, cards in ((before, -1), (after, 1)):
        if place is not None and place[0] != Stage.REPLACED:
            moves[place] += cards
    _add(unit_id, moves)


def find_place(application_id: int) -> Place | None:
    """Where a card is now and since when; None when nothing is known of it."""
    rows = select(
        """
        SELECT c.stage, c.changed_on FROM cards_stagechange c
        LEFT JOIN cards_cardlist l ON l.id = c.card_list_id
        WHERE c.application_id = %s AND (c.card_list_id IS NULL OR l.state = 'published')
        ORDER BY COALESCE(l.published_at, c.recorded_at) DESC, c.id DESC LIMIT 1
        """,
        [application_id],
    )
    return (int(rows[0][0]), as_date(rows[0][1]).isoformat()) if rows else None


def count_anew(unit_id: int) -> Counter[Place]:
    """The truth, application by application: seconds for a large unit. Changes nothing."""
    rows = select(_NOW, [unit_id, ListState.PUBLISHED.value], is_prepared=False)
    return _as_counter(rows)


@transaction.atomic
def recount(unit_id: int) -> None:
    """Put the truth in the place of what is kept; for units that were filled past the operations."""
    StageDay.objects.filter(unit_id=unit_id).delete()
    _add(unit_id, count_anew(unit_id))


def _moves(
    card_list: CardList, before: datetime.datetime, application_ids: Collection[int] | None = None
) -> Counter[Place]:
    """What the list changes: of these applications, or of all it names."""
    if application_ids is not None and not application_ids:
        return Counter()
    ids = list(application_ids or ())
    only = f"AND application_id IN ({','.join(['%s'] * len(ids))})" if ids else ""
    moves = _as_counter(select(_ADDED.format(only=only), [card_list.pk, *ids], is_prepared=False))
    moment = connection.ops.adapt_datetimefield_value(before)
    state = ListState.PUBLISHED.value
    parameters = [card_list.pk, *ids, moment, state, card_list.pk]
    moves.subtract(_as_counter(select(_LEFT.format(only=only), parameters, is_prepared=False)))
    return moves


def _touched(card_list: CardList, since: datetime.datetime) -> set[int]:
    """The applications of this list that stand where a hand moved them since then."""
    by_hand = StageChange.objects.filter(
        card_list__isnull=True, recorded_at__gte=since, application__unit_id=card_list.unit_id
    )
    return _named(card_list, set(by_hand.values_list("application_id", flat=True)))


def _released(card_list: CardList, since: datetime.datetime) -> set[int]:
    """Those that a hand moved and put back since then: undoing a hand-over deletes its change."""
    undone = HandOver.objects.filter(undone_at__gte=since)
    return _named(card_list, set(undone.values_list("application_id", flat=True)))


def _named(card_list: CardList, ids: set[int]) -> set[int]:
    if not ids:
        return ids
    ours = StageChange.objects.filter(card_list=card_list, application_id__in=ids)
    return set(ours.values_list("application_id", flat=True))


def _as_counter(rows: list[tuple[int, datetime.date | str, int]]) -> Counter[Place]:
    return Counter(
        {
            (int(stage), as_date(day).isoformat()): int(cards)
            for stage, day, cards in rows
            if stage != Stage.REPLACED
        }
    )


def _counter(moves: list[tuple[int, str, int]]) -> Counter[Place]:
    return Counter({(stage, day): cards for stage, day, cards in moves})


def _add(unit_id: int, moves: Counter[Place]) -> None:
    rows = [(unit_id, *place, cards) for place, cards in sorted(moves.items()) if cards]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.executemany(_ADD, rows)
    StageDay.objects.filter(unit_id=unit_id, cards=0).delete()
