"""What the officers' pages say of topics, groups and what changes: words instead of slugs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracuu.answers.enums import VersionState
from tracuu.answers.matching.corpus import is_outside, outside, outside_slug
from tracuu.answers.matching.decision import Outcome
from tracuu.answers.models import AnswerVersion, Category, OutsideGroup, Topic
from tracuu.units.enums import UnitKind
from tracuu.units.models import Unit

OUTCOMES: Mapping[str, str | Promise] = {
    Outcome.ANSWER: _("Trả lời ngay"),
    Outcome.CHOOSE: _("Đưa ra để chọn"),
    Outcome.HAND_OVER: _("Chuyển cán bộ"),
    Outcome.REFUSE: _("Từ chối"),
}
Options = list[tuple[str, list[tuple[str, str]]]]


def binds(unit: Unit) -> Unit | None:
    """The unit that an answer written at this desk binds; None is the whole country."""
    return None if unit.kind == UnitKind.MINISTRY else unit


def read_titles() -> dict[str, str]:
    """What every topic and group is called: its newest question, or its slug."""
    titles = {topic.slug: topic.slug for topic in Topic.objects.all()}
    rows = AnswerVersion.objects.exclude(state=VersionState.WITHDRAWN).order_by("valid_from", "pk")
    titles |= dict(rows.values_list("topic__slug", "question"))
    groups = OutsideGroup.objects.values_list("slug", "title")
    return titles | {outside(slug): title or slug for slug, title in groups}


def title_of(label: str, titles: Mapping[str, str]) -> str:
    return titles.get(label) or (outside_slug(label) if is_outside(label) else label)


def topic_options(titles: Mapping[str, str]) -> Options:
    """Every topic under its category, for a select."""
    shelves: Options = []
    for category in Category.objects.prefetch_related("topics").order_by("position", "pk"):
        topics = sorted(category.topics.all(), key=lambda one: (one.position, one.pk))
        if topics:
            inside = [(topic.slug, title_of(topic.slug, titles)) for topic in topics]
            shelves.append((category.title, inside))
    return shelves


def group_options(titles: Mapping[str, str]) -> list[tuple[str, str]]:
    """Every outside group, for a select."""
    slugs = OutsideGroup.objects.order_by("kind", "slug").values_list("slug", flat=True)
    return [(outside(slug), title_of(outside(slug), titles)) for slug in slugs]


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A question that is answered differently, before and after."""

    text: str
    wanted: str
    before: str
    after: str
    is_worse: bool


def changes_of(report: Mapping[str, Any], titles: Mapping[str, str]) -> list[ShownChange]:
    """The changes in a lesson's report, worse ones first."""
    shown = [
        ShownChange(
            text=one["text"],
            wanted=title_of(one["label"], titles),
            before=_outcome(one["before"], titles),
            after=_outcome(one["after"], titles),
            is_worse=one["is_worse"],
        )
        for one in report.get("changes", [])
    ]
    return sorted(shown, key=lambda one: not one.is_worse)


def _outcome(told: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    topics: Iterable[str] = told.get("topics", [])
    said = "; ".join(title_of(topic, titles) for topic in topics)
    outcome = str(OUTCOMES[told["outcome"]])
    return f"{outcome}: {said}" if said else outcome
