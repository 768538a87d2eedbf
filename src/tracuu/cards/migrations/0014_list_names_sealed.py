from typing import Any

from django.db import migrations, models

from tracuu.core.crypto import keys


def seal(apps: Any, schema_editor: Any) -> None:
    """File names that lie there in clear; as `cards.lists.vault.seal_file_name` does."""
    lists = apps.get_model("cards", "CardList").objects
    for pk, unit_id, name in lists.values_list("pk", "unit_id", "file_name"):
        sealed = keys()[0].seal(name.encode(), b"list-name|%d" % unit_id)
        lists.filter(pk=pk).update(sealed_name=sealed)


class Migration(migrations.Migration):

    dependencies = [("cards", "0013_inbox_binding_codes")]

    operations = [
        migrations.AddField(
            model_name="cardlist",
            name="sealed_name",
            field=models.BinaryField(
                default=b"", help_text="What its file is called, which may name people."
            ),
            preserve_default=False,
        ),
        migrations.RunPython(seal, elidable=True),
        migrations.RemoveField(model_name="cardlist", name="file_name"),
    ]
