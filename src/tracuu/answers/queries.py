"""Reads of answers, always as of a day."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet, Sum
from django.utils.translation import gettext

from tracuu.answers.enums import Deed, VersionState
from tracuu.answers.errors import TopicNotFound
from tracuu.answers.matching.corpus import Corpus, Example, corpus_of, outside
from tracuu.answers.models import (
    AnswerVersion,
    Category,
    LearntContent,
    OutsideGroup,
    OutsidePhrasing,
    Phrasing,
    Source,
    Tally,
    Topic,
)
from tracuu.answers.rules import SOON_DAYS, cites, week_of
from tracuu.units.models import Unit


@dataclass(frozen=True, slots=True)
class Shelf:
    """A category with the versions that hold on one day, in the topics' order."""

    category: Category
    versions: tuple[AnswerVersion, ...]


def get_topic(slug: str) -> Topic:
    """The topic with this slug; raises `TopicNotFound`."""
    topic = Topic.objects.select_related("category").filter(slug=slug).first()
    if topic is None:
        raise TopicNotFound(slug)
    return topic


def list_units_upwards(unit: Unit | None) -> list[int]:
    """The unit and everything above it, nearest first."""
    found: list[int] = []
    while unit is not None and unit.pk not in found:
        found.append(unit.pk)
        unit = unit.parent
    return found


def list_versions(
    unit: Unit | None,
    on: datetime.date,
    topics: Iterable[str] | None = None,
    *,
    without: Iterable[int] = (),
) -> dict[str, AnswerVersion]:
    """By topic: the published version that holds on a day for a unit; the nearest unit's wins.

    A version in quarantine hides those further away: what the unit had said about it is in doubt.
    `without` leaves out versions, as if they had ended.
    """
    upwards = list_units_upwards(unit)
    rows = _holding(on).filter(Q(unit=None) | Q(unit_id__in=upwards)).exclude(pk__in=list(without))
    if topics is not None:
        rows = rows.filter(topic__slug__in=list(topics))
    nearest: dict[str, AnswerVersion] = {}
    for version in rows:
        before = nearest.get(version.topic.slug)
        if before is None or _distance(version, upwards) < _distance(before, upwards):
            nearest[version.topic.slug] = version
    return {slug: one for slug, one in nearest.items() if one.quarantined_at is None}


def find_version(topic: Topic, unit: Unit | None, on: datetime.date) -> AnswerVersion | None:
    """The version of a topic that holds on a day for a unit, or None: then a person answers."""
    return list_versions(unit, on, [topic.slug]).get(topic.slug)


def list_related(
    version: AnswerVersion, unit: Unit | None, on: datetime.date, *, most: int
) -> list[AnswerVersion]:
    """What people ask next: the nearest topics of the same category that have an answer on that day."""
    topic = version.topic
    near = Topic.objects.filter(category=topic.category_id).exclude(pk=topic.pk)
    places = dict(near.values_list("slug", "position"))
    wanted = sorted(places, key=lambda slug: (abs(places[slug] - topic.position), slug))
    held = list_versions(unit, on, wanted[: 2 * most])
    return [held[slug] for slug in wanted if slug in held][:most]


def list_shelves(unit: Unit | None, on: datetime.date) -> list[Shelf]:
    """Every category that has an answer on that day, with its answers."""
    versions = list_versions(unit, on).values()
    shelves = []
    for category in Category.objects.order_by("position"):
        inside = [one for one in versions if one.topic.category_id == category.pk]
        if inside:
            inside.sort(key=lambda one: one.topic.position)
            shelves.append(Shelf(category, tuple(inside)))
    return shelves


def list_history(topic: Topic, unit: Unit | None) -> list[AnswerVersion]:
    """Every published version of a topic that a unit has had, oldest first."""
    upwards = list_units_upwards(unit)
    return list(
        _published()
        .filter(topic=topic)
        .filter(Q(unit=None) | Q(unit_id__in=upwards))
        .order_by("valid_from")
    )


def list_ending(on: datetime.date, days: int = SOON_DAYS) -> list[AnswerVersion]:
    """Published versions whose last day is near and that nothing follows: work for the editors."""
    last = on + datetime.timedelta(days=days)
    ending = _published().filter(valid_to__gte=on, valid_to__lte=last).order_by("valid_to", "pk")
    return [one for one in ending if not _has_successor(one)]


