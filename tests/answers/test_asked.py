"""Questions without an answer: masked, counted, grouped, made into something, forgotten."""

import datetime

import pytest

from answers.making import AN, BINH, make_topic, teach_little
from factories import make_unit
from tracuu.answers.asked import (
    best_wordings,
    count_open,
    decide_on,
    find_group,
    forget_old_questions,
    keep_question,
    list_groups_of,
)
from tracuu.answers.asking import ask, choose, refuse_choices, tell_useful
from tracuu.answers.enums import AskedKind, AskedState, Deed
from tracuu.answers.errors import NothingToDecide
from tracuu.answers.matching.decision import Outcome
from tracuu.answers.models import AskedQuestion, Tally, Topic
from tracuu.audit.queries import list_events
from tracuu.core import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return make_unit("tp-ho-chi-minh", "Công an Thành phố", publishes_lists=False)


@pytest.fixture
def unit(city):
    return make_unit(parent=city)


def keep(unit, *texts, kind=AskedKind.UNANSWERED, topic=""):
    for text in texts:
        keep_question(unit=unit, kind=kind, text=text, topic=topic)


def test_what_found_no_answer_is_kept_without_the_person(unit, home):
    ask(text="tôi là Nguyễn Văn Không, hồ sơ 079091001234 bị treo là sao", unit=unit, keeps=True)

    (row,) = AskedQuestion.objects.all()
    assert row.text == "tôi là [tên], hồ sơ [số] bị treo là sao"
    assert "khong" not in row.words
    assert (row.unit_id, row.kind, row.count) == (unit.pk, AskedKind.UNANSWERED, 1)


def test_the_same_words_are_one_row_that_counts(unit):
    keep(
        unit, "cấp lại thẻ bị treo hồ sơ", "cap lai the bi treo ho so", "CẤP LẠI THẺ bị treo hồ sơ?"
    )

    (row,) = AskedQuestion.objects.all()
    assert row.count == 3


@pytest.mark.parametrize("typed", ["", "?", "alo", "0901234567"])
def test_a_word_alone_is_nothing_to_learn_from(unit, typed):
    keep(unit, typed)
    assert not AskedQuestion.objects.exists()


def test_what_was_answered_or_is_not_ours_is_not_kept(taught, unit):
    assert ask(text="lệ phí bao nhiêu tiền", unit=unit, keeps=True).outcome is Outcome.ANSWER
    assert ask(text="đổi hộ chiếu ở đâu", unit=unit, keeps=True).group
    ask(text="một câu không ai hiểu cả", unit=unit)  # perhaps a name, in a conversation

    assert not AskedQuestion.objects.exists()


def test_like_questions_are_one_group_and_the_largest_is_first(unit):
    keep(
        unit,
        "căn cước bị treo trên cổng dịch vụ công là sao",
        "hồ sơ căn cước bị treo trên dịch vụ công",
        "căn cước của tôi bị treo trên cổng dịch vụ công",
        "xe đậu trước trụ sở có bị giữ không",
    )

    groups = list_groups_of(unit)

    assert [group.count for group in groups] == [3, 1]
    assert "treo" in groups[0].questions[0].text
    assert find_group(unit, groups[0].questions[2].pk) == groups[0]


def test_a_unit_sees_its_own_questions_and_those_above_see_all(city, unit):
    other = make_unit("tan-binh", "Công an quận Tân Bình", parent=city)
    keep(unit, "câu của quận này thôi")
    keep(other, "câu của quận kia thôi")
    keep(None, "câu hỏi ở trang cả nước")

    assert [count_open(one) for one in (unit, other, city)] == [1, 1, 3]
    (group,) = list_groups_of(unit)
    with pytest.raises(NothingToDecide):
        decide_on(
            unit=other,
            questions=[group.pk],
            state=AskedState.DISMISSED,
            actor=AN,
        )


def test_what_was_decided_leaves_the_list_and_stands_in_the_record(unit):
    keep(unit, "câu này không cần trả lời")
    (group,) = list_groups_of(unit)

    decide_on(unit=unit, questions=[group.pk], state=AskedState.DISMISSED, actor=AN)

    assert list_groups_of(unit) == []
    assert list_events(unit.pk)[0].action == "questions_decided"
    with pytest.raises(NothingToDecide):
        decide_on(unit=unit, questions=[group.pk], state=AskedState.PHRASING, actor=BINH)
    keep(unit, "câu này không cần trả lời")
    assert count_open(unit) == 1


def test_a_tapped_choice_tells_what_the_words_meant(taught, unit):
    topic = Topic.objects.get(slug="le-phi")

    reply = choose(text="đóng bao nhiêu", topic=topic, unit=unit)

    assert reply.version.topic == topic
    (group,) = list_groups_of(unit)
    assert group.topic == "le-phi"
    assert Tally.objects.get(deed=Deed.CHOSEN).count == 1


def test_none_of_these_and_not_right_are_kept(taught, unit):
    refuse_choices(text="hỏi chuyện khác hẳn", unit=unit)
    tell_useful(topic=make_topic("x"), unit=unit, is_useful=False, text="lệ phí của ai đó")
    tell_useful(topic=Topic.objects.get(slug="x"), unit=unit, is_useful=True, text="tốt lắm nhé")

    kinds = dict(AskedQuestion.objects.values_list("kind", "topic"))
    assert kinds == {AskedKind.NONE_OF_THESE: "", AskedKind.WRONG: "x"}
    assert Tally.objects.get(deed=Deed.USEFUL).count == 1


def test_masked_questions_are_learnt_from_only_when_there_is_nothing_better(unit):
    keep(unit, "hồ sơ của Nguyễn Văn Không bị treo", "hồ sơ bị treo là sao")
    rows = list(AskedQuestion.objects.all())

    assert best_wordings(rows) == ["hồ sơ bị treo là sao"]
    assert best_wordings([one for one in rows if "[" in one.text]) == ["hồ sơ của tên bị treo"]


def test_after_ninety_days_a_question_is_forgotten(unit):
    keep(unit, "câu hỏi của mùa trước")
    today = clock.today()

    assert forget_old_questions(today + datetime.timedelta(days=90)) == 0
    assert forget_old_questions(today + datetime.timedelta(days=91)) == 1
    assert not AskedQuestion.objects.exists()


def test_a_flood_of_questions_does_not_fill_the_table(unit, monkeypatch):
    monkeypatch.setattr("tracuu.answers.asked._MOST_OPEN", 3)

    keep(unit, *(f"câu số {word} đây" for word in ("một", "hai", "ba", "bốn", "năm")))

    assert AskedQuestion.objects.count() == 3


def test_grouping_works_without_content(unit, home):
    teach_little()
    assert list_groups_of(unit) == []
