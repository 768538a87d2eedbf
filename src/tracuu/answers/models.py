"""Topics, their dated answers, where these stand in the law, and the ways people ask.

That no two published answers of one topic and unit hold on the same day is kept by the database:
an exclusion constraint on PostgreSQL, triggers on SQLite (migration 0002).
"""

from typing import ClassVar

from django.db import models

from tracuu.answers.enums import Deed, Live, OutsideKind, VersionState
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
    is_confirmed = models.BooleanField(default=False)

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
    """One row: the hash of everything that the classifier learns from, as it stands now."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    digest = models.CharField(max_length=32)

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
