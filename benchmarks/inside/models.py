"""The tables that people write today: names and dates in the clear."""

from typing import ClassVar

from django.db import models


class PlainCard(models.Model):
    """One row a person, as most lookup pages keep it; `unit` is indexed, as Django does by itself."""

    unit_id = models.BigIntegerField(db_index=True)
    full_name = models.CharField(max_length=200)
    folded_name = models.CharField(max_length=200)
    birth_date = models.DateField()
    stage = models.SmallIntegerField()

    objects: ClassVar[models.Manager["PlainCard"]] = models.Manager()

    class Meta:
        app_label = "benchmarks"
        managed = False
