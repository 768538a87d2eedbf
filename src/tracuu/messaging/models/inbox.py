"""What a unit decides about its officers' inbox."""

from typing import ClassVar

from django.db import models

from tracuu.accounts.models import Officer
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
    """Words that a unit's officers say often; one of the same code stands before a shipped one."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+", db_index=False)
    code = models.SlugField(max_length=40)
    title = models.CharField(max_length=80)
    text = models.CharField(
        max_length=2000, help_text="Placeholders such as {gio} are filled when it is inserted."
    )
    is_active = models.BooleanField(default=True)

    objects: ClassVar[models.Manager["CannedReply"]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "code"], name="canned_once_a_unit")]


class ChiefMail(models.Model):
    """A chief whom our e-mails about waiting citizens do not reach; without a row they do.

    `not_before` is when the next is tried; None says that nothing more is sent there until somebody
    asks for it, or the address is another one (`address_hash`).
    """

    officer = models.OneToOneField(
        Officer, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    address_hash = models.BigIntegerField()
    attempts = models.SmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    failure = models.CharField(max_length=60)
    failed_at = models.DateTimeField()

    objects: ClassVar[models.Manager["ChiefMail"]] = models.Manager()
