"""A file of content, loaded through the same operations as an editor's work.

Loading a file again changes nothing; what editors wrote since then stays as they wrote it.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tracuu.answers.enums import Live, OutsideKind, VersionState
from tracuu.answers.errors import ContentNotValid
from tracuu.answers.matching.corpus import outside as label_of_outside
from tracuu.answers.models import AnswerVersion, Category, CheckQuestion, OutsideGroup, Topic
from tracuu.answers.operations import (
    Cited,
    Wording,
    add_outside_phrasings,
    add_phrasings,
    note_what_is_to_learn,
    publish_version,
)
from tracuu.audit.operations import Actor
from tracuu.units.models import Unit

SHIPPED = Path(__file__).resolve().parent / "content.json"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceIn(_Part):
    title: str
    article: str = ""
    url: str = ""


class VersionIn(_Part):
    code: str = Field(description="For readers of the file; days tell versions apart.")
    question: str
    answer: str
    sources: tuple[SourceIn, ...]
    valid_from: datetime.date
    valid_to: datetime.date | None = None
    confirmed: bool = False
    note: str = ""
    unit: str = Field(default="", description="Slug of the unit it binds; none: the country.")


class PhrasingIn(_Part):
    text: str
    register_: str = Field(default="", alias="register")


class TopicIn(_Part):
    slug: str
    category: str
    live: Live = Live.NOTHING
    versions: tuple[VersionIn, ...] = ()
    phrasings: tuple[PhrasingIn, ...] = ()


class CategoryIn(_Part):
    slug: str
    title: str
    title_en: str = ""


class OutsideIn(_Part):
    slug: str
    kind: OutsideKind
    title: str = ""
    redirect: str = ""
    confirmed: bool = False
    phrasings: tuple[str, ...] = ()


class CheckIn(_Part):
    """A question of the regression set: exactly one of both says what must come of it."""

    text: str
    topic: str = ""
    outside: str = ""


class ContentIn(_Part):
    """The whole file."""

    about: str = ""
    categories: tuple[CategoryIn, ...]
    topics: tuple[TopicIn, ...]
    outside: tuple[OutsideIn, ...] = ()
    checks: tuple[CheckIn, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a file added; `kept` versions stand as somebody wrote them since."""

    versions: int
    kept: int
    phrasings: int
    outside: int


def load_content(path: Path, *, actor: Actor) -> LoadReport:
    """Load a file of content, all of it or nothing; raises `ContentNotValid` with what to mend."""
    content = read_content(path)
    with transaction.atomic():
        return _load(content, actor)


def read_content(path: Path) -> ContentIn:
    """A file of content as it stands; raises `ContentNotValid` with what to mend."""
    try:
        return ContentIn.model_validate_json(path.read_bytes())
    except OSError as error:
        raise ContentNotValid(f"Không đọc được tệp: {error.strerror}.") from None
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise ContentNotValid(f"Tệp nội dung sai ở {place or 'đầu tệp'}: {first['msg']}.") from None


def _load(content: ContentIn, actor: Actor) -> LoadReport:
    for position, told in enumerate(content.categories):
        Category.objects.update_or_create(
            slug=told.slug,
            defaults={"title": told.title, "title_en": told.title_en, "position": position},
        )
    categories = {category.slug: category for category in Category.objects.all()}
    added = kept = phrasings = 0
    for position, part in enumerate(content.topics):
        if part.category not in categories:
            raise ContentNotValid(f"{part.slug}: không có nhóm {part.category!r}.")
        topic, _ = Topic.objects.update_or_create(
            slug=part.slug,
            defaults={
                "category": categories[part.category],
                "position": position,
                "live": part.live,
            },
        )
        new = _load_versions(topic, part.versions, actor)
        added, kept = added + new, kept + len(part.versions) - new
        phrasings += add_phrasings(
            topic=topic,
            phrasings=[(one.text, one.register_) for one in part.phrasings],
            actor=actor,
        )
    beyond = _load_outside(content.outside)
    _load_checks(content.checks)
    note_what_is_to_learn()
    return LoadReport(versions=added, kept=kept, phrasings=phrasings, outside=beyond)


def _load_versions(topic: Topic, versions: Iterable[VersionIn], actor: Actor) -> int:
    new = 0
    for told in versions:
        unit = _unit(told.unit) if told.unit else None
        if AnswerVersion.objects.filter(
            topic=topic, unit=unit, valid_from=told.valid_from, state=VersionState.PUBLISHED
        ).exists():
            continue
        try:
            publish_version(topic=topic, unit=unit, wording=_wording(told), actor=actor)
        except ContentNotValid as error:
            raise ContentNotValid(f"{topic.slug}, {told.code}: {error}") from None
        new += 1
    return new


def _wording(told: VersionIn) -> Wording:
    return Wording(
        question=told.question,
        answer=told.answer,
        valid_from=told.valid_from,
        valid_to=told.valid_to,
        sources=tuple(Cited(one.title, one.article, one.url) for one in told.sources),
        is_confirmed=told.confirmed,
        note=told.note,
    )


def _unit(slug: str) -> Unit:
    unit = Unit.objects.filter(slug=slug).first()
    if unit is None:
        raise ContentNotValid(f"Không có đơn vị {slug!r}.")
    return unit


def _load_outside(groups: Iterable[OutsideIn]) -> int:
    new = 0
    for told in groups:
        group, _ = OutsideGroup.objects.get_or_create(
            slug=told.slug,
            defaults={
                "kind": told.kind,
                "title": told.title,
                "redirect": told.redirect,
                "is_confirmed": told.confirmed,
            },
        )
        new += add_outside_phrasings(group=group, texts=told.phrasings)
    return new


def _load_checks(checks: Iterable[CheckIn]) -> None:
    known = set(CheckQuestion.objects.values_list("text", flat=True))
    CheckQuestion.objects.bulk_create(
        CheckQuestion(text=told.text, label=told.topic or label_of_outside(told.outside))
        for told in checks
        if told.text not in known
    )
