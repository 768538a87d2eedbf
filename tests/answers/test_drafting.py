"""What many asked becomes a draft: masked, with a topic, and not to be published without a law."""

import pytest

from answers.making import AN, BINH, wording
from factories import make_unit
from tracuu.answers.drafting import RESERVED, draft_from_questions, new_topic
from tracuu.answers.enums import VersionState
from tracuu.answers.errors import ContentNotValid
from tracuu.answers.models import AnswerVersion
from tracuu.answers.operations import edit_draft
from tracuu.answers.publishing import publish_draft
from tracuu.answers.queries import find_version, list_drafts
from tracuu.core import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(home):
    return make_unit()


def draft(unit, *questions):
    return draft_from_questions(
        unit=unit, questions=questions or ["hồ sơ bị treo là sao ạ"], actor=AN
    )


def test_what_was_asked_becomes_a_draft_of_the_unit_without_the_person(unit):
    version = draft(unit, "Tôi là Nguyễn Văn Không, sđt 0901 234 567, hồ sơ bị treo là sao?")

    assert version.question == "Tôi là [tên], sđt [số], hồ sơ bị treo là sao?"
    assert (version.unit, version.state) == (unit, VersionState.DRAFT)
    assert (version.is_confirmed, version.written_by) == (False, AN.officer_id)
    assert list_drafts(unit) == [version]
    assert find_version(version.topic, unit, clock.today()) is None


def test_two_new_subjects_are_two_topics(unit):
    assert draft(unit).topic != draft(unit).topic
    assert new_topic("gợi ý").slug not in RESERVED
    assert new_topic("?!").slug


def test_nothing_makes_no_draft(unit):
    with pytest.raises(ContentNotValid):
        draft(unit, " ")
    assert not AnswerVersion.objects.exists()


def test_it_is_published_once_somebody_has_found_its_law(unit):
    version = draft(unit)
    with pytest.raises(ContentNotValid, match="câu trả lời"):
        publish_draft(version=version, actor=BINH)
    edit_draft(version=version, wording=wording("2026-01-01", answer="Đợi một ngày."), actor=AN)

    publish_draft(version=version, actor=BINH)

    found = find_version(version.topic, unit, clock.today())
    assert (found, found.answer) == (version, "Đợi một ngày.")


def test_what_many_asked_becomes_a_draft_with_their_words_beside(unit):
    version = draft(unit, "hồ sơ bị treo là sao", "treo hồ sơ hoài")

    assert (version.question, version.answer) == ("hồ sơ bị treo là sao", "")
    assert "treo hồ sơ hoài" in version.note


def test_the_ministrys_draft_is_for_the_country(home):
    ministry = make_unit("bo-cong-an", "Bộ Công an", kind="ministry", publishes_lists=False)

    assert draft(ministry).unit is None
