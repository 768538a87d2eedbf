"""A lesson from the worker's side: fit a model beside the one in use, compare, and change places.

The rows hold the truth. A worker that dies leaves a lesson whose lease runs out; the next one begins
it again. Until a model has changed places, the one in use answers as before.
"""

import datetime
from pathlib import Path

import structlog
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from tracuu.answers.checking import compare_models
from tracuu.answers.enums import LessonState, SuggestionDeed
from tracuu.answers.errors import ContentNotValid, LessonNotOpen
from tracuu.answers.learned import InUse, current_model, fit_corpus, model_key, model_path
from tracuu.answers.matching import store
from tracuu.answers.matching.corpus import (
    Corpus,
    Example,
    corpus_of,
    is_outside,
    outside_slug,
)
from tracuu.answers.models import (
    Lesson,
    OutsideGroup,
    OutsidePhrasing,
    Phrasing,
    Suggestion,
    Topic,
)
from tracuu.answers.operations import note_what_is_to_learn
from tracuu.answers.queries import read_corpus
from tracuu.audit.operations import INSTALLATION, Actor, record
from tracuu.core import clock

_log = structlog.get_logger()
LEASE = datetime.timedelta(minutes=10)
WORKER = Actor(officer_id=None, origin="worker")


def candidate_path(lesson: Lesson) -> Path:
    """Where a model waits that is not in use yet."""
    return model_path().with_name(f"lesson-{lesson.pk}.bin")


def learn_next() -> Lesson | None:
    """Take up the oldest lesson that waits, or whose worker died; None when there is none."""
    lesson = _claim()
    if lesson is None:
        return None
    try:
        _learn(lesson)
    except ContentNotValid as error:
        _end(lesson, LessonState.DROPPED, reason=str(error))
    return lesson


def _claim() -> Lesson | None:
    now = clock.now()
    free = Q(state=LessonState.WAITING) | Q(state=LessonState.LEARNING, started_at__lt=now - LEASE)
    while True:
        lesson = Lesson.objects.filter(free).order_by("pk").first()
        if lesson is None:
            return None
        # Another worker may have read the same row: who changes it has it.
        taken = Lesson.objects.filter(free, pk=lesson.pk).update(
            state=LessonState.LEARNING, started_at=now, step=0
        )
        if taken:
            lesson.refresh_from_db()
            return lesson


def _learn(lesson: Lesson) -> None:
    def step() -> None:
        Lesson.objects.filter(pk=lesson.pk, state=LessonState.LEARNING).update(
            step=F("step") + 1, started_at=clock.now()
        )

    corpus = corpus_after(lesson)
    model = fit_corpus(corpus, on_step=step)
    comparison = compare_models(_in_use(), InUse(model, frozenset()))
    store.save(candidate_path(lesson), model, model_key())
    lesson.digest, lesson.report = corpus.digest, comparison.as_json()
    lesson.save(update_fields=["digest", "report"])
    _log.info("lesson_learnt", lesson=lesson.pk, worse=len(comparison.worse))
    if comparison.is_worse and not lesson.override_reason:
        _end(lesson, LessonState.WORSE)
        return
    _change_places(lesson, WORKER)


def _in_use() -> InUse | None:
    try:
        return current_model()
    except store.ModelNotUsable:
        return None


def corpus_after(lesson: Lesson) -> Corpus:
    """What is learnt today, with what the lesson adds and without what it takes away."""
    told = {(one.label, one.text): one for one in read_corpus().examples}
    for one in lesson.suggestions.order_by("pk"):
        if one.deed == SuggestionDeed.ADD:
            told[one.label, one.text] = Example(one.text, one.label, one.register)
        else:
            told.pop((one.label, one.text), None)
    return corpus_of(told.values())


