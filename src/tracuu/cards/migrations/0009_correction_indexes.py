from django.db import migrations, models


class Migration(migrations.Migration):
    """After the rows are filled: PostgreSQL builds no index on rows that wait for their triggers."""

    dependencies = [('cards', '0008_correction_reasons')]

    operations = [
        migrations.AddIndex(
            model_name='stagechange',
            index=models.Index(condition=models.Q(('correction_unit_id__isnull', False), ('settled_at__isnull', True)), fields=['correction_unit_id', 'due_on', 'id'], name='change_to_correct'),
        ),
        migrations.AddIndex(
            model_name='stagechange',
            index=models.Index(condition=models.Q(('settled_at__isnull', False)), fields=['correction_unit_id', 'settled_at'], name='change_settled'),
        ),
    ]
