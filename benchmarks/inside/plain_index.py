"""An index on unit and birth date for the plain table: what an attentive author adds."""

from typing import Any

from django.db import connection


def run(options: dict[str, Any]) -> dict[str, Any]:
    """Create it."""
    del options
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX plain_date ON benchmarks_plaincard (unit_id, birth_date)")
        cursor.execute("ANALYZE benchmarks_plaincard")
    return {}
