"""The regression set: what a new answer changes, and that it takes a chief to make it worse."""

import datetime

import pytest

from answers.making import AN, BINH, check, day, make_topic, publish, wording
from factories import make_unit
from tracuu.answers.checking import compare_publication
from tracuu.answers.enums import LessonState, SuggestionState, VersionState
from tracuu.answers.errors import AnsweredWorse, ContentNotValid, VersionNotOpen
from tracuu.answers.matching.decision import Outcome
from tracuu.answers.models import Lesson, Suggestion, Topic
from tracuu.answers.operations import edit_draft, write_draft
from tracuu.answers.publishing import publish_draft
from tracuu.answers.queries import find_version
from tracuu.audit.queries import list_events
from tracuu.core import clock

pytestmark = pytest.mark.django_db
TODAY = datetime.datetime(2026, 11, 24, 3, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def today():
    with clock.stopped_at(TODAY):
        yield


@pytest.fixture
def checked(taught):
    check("tốn mấy đồng tiền lệ phí", "le-phi")
    check("chờ bao lâu thì có", "thoi-han")
    check("xin hộ chiếu", "~ho-chieu")


def draft(slug="le-phi", first="2026-01-01", last=None, *, unit=None, **facts):
    facts.setdefault("is_confirmed", True)
    return write_draft(
        topic=Topic.objects.get(slug=slug),
        wording=wording(first, last, **facts),
        actor=AN,
        unit=unit,
    )


def test_a_new_text_changes_the_questions_of_its_topic_and_is_not_worse(checked):
    found = compare_publication(draft(answer="50.000 đồng."))

    (change,) = found.changes
    assert (change.text, change.on) == ("tốn mấy đồng tiền lệ phí", day("2026-11-24"))
    assert (change.before.answer, change.after.answer) == ("30.000 đồng.", "50.000 đồng.")
    assert not change.is_worse
    assert (found.asked, found.is_checked, found.is_worse) == (3, True, False)


def test_looking_changes_nothing(checked):
    version = draft(answer="50.000 đồng.")

    compare_publication(version)

    version.refresh_from_db()
    assert version.state == VersionState.DRAFT
    assert find_version(version.topic, None, clock.today()).answer == "30.000 đồng."


def test_an_answer_that_nobody_checked_is_worse_than_one_that_was(checked):
    assert compare_publication(draft(is_confirmed=False)).is_worse


def test_an_answer_that_ends_where_the_old_one_did_not_leaves_a_gap(checked):
    found = compare_publication(draft(last="2026-12-31", answer="15.000 đồng."))

    gap = found.worse[0]
    assert gap.on == day("2027-01-01")
    assert (gap.before.outcome, gap.after.outcome) == (Outcome.ANSWER, Outcome.HAND_OVER)
    assert found.is_worse


def test_a_units_answer_that_ends_uncovers_the_countrys(checked):
    unit = make_unit()

    assert not compare_publication(draft(last="2026-12-31", unit=unit)).is_worse


def test_an_answer_of_the_future_is_looked_at_on_its_first_day(checked):
    found = compare_publication(draft(first="2027-01-01", answer="30 nghìn."))

    assert [one.on for one in found.changes] == [day("2027-01-01")]


def test_without_a_model_the_topics_decide(checked, home):
    (home / "answers" / "model.bin").unlink()

    found = compare_publication(draft(answer="50.000 đồng."))

    assert not found.is_checked
    assert [one.text for one in found.changes] == ["tốn mấy đồng tiền lệ phí"]


def test_worse_takes_a_chief_and_a_reason_which_the_record_keeps(checked):
    version = draft(last="2026-12-31")

    with pytest.raises(AnsweredWorse, match="chỉ phụ trách"):
        publish_draft(version=version, actor=BINH, override_reason="cần gấp")
    with pytest.raises(AnsweredWorse, match="ghi lý do"):
        publish_draft(version=version, actor=BINH, is_chief=True, override_reason="  ")
    version.refresh_from_db()
    assert version.state == VersionState.DRAFT
    publish_draft(version=version, actor=BINH, is_chief=True, override_reason="theo Thông tư")

    version.refresh_from_db()
    assert (version.state, version.approved_by) == (VersionState.PUBLISHED, BINH.officer_id)
    event = list_events(0)[0]
    assert event.action == "answer_approved"
    assert (event.facts["override_reason"], event.facts["worse"]) == ("theo Thông tư", 1)


def test_what_is_not_worse_needs_no_chief(checked):
    publish_draft(version=draft(answer="50.000 đồng."), actor=BINH)

    assert (
        find_version(Topic.objects.get(slug="le-phi"), None, clock.today()).answer == "50.000 đồng."
    )


def test_who_wrote_last_cannot_publish(checked):
    version = draft(answer="50.000 đồng.")
    edit_draft(version=version, wording=wording("2026-01-01", answer="60.000 đồng."), actor=BINH)

    with pytest.raises(VersionNotOpen, match="không tự duyệt"):
        publish_draft(version=version, actor=BINH, is_chief=True, override_reason="x")
    publish_draft(version=version, actor=AN, is_chief=True, override_reason="x")


def test_a_draft_without_a_source_cannot_be_published(checked):
    version = write_draft(
        topic=Topic.objects.get(slug="le-phi"),
        wording=wording("2026-01-01", sources=[]),
        actor=AN,
        is_complete=False,
    )

    with pytest.raises(ContentNotValid, match="nguồn"):
        publish_draft(version=version, actor=BINH, is_chief=True, override_reason="x")


def test_a_new_topic_is_taught_its_own_question(checked):
    make_topic("the-treo")

    publish_draft(version=draft("the-treo", question="Hồ sơ bị treo là sao?"), actor=BINH)

    (suggestion,) = Suggestion.objects.all()
    assert (suggestion.label, suggestion.text) == ("the-treo", "Hồ sơ bị treo là sao?")
    assert suggestion.state == SuggestionState.ACCEPTED
    assert Lesson.objects.get().state == LessonState.WAITING


def test_a_topic_that_is_known_is_taught_nothing(checked):
    publish_draft(version=draft(answer="50.000 đồng."), actor=BINH)

    assert not Lesson.objects.exists()


def test_other_topics_answers_are_left_alone(checked):
    publish(make_topic("khac"), "2026-01-01")

    assert compare_publication(draft(answer="50.000 đồng.")).changes
