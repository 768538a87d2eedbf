"""Codes by which a citizen binds their chat to an application, made at the counter."""

from typing import ClassVar

from django.db import models

from tracuu.units.models import Unit


class BindingCode(models.Model):
    """Good for some minutes and once; only its keyed hash is kept. The bond is in the conversation.

    Numbers instead of relations, as in `HandOver`: lists delete applications by the thousand.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    application_id = models.BigIntegerField(db_index=True)
    code_hash = models.BigIntegerField(unique=True)
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    conversation_id = models.BigIntegerField(null=True, help_text="Whose it became.")

    objects: ClassVar[models.Manager["BindingCode"]] = models.Manager()
