"""Whom a list has news for, found while it is read and kept unseen until it is published.

The rows of a chunk are asked together: one keyed hash each, one question to the index of watches.
Only the few rows that somebody waits for are looked at any further.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from tracuu.cards.candidates import is_one_person
from tracuu.cards.enums import Stage
from tracuu.cards.identity import Identity
from tracuu.cards.lists.faults import Fault as FaultOfChange
from tracuu.cards.lists.known import open_visible
from tracuu.cards.lists.matching import Known
from tracuu.cards.lists.reading import ListRow
from tracuu.cards.models import CardList, ListTelling
from tracuu.cards.telling.notices import KIND_OF_STAGE, Fault, notice_of
from tracuu.cards.telling.watch_keys import (
    PersonKeys,
    block_hash,
    block_hashes_of,
    can_be_certain,
    is_certain,
    person_keys,
    proof_hashes,
)
from tracuu.core import clock
from tracuu.core.crypto import BlindIndex, Sealer
from tracuu.core.database import bulk_insert, select, select_among
from tracuu.messaging.models import Watch
from tracuu.messaging.notices import seal_notice
from tracuu.names import BirthDate, PersonName, parse_name
from tracuu.units.models import Unit
from tracuu.units.queries import list_scope_ids, list_successors

_COLUMNS = (
    "card_list_id",
    "application_id",
    "watch_id",
    "contact_id",
    "kind",
    "block_hash",
    "is_proved",
    "sealed",
)
_WATCHES = """
    SELECT w.block_hash, w.id, w.contact_id, w.unit_id, w.person_hash, w.bare_hash, w.is_unmarked,
           w.proof_hash, w.index_key_id, o.language
    FROM messaging_watch w JOIN messaging_contact o ON o.id = w.contact_id
    WHERE w.expires_at > %s AND w.block_hash {among}
"""
_ALIKE = """
    SELECT DISTINCT t.application_id, k.application_id FROM cards_listtelling t
    JOIN cards_blockkey k ON k.hash = t.block_hash
    WHERE t.card_list_id = %s AND k.application_id <> t.application_id
"""


@dataclass(frozen=True, slots=True)
class News:
    """A card that the list brings to a stage; `was` is who it was before the list knew better.

    `person_hash` is the exact person's in the list's own unit, under the active key.
    """

    application_id: int
    identity: Identity
    person_hash: int
    block_key: str
    stage: Stage
    fault: Fault | None = None
    was: Identity | None = None


class _Listed(Protocol):
    @property
    def identity(self) -> Identity: ...
    @property
    def stage(self) -> Stage: ...
    @property
    def row(self) -> ListRow: ...
    @property
    def block_keys(self) -> Sequence[str]: ...
    @property
    def persons(self) -> tuple[int, ...]: ...


class FoundWatch(NamedTuple):
    """A row of `_WATCHES`."""

    block_hash: int
    id: int
    contact_id: int
    unit_id: int
    person_hash: int
    bare_hash: int
    is_unmarked: bool
    proof_hash: int | None
    key_id: int
    language: str

    @property
    def keys(self) -> PersonKeys:
        """What of it is compared."""
        return PersonKeys(self.person_hash, self.bare_hash, self.is_unmarked)


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person in the forms that are compared."""

    name: PersonName
    date: BirthDate
    identity: Identity


def somebody(identity: Identity) -> Somebody:
    """The person of an identity."""
    date = BirthDate.fromisoformat(identity.birth_date)
    return Somebody(parse_name(identity.full_name), date, identity)


