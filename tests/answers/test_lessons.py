"""What editors teach: suggested by one, accepted by another, learnt beside, in use only when no worse."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from answers.making import AN, BINH, WAYS, check, make_topic, publish
from factories import make_unit
from tracuu.answers.asking import ask
from tracuu.answers.enums import LessonState, SuggestionDeed, SuggestionState
from tracuu.answers.errors import ContentNotValid, LessonNotOpen
from tracuu.answers.learned import current_model, is_stale, model_path
from tracuu.answers.lessons import LEASE, candidate_path, drop_lesson, learn_next, put_in_use
from tracuu.answers.matching.decision import Outcome
from tracuu.answers.models import Lesson, OutsidePhrasing, Phrasing, Suggestion, Topic
from tracuu.answers.teaching import (
    accept_suggestions,
    add_check,
    known_phrasings,
    list_suggestions,
    refuse_suggestions,
    remove_check,
    suggest_phrasings,
)
from tracuu.audit.queries import find_faults, list_events
from tracuu.core import clock

pytestmark = pytest.mark.django_db(transaction=True)
NEW = ["thẻ bay mất tiêu", "kiếm hoài không ra thẻ", "rớt mất thẻ rồi", "bị mất thẻ ngoài đường"]


@pytest.fixture
def lost(taught):
    """A topic that has an answer, and that nobody can ask for yet."""
    topic = make_topic("mat-the")
    publish(topic, question="Mất thẻ thì sao?", answer="Đến công an.", is_confirmed=True)
    return topic


def suggest(label="mat-the", texts=NEW, actor=AN, **facts):
    suggest_phrasings(label=label, texts=texts, actor=actor, unit=None, **facts)
    return [one.pk for one in list_suggestions()]


def accept(*, actor=BINH, **facts):
    return accept_suggestions(suggestions=suggest(**facts), actor=actor, unit=None)


def test_what_was_accepted_is_learnt_and_answered(lost, db):
    assert ask(text="kiếm thẻ không ra, mất thẻ rồi", unit=None).outcome is not Outcome.ANSWER
    lesson = accept()

    learn_next()

    lesson.refresh_from_db()
    assert (lesson.state, lesson.step) == (LessonState.IN_USE, 6)
    assert set(known_phrasings("mat-the")) == set(NEW)
    assert not is_stale()
    reply = ask(text="rớt mất thẻ", unit=None)
    shown = [reply.version] if reply.version else list(reply.choices)
    assert shown[0].topic == lost
    assert not candidate_path(lesson).exists()
    assert learn_next() is None


def test_until_it_is_learnt_the_model_answers_as_before(lost):
    accept()

    assert current_model().is_current
    assert ask(text="lệ phí bao nhiêu tiền", unit=None).outcome is Outcome.ANSWER


def test_nobody_accepts_what_they_suggested(lost):
    numbers = suggest()

    with pytest.raises(LessonNotOpen, match="không tự duyệt"):
        accept_suggestions(suggestions=numbers, actor=AN, unit=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Suggestion.objects.filter(pk__in=numbers).update(
            state=SuggestionState.ACCEPTED, decided_by=AN.officer_id
        )
    assert not Lesson.objects.exists()


def test_a_suggestion_is_made_once_and_none_of_what_is_known(lost):
    suggest(texts=[*NEW, *NEW])
    suggest(actor=BINH)
    suggest(label="le-phi", texts=WAYS["le-phi"])

    assert len(list_suggestions()) == len(NEW)
    for label, texts in (("khong-co", NEW), ("mat-the", ["", " ?"]), ("~khong-co", NEW)):
        with pytest.raises(ContentNotValid):
            suggest(label=label, texts=texts)


def test_what_is_refused_is_not_learnt(lost):
    refuse_suggestions(suggestions=suggest(), actor=BINH, unit=None)

    assert list_suggestions() == []
    assert learn_next() is None
    with pytest.raises(LessonNotOpen):
        refuse_suggestions(suggestions=[1, 2], actor=BINH, unit=None)


def test_taking_away_is_learnt_too(taught):
    gone = WAYS["le-phi"][0]
    accept(label="le-phi", texts=[gone], deed=SuggestionDeed.REMOVE)

    learn_next()

    assert gone not in known_phrasings("le-phi")
    assert not is_stale()


def test_what_lies_outside_is_taught_the_same_way(taught):
    accept(label="~ho-chieu", texts=["passport làm ở đâu"])

    learn_next()

    assert OutsidePhrasing.objects.filter(text="passport làm ở đâu").exists()


def worsened():
    """A lesson that takes the words of one topic for another: its check question gets worse."""
    check("lệ phí mấy đồng vậy", "le-phi")
    ways = [f"{text} {end}" for text in WAYS["le-phi"] for end in ("vậy", "ạ", "nhỉ", "hả")]
    return accept(label="giay-to", texts=[*WAYS["le-phi"], *ways])


def test_a_worse_model_waits_and_the_old_one_goes_on(taught):
    before = model_path().read_bytes()
    lesson = worsened()

    learn_next()

    lesson.refresh_from_db()
    assert lesson.state == LessonState.WORSE
    assert lesson.report["is_worse"]
    assert lesson.report["changes"][0]["text"] == "lệ phí mấy đồng vậy"
    assert model_path().read_bytes() == before
    assert not Phrasing.objects.filter(topic__slug="giay-to", text="lệ phí bao nhiêu").exists()
    assert candidate_path(lesson).exists()


def test_a_chiefs_word_puts_it_in_use_and_stands_in_the_record(taught):
    lesson = worsened()
    learn_next()

    with pytest.raises(LessonNotOpen, match="ghi lý do"):
        put_in_use(lesson=lesson, actor=BINH, reason=" ")
    put_in_use(lesson=lesson, actor=BINH, reason="câu kiểm tra đã cũ")

    lesson.refresh_from_db()
    assert (lesson.state, lesson.decided_by) == (LessonState.IN_USE, BINH.officer_id)
    assert not is_stale()
    actions = [event.action for event in list_events(0)]
    assert actions[:2] == ["lesson_in_use", "lesson_overridden"]
    assert not list(find_faults())
    with pytest.raises(LessonNotOpen):
        put_in_use(lesson=lesson, actor=BINH, reason="nữa")


def test_it_is_learnt_again_when_content_has_changed_since(taught):
    lesson = worsened()
    learn_next()
    accept(label="thoi-han", texts=["khi nào thì xong"])
    learn_next()

    put_in_use(lesson=lesson, actor=BINH, reason="vẫn đúng")

    lesson.refresh_from_db()
    assert lesson.state == LessonState.WAITING
    learn_next()
    lesson.refresh_from_db()
    assert lesson.state == LessonState.IN_USE
    assert "khi nào thì xong" in known_phrasings("thoi-han")
    assert not is_stale()


def test_a_dropped_lesson_leaves_nothing(taught):
    lesson = worsened()
    learn_next()

    drop_lesson(lesson=lesson, actor=BINH)

    lesson.refresh_from_db()
    assert lesson.state == LessonState.DROPPED
    assert not candidate_path(lesson).exists()
    with pytest.raises(LessonNotOpen):
        drop_lesson(lesson=lesson, actor=BINH)


def test_what_a_dead_worker_began_is_begun_again(lost):
    lesson = accept()
    began = clock.now()
    Lesson.objects.update(state=LessonState.LEARNING, started_at=began, step=3)

    assert learn_next() is None
    with clock.stopped_at(began + LEASE + datetime.timedelta(seconds=1)):
        assert learn_next() == lesson
    lesson.refresh_from_db()
    assert lesson.state == LessonState.IN_USE


def test_too_little_to_learn_is_told(home):
    make_topic("mat-the")
    lesson = accept(texts=["chỉ một câu thôi"])

    learn_next()

    lesson.refresh_from_db()
    assert lesson.state == LessonState.DROPPED
    assert "ba chủ đề" in lesson.report["failure"]


def test_the_regression_set_takes_only_what_is_not_learnt(taught):
    with pytest.raises(ContentNotValid, match="đã được học"):
        add_check(text=WAYS["le-phi"][0], label="le-phi", actor=AN, unit=None)
    with pytest.raises(ContentNotValid):
        add_check(text="  ", label="le-phi", actor=AN, unit=None)
    assert add_check(text="hết nhiêu xu", label="le-phi", actor=AN, unit=None)
    assert not add_check(text="hết nhiêu xu", label="thoi-han", actor=AN, unit=None)
    (one,) = list(Topic.objects.filter(slug="le-phi"))
    assert one
    with pytest.raises(LessonNotOpen):
        remove_check(check_id=0, actor=AN, unit=None)


def test_lessons_of_units_stand_in_their_record(lost):
    unit = make_unit()
    suggest_phrasings(label="mat-the", texts=NEW, actor=AN, unit=unit)
    accept_suggestions(suggestions=[one.pk for one in list_suggestions()], actor=BINH, unit=unit)
    learn_next()

    actions = [event.action for event in list_events(unit.pk)]
    assert actions[:3] == ["lesson_in_use", "lesson_begun", "phrasings_suggested"]
