from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('messaging', '0002_chat_and_zalo'),
    ]

    operations = [
        migrations.AddField(
            model_name='officialaccount',
            name='profile',
            field=models.JSONField(default=dict, help_text='What Zalo last said of the account itself.'),
        ),
    ]
