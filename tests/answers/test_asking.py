import datetime
import json

import pytest

from answers.making import AN, day
from factories import make_unit
from tracuu.answers.asking import ask, explain, explain_decision, suggest
from tracuu.answers.enums import Deed
from tracuu.answers.errors import TooManyQuestions
from tracuu.answers.learned import current_model, fit_model, is_stale, model_path
from tracuu.answers.matching.decision import Outcome
from tracuu.answers.matching.store import ModelNotUsable
from tracuu.answers.models import LearntContent, Phrasing, Tally, Topic
from tracuu.answers.operations import add_phrasings, note_what_is_to_learn, quarantine_citing
from tracuu.answers.queries import list_versions

pytestmark = pytest.mark.django_db
TODAY = day("2026-11-24")


@pytest.fixture
def unit():
    return make_unit()


@pytest.mark.parametrize(
    ("typed", "topic", "words"),
    [
        ("cccd lam bao lau co v ad", "thoi-han-cap", "7 ngày làm việc"),
        ("lệ phí?", "le-phi-bao-nhieu", "31/12/2026"),
        ("le phi", "le-phi-bao-nhieu", "15.000đ"),
    ],
)
def test_a_question_gets_todays_answer_with_its_law(answering, unit, typed, topic, words):
    reply = ask(text=typed, unit=unit, on=TODAY)

    assert reply.outcome is Outcome.ANSWER
    assert reply.version.topic.slug == topic
    assert words in reply.version.answer
    assert reply.version.sources.all()


def test_the_right_topic_stands_first_to_choose_from(answering, unit):
    reply = ask(text="Tui ở trọ không có sổ tạm trú làm được hông?", unit=unit, on=TODAY)

    shown = [reply.version] if reply.version else list(reply.choices)
    assert shown[0].topic.slug == "khong-co-ho-khau"
    assert len(shown) <= 3


@pytest.mark.parametrize(
    ("typed", "outcome", "group"),
    [
        ("làm hộ chiếu ở đâu", Outcome.HAND_OVER, "ho-chieu"),
        ("check hộ cccd này của ai", Outcome.REFUSE, "nguoi-khac"),
        ("đồ ngu", Outcome.REFUSE, "xuc-pham"),
        ("xin chào", Outcome.HAND_OVER, "chao-hoi"),
    ],
)
def test_what_is_not_ours_gets_a_no_and_a_place(answering, unit, typed, outcome, group):
    reply = ask(text=typed, unit=unit, on=TODAY)

    assert (reply.outcome, reply.group.slug) == (outcome, group)
    assert reply.version is None
    assert not reply.choices


@pytest.mark.parametrize("typed", ["", "   ", "?!", "👍👍", "x" * 3000, "\0", "<script>"])
def test_odd_text_never_gets_an_answer(answering, unit, typed):
    assert ask(text=typed, unit=unit, on=TODAY).outcome is not Outcome.ANSWER


@pytest.mark.parametrize("typed", ["how much is the fee?", "I lost my card", "where is my card"])
def test_english_is_not_understood_rather_than_sent_astray(answering, unit, typed):
    reply = ask(text=typed, unit=unit)
    assert (reply.outcome, reply.group) == (Outcome.HAND_OVER, None)


def test_a_personal_number_is_never_answered_at_once(answering, unit):
    reply = ask(text="lệ phí? số của tôi 079 091 001 234", unit=unit, on=TODAY)

    assert reply.is_private
    assert reply.outcome is not Outcome.ANSWER


def test_no_valid_answer_on_the_day_is_a_reason_for_a_person(answering, unit):
    for on in ("2024-08-01", "2027-01-01"):
        assert ask(text="lệ phí?", unit=unit, on=day(on)).outcome is Outcome.HAND_OVER


def test_a_changed_law_hands_over_at_once(answering, unit):
    quarantine_citing(document="Thông tư 64/2025", reason="hết hiệu lực", actor=AN)

    assert ask(text="lệ phí?", unit=unit, on=TODAY).outcome is Outcome.HAND_OVER


def test_december_2021_knows_nothing_of_later(answering, unit):
    reply = ask(text="số hotline", unit=unit, on=day("2021-12-14"))

    shown = [reply.version] if reply.version else list(reply.choices)
    assert shown
    assert all(
        "1900" not in one.answer and one.valid_to for one in shown if one.topic.slug == "hotline"
    )


