"""What a unit decides about its officers' inbox."""

from typing import ClassVar

from django.db import models

from tracuu.units.models import Unit


class InboxSettings(models.Model):
    """How long a citizen may wait, in minutes; a unit without a row has the defaults.

    Minutes until a chief is told count while the unit is open; those until the assistant speaks again
    always do.
    """

    unit = models.OneToOneField(
        Unit, primary_key=True, on_delete=models.CASCADE, related_name="inbox_settings"
    )
    chase_minutes = models.PositiveSmallIntegerField(default=30)
    return_minutes = models.PositiveSmallIntegerField(default=30)

    objects: ClassVar[models.Manager["InboxSettings"]] = models.Manager()


class CannedReply(models.Model):
    """Words that a unit's officers say often; placeholders such as {gio} are filled at insertion."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+", db_index=False)
    title = models.CharField(max_length=80)
    text = models.CharField(max_length=2000)
    is_active = models.BooleanField(default=True)

    objects: ClassVar[models.Manager["CannedReply"]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "title"], name="canned_title_once")]
