from django.db import migrations, models


class Migration(migrations.Migration):
    """Who says the day of a list; and that an officer found strange columns right."""

    dependencies = [("cards", "0010_chases_and_letters")]

    operations = [
        migrations.AddField(
            model_name="cardlist",
            name="as_of_from",
            field=models.CharField(choices=[('officer', 'Cán bộ ghi'), ('title', 'Ghi trong tệp'), ('file_name', 'Theo tên tệp'), ('upload', 'Ngày tải lên')], default='officer', help_text='Who says the day.', max_length=9),
        ),
        migrations.AddField(
            model_name="cardlist",
            name="are_columns_confirmed",
            field=models.BooleanField(default=False, help_text='An officer looked at columns that seemed strange: they are right.'),
        ),
    ]