def list_concerning(unit: Unit, versions: Iterable[AnswerVersion]) -> list[AnswerVersion]:
    """Of these versions those that this unit's citizens are shown: its own, and from above."""
    upwards = {None, *list_units_upwards(unit)}
    return [one for one in versions if one.unit_id in upwards]


def list_quarantined() -> list[AnswerVersion]:
    """Published versions that nobody is shown until an editor has reviewed them."""
    return list(_published().exclude(quarantined_at=None).order_by("quarantined_at", "pk"))


def list_unconfirmed(on: datetime.date) -> list[AnswerVersion]:
    """What holds on a day and nobody has read in its source: "cần kiểm tra"."""
    return list(_holding(on).filter(is_confirmed=False).order_by("topic__position"))


def list_drafts(unit: Unit | None) -> list[AnswerVersion]:
    """What a second officer has yet to approve, of one unit or of the country."""
    return list(
        AnswerVersion.objects.filter(state=VersionState.DRAFT, unit=unit)
        .select_related("topic", "unit")
        .order_by("valid_from", "pk")
    )


def count_week(unit: Unit, day: datetime.date) -> list[tuple[str, int]]:
    """How often each thing happened at a unit in the week of a day, by its words."""
    rows = Tally.objects.filter(unit_id=unit.pk, week_on=week_of(day))
    counted = dict(rows.values_list("deed").annotate(total=Sum("count")))
    outside_ones = rows.filter(deed=Deed.HANDED_OVER, topic__startswith=outside(""))
    elsewhere = outside_ones.aggregate(total=Sum("count"))["total"] or 0
    told = [(str(deed.label), counted.get(deed.value, 0)) for deed in Deed]
    place = Deed.values.index(Deed.HANDED_OVER)
    label, handed_over = told[place]
    told[place : place + 1] = [
        (label, handed_over - elsewhere),
        (gettext("Ngoài phạm vi"), elsewhere),
    ]
    return told


def list_citing(document: str, article: str = "") -> list[AnswerVersion]:
    """Published versions that stand in a document (and article)."""
    return [
        version
        for version in _published().order_by("pk")
        if any(
            cites(source.document, source.article, changed=document, changed_article=article)
            for source in version.sources.all()
        )
    ]


def read_corpus() -> Corpus:
    """Everything that the classifier learns from."""
    asked = Phrasing.objects.values_list("text", "topic__slug", "register")
    beyond = OutsidePhrasing.objects.values_list("text", "group__slug", "group__kind")
    return corpus_of(
        [
            *(Example(text, slug, register) for text, slug, register in asked),
            *(Example(text, outside(slug), kind) for text, slug, kind in beyond),
        ]
    )


def find_content_digest() -> str:
    """The hash of what the classifier should have learnt; "" before anything was loaded."""
    return LearntContent.objects.values_list("digest", flat=True).filter(pk=1).first() or ""


def read_content_labels() -> dict[str, str]:
    """The hash of each topic's and group's examples, as content stands now."""
    row = LearntContent.objects.values_list("labels", flat=True).filter(pk=1).first()
    return dict(row or {})


def list_groups() -> dict[str, OutsideGroup]:
    """What lies outside, by slug."""
    return {group.slug: group for group in OutsideGroup.objects.all()}


def _published() -> QuerySet[AnswerVersion]:
    return (
        AnswerVersion.objects.filter(state=VersionState.PUBLISHED)
        .select_related("topic__category", "unit")
        .prefetch_related(Prefetch("sources", Source.objects.order_by("pk")))
    )


def _holding(on: datetime.date) -> QuerySet[AnswerVersion]:
    return _published().filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)


def _distance(version: AnswerVersion, upwards: Sequence[int]) -> int:
    return len(upwards) if version.unit_id is None else upwards.index(version.unit_id)


def _has_successor(version: AnswerVersion) -> bool:
    return (
        AnswerVersion.objects.filter(
            topic=version.topic_id,
            unit=version.unit_id,
            state=VersionState.PUBLISHED,
            valid_from__gt=version.valid_to,
        ).exists()
        if version.valid_to
        else False
    )
