"""The hashes of a unit's people stand together: see `Application.Meta` and ADR 0019."""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("cards", "0014_list_names_sealed"),
        ("units", "0001_initial"),
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
    ]