@pytest.mark.slow
def test_every_day_of_seven_years_is_replayed_and_no_answer_is_out_of_its_days(answering, unit):
    """What is found does not depend on the day, so the model is asked once; what is shown does."""
    asked = ("lệ phí?", "làm căn cước bao lâu", "tổng đài", "mất thẻ", "sổ hộ khẩu còn dùng không")
    found = [suggest(text=text, unit=unit, on=TODAY) for text in asked]
    topics = {one.topic.slug for versions in found for one in versions}
    assert len(topics) > len(asked)
    shown: set[int] = set()
    on = day("2021-01-01")
    while on <= day("2027-12-31"):
        for one in list_versions(unit, on, topics).values():
            assert one.valid_from <= on <= (one.valid_to or on)
            shown.add(one.pk)
        on += datetime.timedelta(days=1)
    assert len(shown) > len(topics)
    for on in (day("2021-12-14"), day("2024-06-30"), day("2024-07-01"), day("2027-01-01")):
        for text in asked:
            reply = ask(text=text, unit=unit, on=on)
            for one in (reply.version, *reply.choices):
                assert one is None or one.valid_from <= on <= (one.valid_to or on)


def test_a_follow_up_keeps_the_topic(answering, unit):
    reply = ask(text="còn trẻ em thì sao", unit=unit, on=TODAY, before="le-phi-bao-nhieu")

    shown = [reply.version] if reply.version else list(reply.choices)
    assert "le-phi-bao-nhieu" in [one.topic.slug for one in shown]


def test_an_editor_sees_which_words_decided(answering):
    told = explain_decision("lệ phí bao nhiêu")

    assert told.topics[0].topic == "le-phi-bao-nhieu"
    assert "phi" in [word for word, _ in told.topics[0].words]
    assert told.decision.topics == ("le-phi-bao-nhieu",)
    assert told.right >= told.answer_at
    assert told.beyond < told.beyond_at
    assert [one[0] for one in explain("lệ phí bao nhiêu")] == [one.topic for one in told.topics]


def test_only_counts_are_kept(answering, unit):
    ask(text="lệ phí? tên tôi là Nguyễn Văn Không", unit=unit, on=TODAY)
    ask(text="lệ phí?", unit=unit, on=TODAY)

    counted = {(row.deed, row.topic): row.count for row in Tally.objects.all()}
    assert counted[Deed.ASKED, "le-phi-bao-nhieu"] >= 1
    assert "Không" not in json.dumps(list(Tally.objects.values("topic", "deed")))


def test_one_address_cannot_ask_without_end(answering, unit):
    for _ in range(40):
        ask(text="lệ phí?", unit=unit, on=TODAY, address="192.0.2.1")

    with pytest.raises(TooManyQuestions):
        ask(text="lệ phí?", unit=unit, on=TODAY, address="192.0.2.1")


def test_what_changed_since_the_model_was_fitted_is_offered_and_not_answered(answering, unit):
    assert not is_stale()
    lost = Topic.objects.get(slug="mat-the")
    add_phrasings(topic=lost, phrasings=[("thẻ bay mất", "nam")], actor=AN)
    note_what_is_to_learn()

    assert is_stale()
    assert current_model().changed == {"mat-the"}
    assert ask(text="lệ phí?", unit=unit, on=TODAY).outcome is Outcome.ANSWER
    reply = ask(text="mất thẻ căn cước làm lại sao", unit=unit, on=TODAY)
    assert reply.outcome is Outcome.CHOOSE
    assert reply.choices[0].topic.slug == "mat-the"
    assert suggest(text="mất thẻ căn cước làm lại sao", unit=unit)[0].topic.slug == "mat-the"


def test_what_nobody_can_ask_for_any_more_is_not_offered(answering, unit):
    Phrasing.objects.filter(topic__slug="mat-the").delete()
    note_what_is_to_learn()

    assert current_model().gone == {"mat-the"}
    reply = ask(text="mất thẻ căn cước làm lại sao", unit=unit, on=TODAY)
    shown = [reply.version] if reply.version else list(reply.choices)
    assert "mat-the" not in [one.topic.slug for one in shown]


def test_a_model_sealed_with_another_key_is_fitted_anew(answering, settings):
    assert not is_stale()
    settings.SECRET_KEY = "another-key-of-the-installation-after-it-was-renewed"
    assert is_stale()


