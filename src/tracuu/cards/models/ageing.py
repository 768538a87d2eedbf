"""Faulty files and forgotten cards: reasons, what was done about them, letters and the notice."""

from typing import ClassVar

from django.db import models

from tracuu.cards.enums import ChaseKind, Reply, Stage
from tracuu.units.models import Unit


class CorrectionReason(models.Model):
    """Why a file is faulty, in a unit's own words: a further reason, or a shipped one reworded or
    switched off (`correction_reasons.SHIPPED` holds those that every unit begins with).
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, db_index=False)
    code = models.SlugField(max_length=40, db_index=False)
    words = models.CharField(max_length=120)
    words_en = models.CharField(max_length=120, blank=True)
    what_to_bring = models.CharField(max_length=200)
    what_to_bring_en = models.CharField(max_length=200, blank=True)
    spellings = models.TextField(
        blank=True, max_length=600, help_text="How lists write it in their notes, a line each."
    )
    days = models.PositiveSmallIntegerField(
        default=30, help_text="How long there is to bring it, unless a date is set."
    )
    is_active = models.BooleanField(default=True)

    objects: ClassVar[models.Manager["CorrectionReason"]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "code"], name="reason_once_a_unit")]


class Chase(models.Model):
    """Somebody was told once more, of a card since `anchor`, or of a file due on it."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, db_index=False)
    application_id = models.BigIntegerField()
    stage = models.SmallIntegerField(choices=Stage.choices)
    anchor = models.DateField(help_text="At the unit: since when. To correct: by when.")
    step = models.SmallIntegerField(help_text="Days: see `rules.CHASES` and `rules.REMINDERS`.")
    kind = models.CharField(max_length=8, choices=ChaseKind.choices)
    at = models.DateTimeField()

    objects: ClassVar[models.Manager["Chase"]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application_id", "stage", "anchor", "step", "kind"], name="chase_once"
            )
        ]


class Letter(models.Model):
    """A letter that was printed: no name, no address; its code stands on the paper only."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, db_index=False)
    application_id = models.BigIntegerField(db_index=True)
    code_hash = models.BinaryField(max_length=16, unique=True, help_text="Keyed hash of the code.")
    step = models.SmallIntegerField()
    printed_at = models.DateTimeField()
    printed_by = models.BigIntegerField(null=True)
    reply = models.CharField(max_length=8, choices=Reply.choices, blank=True)
    replied_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Letter"]] = models.Manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["unit", "replied_at", "id"],
                name="letter_replied",
                condition=models.Q(replied_at__isnull=False),
            )
        ]


class Notice(models.Model):
    """The masked notice of cards that nobody fetched, as it hangs on the board; one a unit."""

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, primary_key=True)
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField(null=True)
    cards = models.IntegerField()
    content = models.JSONField(help_text="`ageing.notices.Content`: initials, years, quarters.")

    objects: ClassVar[models.Manager["Notice"]] = models.Manager()
