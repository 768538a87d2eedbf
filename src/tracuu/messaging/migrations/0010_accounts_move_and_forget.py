from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


def say_when_left(apps: Any, _schema_editor: Any) -> None:
    """What was said until now to an account that is left already is its unit's, however late it comes."""
    accounts = apps.get_model("messaging", "OfficialAccount").objects
    accounts.filter(state="stopped", left_at=None).update(left_at=timezone.now())


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("messaging", "0007_inbox"),
    ]

    operations = [
        migrations.AlterField(
            model_name="officialaccount",
            name="oa_id",
            field=models.CharField(max_length=32),
        ),
        migrations.AddField(
            model_name="officialaccount",
            name="tenure",
            field=models.SmallIntegerField(
                default=0, help_text="How many units had this OA here before this one."
            ),
        ),
        migrations.AddField(
            model_name="officialaccount",
            name="left_at",
            field=models.DateTimeField(
                help_text="When the unit left it: what was said before is that unit's.", null=True
            ),
        ),
        migrations.RunPython(say_when_left, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="officialaccount",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "stopped"), _negated=True),
                fields=("oa_id",),
                name="account_held_by_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="officialaccount",
            constraint=models.UniqueConstraint(
                fields=("oa_id", "tenure"), name="account_tenure_once"
            ),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="way",
            field=models.CharField(
                blank=True,
                choices=[
                    ("channel", "Cách báo đã chọn"),
                    ("free", "Zalo: người dân mới nhắn trong 48 giờ"),
                    ("welcome", "Zalo: người mới quan tâm, chưa nhắn lần nào"),
                    ("charged", "Zalo: người dân nhắn trong 7 ngày, tính vào gói tin"),
                    ("template", "Zalo: tin theo mẫu đến số điện thoại người dân đã cho"),
                    ("other", "Chờ người dân nhắn lại; tin này đã báo bằng cách khác"),
                    ("none", "Chờ người dân nhắn lại"),
                ],
                help_text="How it went, or why it did not.",
                max_length=12,
            ),
        ),
        migrations.RemoveIndex(model_name="delivery", name="delivery_no_way"),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "waiting"), ("way__in", ("other", "none"))),
                fields=["contact"],
                name="delivery_no_way",
            ),
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_hash", models.BigIntegerField(unique=True)),
                ("index_key_id", models.SmallIntegerField()),
                ("at", models.DateTimeField(help_text="When they wished it, by Zalo's clock.")),
                (
                    "listed_at",
                    models.DateTimeField(help_text="When a list of followers last named them."),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="messaging.officialaccount",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Forgetting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sealed",
                    models.BinaryField(help_text="By which Zalo knows them, for this account."),
                ),
                ("sealing_key_id", models.SmallIntegerField()),
                ("attempts", models.SmallIntegerField(default=0)),
                ("not_before", models.DateTimeField()),
                ("created_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="messaging.officialaccount",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["not_before"], name="zalo_forgetting_next")
                ],
            },
        ),
        migrations.CreateModel(
            name="ChiefMail",
            fields=[
                (
                    "officer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("address_hash", models.BigIntegerField()),
                ("attempts", models.SmallIntegerField(default=0)),
                ("not_before", models.DateTimeField(null=True)),
                ("failure", models.CharField(max_length=60)),
                ("failed_at", models.DateTimeField()),
            ],
        ),
    ]
