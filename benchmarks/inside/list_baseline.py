"""What people write today for a list: openpyxl, and one `objects.create` a row."""

import datetime
import time
from pathlib import Path
from typing import Any

import openpyxl
from django.db import connection

from benchmarks.inside.models import PlainCard
from benchmarks.noise_letters import fold
from tracuu.cards.enums import Stage


def run(options: dict[str, Any]) -> dict[str, Any]:
    """Read the workbook and create its rows in a plain table; no check, no key, no seal."""
    with connection.schema_editor() as editor:
        editor.create_model(PlainCard)
    started, cpu_before = time.perf_counter(), time.process_time()
    book = openpyxl.load_workbook(Path(options["path"]), read_only=True)
    rows = 0
    for row in book.worksheets[0].iter_rows(min_row=2, values_only=True):
        name, born = str(row[1]), str(row[2])
        PlainCard.objects.create(
            unit_id=1,
            full_name=name,
            folded_name=fold(name).lower(),
            birth_date=datetime.datetime.strptime(born, "%d/%m/%Y").replace(tzinfo=datetime.UTC),
            stage=Stage.AT_UNIT,
        )
        rows += 1
    taken, cpu = time.perf_counter() - started, time.process_time() - cpu_before
    with connection.schema_editor() as editor:
        editor.delete_model(PlainCard)
    return {
        "rows": rows,
        "seconds": taken,
        "rows_per_second": rows / taken,
        "rows_per_cpu_second": rows / cpu,
    }
