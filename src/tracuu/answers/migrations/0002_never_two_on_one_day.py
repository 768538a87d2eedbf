"""No two published answers of one topic and unit hold on the same day, whoever writes them.

PostgreSQL: an exclusion constraint over ranges (of one number for topic and unit, so that no extension
is needed). SQLite knows none: triggers say the same. Whoever rebuilds the table there must make the
triggers again.
"""

from typing import Any

from django.db import migrations

_POSTGRESQL = """
ALTER TABLE answers_answerversion ADD CONSTRAINT answers_never_overlap EXCLUDE USING gist (
    int8range(topic_id, topic_id, '[]') WITH =,
    int8range(COALESCE(unit_id, 0), COALESCE(unit_id, 0), '[]') WITH =,
    daterange(valid_from, valid_to, '[]') WITH &&
) WHERE (state = 'published')
"""
_SQLITE = """
CREATE TRIGGER answers_never_overlap_{deed} BEFORE {deed} ON answers_answerversion
WHEN NEW.state = 'published' AND EXISTS (
    SELECT 1 FROM answers_answerversion other
    WHERE other.topic_id = NEW.topic_id
      AND COALESCE(other.unit_id, 0) = COALESCE(NEW.unit_id, 0)
      AND other.state = 'published'
      AND other.id IS NOT NEW.id
      AND other.valid_from <= COALESCE(NEW.valid_to, '9999-12-31')
      AND NEW.valid_from <= COALESCE(other.valid_to, '9999-12-31')
)
BEGIN SELECT RAISE(ABORT, 'answers_never_overlap'); END
"""


def forbid(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_POSTGRESQL)
        return
    for deed in ("INSERT", "UPDATE"):
        schema_editor.execute(_SQLITE.format(deed=deed))


def allow(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "ALTER TABLE answers_answerversion DROP CONSTRAINT answers_never_overlap"
        )
        return
    for deed in ("INSERT", "UPDATE"):
        schema_editor.execute(f"DROP TRIGGER answers_never_overlap_{deed}")


class Migration(migrations.Migration):
    dependencies = [("answers", "0001_initial")]
    operations = [migrations.RunPython(forbid, allow)]
