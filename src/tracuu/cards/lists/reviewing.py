"""The worker reads an uploaded file and prepares its review. It can be killed at any instruction.

The list's row is the truth: who holds its lease reads it; when the lease has run out, the sweep
wakes another reader, which removes what the dead one left unseen and begins again.
"""

import datetime
import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Literal, cast

import msgpack
import structlog
from django.db import DatabaseError, transaction
from django.db.models import F, Q

from tracuu.cards.enums import DayFrom, ListState, RowKind, Stage
from tracuu.cards.errors import ReaderSuperseded
from tracuu.cards.lists import vault
from tracuu.cards.lists.as_of import FoundDay, find_day
from tracuu.cards.lists.cells import SheetHeader, look_at
from tracuu.cards.lists.comparing import Newcomers, count_missing, count_open, find_foreign
from tracuu.cards.lists.conflicts import conflict_problem, find_blamed
from tracuu.cards.lists.publishing import clear_staged
from tracuu.cards.lists.reading import FileProfile, ListNotReadable, ListRow, read_list
from tracuu.cards.lists.reading.fields import words
from tracuu.cards.lists.review_rows import (
    MOST_KEPT,
    Shown,
    add_cells,
    from_foreign,
    from_notable,
    from_problems,
    write_rows,
)
from tracuu.cards.lists.staging import CHUNK, LEASE, Stager
from tracuu.cards.models import CardList, ColumnMapping, UnitLedger
from tracuu.cards.stage_days import Place, count_moves, keep_tally
from tracuu.core import clock
from tracuu.core.crypto import Sealer, keys
from tracuu.core.memory import rare_collections

MOST_ATTEMPTS = 5
_CELLS = 500
_PROFILE = b"profile"
_log = structlog.get_logger()


def read_upload(list_id: int) -> bool:
    """Read the list if it waits for a reader; whether it did.

    What cannot be read leaves the list `failed` with a sentence; anything else leaves it as it is,
    to be taken up again when the lease has run out.
    """
    card_list = _claim(list_id)
    if card_list is None:
        return False
    try:
        clear_staged(card_list)
        if card_list.attempts > MOST_ATTEMPTS:
            _fail(card_list, "Tệp này đã làm việc đọc dừng nhiều lần. Hãy lưu lại tệp rồi tải lên.")
        else:
            _Review(card_list).run()
    except ListNotReadable as error:
        clear_staged(card_list)
        # Of a file whose header nobody understands an officer may say what the columns mean.
        _fail(card_list, error.message, keeps_file=error.code == "no_header")
    except ReaderSuperseded:
        _log.warning("list_reader_superseded", list=list_id)
    except (OSError, DatabaseError) as error:
        # A full disk, or a database that went away: the lease runs out and the list is tried again.
        _log.warning("list_reader_stopped", list=list_id, error=type(error).__name__)
    return True


def _claim(list_id: int) -> CardList | None:
    """Become the list's reader. Of two workers that were woken at once the WHERE lets one pass."""
    now = clock.now()
    row = CardList.objects.filter(pk=list_id).values("unit_id").first()
    if row is None:
        return None
    version = UnitLedger.objects.get(unit_id=row["unit_id"]).version
    claimed = CardList.objects.filter(
        Q(state=ListState.UPLOADED) | Q(state=ListState.READING, lease_until__lt=now), pk=list_id
    ).update(
        state=ListState.READING,
        attempts=F("attempts") + 1,
        lease_until=now + LEASE,
        rows_read=0,
        base_version=version,
        compared_at=now,
    )
    return CardList.objects.select_related("unit").get(pk=list_id) if claimed else None


def _fail(card_list: CardList, sentence: str, *, keeps_file: bool = False) -> None:
    failed = CardList.objects.filter(
        pk=card_list.pk, state=ListState.READING, compared_at=card_list.compared_at
    ).update(state=ListState.FAILED, failure=sentence[:400])
    if failed and not keeps_file:
        vault.erase(card_list)


@dataclass(slots=True)
class _Bad:
    """The rows that are kept out: counted by reason, and where the kept ones stand in the file."""

    reasons: Counter[str] = field(default_factory=Counter)
    places: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))


