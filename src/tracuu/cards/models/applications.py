"""Applications, their progress, and the lists that brought it.

An application row says nothing by itself. What is true of it is the newest `StageChange` whose list
is published (or that an officer made by hand). So publishing a list of any length is one small
update of its `CardList` row, undoing it is another, and nobody ever reads half a list.
"""

from typing import ClassVar

from django.db import models

from tracuu.units.models import Unit


class Application(models.Model):
    """A person's application at a unit: sealed, and found only through keyed hashes."""

    id = models.BigIntegerField(primary_key=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, db_index=False)
    sealed = models.BinaryField(help_text="`cards.identity.Identity`, sealed for this id and unit.")
    person_hash = models.BigIntegerField(help_text="Keyed hash of unit, exact name and birth date.")
    receipt_hash = models.BigIntegerField(null=True, help_text="Keyed hash of unit and receipt.")
    slip_hash = models.BigIntegerField(null=True, help_text="Keyed hash of unit and receipt code.")
    index_key_id = models.SmallIntegerField()
    sealing_key_id = models.SmallIntegerField()

    objects: ClassVar[models.Manager["Application"]] = models.Manager()

    class Meta:
        # A list is of one unit: by unit first, its rows fall on the few pages of the unit instead of
        # all pages of a table of millions (ADR 0019). `unit_id + 0`, so that no other question about a
        # unit takes these for the way to its half a million rows.
        indexes = [
            models.Index(
                models.F("unit_id") + 0, models.F("person_hash"), name="application_person"
            ),
            models.Index(
                models.F("unit_id") + 0,
                models.F("receipt_hash"),
                name="application_receipt",
                condition=models.Q(receipt_hash__isnull=False),
            ),
            models.Index(
                fields=["slip_hash"],
                name="application_slip",
                condition=models.Q(slip_hash__isnull=False),
            ),
        ]


class BlockKey(models.Model):
    """One of the roughly six keyed hashes by which a query finds its few candidates."""

    pk = models.CompositePrimaryKey("hash", "application_id")
    hash = models.BigIntegerField()
    application_id = models.BigIntegerField()

    objects: ClassVar[models.Manager["BlockKey"]] = models.Manager()
