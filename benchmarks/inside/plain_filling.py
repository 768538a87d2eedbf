"""The same people as in the installation, in a table such as people write today."""

from itertools import islice
from typing import Any

from django.db import connection

from benchmarks.inside.models import PlainCard
from benchmarks.noise_letters import fold
from benchmarks.people import people
from tracuu.cards.enums import Stage
from tracuu.core.database import bulk_insert

_COLUMNS = ("unit_id", "full_name", "folded_name", "birth_date", "stage")
# What the guides advise: a wrapper that may stand in an index, and a trigram index over it.
_TRIGRAMS = """
    CREATE FUNCTION plain_unaccent(text) RETURNS text
        AS $$ SELECT public.unaccent('public.unaccent', $1) $$
        LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT;
    CREATE INDEX plain_trigrams ON benchmarks_plaincard
        USING gin (plain_unaccent(lower(full_name)) gin_trgm_ops);
"""


def run(options: dict[str, Any]) -> dict[str, Any]:
    """Create and fill the table; with `trigrams` also the index that PostgreSQL has for them."""
    with connection.schema_editor() as editor:
        editor.create_model(PlainCard)
    for unit_id, seed, _, count in options["shares"]:
        drawn = (
            (
                unit_id,
                person.full_name,
                fold(person.full_name).lower(),
                person.birth_date.isoformat(),
                Stage.AT_UNIT.value,
            )
            for person in people(seed, count)
        )
        while part := list(islice(drawn, 50_000)):
            bulk_insert("benchmarks_plaincard", _COLUMNS, part)
    with connection.cursor() as cursor:
        if options["trigrams"]:
            cursor.execute(_TRIGRAMS)
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE benchmarks_plaincard")
    return {}
