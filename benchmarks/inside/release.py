"""Uploads a list, reads it, publishes it and undoes it, while another process looks people up."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.inside.filling import AS_OF, unit_of
from benchmarks.list_files import write_csv
from tracuu.audit.operations import Actor
from tracuu.cards.lists.importing import ImportOptions, import_list
from tracuu.cards.lists.receiving import receive_upload
from tracuu.cards.lists.releasing import publish_reviewed, undo_publication
from tracuu.cards.models import CardList
from tracuu.units.models import Unit

_BLOCK = 1 << 16
_AN = Actor(officer_id=1, origin="127.0.0.1")


def run(options: dict[str, Any]) -> dict[str, Any]:
    """Seconds of each step, when each phase was, and every lookup meanwhile as (when, ms)."""
    _small_lists(options["lists"])
    unit, path = unit_of(0), Path(options["path"])
    phases: dict[str, tuple[float, float]] = {}

    @contextmanager
    def phase(name: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        phases[name] = (began, time.monotonic())

    with TemporaryDirectory() as folder:
        out, stop = Path(folder, "lookups"), Path(folder, "stop")
        looking = {"shares": options["shares"], "stop": str(stop)}
        command = [sys.executable, "-m", "benchmarks.inside", "release_lookups"]
        with subprocess.Popen([*command, json.dumps(looking), str(out)]) as lookups:
            try:
                time.sleep(3)
                card_list = _walk(unit, path, phase, options["quiet_seconds"])
            finally:
                stop.touch()
                lookups.wait()
        told = json.loads(out.read_text(encoding="utf-8"))
    return {
        "rows": card_list.rows_read,
        "new": card_list.report["new"],
        "lists": CardList.objects.count(),
        "seconds": {name: round(ends - begins, 3) for name, (begins, ends) in phases.items()},
        "phases": phases,
        "lookups": told,
    }


def _walk(
    unit: Unit, path: Path, phase: Callable[[str], AbstractContextManager[None]], quiet: float
) -> CardList:
    with phase("before"):
        time.sleep(quiet)
    with phase("upload"), path.open("rb") as file:
        card_list = receive_upload(
            unit=unit,
            file_name=path.name,
            blocks=iter(lambda: file.read(_BLOCK), b""),
            actor=_AN,
        )
    with phase("review"):
        _read(card_list)
    card_list.refresh_from_db()
    with phase("publish"):
        publish_reviewed(card_list=card_list, actor=_AN, override_reason="Đo tốc độ", is_chief=True)
    with phase("undo"):
        undo_publication(card_list=card_list, actor=_AN)
    with phase("after"):
        time.sleep(quiet)
    return card_list


def _read(card_list: CardList) -> None:
    """In a process of its own, as modest as the worker that does it."""
    with TemporaryDirectory() as folder:
        reading = json.dumps({"list": card_list.pk})
        command = [sys.executable, "-m", "benchmarks.inside", "list_reading", reading]
        subprocess.run([*command, str(Path(folder, "out"))], check=True)


def _small_lists(count: int) -> None:
    """Lists of a few people each, imported one after the other into the unit of the large one."""
    unit = unit_of(0)
    with TemporaryDirectory() as folder:
        for number in range(count):
            path = write_csv(Path(folder, f"{number}.csv"), 10_000 + number, 5)
            import_list(unit=unit, path=path, options=ImportOptions(as_of=AS_OF))
