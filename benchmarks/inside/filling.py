"""Fills an installation with units and very many applications, as if their lists had been published."""

import datetime
import shutil
import sqlite3
import time
from itertools import chain, islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from benchmarks import rows
from tracuu.cards.enums import ListState, Stage
from tracuu.cards.lists.vault import seal_file_name
from tracuu.cards.models import CardList, UnitLedger
from tracuu.cards.stage_days import recount
from tracuu.core import clock
from tracuu.core.ids import reserve_ids
from tracuu.units.enums import UnitKind
from tracuu.units.models import Unit
from tracuu.units.operations import EVERY_DAY_7_TO_21, add_unit

AS_OF = datetime.date(2021, 12, 14)
_TABLES = ("cards_application", "cards_blockkey", "cards_stagechange")
_CHANGE_COLUMNS = (
    "application_id, card_list_id, stage, previous_stage, changed_on, recorded_at, box,"
    " sealed_note, reason"
)
_BOX = "A07"


def run(options: dict[str, Any]) -> dict[str, Any]:
    """Fill with `units` units of `people` each, drawn as `source`; the rows may be at hand already."""
    started = time.perf_counter()
    call_command("migrate", interactive=False, verbosity=0)
    units = _units(options["units"])
    shares = list(
        chain.from_iterable(
            rows.split(unit.pk, number, 1 + number * options["people"], options["people"])
            for number, unit in enumerate(units)
        )
    )
    folder = Path(options["rows"])
    if not folder.exists():
        rows.write_all(settings.KEYS_DIR, folder, options["source"], shares)
    made = time.perf_counter()
    reserve_ids("application", options["units"] * options["people"])
    list_ids = {unit.pk: _published_list(unit).pk for unit in units}
    if connection.vendor == "postgresql":
        _fill_postgresql(folder, list_ids)
    else:
        _fill_sqlite(folder, list_ids)
    for unit in units:
        recount(unit.pk)
    if not options["keep_rows"]:
        shutil.rmtree(folder)
    return {
        "applications": options["units"] * options["people"],
        "seconds_making": made - started,
        "seconds_loading": time.perf_counter() - made,
        "bytes": _database_bytes(),
        "shares": [[share.unit_id, share.seed, share.first_id, share.count] for share in shares],
    }


def _units(count: int) -> list[Unit]:
    ministry = add_unit(slug="bo", name="Bộ Công an", kind=UnitKind.MINISTRY, publishes_lists=False)
    province = add_unit(
        slug="tinh", name="Công an tỉnh", kind=UnitKind.PROVINCE, parent=ministry,
        publishes_lists=False,
    )  # fmt: skip
    return [
        add_unit(
            slug=f"don-vi-{number}",
            name=f"Công an đơn vị {number}",
            kind=UnitKind.DISTRICT,
            parent=province,
            address=f"số {number}, đường Minh Hoạ",
            phone="028 0000 0000",
            opening_hours=EVERY_DAY_7_TO_21,
            is_invented=True,
        )
        for number in range(count)
    ]


def _published_list(unit: Unit) -> CardList:
    now = clock.now()
    UnitLedger.objects.create(unit=unit, version=1, data_as_of=AS_OF)
    return CardList.objects.create(
        unit=unit, state=ListState.PUBLISHED, sealed_name=seal_file_name(unit.pk, "bench"),
        sha256=b"", as_of=AS_OF, base_version=0, created_at=now, published_at=now, lease_until=now,
    )  # fmt: skip


