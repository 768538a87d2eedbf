"""What the worker does with an uploaded list."""

from typing import Any

from tracuu.cards.lists.reviewing import read_upload
from tracuu.core.jobs import be_modest


def run(options: dict[str, Any]) -> bool:
    """Read it; whether there was anything to do."""
    be_modest()
    return read_upload(options["list"])
