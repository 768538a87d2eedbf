import django.db.models.deletion
from typing import Any

from django.db import migrations, models


def find_old(apps: Any, schema_editor: Any) -> None:
    """Files that are faulty already: the work list finds them by their unit."""
    if apps.get_model("cards", "StageChange").objects.filter(stage=6).exists():
        schema_editor.execute(
            "UPDATE cards_stagechange SET correction = '', correction_unit_id = ("
            " SELECT unit_id FROM cards_application a"
            " WHERE a.id = cards_stagechange.application_id) WHERE stage = 6"
        )


class Migration(migrations.Migration):

    dependencies = [
        ('cards', '0007_rows_handed_over'),
        ('units', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CorrectionReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(db_index=False, max_length=40)),
                ('words', models.CharField(max_length=120)),
                ('words_en', models.CharField(blank=True, max_length=120)),
                ('what_to_bring', models.CharField(max_length=200)),
                ('what_to_bring_en', models.CharField(blank=True, max_length=200)),
                ('spellings', models.TextField(blank=True, help_text='How lists write it in their notes, a line each.', max_length=600)),
                ('days', models.PositiveSmallIntegerField(default=30, help_text='How long there is to bring it, unless a date is set.')),
                ('is_active', models.BooleanField(default=True)),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to='units.unit')),
            ],
        ),
        migrations.AddConstraint(
            model_name='correctionreason',
            constraint=models.UniqueConstraint(fields=('unit', 'code'), name='reason_once_a_unit'),
        ),
        migrations.AddField(
            model_name='stagechange',
            name='correction',
            field=models.CharField(help_text='The code of a `CorrectionReason`; empty: none chosen.', max_length=40, null=True),
        ),
        migrations.AddField(
            model_name='stagechange',
            name='correction_unit_id',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='stagechange',
            name='due_on',
            field=models.DateField(help_text='The last day to bring what is missing.', null=True),
        ),
        migrations.AddField(
            model_name='stagechange',
            name='settled_at',
            field=models.DateTimeField(help_text='Found overtaken: the work list need not look at it again.', null=True),
        ),
        migrations.AddField(
            model_name='unitledger',
            name='settled_version',
            field=models.IntegerField(default=0, help_text='Up to where overtaken corrections are marked.'),
        ),
        migrations.RunPython(find_old, migrations.RunPython.noop),
    ]
