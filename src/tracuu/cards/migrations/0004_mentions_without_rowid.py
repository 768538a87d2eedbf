"""On SQLite the mentions are one B-tree, like the block keys (0002)."""

from typing import Any

from django.db import migrations


def rebuild(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor != "sqlite":
        return
    schema_editor.execute("DROP TABLE cards_listmention")
    schema_editor.execute(
        "CREATE TABLE cards_listmention (card_list_id bigint NOT NULL, application_id bigint NOT NULL,"
        " is_unchanged bool NOT NULL,"
        " PRIMARY KEY (card_list_id, application_id)) WITHOUT ROWID"
    )


class Migration(migrations.Migration):
    dependencies = [("cards", "0003_lists_under_review")]
    operations = [migrations.RunPython(rebuild, migrations.RunPython.noop)]
