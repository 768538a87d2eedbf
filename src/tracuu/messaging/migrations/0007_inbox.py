import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("messaging", "0005_webhook"),
        ("units", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="InboxSettings",
            fields=[
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="inbox_settings",
                        serialize=False,
                        to="units.unit",
                    ),
                ),
                ("chase_minutes", models.PositiveSmallIntegerField(default=30)),
                ("return_minutes", models.PositiveSmallIntegerField(default=30)),
            ],
        ),
        migrations.CreateModel(
            name="CannedReply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40)),
                ("title", models.CharField(max_length=80)),
                (
                    "text",
                    models.CharField(
                        help_text="Placeholders such as {gio} are filled when it is inserted.",
                        max_length=2000,
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="cannedreply",
            constraint=models.UniqueConstraint(fields=("unit", "code"), name="canned_once_a_unit"),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(fields=["unit", "last_inbound_at"], name="conversation_newest"),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                condition=models.Q(("waiting_since__isnull", False)),
                fields=["unit", "waiting_since"],
                name="conversation_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                condition=models.Q(("state", "assistant"), _negated=True),
                fields=["id"],
                name="conversation_away",
            ),
        ),
    ]