class _Review:
    """One reading of one list."""

    def __init__(self, card_list: CardList) -> None:
        sealer, index = keys()
        self._list = card_list
        self._sealer: Sealer = vault.list_sealer(card_list)
        self._stager = Stager(
            card_list, stage=Stage(card_list.default_stage), sealer=sealer, index=index
        )
        self._headers: list[SheetHeader] = []
        self._found: FoundDay | None = None
        self._newcomers = Newcomers()
        self._bad = _Bad()
        self._counts: Counter[str] = Counter()
        self._kept: Counter[RowKind] = Counter()
        self._counted_at = card_list.compared_at or clock.now()
        self._moves: Counter[Place] = Counter()

    def run(self) -> None:
        card_list = self._list
        with vault.opened(card_list) as path:
            self._headers = self._understand_header(path)
            self._find_day()
            self._stager.hold(sealed_profile=self._sealed(FileProfile()))
            profile = self._read(path)
            self._fetch_cells(path)
        self._stager.finish()
        self._counts.update(self._stager.counts)
        self._compare()
        self._conclude(self._sealed(profile))

    def _find_day(self) -> None:
        """What the file says of its own day counts, unless an officer said another."""
        card_list = self._list
        titles = [(one.name, row, text) for one in self._headers for row, text in one.titles]
        name = vault.file_name_of(card_list)
        found = self._found = find_day(titles, name, today=clock.today())
        if card_list.as_of_from == DayFrom.OFFICER:
            return
        if found is None:
            card_list.as_of = card_list.created_at.astimezone(clock.VIETNAM).date()
            card_list.as_of_from = DayFrom.UPLOAD
        else:
            card_list.as_of = found.day
            card_list.as_of_from = DayFrom.TITLE if found.text else DayFrom.FILE_NAME

    def _sealed(self, profile: FileProfile) -> bytes:
        found = self._found
        told = None if found is None else {**asdict(found), "day": found.day.isoformat()}
        headers = [asdict(one) for one in self._headers]
        plain: bytes = msgpack.packb([asdict(profile), headers, told])
        return self._sealer.seal(plain, _PROFILE)

    def _understand_header(self, path: Path) -> list[SheetHeader]:
        """The headers of the file; what was once said about such a header is said again."""
        card_list = self._list
        for attempt in range(2):
            cells = look_at(path, mapping=card_list.mapping)
            list(cells)
            if attempt or card_list.mapping:
                break
            known = find_mapping(card_list.unit_id, cells.sheets)
            if not known:
                break
            card_list.mapping = known
        return cells.sheets

    def _read(self, path: Path) -> FileProfile:
        day_month = cast("Literal['swap', 'keep'] | None", self._list.day_month or None)
        reader = read_list(
            path, today=clock.today(), day_month=day_month, mapping=self._list.mapping
        )
        with rare_collections(), reader:
            for batch in reader.batches(CHUNK):
                self._counts["read"] += len(batch)
                self._take(batch)
        self._list.report = {
            "day_month_doubt": reader.profile.day_month_doubt,
            "column_doubts": reader.profile.column_doubts,
        }
        return reader.profile

    def _take(self, batch: Sequence[ListRow]) -> None:
        bad = [
            (RowKind.REJECTED, from_problems(row, row.problems)) for row in batch if row.problems
        ]
        self._stager.stage_rows([row for row in batch if not row.problems])
        for row, match in self._stager.conflicts:
            problem = conflict_problem(row, match, *find_blamed(self._headers, row.sheet, match))
            bad.append((RowKind.AMBIGUOUS, from_problems(row, [problem])))
        self._newcomers.add(self._stager.added)
        for kind, shown in bad:
            self._counts["rejected"] += 1
            self._counts["ambiguous"] += kind is RowKind.AMBIGUOUS
            self._bad.reasons.update({one.code for one in shown.troubles})
        notable = [(one.kind, from_notable(one)) for one in self._stager.notable]
        self._keep([*bad, *notable], rows_read=self._counts["read"])

    def _keep(self, rows: Sequence[tuple[RowKind, Shown]], **progress: int) -> None:
        kept = []
        for kind, shown in rows:
            if self._kept[kind] < MOST_KEPT:
                self._kept[kind] += 1
                kept.append((kind, shown))
                if kind in {RowKind.REJECTED, RowKind.AMBIGUOUS}:
                    self._bad.places[shown.sheet].append(shown.number)
        with transaction.atomic():
            self._stager.hold(**progress)
            write_rows(self._list, self._sealer, kept)

    def _fetch_cells(self, path: Path) -> None:
        """Look into the file again for the rows that are to be mended, as they stand there."""
        if not self._bad.places:
            return
        cells = iter(
            look_at(
                path,
                mapping=self._list.mapping,
                day_month=self._list.day_month,
                wanted=self._bad.places,
            )
        )
        while part := list(islice(cells, _CELLS)):
            with transaction.atomic():
                self._stager.hold()
                add_cells(self._list, {(sheet, number): texts for sheet, number, texts in part})

    def _compare(self) -> None:
        unit, counts = self._list.unit, self._counts
        self._stager.hold()
        foreign = find_foreign(unit, self._newcomers, counts["accepted"])
        if foreign.unit_id is not None:
            other = foreign.unit_id
            self._keep([(RowKind.FOREIGN, from_foreign(row, other)) for row in foreign.rows])
        self._stager.hold()
        counts["vanished"] = count_missing(self._list)
        self._stager.hold()
        counts["open"] = count_open(unit)
        self._stager.hold()
        self._moves = count_moves(self._list, self._counted_at)
        self._list.report = {
            **self._list.report,
            **counts,
            "foreign": round(foreign.share * counts["accepted"]),
            "foreign_share": round(foreign.share, 4),
            "foreign_unit": foreign.unit_id,
            "rejected_by_reason": dict(self._bad.reasons),
        }

    def _conclude(self, sealed_profile: bytes) -> None:
        card_list = self._list
        with transaction.atomic():
            done = CardList.objects.filter(
                pk=card_list.pk, state=ListState.READING, compared_at=card_list.compared_at
            ).update(
                state=ListState.REVIEWED,
                sealed_profile=sealed_profile,
                report=card_list.report,
                mapping=card_list.mapping,
                as_of=card_list.as_of,
                as_of_from=card_list.as_of_from,
                rows_read=self._counts["read"],
                attempts=0,
            )
            if not done:
                raise ReaderSuperseded("Another reader took this list up.")
            keep_tally(card_list, self._moves, self._counted_at)


