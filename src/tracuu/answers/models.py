"""Topics, their dated answers, where these stand in the law, and the ways people ask.

That no two published answers of one topic and unit hold on the same day is kept by the database:
an exclusion constraint on PostgreSQL, triggers on SQLite (migration 0002).
"""

from typing import ClassVar

from django.db import models

from tracuu.answers.enums import (
    AskedKind,
    AskedState,
    Deed,
    LessonState,
    Live,
    OutsideKind,
    SuggestionDeed,
    SuggestionState,
    VersionState,
)
from tracuu.units.models import Unit


class Category(models.Model):
    slug = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=80)
    title_en = models.CharField(max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[models.Manager["Category"]] = models.Manager()


class Topic(models.Model):
    """What one question is about, whatever the law says about it on a given day."""

    slug = models.SlugField(max_length=60, unique=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="topics")
    position = models.PositiveSmallIntegerField(default=0)
    live = models.CharField(max_length=12, choices=Live.choices, default="", blank=True)

    objects: ClassVar[models.Manager["Topic"]] = models.Manager()


class AnswerVersion(models.Model):
    """The answer of a topic between two days, for everybody or for one unit and those below it."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="versions")
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, help_text="None: the whole country."
    )
    question = models.CharField(max_length=200)
    answer = models.TextField(max_length=2000)
    valid_from = models.DateField()
    valid_to = models.DateField(
        null=True, blank=True, help_text="The last day; none: until replaced."
    )
    is_confirmed = models.BooleanField(
        default=False, help_text="Somebody read it in its source; else citizens are told to check."
    )
    note = models.TextField(blank=True, help_text="For editors only.")
    state = models.CharField(
        max_length=12, choices=VersionState.choices, default=VersionState.PUBLISHED
    )
    quarantined_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when nobody is shown it, until it was reviewed."
    )
    quarantine_reason = models.CharField(max_length=200, blank=True)
    quarantined_by = models.BigIntegerField(
        null=True, blank=True, help_text="Somebody else must release it."
    )
    written_by = models.BigIntegerField(null=True, blank=True)
    approved_by = models.BigIntegerField(null=True, blank=True)

    objects: ClassVar[models.Manager["AnswerVersion"]] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="answer_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(written_by=None)
                | models.Q(approved_by=None)
                | ~models.Q(written_by=models.F("approved_by")),
                name="answer_approved_by_another",
            ),
        ]
        indexes = [models.Index(fields=["topic", "valid_from"], name="answer_by_topic_and_day")]


class Source(models.Model):
    """Where an answer stands: the document, the article, and a page where it was read."""

    version = models.ForeignKey(AnswerVersion, on_delete=models.CASCADE, related_name="sources")
    document = models.CharField(max_length=200)
    article = models.CharField(max_length=120, blank=True)
    url = models.URLField(max_length=400, blank=True)

    objects: ClassVar[models.Manager["Source"]] = models.Manager()


class Phrasing(models.Model):
    """One way of asking for a topic; the classifier learns from it."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="phrasings")
    text = models.CharField(max_length=500)
    register = models.CharField(max_length=12, blank=True)

    objects: ClassVar[models.Manager["Phrasing"]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "text"], name="phrasing_once_a_topic")
        ]


class OutsideGroup(models.Model):
    """Questions that are not answered here, and where they belong."""

    slug = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=12, choices=OutsideKind.choices)
    redirect = models.CharField(max_length=240, blank=True)
    is_confirmed = models.BooleanField(
        default=False,
        help_text="An officer knows that it belongs there; else people are told to ask.",
    )
    edited_by = models.BigIntegerField(null=True, blank=True)

    objects: ClassVar[models.Manager["OutsideGroup"]] = models.Manager()


class OutsidePhrasing(models.Model):
    group = models.ForeignKey(OutsideGroup, on_delete=models.CASCADE, related_name="phrasings")
    text = models.CharField(max_length=500)

    objects: ClassVar[models.Manager["OutsidePhrasing"]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "text"], name="outside_phrasing_once_a_group")
        ]


