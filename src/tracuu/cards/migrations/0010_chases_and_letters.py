import django.db.models.deletion
from django.db import migrations, models

_STAGES = [(1, 'Đã thu nhận hồ sơ'), (2, 'Đang xử lý'), (3, 'Đang in thẻ'), (4, 'Thẻ đã về đơn vị, chờ nhận'), (5, 'Đã trả thẻ'), (6, 'Hồ sơ cần bổ sung'), (0, 'Đã thay bằng hồ sơ đúng')]


class Migration(migrations.Migration):

    dependencies = [
        ('cards', '0009_correction_indexes'),
        ('units', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Chase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application_id', models.BigIntegerField()),
                ('stage', models.SmallIntegerField(choices=_STAGES)),
                ('anchor', models.DateField(help_text='At the unit: since when. To correct: by when.')),
                ('step', models.SmallIntegerField(help_text='Days: see `rules.CHASES` and `rules.REMINDERS`.')),
                ('kind', models.CharField(choices=[('told', 'Đã nhắn tin'), ('letter', 'Đã in thư')], max_length=8)),
                ('at', models.DateTimeField()),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='units.unit')),
            ],
        ),
        migrations.AddConstraint(
            model_name='chase',
            constraint=models.UniqueConstraint(fields=('application_id', 'stage', 'anchor', 'step', 'kind'), name='chase_once'),
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application_id', models.BigIntegerField(db_index=True)),
                ('code_hash', models.BinaryField(help_text='Keyed hash of the code.', max_length=16, unique=True)),
                ('step', models.SmallIntegerField()),
                ('printed_at', models.DateTimeField()),
                ('printed_by', models.BigIntegerField(null=True)),
                ('reply', models.CharField(blank=True, choices=[('coming', 'Sẽ đến nhận'), ('moved', 'Đã chuyển nơi ở'), ('not_mine', 'Không phải người này')], max_length=8)),
                ('replied_at', models.DateTimeField(null=True)),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='units.unit')),
            ],
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(condition=models.Q(('replied_at__isnull', False)), fields=['unit', 'replied_at', 'id'], name='letter_replied'),
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('unit', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to='units.unit')),
                ('made_at', models.DateTimeField()),
                ('made_by', models.BigIntegerField(null=True)),
                ('cards', models.IntegerField()),
                ('content', models.JSONField(help_text='`ageing.notices.Content`: initials, years, quarters.')),
            ],
        ),
    ]
