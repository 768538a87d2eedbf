"""Who did or read what, when and from where. Rows are only ever added, chained within a unit."""

from typing import ClassVar

from django.db import models


class Event(models.Model):
    """One thing that happened. `digest` seals it together with everything before it in its chain."""

    unit_id = models.BigIntegerField(help_text="The unit whose chain it is; 0: the installation's.")
    number = models.BigIntegerField(help_text="Its place in the chain, from 1 without gaps.")
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True, help_text="The officer; none at the command line.")
    origin = models.CharField(max_length=60, help_text="`cli`, `demo`, or a network address.")
    action = models.CharField(max_length=40, help_text="A verb in the past: list_published.")
    subject = models.CharField(max_length=60, help_text="What it was done to: list:12.")
    facts = models.JSONField(default=dict, help_text="Counts and codes; nothing about a citizen.")
    digest = models.BinaryField(max_length=32)

    objects: ClassVar[models.Manager["Event"]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit_id", "number"], name="event_once_in_its_chain")
        ]
        indexes = [models.Index(fields=["unit_id", "at", "action"], name="event_of_unit_at")]


class ChainHead(models.Model):
    """The end of a unit's chain: without it, taking away the newest events would go unseen."""

    unit_id = models.BigIntegerField(primary_key=True)
    number = models.BigIntegerField(default=0)
    digest = models.BinaryField(max_length=32, default=b"")

    objects: ClassVar[models.Manager["ChainHead"]] = models.Manager()
