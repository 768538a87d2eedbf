"""Applications, their progress, and the lists that brought it.

An application row says nothing by itself. What is true of it is the newest `StageChange` whose list
is published (or that an officer made by hand). So publishing a list of any length is one small
update of its `CardList` row, undoing it is another, and nobody ever reads half a list.
"""

from typing import ClassVar

from django.db import models

from tracuu.cards.enums import (
    ChaseKind,
    Collector,
    DayFrom,
    ListState,
    Outcome,
    Paper,
    Reply,
    RowKind,
    Stage,
)
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
        indexes = [
            models.Index(fields=["person_hash"], name="application_person"),
            models.Index(
                fields=["receipt_hash"],
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


class CardList(models.Model):
    """A list that an officer received and published, or is about to."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="card_lists")
    state = models.CharField(max_length=12, choices=ListState.choices, default=ListState.STAGING)
    file_name = models.CharField(max_length=200)
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


class ListTally(models.Model):
    """What publishing a list does to the unit's `StageDay` rows, counted before the switch."""

    card_list = models.OneToOneField(CardList, on_delete=models.CASCADE, primary_key=True)
    moves = models.JSONField(help_text="[stage, day, cards]: how many more, or fewer.")
    counted_at = models.DateTimeField(help_text="What hands did from then on is not in it.")

    objects: ClassVar[models.Manager["ListTally"]] = models.Manager()


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
