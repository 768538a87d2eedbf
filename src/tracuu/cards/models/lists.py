"""A list, what it names, what it would change, and whom it would tell."""

from typing import ClassVar

from django.db import models

from tracuu.cards.enums import DayFrom, ListState, RowKind, Stage
from tracuu.units.models import Unit


class CardList(models.Model):
    """A list that an officer received and published, or is about to."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="card_lists")
    state = models.CharField(max_length=12, choices=ListState.choices, default=ListState.STAGING)
    sealed_name = models.BinaryField(help_text="What its file is called, which may name people.")
    file_size = models.BigIntegerField(default=0)
    file_token = models.CharField(
        max_length=32, blank=True, help_text="Where the sealed file lies; empty when it is erased."
    )
    sealed_key = models.BinaryField(
        null=True,
        help_text="The key of the file and of the review's rows; without it they are gone.",
    )
    sha256 = models.BinaryField(max_length=32)
    as_of = models.DateField(help_text="The day whose truth the list tells.")
    as_of_from = models.CharField(
        max_length=9,
        choices=DayFrom.choices,
        default=DayFrom.OFFICER,
        help_text="Who says the day.",
    )
    default_stage = models.SmallIntegerField(choices=Stage.choices, default=Stage.AT_UNIT)
    day_month = models.CharField(max_length=4, blank=True, help_text="swap, keep, or not answered.")
    mapping = models.JSONField(default=dict, help_text="Header text to field, as an officer said.")
    are_columns_confirmed = models.BooleanField(
        default=False, help_text="An officer looked at columns that seemed strange: they are right."
    )
    overrides_hand = models.BooleanField(
        default=False, help_text="Stated: the list also speaks over later corrections by hand."
    )
    base_version = models.IntegerField(help_text="The unit's ledger that it was compared with.")
    created_at = models.DateTimeField()
    compared_at = models.DateTimeField(
        null=True, help_text="When its reader began; also tells one reader from the next."
    )
    published_at = models.DateTimeField(null=True)
    uploaded_by = models.BigIntegerField(null=True)
    published_by = models.BigIntegerField(null=True)
    override_reason = models.CharField(max_length=300, blank=True)
    lease_until = models.DateTimeField(
        help_text="While being read: when the reader counts as dead."
    )
    attempts = models.SmallIntegerField(default=0, help_text="How many readers took it up.")
    rows_read = models.IntegerField(default=0)
    failure = models.CharField(max_length=400, blank=True, help_text="A sentence for the officer.")
    sealed_profile = models.BinaryField(null=True, help_text="How the file was understood.")
    report = models.JSONField(default=dict, help_text="Counts only; nothing about a person.")

    objects: ClassVar[models.Manager["CardList"]] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["unit", "state", "as_of"], name="list_unit_state")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=[ListState.PUBLISHED, ListState.WITHDRAWN])
                | models.Q(published_at__isnull=False),
                name="list_published_has_a_time",
            )
        ]


class ReviewRow(models.Model):
    """A row of a list that somebody should look at before it is published."""

    card_list = models.ForeignKey(
        CardList, on_delete=models.CASCADE, related_name="review_rows", db_index=False
    )
    kind = models.CharField(max_length=12, choices=RowKind.choices)
    number = models.IntegerField(
        help_text="As Excel numbers it; the sheet is sealed with the rest."
    )
    sealed = models.BinaryField(help_text="`lists.review_rows.Shown`, under the list's own key.")

    objects: ClassVar[models.Manager["ReviewRow"]] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["card_list", "kind", "id"], name="review_row_page")]


class ListMention(models.Model):
    """The list names this application, whether it changes it or not: who is missing can be told."""

    pk = models.CompositePrimaryKey("card_list_id", "application_id")
    card_list_id = models.BigIntegerField()
    application_id = models.BigIntegerField()
    is_unchanged = models.BooleanField(help_text="The list says what is known.")

    objects: ClassVar[models.Manager["ListMention"]] = models.Manager()


class ListTelling(models.Model):
    """Whom an unseen list has news for: becomes a message when the list is published.

    `block_hash` is the application's, by which others who are alike are found.
    """

    card_list_id = models.BigIntegerField()
    application_id = models.BigIntegerField()
    watch_id = models.BigIntegerField()
    contact_id = models.BigIntegerField()
    kind = models.CharField(max_length=12)
    block_hash = models.BigIntegerField()
    is_proved = models.BooleanField(help_text="The second fact that was given is this person's.")
    sealed = models.BinaryField(help_text="`messaging.notices.Notice`, sealed for the contact.")

    objects: ClassVar[models.Manager["ListTelling"]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["card_list_id", "application_id", "watch_id"], name="telling_once"
            )
        ]


class ColumnMapping(models.Model):
    """What an officer said the columns of such a header mean; used for the next file that has it."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, db_index=False)
    fingerprint = models.BinaryField(max_length=32, help_text="SHA-256 of the header's words.")
    mapping = models.JSONField(help_text="Header text to field.")
    updated_at = models.DateTimeField()

    objects: ClassVar[models.Manager["ColumnMapping"]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "fingerprint"], name="mapping_once_a_header")
        ]


class ListTally(models.Model):
    """What publishing a list does to the unit's `StageDay` rows, counted before the switch."""

    card_list = models.OneToOneField(CardList, on_delete=models.CASCADE, primary_key=True)
    moves = models.JSONField(help_text="[stage, day, cards]: how many more, or fewer.")
    counted_at = models.DateTimeField(help_text="What hands did from then on is not in it.")

    objects: ClassVar[models.Manager["ListTally"]] = models.Manager()
