"""The applications that the rows of a list may be, with what is true of each."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from tracuu.cards.enums import ListState, Stage
from tracuu.cards.identity import Identity, open_identity
from tracuu.cards.lists.matching import Known
from tracuu.cards.models import CardList
from tracuu.core.crypto import Sealer
from tracuu.core.database import as_date, select_among

# Asked one after the other: in one question, PostgreSQL joins all changes of a table whose growth it
# has not noticed yet.
_APPLICATIONS = """
    SELECT id, person_hash, receipt_hash, sealed FROM cards_application
    WHERE unit_id + 0 = %s AND {column} {{among}}
"""
_CHANGES = """
    SELECT c.application_id, CASE WHEN c.card_list_id = %s THEN 1 ELSE 0 END,
           COALESCE(l.published_at, c.recorded_at), c.id, c.stage, c.box, c.changed_on,
           CASE WHEN c.card_list_id IS NULL THEN c.changed_on END, c.correction, c.due_on
    FROM cards_stagechange c LEFT JOIN cards_cardlist l ON l.id = c.card_list_id
    WHERE (c.card_list_id IS NULL OR l.state = %s OR c.card_list_id = %s)
      AND c.application_id {among}
"""


def find_known(
    card_list: CardList, *, persons: Sequence[int], receipts: Sequence[int], sealer: Sealer
) -> dict[int, list[Known]]:
    """The unit's applications that have one of these hashes, by person hash and by receipt hash.

    True is what published lists and officers say, and for its own rows what `card_list` has staged.
    """
    unit_id = card_list.unit_id
    met = find_by_hashes(unit_id, persons=persons, receipts=receipts)
    newest = _newest_changes(card_list, list(met))
    known: dict[int, list[Known]] = defaultdict(list)
    for application_id, change in newest.items():
        is_ours, _, _, stage, box, since, by_hand, correction, due_on = change
        if stage == Stage.REPLACED:
            continue
        person, receipt, sealed = met[application_id]
        entry = Known(
            application_id,
            open_identity(sealer, sealed, application_id=application_id, unit_id=unit_id),
            Stage(stage),
            box,
            as_date(since),
            is_new=bool(is_ours),
            by_hand_on=as_date(by_hand) if by_hand else None,
            correction=correction,
            due_on=as_date(due_on) if due_on else None,
        )
        known[person].append(entry)
        if receipt is not None:
            known[receipt].append(entry)
    return known


def find_by_hashes(
    unit_id: int, *, persons: Sequence[int], receipts: Sequence[int]
) -> dict[int, tuple[Any, ...]]:
    """The unit's applications that have one of these hashes, whether or not anything is true of them.

    By id: person hash, receipt hash, what is sealed.
    """
    met: dict[int, tuple[Any, ...]] = {}
    for column, hashes in (("person_hash", persons), ("receipt_hash", receipts)):
        sql = _APPLICATIONS.format(column=column)
        met.update((row[0], row[1:]) for row in select_among(sql, hashes, [unit_id]))
    return met


def open_visible(
    card_list: CardList, application_ids: Sequence[int], sealer: Sealer
) -> dict[int, Identity]:
    """Those of the applications that speak for somebody once this list is published, opened."""
    newest = _newest_changes(card_list, application_ids)
    speaking = [pk for pk, change in newest.items() if change[3] != Stage.REPLACED]
    sql = "SELECT id, unit_id, sealed FROM cards_application WHERE id {among}"
    return {
        pk: open_identity(sealer, sealed, application_id=pk, unit_id=unit_id)
        for pk, unit_id, sealed in select_among(sql, speaking)
    }


def _newest_changes(card_list: CardList, application_ids: Sequence[int]) -> dict[int, list[Any]]:
    """For each application, the columns of `_CHANGES` behind its id of the change that speaks."""
    newest: dict[int, list[Any]] = {}
    states = [card_list.pk, ListState.PUBLISHED.value, card_list.pk]
    for application_id, *change in select_among(_CHANGES, application_ids, states):
        before = newest.get(application_id)
        if before is None or change[:3] > before[:3]:
            newest[application_id] = change
    return newest
