"""Looks people up, one after the other at a citizen's pace, until it is told to stop."""

import random
import time
from pathlib import Path
from typing import Any

from benchmarks.inside.lookup import look_up_one, mixture

_PAUSE = 0.005


def run(options: dict[str, Any]) -> list[tuple[float, float]]:
    """Each lookup as (when it began, milliseconds); the clock is the machine's."""
    stop = Path(options["stop"])
    asked = mixture(options["shares"], 2000, random.Random(5))
    found = []
    while not stop.exists():
        for one in asked:
            began = time.monotonic()
            look_up_one(one)
            found.append((began, (time.monotonic() - began) * 1000))
            time.sleep(_PAUSE)
            if stop.exists():
                break
    return found