def test_a_model_of_wholly_other_content_is_refused(answering, unit):
    LearntContent.objects.update(digest="0" * 32, labels={"chuyen-khac": "khac"})

    with pytest.raises(ModelNotUsable, match="đã cũ"):
        current_model()
    assert ask(text="lệ phí?", unit=unit, on=TODAY).outcome is Outcome.HAND_OVER


def test_questions_are_suggested_while_somebody_types(answering, unit):
    found = suggest(text="cccd lam bao lau", unit=unit, on=TODAY)

    assert found[0].topic.slug == "thoi-han-cap"
    assert 1 < len(found) <= 5
    assert not Tally.objects.exists()
    for typed in ("", "l", "làm hộ chiếu ở đâu", "lệ phí của 079091001234"):
        assert suggest(text=typed, unit=unit, on=TODAY) == ()


def test_typing_is_limited_too(unit):
    for _ in range(150):
        suggest(text="lệ phí", unit=unit, address="192.0.2.1")

    with pytest.raises(TooManyQuestions):
        suggest(text="lệ phí", unit=unit, address="192.0.2.1")


def test_a_model_that_somebody_else_wrote_is_never_unpacked(answering, settings, tmp_path):
    content = model_path().read_bytes()
    settings.HOME = tmp_path
    model_path().parent.mkdir()
    for broken in (content[:-1] + b"x", b"{}\n", b"\xff\n", b""):
        model_path().write_bytes(broken)
        with pytest.raises(ModelNotUsable):
            current_model()
    model_path().unlink()
    with pytest.raises(ModelNotUsable):
        current_model()


def test_without_content_nothing_is_learnt_and_a_person_answers(unit, settings, tmp_path):
    settings.HOME = tmp_path
    assert ask(text="lệ phí?", unit=unit).outcome is Outcome.HAND_OVER
    assert not is_stale()
    with pytest.raises(Exception, match="Chưa có cách hỏi"):
        fit_model()


def counted(deed):
    return sum(row.count for row in Tally.objects.filter(deed=deed))


def test_the_same_form_sent_again_is_answered_and_counted_once(answering, unit):
    sent = {"text": "lệ phí bao nhiêu", "unit": unit, "on": TODAY, "once": "192.0.2.1 a"}
    for _ in range(3):
        assert ask(**sent).version.topic.slug == "le-phi-bao-nhieu"
    assert counted(Deed.ASKED) == counted(Deed.ANSWERED) == 1

    ask(**{**sent, "once": "192.0.2.1 b"})
    ask(**{**sent, "text": "mấy giờ mở cửa"})
    assert counted(Deed.ASKED) == 3


@pytest.mark.parametrize(
    "typed", ["mấy giờ mở cửa", "thứ 7 có làm không", "chủ nhật làm ko", "giờ làm việc hôm nay",
              "hom nay lam toi may gio", "t7 có mở cửa hông mấy anh"]
)  # fmt: skip
def test_hours_are_asked_for_in_many_words(answering, unit, typed):
    reply = ask(text=typed, unit=unit, on=TODAY)

    assert reply.version.topic.slug == "gio-lam-viec"
    assert reply.version.topic.live == "place"


@pytest.mark.parametrize("typed", ["đơn vị ở đâu", "dia chi don vi", "cơ quan nằm đường nào vậy"])
def test_the_place_of_the_unit_is_found(answering, unit, typed):
    assert ask(text=typed, unit=unit, on=TODAY).version.topic.slug == "dia-diem-lam"


@pytest.mark.parametrize(
    "typed", ["không nhớ ngày sinh", "gỡ hồ sơ", "cái hồ sơ kia", "blờ blờ", "xin giấy màu vàng"]
)
def test_nobody_is_sent_to_a_place_by_a_guess(answering, unit, typed):
    reply = ask(text=typed, unit=unit, on=TODAY)

    assert reply.group is None or reply.group.kind == "smalltalk"


@pytest.mark.parametrize(
    "typed",
    ["thẻ của tao đâu, làm gì mà ba tháng chưa xong", "trả thẻ cho tôi, chờ nửa năm rồi",
     "làm ăn kiểu gì lâu vậy, thẻ của tui đâu"],
)  # fmt: skip
def test_who_is_angry_about_their_own_card_asks_for_no_other_persons(answering, unit, typed):
    reply = ask(text=typed, unit=unit, on=TODAY)

    assert reply.group is None or reply.group.slug != "nguoi-khac"
    shown = [reply.version] if reply.version else list(reply.choices)
    assert {one.topic.slug for one in shown} & {"cham-tra-the", "tra-cuu-tien-do"}