@dataclass(frozen=True, slots=True)
class Understood:
    """How the file was understood: `profile` is `reading.FileProfile` as a mapping.

    `day` is what the file says of its own day; None when it says nothing.
    """

    profile: Mapping[str, Any]
    headers: list[Mapping[str, Any]]
    day: FoundDay | None = None


def get_understood(card_list: CardList) -> Understood | None:
    """What the reading told of the file; None before that, or when it is erased."""
    if card_list.sealed_profile is None or card_list.sealed_key is None:
        return None
    sealer = vault.list_sealer(card_list)
    # A list that was read before this was asked has no third part.
    profile, headers, *more = msgpack.unpackb(
        sealer.open(bytes(card_list.sealed_profile), _PROFILE)
    )
    told = more[0] if more else None
    day = told and FoundDay(**{**told, "day": datetime.date.fromisoformat(told["day"])})
    return Understood(profile, headers, day)


def fingerprint(headers: Sequence[SheetHeader] | Sequence[Mapping[str, Any]]) -> bytes:
    """Equal for files whose first sheet has the same header, whatever its capitals and marks."""
    if not headers:
        return b""
    first = headers[0]
    texts = (
        [column.text for column in first.columns]
        if isinstance(first, SheetHeader)
        else [column["text"] for column in first["columns"]]
    )
    plain = "\n".join(words(text) for text in texts).rstrip("\n")
    return hashlib.sha256(plain.encode()).digest()


def find_mapping(unit_id: int, headers: Sequence[SheetHeader]) -> dict[str, str]:
    """What an officer of the unit once said about such a header; empty when nobody did."""
    if not headers:
        return {}
    row = ColumnMapping.objects.filter(unit_id=unit_id, fingerprint=fingerprint(headers)).first()
    return dict(row.mapping) if row is not None else {}