def _fill_sqlite(folder: Path, list_ids: dict[int, int]) -> None:
    """Sorted into the tables, the other indexes built afterwards; a crash would lose all of it."""
    connection.close()
    database = sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None)
    database.execute("PRAGMA journal_mode=OFF")
    database.execute("PRAGMA synchronous=OFF")
    database.execute("PRAGMA cache_size=-1000000")
    marks = ", ".join("?" for _ in _TABLES)
    indexes = database.execute(
        f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name IN ({marks})"
        " AND sql IS NOT NULL",
        _TABLES,
    ).fetchall()
    for name, _ in indexes:
        database.execute(f'DROP INDEX "{name}"')
    database.execute("BEGIN")
    for chunk in rows.read_applications(folder):
        database.executemany(
            "INSERT INTO cards_application (id, unit_id, sealed, person_hash, receipt_hash,"
            " index_key_id, sealing_key_id) VALUES (?, ?, ?, ?, ?, ?, ?)",
            chunk,
        )
        database.executemany(
            f"INSERT INTO cards_stagechange ({_CHANGE_COLUMNS})"
            f" VALUES (?, ?, {Stage.AT_UNIT.value}, NULL, '{AS_OF}', '{AS_OF} 01:00:00', '{_BOX}',"
            " NULL, '')",
            [(row[0], list_ids[row[1]]) for row in chunk],
        )
    for pairs in rows.read_keys(folder):
        database.executemany(
            "INSERT INTO cards_blockkey (hash, application_id) VALUES (?, ?)", pairs
        )
    for _, sql in indexes:
        database.execute(sql)
    database.execute("COMMIT")
    database.execute("PRAGMA journal_mode=WAL")
    database.close()


def _fill_postgresql(folder: Path, list_ids: dict[int, int]) -> None:
    """COPY in the order in which lists bring rows, the indexes built afterwards."""
    with connection.cursor() as cursor:
        restore = _drop_indexes(cursor)
        for chunk in rows.read_applications(folder):
            lines = "".join(
                f"{row[0]}\t{row[1]}\t\\\\x{row[2].hex()}\t{row[3]}\t{row[4]}\t{row[5]}\t{row[6]}\n"
                for row in chunk
            )
            _copy(
                cursor,
                "cards_application (id, unit_id, sealed, person_hash, receipt_hash, index_key_id,"
                " sealing_key_id)",
                lines,
            )
            _copy(
                cursor,
                f"cards_stagechange ({_CHANGE_COLUMNS})",
                "".join(
                    f"{row[0]}\t{list_ids[row[1]]}\t{Stage.AT_UNIT.value}\t\\N\t{AS_OF}"
                    f"\t{AS_OF} 01:00:00+00\t{_BOX}\t\\N\t\n"
                    for row in chunk
                ),
            )
        _copy_keys(cursor, folder)
        for statement in restore:
            cursor.execute(statement)
        for table in _TABLES:
            cursor.execute(f"VACUUM ANALYZE {table}")


def _copy_keys(cursor: Any, folder: Path) -> None:
    for pairs in rows.read_keys(folder):
        # A heap sorted by hash would flatter us; by application is how lists bring them.
        pairs.sort(key=lambda pair: pair[1])
        lines = iter(pairs)
        while part := list(islice(lines, 100_000)):
            text = "".join([f"{found}\t{owner}\n" for found, owner in part])
            _copy(cursor, "cards_blockkey (hash, application_id)", text)


def _copy(cursor: Any, target: str, lines: str) -> None:
    with cursor.copy(f"COPY {target} FROM STDIN") as copy:
        copy.write(lines)


def _drop_indexes(cursor: Any) -> list[str]:
    """Drop what slows loading; the statements that bring it back, in order."""
    tables = ", ".join(f"'{table}'::regclass" for table in _TABLES)
    cursor.execute(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), contype"
        f" FROM pg_constraint WHERE conrelid IN ({tables}) AND contype IN ('p', 'f')"
        " ORDER BY contype <> 'f'"
    )
    constraints = cursor.fetchall()
    for table, name, _, _ in constraints:
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    cursor.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        f" WHERE indrelid IN ({tables})"
    )
    indexes = cursor.fetchall()
    for name, _ in indexes:
        cursor.execute(f"DROP INDEX {name}")
    restored = [
        f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}'
        for table, name, definition, _ in reversed(constraints)
    ]
    return [*(sql for _, sql in indexes), *restored]


def _database_bytes() -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    return Path(settings.DATABASES["default"]["NAME"]).stat().st_size


def unit_of(slug_number: int) -> Unit:
    """The unit that was made as number `slug_number`."""
    return Unit.objects.get(slug=f"don-vi-{slug_number}")
