from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('messaging', '0004_senders'),
    ]

    operations = [
        migrations.AddField(
            model_name='zaloevent',
            name='priority',
            field=models.SmallIntegerField(choices=[(0, 'Conversation'), (1, 'Rest')], default=1),
        ),
        migrations.AddField(
            model_name='zalouser',
            name='greeted_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.RemoveIndex(
            model_name='zaloevent',
            name='zalo_event_next',
        ),
        migrations.RemoveIndex(
            model_name='zaloevent',
            name='zalo_event_order',
        ),
        migrations.AddIndex(
            model_name='zaloevent',
            index=models.Index(condition=models.Q(('state__in', ('new', 'taken'))), fields=['priority', 'not_before', 'id'], name='zalo_event_next'),
        ),
        migrations.AddIndex(
            model_name='zaloevent',
            index=models.Index(condition=models.Q(('priority', 0), ('state__in', ('new', 'taken'))), fields=['conversation_hash', 'sent_at', 'id'], name='zalo_event_order'),
        ),
        migrations.AddIndex(
            model_name='zaloevent',
            index=models.Index(condition=models.Q(('sealed__isnull', False)), fields=['conversation_hash'], name='zalo_event_whose'),
        ),
        migrations.AddIndex(
            model_name='zaloevent',
            index=models.Index(condition=models.Q(('state', 'taken')), fields=['lease_until'], name='zalo_event_lease'),
        ),
        migrations.AddIndex(
            model_name='zaloevent',
            index=models.Index(condition=models.Q(('state', 'failed')), fields=['received_at'], name='zalo_event_failed'),
        ),
        migrations.AddIndex(
            model_name='zalouser',
            index=models.Index(condition=models.Q(('is_following', False)), fields=['interacted_at'], name='zalo_idle'),
        ),
    ]
