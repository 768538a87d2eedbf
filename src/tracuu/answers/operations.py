"""What can be done with answers. The loader and the console call the same functions."""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from tracuu.answers.enums import Deed, VersionState
from tracuu.answers.errors import AnswersOverlap, ContentNotValid, VersionNotOpen
from tracuu.answers.models import (
    AnswerVersion,
    LearntContent,
    OutsideGroup,
    OutsidePhrasing,
    Phrasing,
    Source,
    Tally,
    Topic,
)
from tracuu.answers.queries import list_citing, read_corpus
from tracuu.answers.rules import week_of
from tracuu.audit.operations import INSTALLATION, Actor, record
from tracuu.core import clock
from tracuu.units.models import Unit

_MOST_ANSWER, _MOST_QUESTION = 2000, 200


@dataclass(frozen=True, slots=True)
class Cited:
    """One source of an answer."""

    document: str
    article: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a version says, from when to when, and where it stands."""

    question: str
    answer: str
    valid_from: datetime.date
    valid_to: datetime.date | None
    sources: tuple[Cited, ...]
    is_confirmed: bool = False
    note: str = ""


@transaction.atomic
def publish_version(
    *, topic: Topic, wording: Wording, actor: Actor, unit: Unit | None = None
) -> AnswerVersion:
    """Publish an answer. An open-ended one before it ends on the day before the new one begins.

    Raises `AnswersOverlap` when another answer of this topic and unit holds on one of its days, and
    `ContentNotValid` when a part is missing.
    """
    check_wording(wording)
    _close_before(topic, unit, wording.valid_from)
    version = _write(topic, unit, wording, VersionState.PUBLISHED, written_by=actor.officer_id)
    _record(version, "answer_published", actor)
    return version


def check_wording(wording: Wording) -> None:
    """Raise `ContentNotValid` with a sentence for whatever an answer lacks."""
    if not wording.question.strip() or len(wording.question) > _MOST_QUESTION:
        raise ContentNotValid(_("Hãy ghi câu hỏi chính thức, tối đa 200 ký tự."))
    if not wording.answer.strip() or len(wording.answer) > _MOST_ANSWER:
        raise ContentNotValid(_("Hãy ghi câu trả lời, tối đa 2000 ký tự."))
    if not any(source.document.strip() for source in wording.sources):
        raise ContentNotValid(_("Câu trả lời phải có ít nhất một nguồn: văn bản nào, điều nào."))
    if wording.valid_to is not None and wording.valid_to < wording.valid_from:
        raise ContentNotValid(_("Ngày kết thúc phải từ ngày bắt đầu trở đi."))


def _close_before(topic: Topic, unit: Unit | None, valid_from: datetime.date) -> None:
    AnswerVersion.objects.filter(
        topic=topic,
        unit=unit,
        state=VersionState.PUBLISHED,
        valid_to=None,
        valid_from__lt=valid_from,
    ).update(valid_to=valid_from - datetime.timedelta(days=1))


def _write(
    topic: Topic,
    unit: Unit | None,
    wording: Wording,
    state: VersionState,
    *,
    written_by: int | None,
) -> AnswerVersion:
    try:
        with transaction.atomic():
            version = AnswerVersion.objects.create(
                topic=topic,
                unit=unit,
                question=wording.question.strip(),
                answer=wording.answer.strip(),
                valid_from=wording.valid_from,
                valid_to=wording.valid_to,
                is_confirmed=wording.is_confirmed,
                note=wording.note,
                state=state,
                written_by=written_by,
            )
    except IntegrityError:
        raise AnswersOverlap(_("Đã có câu trả lời khác áp dụng trong khoảng ngày này.")) from None
    _add_sources(version, wording)
    return version


def _add_sources(version: AnswerVersion, wording: Wording) -> None:
    Source.objects.bulk_create(
        Source(version=version, document=one.document, article=one.article, url=one.url)
        for one in wording.sources
    )


@transaction.atomic
def write_draft(
    *,
    topic: Topic,
    wording: Wording,
    actor: Actor,
    unit: Unit | None = None,
    is_complete: bool = True,
) -> AnswerVersion:
    """Keep an answer that a second officer has yet to approve; citizens see nothing of it.

    One that still lacks parts (`is_complete` false) is kept too: it cannot be approved like that.
    """
    if is_complete:
        check_wording(wording)
    version = _write(topic, unit, wording, VersionState.DRAFT, written_by=actor.officer_id)
    _record(version, "answer_drafted", actor)
    return version


def locked_draft(version: AnswerVersion) -> AnswerVersion:
    """The draft as it stands, until the transaction ends its own; raises `VersionNotOpen`."""
    version = AnswerVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if version.state != VersionState.DRAFT:
        raise VersionNotOpen(_("Câu trả lời này không còn là bản nháp."))
    return version


def wording_of(version: AnswerVersion) -> Wording:
    """What a version says, as it was written."""
    return Wording(
        question=version.question,
        answer=version.answer,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        sources=tuple(
            Cited(one.document, one.article, one.url) for one in version.sources.order_by("pk")
        ),
        is_confirmed=version.is_confirmed,
        note=version.note,
    )


@transaction.atomic
def edit_draft(
    *, version: AnswerVersion, wording: Wording, actor: Actor, topic: Topic | None = None
) -> AnswerVersion:
    """Write a draft anew, perhaps for another topic; who wrote last cannot approve it."""
    version = locked_draft(version)
    check_wording(wording)
    for name in ("question", "answer", "valid_from", "valid_to", "is_confirmed"):
        setattr(version, name, getattr(wording, name))
    version.topic, version.written_by = topic or version.topic, actor.officer_id
    version.save()
    version.sources.all().delete()
    _add_sources(version, wording)
    _record(version, "answer_drafted", actor)
    return version


@transaction.atomic
def approve_draft(
    *, version: AnswerVersion, actor: Actor, facts: Mapping[str, Any] | None = None
) -> AnswerVersion:
    """Publish a draft: somebody else than its author must do it. Raises `VersionNotOpen`.

    What it does to the regression set is asked by `publishing.publish_draft`, which calls this.
    """
    version = locked_draft(version)
    if actor.officer_id is not None and actor.officer_id == version.written_by:
        raise VersionNotOpen(_("Người viết không tự duyệt được; hãy nhờ một cán bộ khác."))
    check_wording(wording_of(version))
    _close_before(version.topic, version.unit, version.valid_from)
    version.state, version.approved_by = VersionState.PUBLISHED, actor.officer_id
    try:
        with transaction.atomic():
            version.save(update_fields=["state", "approved_by"])
    except IntegrityError:
        raise AnswersOverlap(_("Đã có câu trả lời khác áp dụng trong khoảng ngày này.")) from None
    _record(version, "answer_approved", actor, facts)
    return version


@transaction.atomic
def withdraw_version(*, version: AnswerVersion, actor: Actor) -> None:
    """Take back a draft or an answer that should never have been; its days are free again."""
    changed = (
        AnswerVersion.objects.filter(pk=version.pk)
        .exclude(state=VersionState.WITHDRAWN)
        .update(state=VersionState.WITHDRAWN)
    )
    if not changed:
        raise VersionNotOpen(_("Câu trả lời này đã được rút trước đó."))
    _record(version, "answer_withdrawn", actor)


@transaction.atomic
def quarantine_citing(
    *,
    document: str,
    article: str = "",
    reason: str,
    actor: Actor,
    within: Collection[int] | None = None,
) -> list[AnswerVersion]:
    """A document has changed: hide every answer that stands in it until an editor reviewed it.

    `within` leaves alone what does not bind one of these units.
    """
    found = [
        one
        for one in list_citing(document, article)
        if one.quarantined_at is None and (within is None or one.unit_id in within)
    ]
    for version in found:
        version.quarantined_at, version.quarantine_reason = clock.now(), reason[:200]
        version.quarantined_by = actor.officer_id
        version.save(update_fields=["quarantined_at", "quarantine_reason", "quarantined_by"])
        _record(version, "answer_quarantined", actor)
    return found


@transaction.atomic
def release_version(*, version: AnswerVersion, actor: Actor) -> None:
    """Somebody else than who hid it has reviewed it: the answer stands as it is and is shown again."""
    mine = AnswerVersion.objects.filter(pk=version.pk, quarantined_by=actor.officer_id)
    if actor.officer_id is not None and mine.exclude(quarantined_at=None).exists():
        raise VersionNotOpen(_("Người tạm dừng không tự cho hiện lại; hãy nhờ một cán bộ khác."))
    changed = (
        AnswerVersion.objects.filter(pk=version.pk)
        .exclude(quarantined_at=None)
        .update(quarantined_at=None, quarantine_reason="", quarantined_by=None)
    )
    if not changed:
        raise VersionNotOpen(_("Câu trả lời này không bị tạm dừng."))
    _record(version, "answer_released", actor)


def _record(
    version: AnswerVersion, action: str, actor: Actor, facts: Mapping[str, Any] | None = None
) -> None:
    record(
        actor=actor,
        action=action,
        subject=f"answer:{version.pk}",
        unit_id=version.unit_id or INSTALLATION,
        facts={
            "topic": version.topic.slug,
            "from": version.valid_from.isoformat(),
            **(facts or {}),
        },
    )


@transaction.atomic
def add_phrasings(*, topic: Topic, phrasings: Sequence[tuple[str, str]], actor: Actor) -> int:
    """Add ways of asking, each (text, register); how many were new."""
    known = set(topic.phrasings.values_list("text", flat=True))
    new = {text.strip(): register for text, register in phrasings if text.strip()}
    rows = [
        Phrasing(topic=topic, text=text, register=register)
        for text, register in new.items()
        if text not in known
    ]
    Phrasing.objects.bulk_create(rows)
    if rows:
        record(
            actor=actor,
            action="phrasings_added",
            subject=f"topic:{topic.slug}"[:60],
            facts={"count": len(rows)},
        )
    return len(rows)


@transaction.atomic
def add_outside_phrasings(*, group: OutsideGroup, texts: Iterable[str]) -> int:
    """Add questions that are not answered here; how many were new."""
    known = set(group.phrasings.values_list("text", flat=True))
    new = [text for text in dict.fromkeys(texts) if text.strip() and text not in known]
    OutsidePhrasing.objects.bulk_create(OutsidePhrasing(group=group, text=text) for text in new)
    return len(new)


@transaction.atomic
def note_what_is_to_learn() -> str:
    """Keep the hash of what is to be learnt, after phrasings changed; a model of another is stale."""
    corpus = read_corpus()
    LearntContent.objects.update_or_create(
        pk=1, defaults={"digest": corpus.digest, "labels": corpus.label_digests}
    )
    return corpus.digest


@transaction.atomic
def count_deeds(*, unit: Unit | None, topic: str, deeds: Sequence[Deed]) -> None:
    """Add one to this week's figures: nothing that was typed, and nobody who typed it."""
    week = week_of(clock.today())
    for deed in deeds:
        row, _is_new = Tally.objects.get_or_create(
            unit_id=unit.pk if unit else 0, topic=topic, week_on=week, deed=deed
        )
        Tally.objects.filter(pk=row.pk).update(count=F("count") + 1)