class WatchMatcher:
    """Finds the watches of one list's news; costs nothing where nobody watches."""

    def __init__(self, card_list: CardList, *, sealer: Sealer, index: BlindIndex) -> None:
        self._list = card_list
        self._sealer = sealer
        self._index = index
        self._units = watching_units(card_list.unit)
        scope = {pk for unit in self._units.values() for pk in list_scope_ids(unit)}
        self._scope = scope - {card_list.unit_id}
        if len(index.key_ids) > 1:  # while keys rotate, others may lie under the old one
            self._scope.add(card_list.unit_id)
        # Of those who are to be told; kept only where a reform made two units one, or keys rotate.
        self._block_keys: dict[int, str] = {}
        self._news: list[News] = []

    def note_change(
        self, item: _Listed, application_id: int, before: Known | None, fault: FaultOfChange
    ) -> None:
        """A row of the chunk changes its application; news are another stage, another fault, or that
        the person is known better.
        """
        if not self._units or not item.block_keys[0].startswith("T"):
            return  # without a full date it is never certain who is meant
        code, due_on, unit_id = fault
        was = None
        if before is not None and before.stage is item.stage:
            if before.application_id != application_id:
                was = before.identity
            elif unit_id is None or (code, due_on) == (before.correction, before.due_on):
                return
        told = None if unit_id is None else Fault(unit_id, code or "", item.row.note, due_on)
        person, key = item.persons[0], item.block_keys[0]
        self._news.append(News(application_id, item.identity, person, key, item.stage, told, was))

    def forget(self) -> None:
        """The chunk begins (anew)."""
        self._news.clear()

    def write(self) -> None:
        """Keep who is to be told of the chunk's news; in the transaction that writes the chunk."""
        if self._news:
            rows = [row for news, watch in self._find() for row in self._judge(news, watch)]
            bulk_insert("cards_listtelling", _COLUMNS, rows)
        self._news.clear()

    def finish(self) -> None:
        """After the last chunk: of people who are alike, only a right second fact tells anybody."""
        if not self._units:
            return
        pairs = [*select(_ALIKE, [self._list.pk], is_prepared=False), *self._alike_elsewhere()]
        ids = list({pk for pair in pairs for pk in pair})
        known = open_visible(self._list, ids, self._sealer)
        people = {pk: somebody(identity) for pk, identity in known.items()}
        alike: dict[int, list[Somebody]] = defaultdict(list)
        for one, other in pairs:
            if one in people and other in people and is_alike(people[one], people[other]):
                alike[one].append(people[other])
        with transaction.atomic():
            for application_id, others in alike.items():
                self._drop_doubtful(application_id, others)

    def _alike_elsewhere(self) -> Iterator[tuple[int, int]]:
        """Likewise the rows of units that were taken over: their hashes are of their own unit."""
        for unit_id in self._scope:
            told: dict[int, list[int]] = defaultdict(list)
            for pk, key in self._block_keys.items():
                for key_id in self._index.key_ids:
                    told[block_hash(self._index, unit_id, key, key_id)].append(pk)
            sql = "SELECT hash, application_id FROM cards_blockkey WHERE hash {among}"
            for found, other in select_among(sql, list(told)):
                yield from ((pk, other) for pk in told[found] if pk != other)

    def _drop_doubtful(self, application_id: int, others: Sequence[Somebody]) -> None:
        rows = ListTelling.objects.filter(card_list_id=self._list.pk, application_id=application_id)
        rows.filter(is_proved=False).delete()
        proved = dict(rows.values_list("watch_id", "pk"))
        for watch in Watch.objects.filter(pk__in=proved).select_related("contact"):
            if any(meets(self._index, one.identity, found_watch(watch))[0] for one in others):
                rows.filter(pk=proved[watch.pk]).delete()

    def _find(self) -> Iterator[tuple[News, FoundWatch]]:
        wanted: dict[int, list[News]] = defaultdict(list)
        for unit_id in self._units:
            for key_id in self._index.key_ids:
                keys = [news.block_key for news in self._news]
                for found, news in zip(
                    block_hashes_of(self._index, unit_id, keys, key_id), self._news, strict=True
                ):
                    wanted[found].append(news)
        for row in select_among(_WATCHES, list(wanted), [_now()]):
            watch = FoundWatch(*row)
            unit = self._units.get(watch.unit_id)
            if unit is None or (unit.requires_second_fact and watch.proof_hash is None):
                continue
            for news in wanted[watch.block_hash]:
                yield news, watch

    def _judge(self, news: News, watch: FoundWatch) -> Iterator[tuple[Any, ...]]:
        person = somebody(news.identity)
        is_told, is_proved = self._meets(news, person, watch)
        if not is_told or (news.was and meets(self._index, news.was, watch)[0]):
            return
        if self._scope:
            self._block_keys[news.application_id] = news.block_key
        fault = news.fault if is_proved else None
        notice = notice_of(
            news.stage, news.identity, fault, language=watch.language, name=person.name
        )
        yield (
            self._list.pk,
            news.application_id,
            watch.id,
            watch.contact_id,
            KIND_OF_STAGE[news.stage].value,
            self._own_hash(news, watch),
            is_proved,
            seal_notice(
                self._sealer, notice, person=news.application_id, contact_id=watch.contact_id
            ),
        )

    def _meets(self, news: News, person: Somebody, watch: FoundWatch) -> tuple[bool, bool]:
        """As `meets_person`, with what the list's reader has hashed already, which is nearly all."""
        if (
            watch.person_hash == news.person_hash
            and watch.proof_hash is None
            and self._is_own(watch)
        ):
            return can_be_certain(person.name, person.date), False
        return meets_person(self._index, person, watch)

    def _is_own(self, watch: FoundWatch) -> bool:
        """Whether its hashes are those that the list's own rows have."""
        return watch.unit_id == self._list.unit_id and watch.key_id == self._index.active

    def _own_hash(self, news: News, watch: FoundWatch) -> int:
        """What the row is filed under, which is what this unit's watches were found by."""
        if self._is_own(watch):
            return watch.block_hash
        return block_hash(self._index, self._list.unit_id, news.block_key, self._index.active)


