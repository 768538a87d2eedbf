from typing import ClassVar

from django.db import models


class IdRange(models.Model):
    """Where the next range of ids of a kind begins."""

    name = models.CharField(max_length=20, primary_key=True)
    next_id = models.BigIntegerField(default=1)

    objects: ClassVar[models.Manager["IdRange"]] = models.Manager()