class LearntContent(models.Model):
    """One row: the hash of everything that the classifier learns from, as it stands now.

    `labels` has a hash for each topic and outside group: a model that is a little behind may still
    answer for those that have not changed.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    digest = models.CharField(max_length=32)
    labels = models.JSONField(default=dict)

    objects: ClassVar[models.Manager["LearntContent"]] = models.Manager()


class Tally(models.Model):
    """How often something happened in a week; nothing of what was typed."""

    unit_id = models.BigIntegerField(default=0, help_text="0: asked for the whole country.")
    topic = models.CharField(max_length=60, blank=True)
    week_on = models.DateField(help_text="Its Monday.")
    deed = models.CharField(max_length=12, choices=Deed.choices)
    count = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager["Tally"]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit_id", "topic", "week_on", "deed"], name="tally_once_a_week"
            )
        ]


class CheckQuestion(models.Model):
    """A question of the regression set: never learnt from, asked of every new answer and model.

    `label` is what must come of it: a topic's slug, or "~" and the slug of an outside group.
    """

    text = models.CharField(max_length=500, unique=True)
    label = models.CharField(max_length=64)
    added_by = models.BigIntegerField(null=True, blank=True)

    objects: ClassVar[models.Manager["CheckQuestion"]] = models.Manager()


class Lesson(models.Model):
    """Accepted suggestions, and the model that learns them beside the one in use.

    `report` has the questions of the regression set that the new model answers differently.
    `started_at` is the lease of the worker that is at it.
    """

    state = models.CharField(
        max_length=12, choices=LessonState.choices, default=LessonState.WAITING
    )
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    step = models.PositiveSmallIntegerField(default=0)
    digest = models.CharField(max_length=32, blank=True)
    report = models.JSONField(default=dict)
    accepted_by = models.BigIntegerField(null=True, blank=True)
    accepted_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.BigIntegerField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    override_reason = models.CharField(max_length=200, blank=True)

    objects: ClassVar[models.Manager["Lesson"]] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["state", "id"], name="lesson_by_state")]


class Suggestion(models.Model):
    """A way of asking that an editor would add or take away; another officer accepts it."""

    label = models.CharField(max_length=64, help_text="As of a check question.")
    text = models.CharField(max_length=500)
    register = models.CharField(max_length=12, blank=True)
    deed = models.CharField(max_length=8, choices=SuggestionDeed.choices)
    state = models.CharField(
        max_length=12, choices=SuggestionState.choices, default=SuggestionState.OPEN
    )
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    suggested_by = models.BigIntegerField(null=True, blank=True)
    suggested_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True, blank=True)
    lesson = models.ForeignKey(
        Lesson, null=True, blank=True, on_delete=models.PROTECT, related_name="suggestions"
    )

    objects: ClassVar[models.Manager["Suggestion"]] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(suggested_by=None)
                | models.Q(decided_by=None)
                | models.Q(state=SuggestionState.REFUSED)
                | ~models.Q(suggested_by=models.F("decided_by")),
                name="suggestion_accepted_by_another",
            ),
            models.UniqueConstraint(
                fields=["label", "text", "deed"],
                condition=models.Q(state=SuggestionState.OPEN),
                name="suggestion_open_once",
            ),
        ]


class AskedQuestion(models.Model):
    """A question that got no answer or a bad one, with everything personal masked before it came here.

    The same words of one unit are one row that counts; rows are forgotten after ninety days.
    """

    unit_id = models.BigIntegerField(default=0, help_text="0: asked for the whole country.")
    kind = models.CharField(max_length=12, choices=AskedKind.choices)
    state = models.CharField(max_length=12, choices=AskedState.choices, default=AskedState.OPEN)
    text = models.CharField(max_length=500)
    words = models.CharField(max_length=500, help_text="The text in the one way of writing.")
    topic = models.CharField(
        max_length=60, blank=True, help_text="What was answered or chosen, if anything was."
    )
    count = models.PositiveIntegerField(default=0)
    first_on = models.DateField()
    last_on = models.DateField()
    decided_by = models.BigIntegerField(null=True, blank=True)

    objects: ClassVar[models.Manager["AskedQuestion"]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit_id", "kind", "topic", "words"],
                condition=models.Q(state=AskedState.OPEN),
                name="asked_open_once",
            )
        ]
        indexes = [models.Index(fields=["state", "unit_id", "last_on"], name="asked_open")]
