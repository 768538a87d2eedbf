"""What becomes of applications: each step, hand-overs, and what these amount to in a unit."""

from typing import ClassVar

from django.db import models

from tracuu.cards.enums import Collector, Outcome, Paper, Stage
from tracuu.cards.models.applications import Application
from tracuu.cards.models.lists import CardList
from tracuu.units.models import Unit


class StageChange(models.Model):
    """A card moved. It counts when its list is published, or at once when it has none."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="changes")
    card_list = models.ForeignKey(
        CardList, null=True, on_delete=models.PROTECT, related_name="changes", db_index=False
    )
    stage = models.SmallIntegerField(choices=Stage.choices)
    previous_stage = models.SmallIntegerField(choices=Stage.choices, null=True)
    changed_on = models.DateField()
    recorded_at = models.DateTimeField()
    box = models.CharField(max_length=60, blank=True)
    sealed_note = models.BinaryField(null=True, help_text="The officer's remark; may name people.")
    reason = models.CharField(
        max_length=200, blank=True, help_text="Why it went back or is faulty."
    )
    # Of a faulty file: what for, by when, and (for the work list) whose; null on every other change.
    correction = models.CharField(
        max_length=40, null=True, help_text="The code of a `CorrectionReason`; empty: none chosen."
    )
    due_on = models.DateField(null=True, help_text="The last day to bring what is missing.")
    correction_unit_id = models.BigIntegerField(null=True)
    settled_at = models.DateTimeField(
        null=True, help_text="Found overtaken: the work list need not look at it again."
    )

    objects: ClassVar[models.Manager["StageChange"]] = models.Manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["recorded_at"],
                name="change_by_hand",
                condition=models.Q(card_list__isnull=True),
            ),
            # The cards behind a number of the first screen are found along these two.
            models.Index(fields=["card_list", "stage", "changed_on", "id"], name="change_of_list"),
            models.Index(
                fields=["stage", "changed_on", "id"],
                name="change_by_hand_of_stage",
                condition=models.Q(card_list__isnull=True),
            ),
            models.Index(
                fields=["correction_unit_id", "due_on", "id"],
                name="change_to_correct",
                condition=models.Q(correction_unit_id__isnull=False, settled_at__isnull=True),
            ),
            models.Index(
                fields=["correction_unit_id", "settled_at"],
                name="change_settled",
                condition=models.Q(settled_at__isnull=False),
            ),
        ]


class HandOver(models.Model):
    """A card was given to somebody at a counter; the `StageChange` by hand that it made is named.

    An undone one keeps its row and loses its change. Numbers instead of relations: lists that are
    read again delete changes by the thousand, and need not ask here each time.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, db_index=False)
    application_id = models.BigIntegerField(db_index=True)
    change_id = models.BigIntegerField(unique=True)
    officer_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    collector = models.CharField(max_length=5, choices=Collector.choices)
    paper = models.CharField(max_length=13, choices=Paper.choices, blank=True)
    sealed_proxy = models.BinaryField(null=True, help_text="The proxy's name, if it was written.")
    undone_at = models.DateTimeField(null=True, help_text="Undone, or found not to hold.")
    undone_by = models.BigIntegerField(null=True)

    objects: ClassVar[models.Manager["HandOver"]] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["unit", "officer_id", "at"], name="hand_over_latest")]
        constraints = [
            models.UniqueConstraint(
                fields=["application_id"],
                condition=models.Q(undone_at__isnull=True),
                name="hand_over_once",
            ),
            models.CheckConstraint(
                condition=models.Q(collector=Collector.SELF, paper="", sealed_proxy__isnull=True)
                | (models.Q(collector=Collector.PROXY) & ~models.Q(paper="")),
                name="hand_over_proxy_shows_a_paper",
            ),
        ]


class UnitLedger(models.Model):
    """One row a unit: what its published lists amount to, kept by the operations that publish."""

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, primary_key=True)
    version = models.IntegerField(default=0, help_text="Grows with every change of what is true.")
    data_as_of = models.DateField(null=True)
    settled_version = models.IntegerField(
        default=0, help_text="Up to where overtaken corrections are marked."
    )
    undo_minutes = models.PositiveSmallIntegerField(
        default=10, help_text="How long who published may undo without a chief."
    )

    objects: ClassVar[models.Manager["UnitLedger"]] = models.Manager()


class StageDay(models.Model):
    """How many cards of a unit are at a stage since a day; kept by whatever makes a card move."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, db_index=False)
    stage = models.SmallIntegerField(choices=Stage.choices)
    since = models.DateField()
    cards = models.IntegerField()

    objects: ClassVar[models.Manager["StageDay"]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "stage", "since"], name="stage_day_once")
        ]


class LookupCount(models.Model):
    """How many lookups ended how, a unit and day. Never by person."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, db_index=False)
    on = models.DateField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    count = models.BigIntegerField(default=0)

    objects: ClassVar[models.Manager["LookupCount"]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "on", "outcome"], name="lookup_count_once")
        ]
