"""Times lookups in this process, warm, with the baselines in between."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection
from django.db.models import F, Func, TextField
from django.db.models.functions import Lower

from benchmarks.inside.models import PlainCard
from benchmarks.measure import spread
from benchmarks.noise import Query, typed
from benchmarks.noise_letters import fold
from benchmarks.people import clean_records, people
from tracuu.cards.errors import LookupNotUnderstood
from tracuu.cards.identity import Identity, person_hash
from tracuu.cards.lookup import Caller
from tracuu.cards.operations import look_up
from tracuu.core.crypto import keys
from tracuu.core.database import select
from tracuu.demo.people import Person
from tracuu.names import BirthDate, parse_name, person_key
from tracuu.units.models import Unit

_CALLER = Caller(address="127.0.0.1")
_SEED_OF_STRANGERS = 888_000
_BARE = (
    "SELECT id, unit_id, sealed FROM cards_application WHERE unit_id + 0 = %s AND person_hash = %s"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One lookup to time; the last two are for the bare read of somebody who is on the list."""

    unit: Unit
    query: Query
    person: Person
    hash: int
    hash_unit_id: int


def run(options: dict[str, Any]) -> dict[str, Any]:
    """Half the people asked for are on a list; the mean, median and p99 in ms, and of baselines."""
    rng = random.Random(options["seed"])
    asked = mixture(options["shares"], options["count"], rng)
    for one in asked[: len(asked) // 4]:
        look_up_one(one)
        _bare(one)
    baselines = _baselines(options["baselines"])
    engine, bare = [], []
    plain: dict[str, list[float]] = {name: [] for name in baselines}
    every = max(1, len(asked) // max(1, options["plain_count"]))
    for number, one in enumerate(asked):
        engine.append(_timed(look_up_one, one))
        bare.append(_timed(_bare, one))
        if number % every == 0:
            for name, baseline in baselines.items():
                plain[name].append(_timed(baseline, one))
    return {
        "engine": spread(engine),
        "bare": spread(bare),
        "plain": {name: spread(values) for name, values in plain.items()},
    }


def _timed(call: Callable[[Asked], object], one: Asked) -> float:
    started = time.perf_counter()
    call(one)
    return (time.perf_counter() - started) * 1000


def look_up_one(one: Asked) -> object:
    """What a citizen's question answers; None when it is no name."""
    try:
        return look_up(
            unit=one.unit,
            full_name=one.query.full_name,
            birth_date=one.query.birth_date,
            proof=None,
            caller=_CALLER,
        )
    except LookupNotUnderstood:
        return None  # a number behind raw keystrokes is no name


def _bare(one: Asked) -> object:
    return select(_BARE, [one.hash_unit_id, one.hash])


def mixture(shares: Sequence[Sequence[int]], count: int, rng: random.Random) -> list[Asked]:
    """Questions about people of these shares, and as many about strangers."""
    units = Unit.objects.in_bulk([share[0] for share in shares])
    _, index = keys()
    each = max(1, count // 2 // len(shares))
    asked = []
    for unit_id, seed, _, size in shares:
        # The first people of a share are as random as any, and need not draw all the others again.
        for person, identity in _first(seed, min(each, size)):
            date = BirthDate.fromisoformat(identity.birth_date)
            found = person_hash(index, unit_id, person_key(parse_name(identity.full_name), date))
            asked.append(Asked(units[unit_id], typed(person, rng), person, found, unit_id))
    for number, person in enumerate(people(_SEED_OF_STRANGERS, len(asked))):
        unit = units[shares[number % len(shares)][0]]
        known = asked[number]
        asked.append(Asked(unit, typed(person, rng), person, known.hash, known.hash_unit_id))
    rng.shuffle(asked)
    return asked


def _first(seed: int, count: int) -> Iterator[tuple[Person, Identity]]:
    return zip(people(seed, count), clean_records(seed, count), strict=True)


def _baselines(names: Sequence[str]) -> dict[str, Callable[[Asked], object]]:
    known = {
        "icontains": _icontains,
        "trigrams_unindexed": _trigrams_unindexed,
        "trigrams_indexed": _trigrams_indexed,
        "date_indexed": _icontains,
    }
    return {name: known[name] for name in names}


def _icontains(one: Asked) -> object:
    """`icontains` over a folded column, and the date."""
    rows = PlainCard.objects.filter(
        unit_id=one.unit.pk,
        folded_name__icontains=fold(one.person.full_name),
        birth_date=one.person.birth_date,
    )
    return list(rows[:5])


def _trigrams_unindexed(one: Asked) -> object:
    """As Django's documentation shows it: unaccent and a similarity over a threshold."""
    wanted = fold(one.person.full_name).lower()
    unaccented = Func(Lower(F("full_name")), function="unaccent", output_field=TextField())
    rows = (
        PlainCard.objects.filter(unit_id=one.unit.pk, birth_date=one.person.birth_date)
        .annotate(similarity=TrigramSimilarity(unaccented, wanted))
        .filter(similarity__gt=0.3)
        .order_by("-similarity")
    )
    return list(rows[:5])


_INDEXED = """
    SELECT id, full_name, birth_date, stage, similarity(plain_unaccent(lower(full_name)), %s) AS s
    FROM benchmarks_plaincard
    WHERE unit_id = %s AND birth_date = %s AND plain_unaccent(lower(full_name)) %% %s
    ORDER BY s DESC LIMIT 5
"""


def _trigrams_indexed(one: Asked) -> object:
    """The same with the operator that a trigram index can serve."""
    wanted = fold(one.person.full_name).lower()
    with connection.cursor() as cursor:
        cursor.execute(_INDEXED, [wanted, one.unit.pk, one.person.birth_date, wanted])
        return cursor.fetchall()
