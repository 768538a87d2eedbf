"""What wrk will send: bodies of lookups, and keys for the bare view."""

import json
import random
from pathlib import Path
from typing import Any

from benchmarks.noise import typed
from benchmarks.people import people

_SEED_OF_STRANGERS = 999_000


def run(options: dict[str, Any]) -> dict[str, Any]:
    """One JSON body a line, half of people on the list; and as many ids of applications."""
    rng = random.Random(1)
    each = options["count"] // 2 // len(options["shares"])
    drawn = [
        person for _, seed, _, size in options["shares"] for person in people(seed, min(each, size))
    ]
    drawn += list(people(_SEED_OF_STRANGERS, len(drawn)))
    rng.shuffle(drawn)
    bodies = [
        json.dumps({"full_name": query.full_name, "birth_date": query.birth_date})
        for query in (typed(person, rng) for person in drawn)
    ]
    first, size = options["shares"][0][2], options["shares"][0][3]
    ids = [str(first + rng.randrange(size)) for _ in bodies]
    folder = Path(options["folder"])
    (folder / "bodies").write_text("\n".join(bodies), encoding="utf-8")
    (folder / "ids").write_text("\n".join(ids), encoding="utf-8")
    return {}