def watching_units(unit: Unit) -> dict[int, Unit]:
    """The units whose watches a list of this unit may answer: itself, those before and after it."""
    related = [unit.pk, *list_scope_ids(unit), *(one.pk for one in list_successors(unit))]
    watched = Exists(Watch.objects.filter(unit_id=OuterRef("pk")))
    return {one.pk: one for one in Unit.objects.filter(watched, pk__in=set(related))}


def _now() -> Any:
    return connection.ops.adapt_datetimefield_value(clock.now())


def found_watch(watch: Watch) -> FoundWatch:
    """A watch in the form that is compared."""
    return FoundWatch(
        watch.block_hash,
        watch.pk,
        watch.contact_id,
        watch.unit_id,
        watch.person_hash,
        watch.bare_hash,
        watch.is_unmarked,
        watch.proof_hash,
        watch.index_key_id,
        watch.contact.language,
    )


def meets(index: BlindIndex, identity: Identity, watch: FoundWatch) -> tuple[bool, bool]:
    """Whether the watch is surely for this person, and whether it gave their second fact."""
    return meets_person(index, somebody(identity), watch)


def meets_person(index: BlindIndex, person: Somebody, watch: FoundWatch) -> tuple[bool, bool]:
    """Likewise, for a person whose name was read already."""
    if not can_be_certain(person.name, person.date):
        return False, False
    keys = person_keys(index, watch.unit_id, person.name, person.date, watch.key_id)
    if watch.proof_hash is not None:
        known = proof_hashes(index, watch.unit_id, person.identity, watch.key_id)
        is_proved = watch.proof_hash in known and watch.bare_hash == keys.bare_hash
        return is_proved, is_proved
    return is_certain(watch.keys, keys), False


def is_alike(one: Somebody, other: Somebody) -> bool:
    """Whether only a second fact tells these two apart (`candidates.choose` judges the same way)."""
    return (
        one.name.folded == other.name.folded
        and one.date == other.date
        and not is_one_person(one, other)
    )
