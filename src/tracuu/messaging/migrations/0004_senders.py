from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messaging", "0003_client_profile")]

    operations = [
        migrations.AddField(
            "delivery",
            "way",
            models.CharField(
                blank=True,
                choices=[
                    ("channel", "Cách báo đã chọn"),
                    ("free", "Zalo: người dân mới nhắn trong 48 giờ"),
                    ("welcome", "Zalo: người mới quan tâm, chưa nhắn lần nào"),
                    ("charged", "Zalo: người dân nhắn trong 7 ngày, tính vào gói tin"),
                    ("template", "Zalo: tin theo mẫu đến số điện thoại người dân đã cho"),
                    ("other", "Đã báo bằng cách khác"),
                    ("none", "Chờ người dân nhắn lại"),
                ],
                default="",
                help_text="How it went, or why it did not.",
                max_length=12,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "delivery",
            "external_id",
            models.CharField(
                help_text="The far end's id of it: whoever has one has taken it.",
                max_length=80,
                null=True,
            ),
        ),
        migrations.AddField("delivery", "delivered_at", models.DateTimeField(null=True)),
        migrations.AddField("delivery", "seen_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "officialaccount",
            "templates",
            models.JSONField(
                default=dict, help_text="The ids of its approved ZBS templates, by kind of message."
            ),
        ),
        migrations.AddIndex(
            "delivery",
            models.Index(
                condition=models.Q(("external_id__isnull", False)),
                fields=["external_id"],
                name="delivery_external",
            ),
        ),
        migrations.AddIndex(
            "delivery",
            models.Index(
                condition=models.Q(("sealed__isnull", False), ("state", "sent")),
                fields=["sent_at"],
                name="delivery_kept_words",
            ),
        ),
        migrations.AddIndex(
            "delivery",
            models.Index(
                condition=models.Q(("state", "waiting"), ("way", "none")),
                fields=["contact"],
                name="delivery_no_way",
            ),
        ),
    ]
