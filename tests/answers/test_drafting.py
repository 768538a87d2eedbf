"""What officers answer becomes a draft: masked, with a topic, and not to be published without a law."""

import pytest

from answers.making import AN, BINH, teach_little, wording
from factories import make_officer, make_unit
from tracuu.accounts.enums import Role
from tracuu.answers.drafting import RESERVED, draft_from_questions, draft_from_reply, new_topic
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


def draft(unit, **facts):
    told = {"question": "hồ sơ bị treo là sao ạ", "reply": "Bạn đợi thêm một ngày.", "officer": AN}
    return draft_from_reply(unit_id=unit.pk, **(told | facts))


def test_a_reply_becomes_a_draft_of_the_unit_without_the_person(unit):
    version = draft(
        unit,
        question="Tôi là Nguyễn Văn Không, sđt 0901 234 567, hồ sơ bị treo là sao?",
        reply="Chào anh Khoa, hồ sơ 079091001234 đang chờ. Anh đợi thêm một ngày.",
    )

    assert version.question == "Tôi là [tên], sđt [số], hồ sơ bị treo là sao?"
    assert version.answer == "Chào anh [tên], hồ sơ [số] đang chờ. Anh đợi thêm một ngày."
    assert (version.unit, version.state) == (unit, VersionState.DRAFT)
    assert (version.is_confirmed, version.written_by) == (False, AN.officer_id)
    assert list_drafts(unit) == [version]
    assert find_version(version.topic, unit, clock.today()) is None


def test_an_officer_as_they_are_signed_in_will_do(unit):
    an = make_officer("an@tan-phu.example", "Nguyễn Văn An", unit, Role.CHIEF)

    assert draft(unit, officer=an).written_by == an.pk


def test_a_question_that_is_surely_known_goes_to_its_topic(unit):
    teach_little()

    assert draft(unit, question="lệ phí bao nhiêu tiền").topic.slug == "le-phi"
    assert draft(unit).topic.slug == "ho-so-bi-treo-la-sao-a"


def test_two_new_subjects_are_two_topics(unit):
    assert draft(unit).topic != draft(unit).topic
    assert new_topic("gợi ý").slug not in RESERVED
    assert new_topic("?!").slug


@pytest.mark.parametrize("facts", [{"question": " "}, {"reply": "\n"}])
def test_nothing_makes_no_draft(unit, facts):
    with pytest.raises(ContentNotValid):
        draft(unit, **facts)
    assert not AnswerVersion.objects.exists()


def test_it_is_published_once_somebody_has_found_its_law(unit):
    version = draft(unit)
    with pytest.raises(ContentNotValid, match="nguồn"):
        publish_draft(version=version, actor=BINH)
    edit_draft(version=version, wording=wording("2026-01-01", answer="Đợi một ngày."), actor=AN)

    publish_draft(version=version, actor=BINH)

    found = find_version(version.topic, unit, clock.today())
    assert (found, found.answer) == (version, "Đợi một ngày.")


def test_what_many_asked_becomes_a_draft_with_their_words_beside(unit):
    version = draft_from_questions(
        unit=unit, questions=["hồ sơ bị treo là sao", "treo hồ sơ hoài"], actor=AN
    )

    assert (version.question, version.answer) == ("hồ sơ bị treo là sao", "")
    assert "treo hồ sơ hoài" in version.note


def test_the_ministrys_draft_is_for_the_country(home):
    ministry = make_unit("bo-cong-an", "Bộ Công an", kind="ministry", publishes_lists=False)

    assert draft(ministry).unit is None
