"""What editors would teach the model: suggestions, and the lessons that accepted ones become."""

from collections.abc import Collection, Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from tracuu.answers.enums import LessonState, SuggestionDeed, SuggestionState
from tracuu.answers.errors import ContentNotValid, LessonNotOpen
from tracuu.answers.matching.corpus import is_outside, outside_slug
from tracuu.answers.matching.spelling import MOST_LETTERS, normalise
from tracuu.answers.models import (
    CheckQuestion,
    Lesson,
    OutsideGroup,
    OutsidePhrasing,
    Phrasing,
    Suggestion,
    Topic,
)
from tracuu.audit.operations import INSTALLATION, Actor, record
from tracuu.core import clock
from tracuu.units.models import Unit

_MOST_AT_ONCE = 50


@transaction.atomic
def suggest_phrasings(
    *,
    label: str,
    texts: Iterable[str],
    actor: Actor,
    unit: Unit | None,
    deed: SuggestionDeed = SuggestionDeed.ADD,
    register: str = "",
) -> int:
    """Suggest ways of asking for a topic or outside group, or to take some away; how many are new.

    Raises `ContentNotValid` when the label or all of the texts are none.
    """
    _check_label(label)
    wanted = [text.strip()[:MOST_LETTERS] for text in texts if normalise(text)][:_MOST_AT_ONCE]
    if not wanted:
        raise ContentNotValid(_("Hãy ghi ít nhất một cách hỏi."))
    known = set(known_phrasings(label))
    waiting = set(
        Suggestion.objects.filter(
            label=label, deed=deed, state=SuggestionState.OPEN, text__in=wanted
        ).values_list("text", flat=True)
    )
    rows = [
        Suggestion(
            label=label,
            text=text,
            register=register,
            deed=deed,
            unit=unit,
            suggested_by=actor.officer_id,
            suggested_at=clock.now(),
        )
        for text in dict.fromkeys(wanted)
        if text not in waiting and (text in known) == (deed == SuggestionDeed.REMOVE)
    ]
    Suggestion.objects.bulk_create(rows)
    if rows:
        _record(actor, unit, "phrasings_suggested", f"topic:{label}", count=len(rows))
    return len(rows)


def _check_label(label: str) -> None:
    is_known = (
        OutsideGroup.objects.filter(slug=outside_slug(label)).exists()
        if is_outside(label)
        else Topic.objects.filter(slug=label).exists()
    )
    if not is_known:
        raise ContentNotValid(_("Hãy chọn một chủ đề hoặc một nhóm."))


def known_phrasings(label: str) -> list[str]:
    """What is learnt for a topic or outside group today."""
    if is_outside(label):
        rows = OutsidePhrasing.objects.filter(group__slug=outside_slug(label))
        return list(rows.order_by("text").values_list("text", flat=True))
    asked = Phrasing.objects.filter(topic__slug=label)
    return list(asked.order_by("register", "text").values_list("text", flat=True))


def list_suggestions() -> list[Suggestion]:
    """What waits for a second officer, by topic."""
    return list(
        Suggestion.objects.filter(state=SuggestionState.OPEN)
        .select_related("unit")
        .order_by("label", "deed", "pk")
    )


@transaction.atomic
def accept_suggestions(*, suggestions: Collection[int], actor: Actor, unit: Unit | None) -> Lesson:
    """Let a new model learn what somebody else suggested. Raises `LessonNotOpen`."""
    rows = _open(suggestions)
    if actor.officer_id is not None:
        rows = [one for one in rows if one.suggested_by != actor.officer_id]
    if not rows:
        raise LessonNotOpen(
            _("Hãy chọn đề xuất của người khác: người đề xuất không tự duyệt được.")
        )
    return begin_lesson(suggestions=[one.pk for one in rows], unit=unit, actor=actor)


@transaction.atomic
def begin_lesson(*, suggestions: Sequence[int], unit: Unit | None, actor: Actor) -> Lesson:
    """A lesson of these open suggestions; the worker takes it up within a minute."""
    lesson = Lesson.objects.create(unit=unit, accepted_by=actor.officer_id, accepted_at=clock.now())
    count = Suggestion.objects.filter(pk__in=suggestions, state=SuggestionState.OPEN).update(
        state=SuggestionState.ACCEPTED, lesson=lesson, decided_by=actor.officer_id
    )
    _record(actor, unit, "lesson_begun", f"lesson:{lesson.pk}", count=count)
    return lesson


@transaction.atomic
def refuse_suggestions(*, suggestions: Collection[int], actor: Actor, unit: Unit | None) -> int:
    """Put suggestions away; raises `LessonNotOpen` when none of them waits."""
    rows = _open(suggestions)
    if not rows:
        raise LessonNotOpen(_("Hãy chọn ít nhất một đề xuất."))
    Suggestion.objects.filter(pk__in=[one.pk for one in rows]).update(
        state=SuggestionState.REFUSED, decided_by=actor.officer_id
    )
    _record(
        actor,
        unit,
        "phrasings_refused",
        f"unit:{unit.pk if unit else INSTALLATION}",
        count=len(rows),
    )
    return len(rows)


def _open(suggestions: Collection[int]) -> list[Suggestion]:
    return list(
        Suggestion.objects.select_for_update()
        .filter(pk__in=suggestions, state=SuggestionState.OPEN)
        .order_by("pk")
    )


def list_lessons(most: int = 20) -> list[Lesson]:
    """The last lessons, newest first, with what each learns."""
    rows = Lesson.objects.prefetch_related("suggestions").select_related("unit")
    return list(rows.order_by("-pk")[:most])


def count_open_lessons() -> int:
    """Lessons that are not in use yet and not dropped."""
    open_states = (LessonState.WAITING, LessonState.LEARNING, LessonState.WORSE)
    return Lesson.objects.filter(state__in=open_states).count()


@transaction.atomic
def add_check(*, text: str, label: str, actor: Actor, unit: Unit | None) -> bool:
    """Put a question on the regression set; whether it was new. Raises `ContentNotValid`."""
    _check_label(label)
    text = text.strip()[:MOST_LETTERS]
    if not normalise(text):
        raise ContentNotValid(_("Hãy ghi câu hỏi."))
    if text in known_phrasings(label):
        raise ContentNotValid(_("Câu này đã được học, nên không kiểm tra được gì."))
    _row, is_new = CheckQuestion.objects.update_or_create(
        text=text, defaults={"label": label, "added_by": actor.officer_id}
    )
    _record(actor, unit, "check_added", f"topic:{label}", count=1)
    return is_new


@transaction.atomic
def remove_check(*, check_id: int, actor: Actor, unit: Unit | None) -> None:
    """Take a question off the regression set; raises `LessonNotOpen` when it is not there."""
    row = CheckQuestion.objects.filter(pk=check_id).first()
    if row is None:
        raise LessonNotOpen(_("Câu này không còn trong bộ kiểm tra."))
    row.delete()
    _record(actor, unit, "check_removed", f"topic:{row.label}", count=1)


def _record(actor: Actor, unit: Unit | None, action: str, subject: str, *, count: int) -> None:
    record(
        actor=actor,
        action=action,
        subject=subject[:60],
        unit_id=unit.pk if unit else INSTALLATION,
        facts={"count": count},
    )
