"""Writes a list in a process of its own, so that its memory is nobody else's."""

from pathlib import Path
from typing import Any

from benchmarks.list_files import WRITERS


def run(options: dict[str, Any]) -> dict[str, Any]:
    """One file of `rows` people."""
    path = WRITERS[options["kind"]](Path(options["path"]), options["seed"], options["rows"])
    return {"bytes": path.stat().st_size}
