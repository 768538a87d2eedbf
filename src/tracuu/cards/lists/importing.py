"""A file becomes a published list: read in a child process, compared, staged, switched."""

import datetime
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from tracuu.audit.operations import COMMAND_LINE, Actor
from tracuu.cards.enums import ListState, Stage
from tracuu.cards.errors import ListNotPublished, ReaderSuperseded
from tracuu.cards.lists.cells import SheetHeader, look_at
from tracuu.cards.lists.comparing import count_open
from tracuu.cards.lists.conflicts import conflict_problem, find_blamed
from tracuu.cards.lists.publishing import discard, open_list, publish
from tracuu.cards.lists.quality import quality_of
from tracuu.cards.lists.reading import CellProblem, FileProfile, ListReader, ListRow, read_list
from tracuu.cards.lists.staging import CHUNK, LEASE, Stager
from tracuu.cards.models import CardList
from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.core.memory import rare_collections
from tracuu.units.models import Unit

# Problems kept for the report; all are counted. A million bad rows must not fill the memory.
_MOST_PROBLEMS = 1000
# No list is so large; the reader refuses it faster than it could be hashed.
_LARGEST = 1 << 30


@dataclass(slots=True)
class ImportReport:
    """What an import did, or with `dry_run` would do. `problems` is for the officer only."""

    is_published: bool = False
    is_repeat: bool = False
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[CellProblem] = field(default_factory=list)
    profile: FileProfile | None = None

    @property
    def rows_rejected(self) -> int:
        return self.counts["rejected"]


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How a file is to be read and judged."""

    stage: Stage = Stage.AT_UNIT
    as_of: datetime.date | None = None
    day_month: Literal["swap", "keep"] | None = None
    is_strict: bool = False
    is_dry_run: bool = False


def import_list(
    *,
    unit: Unit,
    path: Path,
    options: ImportOptions,
    actor: Actor = COMMAND_LINE,
    each_row: Callable[[ListRow], None] | None = None,
) -> ImportReport:
    """Read the file and publish its accepted rows in one switch.

    Raises `ListNotReadable` (nothing of the file could be read), or `ListNotPublished` (strict and
    some row was rejected, or another list was published meanwhile). A kill at any instant leaves what
    was true before, or all of the new list.
    """
    sha256 = file_digest(path)
    report = ImportReport()
    report.is_repeat = CardList.objects.filter(
        unit=unit, sha256=sha256, state=ListState.PUBLISHED
    ).exists()
    card_list = open_list(
        unit=unit,
        file_name=path.name.encode("utf-8", "replace").decode()[:200],
        sha256=sha256,
        as_of=options.as_of or clock.today(),
        lease=LEASE,
    )
    try:
        try:
            _stage_file(card_list, path, options, report, each_row)
        except ReaderSuperseded:
            raise ListNotPublished("Việc đọc bị ngắt quá lâu. Hãy nhập lại tệp này.") from None
        if not options.is_dry_run:
            _publish_if_news(card_list, options, report, actor)
    finally:
        if card_list.state == ListState.STAGING:
            discard(card_list)
    return report


def _publish_if_news(
    card_list: CardList, options: ImportOptions, report: ImportReport, actor: Actor
) -> None:
    if options.is_strict and report.rows_rejected:
        raise ListNotPublished(
            f"Có {report.rows_rejected} dòng bị từ chối nên chưa dòng nào được công bố (--strict)."
        )
    if report.is_repeat:
        return
    if report.profile and report.profile.day_month_doubt:
        raise ListNotPublished(
            f"{report.profile.warnings[-1]} Chưa công bố gì. Hãy chạy lại với --day-month swap"
            " (đổi lại) hoặc --day-month keep (giữ nguyên)."
        )
    if not report.counts["accepted"]:
        raise ListNotPublished("Không có dòng nào dùng được, nên không có gì được công bố.")
    reasons = dict(Counter(p.code for p in report.problems))
    card_list.report = {
        **report.counts,
        "problems": reasons,
        "rejected_by_reason": reasons,
        "open": count_open(card_list.unit),
    }
    card_list.report["quality"] = quality_of(card_list)
    publish(card_list, actor=actor)
    report.is_published = True


def _stage_file(
    card_list: CardList,
    path: Path,
    options: ImportOptions,
    report: ImportReport,
    each_row: Callable[[ListRow], None] | None,
) -> None:
    sealer, index = keys()
    stager = Stager(card_list, stage=options.stage, sealer=sealer, index=index)
    reading = read_list(path, today=clock.today(), day_month=options.day_month)
    headers: list[SheetHeader] = []
    with rare_collections(), reading as reader:
        for chunk in _good_chunks(reader, report, each_row):
            stager.stage_rows(chunk)
            for row, match in stager.conflicts:
                headers = headers or _headers(path)
                where = find_blamed(headers, row.sheet, match)
                _reject(report, [conflict_problem(row, match, *where)])
        report.profile = reader.profile
    stager.finish()
    report.counts.update(stager.counts)


def _headers(path: Path) -> list[SheetHeader]:
    """The columns of the file by letter; asked for only when some row has to be told by its cell."""
    cells = look_at(path, mapping={})
    for _ in cells:
        pass
    return cells.sheets


def _good_chunks(
    reader: ListReader, report: ImportReport, each_row: Callable[[ListRow], None] | None
) -> Iterator[list[ListRow]]:
    chunk: list[ListRow] = []
    for row in reader:
        report.counts["read"] += 1
        if row.problems:
            _reject(report, row.problems)
            continue
        if each_row is not None:
            each_row(row)
        chunk.append(row)
        if len(chunk) >= CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _reject(report: ImportReport, problems: list[CellProblem]) -> None:
    report.counts["rejected"] += 1
    for problem in problems:
        if len(report.problems) < _MOST_PROBLEMS:
            report.problems.append(problem)
        else:
            report.counts["problems_left_out"] += 1


def file_digest(path: Path) -> bytes:
    """SHA-256 of the file's content; an unreadable file is left for the reader to name."""
    digest = hashlib.sha256()
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return b""
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    except OSError:
        return b""
    return digest.digest()