@transaction.atomic
def put_in_use(*, lesson: Lesson, actor: Actor, reason: str) -> Lesson:
    """A chief's word: use the model though the regression set is answered worse.

    When content has changed since it was fitted, it is learnt once more first. Raises
    `LessonNotOpen`.
    """
    lesson = _locked(lesson, LessonState.WORSE)
    if not reason.strip():
        raise LessonNotOpen(_("Hãy ghi lý do vẫn dùng."))
    lesson.override_reason, lesson.decided_by = reason.strip()[:200], actor.officer_id
    lesson.decided_at = clock.now()
    lesson.save(update_fields=["override_reason", "decided_by", "decided_at"])
    record(
        actor=actor,
        action="lesson_overridden",
        subject=f"lesson:{lesson.pk}",
        unit_id=lesson.unit_id or INSTALLATION,
        facts={"worse": lesson.report.get("worse", 0), "override_reason": lesson.override_reason},
    )
    if corpus_after(lesson).digest != lesson.digest or not candidate_path(lesson).exists():
        Lesson.objects.filter(pk=lesson.pk).update(state=LessonState.WAITING)
        return lesson
    _change_places(lesson, actor)
    return lesson


@transaction.atomic
def drop_lesson(*, lesson: Lesson, actor: Actor) -> None:
    """Learn nothing of it; raises `LessonNotOpen`."""
    lesson = _locked(lesson, LessonState.WORSE, LessonState.WAITING)
    lesson.decided_by, lesson.decided_at = actor.officer_id, clock.now()
    lesson.save(update_fields=["decided_by", "decided_at"])
    _end(lesson, LessonState.DROPPED)
    record(
        actor=actor,
        action="lesson_dropped",
        subject=f"lesson:{lesson.pk}",
        unit_id=lesson.unit_id or INSTALLATION,
    )


def _locked(lesson: Lesson, *states: LessonState) -> Lesson:
    row = Lesson.objects.select_for_update(of=("self",)).get(pk=lesson.pk)
    if row.state not in states:
        raise LessonNotOpen(_("Bài học này đã được quyết định trước đó."))
    return row


def _change_places(lesson: Lesson, actor: Actor) -> None:
    """Content and model change in one moment: the file follows the commit, and is replaced at once.

    Were the worker killed between both, the old model would answer for what has not changed, and
    the next minute's job fits the new one again.
    """
    with transaction.atomic():
        for one in lesson.suggestions.order_by("pk"):
            _apply(one)
        note_what_is_to_learn()
        _end(lesson, LessonState.IN_USE)
        record(
            actor=actor,
            action="lesson_in_use",
            subject=f"lesson:{lesson.pk}",
            unit_id=lesson.unit_id or INSTALLATION,
            facts={"count": lesson.suggestions.count(), "worse": lesson.report.get("worse", 0)},
        )
        waiting, used = candidate_path(lesson), model_path()
        transaction.on_commit(lambda: waiting.replace(used))


def _apply(one: Suggestion) -> None:
    if is_outside(one.label):
        group = OutsideGroup.objects.filter(slug=outside_slug(one.label)).first()
        if group is None:
            return
        if one.deed == SuggestionDeed.ADD:
            OutsidePhrasing.objects.get_or_create(group=group, text=one.text)
        else:
            OutsidePhrasing.objects.filter(group=group, text=one.text).delete()
        return
    topic = Topic.objects.filter(slug=one.label).first()
    if topic is None:
        return
    if one.deed == SuggestionDeed.ADD:
        Phrasing.objects.get_or_create(
            topic=topic, text=one.text, defaults={"register": one.register}
        )
    else:
        Phrasing.objects.filter(topic=topic, text=one.text).delete()


def _end(lesson: Lesson, state: LessonState, *, reason: str = "") -> None:
    lesson.state = state
    if reason:
        lesson.report = {**lesson.report, "failure": reason}
    lesson.save(update_fields=["state", "report"])
    if state == LessonState.DROPPED:
        candidate_path(lesson).unlink(missing_ok=True)
