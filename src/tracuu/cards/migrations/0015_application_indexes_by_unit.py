"""The hashes of a unit's people stand together: see `Application.Meta` and ADR 0019."""

from typing import Any, ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation

from tracuu.core.database import refresh_statistics


def tell_the_planner(apps: Any, schema_editor: Any) -> None:
    """PostgreSQL knows nothing of an expression until it has looked: the next list would read all rows."""
    refresh_statistics("cards_application")


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("cards", "0014_list_names_sealed"),
    ]

    operations: ClassVar[list[Operation]] = [
        migrations.RemoveIndex(model_name="application", name="application_person"),
        migrations.RemoveIndex(model_name="application", name="application_receipt"),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                models.F("unit_id") + 0, models.F("person_hash"), name="application_person"
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                models.F("unit_id") + 0,
                models.F("receipt_hash"),
                name="application_receipt",
                condition=models.Q(receipt_hash__isnull=False),
            ),
        ),
        migrations.RunPython(tell_the_planner, migrations.RunPython.noop, elidable=True),
    ]
