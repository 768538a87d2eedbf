"""Codes at any step, thanks that change nothing, one welcome, and what reaches the editors."""

import pytest

from assistant.chatting import NOON, Chat
from tracuu.answers.enums import AskedKind, Deed
from tracuu.answers.figures import list_weeks
from tracuu.answers.models import AskedQuestion, Tally
from tracuu.answers.queries import count_week
from tracuu.assistant.dialogue import Dialogue
from tracuu.assistant.enums import Step
from tracuu.assistant.operations import greet
from tracuu.assistant.understanding.heard import understand
from tracuu.audit.operations import COMMAND_LINE
from tracuu.cards.binding import make_binding_code
from tracuu.cards.models import Application
from tracuu.core import clock
from tracuu.core.receipt_codes import grouped, is_mistyped_code, new_code, read_code
from tracuu.messaging.chat.content import Incoming
from tracuu.messaging.enums import ConversationState
from tracuu.messaging.models import Watch

TRI = "Nguyễn Hữu Trí 17/05/1991"
STEPS = [
    ((), Step.MENU),
    (("tra cứu",), Step.NAME),
    (("tra cứu", "Lê Thị An"), Step.BIRTH),
    ((TRI,), Step.ANSWERED),
    ((TRI, "xem chi tiết"), Step.FACT),
]
WRITINGS = [grouped, str.lower, lambda c: f"dạ đây ạ {c[:4]} {c[4:8]} {c[8:]}"]


def binding_code(unit):
    tri = Application.objects.order_by("pk").first()
    with clock.stopped_at(NOON):
        return make_binding_code(unit=unit, application_id=tri.pk, actor=COMMAND_LINE).code


def led_to(chat, said, step):
    for text in said:
        chat.says(text)
    if said:
        assert chat.dialogue().step is step
    return chat


# Codes


@pytest.mark.parametrize(("said", "step"), STEPS)
@pytest.mark.parametrize("write", WRITINGS)
def test_a_bare_code_of_the_counter_binds_at_every_step(chat, said, step, write):
    led_to(chat, said, step)

    answer = chat.says(write(binding_code(chat.unit)))

    assert "Đã gắn Zalo này với hồ sơ N. H. T., 1991." in answer
    assert chat.conversation().bound_person


@pytest.mark.parametrize(("said", "step"), STEPS[1:3])
def test_a_used_code_of_the_counter_is_told_why_and_the_step_goes_on(chat, said, step):
    used = binding_code(chat.unit)
    Chat(chat.unit).says(grouped(used))
    led_to(chat, said, step)

    answer = chat.says(grouped(used))

    assert answer.startswith("Mã này không dùng được")
    assert "Để tra cứu tiếp, bạn gõ" in answer
    assert chat.dialogue().step is step
    assert not chat.dialogue().fact


def test_a_slip_s_code_is_kept_as_the_second_fact_while_name_and_date_are_asked_for(chat):
    chat.says("tra cứu")
    code = grouped(new_code())
    assert "Để xem hồ sơ này, bạn cho biết họ và tên" in chat.says(code)
    chat.says("Lê Thị An")
    assert chat.says("HS-00013").startswith("Đã nhận số hồ sơ.\nLê Thị An sinh ngày")
    assert "Ngày thu nhận hồ sơ: 01/12/2021" in chat.says("2/9/1990")


@pytest.mark.parametrize("code", ["C3NN1927MMCV", "MHCK66174841", "P7V52098NXTV"])
@pytest.mark.parametrize("write", WRITINGS)
def test_a_code_that_looks_like_a_name_and_a_year_is_a_code(chat, code, write):
    assert read_code(code)
    heard = understand(
        Incoming(external_id="m", sent_at=clock.now(), text=write(code)),
        Dialogue(),
        today=clock.today(),
    )
    assert (heard.code, heard.has_both, heard.birth_date, heard.notes) == (code, False, "", ())


@pytest.mark.parametrize("wrong", ["T014-T06P-6971", "7K2M 0CHX 4PTM"])
def test_a_code_with_a_wrong_sign_is_called_so_and_no_name(chat, wrong):
    assert is_mistyped_code(wrong)
    for said, step in STEPS[1:3]:
        led_to(chat, said, step)
        assert chat.says(wrong).startswith("Mã này có chữ hoặc số chưa đúng.")
        assert chat.dialogue().step is step
        chat.says("thôi")


def test_while_an_officer_is_awaited_a_counter_s_code_binds_and_a_slip_s_is_left_to_them(chat):
    chat.says("hỏi cán bộ")

    assert chat.says(grouped(new_code())) == ""
    assert "Đã gắn Zalo này" in chat.says(grouped(binding_code(chat.unit)))


# Thanks


@pytest.mark.parametrize(("said", "step"), STEPS[1:])
@pytest.mark.parametrize("word", ["👍", "cảm ơn ạ", "ok", "dạ", "sticker"])
def test_thanks_change_no_step_and_show_no_menu(chat, said, step, word):
    led_to(chat, said, step)
    before = chat.dialogue()

    answer = chat.sends("sticker") if word == "sticker" else chat.says(word)

    assert 0 < len(answer) < 90
    assert chat.labels() in ([], ["Thôi"])
    after = chat.dialogue()
    assert (after.step, after.full_name, after.birth_date) == (
        before.step, before.full_name, before.birth_date,
    )  # fmt: skip
    assert chat.conversation().state == ConversationState.ASSISTANT


def test_thanks_leave_the_choices_where_they_are(chat, answering):
    chat.says("lệ phí?")
    chat.says("còn trẻ em thì sao")
    assert chat.dialogue().step is Step.CHOOSING

    assert chat.says("cảm ơn") == "Không có gì. Cần gì thêm, bạn cứ nhắn ở đây nhé."
    assert chat.says("cảm ơn") == ""
    assert chat.says("2").startswith("Trẻ em dưới 14 tuổi")


# A part of a date


def test_a_year_alone_is_thanked_for_and_the_name_stays(chat):
    chat.says("Nguyễn Hữu Trí")
    answer = chat.says("1991")

    assert answer == (
        "Đã nhận Nguyễn Hữu Trí, năm sinh 1991. Còn thiếu ngày và tháng sinh.\n"
        "Bạn gõ thêm ngày và tháng, ví dụ 02/09."
    )
    assert chat.says("17/5").startswith("Nguyễn Hữu Trí, 17/05/1991:\nThẻ của bạn đã về đơn vị")


def test_a_year_alone_with_a_receipt_opens_at_once(chat):
    assert "C7" in chat.says("Phạm Văn Năm 1950 HS-00017")


def test_a_month_without_its_day_is_asked_for_the_whole_date(chat):
    answer = chat.says("Nguyễn Hữu Trí sinh tháng 5/1991")
    assert "Còn thiếu ngày sinh" in answer
    assert "Thẻ của bạn" in chat.says("17/05/1991")


# Several people


def test_two_children_in_one_message_are_answered_one_after_the_other(chat):
    answer = chat.says("tra giúp hai bé Lê Thị An 2/9/1990 và Nguyễn Hữu Trí 17/05/1991")
    assert answer.startswith("Lê Thị An, 02/09/1990:")
    assert "Bạn còn hỏi Nguyễn Hữu Trí" in answer
    chat.taps("Báo cho tôi khi có thẻ")
    assert chat.says("tiếp").startswith("Nguyễn Hữu Trí, 17/05/1991:")
    assert not any(label.startswith("Tra tiếp") for label in chat.labels())


# Watches


def test_the_labels_are_the_chat_s_own_and_go_with_its_words(chat):
    chat.says("Đỗ Thị Vắng 02/02/1962")
    chat.taps("Báo cho tôi khi có thẻ")
    assert "1. Đ. T. V., 1962: nhờ ngày" in chat.says("đang chờ những ai")
    chat.conversation().messages.all().delete()

    assert "1. Công an quận Tân Phú: nhờ lúc 12:00" in chat.says("đang chờ những ai")
    assert chat.labels() == ["Ngừng báo", "Tra cứu CCCD"]
    assert Watch.objects.count() == 1


# One welcome


def is_followed(chat):
    with clock.stopped_at(NOON + chat.passed):
        before = chat.count()
        greet(user=chat.user, follows=True)
    return chat._answer(before)


def test_who_greets_and_then_follows_is_welcomed_once(chat):
    assert "trợ lý tự động" in chat.says("chào")
    answer = is_followed(chat)

    assert answer == (
        "Cảm ơn bạn đã quan tâm Công an quận Tân Phú. Từ nay, tin về thẻ mà bạn nhờ báo sẽ đến ngay"
        " trong khung chat này."
    )
    assert chat.says("chào") == "Chào bạn. Bạn cần việc gì?"


def test_who_follows_in_the_middle_of_a_lookup_goes_on_with_it(chat):
    chat.says("tra cứu")
    chat.says("Nguyễn Hữu Trí")
    answer = is_followed(chat)

    assert "trợ lý tự động" not in answer
    assert "không bao giờ hỏi mật khẩu" in answer
    assert answer.endswith("Để tra cứu tiếp, bạn gõ ngày, tháng, năm sinh.")
    assert "Thẻ của bạn đã về" in chat.says("17/05/1991")


def test_who_follows_first_is_welcomed_wholly_and_not_twice(chat):
    assert "trợ lý tự động" in is_followed(chat)
    assert chat.is_greeted() == ""
    assert chat.says("xin chào") == "Chào bạn. Bạn cần việc gì?"
    chat.wait(25 * 60)
    assert "trợ lý tự động" in chat.is_greeted()


def test_a_greeting_that_says_nothing_is_not_used_up(chat):
    chat.says("tra cứu")
    assert chat.is_greeted() == ""
    chat.says("thôi")
    assert "trợ lý tự động" in chat.says("chào")


# What reaches the editors


def tallies():
    return {(one.topic, one.deed): one.count for one in Tally.objects.all()}


def test_a_tap_on_a_choice_counts_and_keeps_how_it_was_asked(chat, answering):
    chat.says("lệ phí?")
    chat.says("còn trẻ em thì sao")
    chat.taps("Trẻ em dưới 14 tuổi làm thẻ căn cước như thế nào?")

    (kept,) = AskedQuestion.objects.filter(kind=AskedKind.CHOSEN)
    assert (kept.text, kept.topic, kept.unit_id) == (
        "còn trẻ em thì sao", chat.dialogue().topic, chat.unit.pk,
    )  # fmt: skip
    week = list_weeks(chat.unit, NOON.date(), 1)[0]
    assert (week.asked, week.answered, week.offered, week.chosen) == (2, 1, 1, 1)
    chat.taps(chat.labels()[-1])
    assert list_weeks(chat.unit, NOON.date(), 1)[0] == week


def test_none_of_the_choices_counts_once_and_keeps_the_question(chat, answering):
    chat.says("lệ phí?")
    chat.says("còn trẻ em thì sao")
    chat.taps("Không phải các câu này")
    chat.says("Không phải các câu này")

    (kept,) = AskedQuestion.objects.filter(kind=AskedKind.NONE_OF_THESE)
    assert (kept.text, kept.count) == ("còn trẻ em thì sao", 1)
    assert list_weeks(chat.unit, NOON.date(), 1)[0].handed_over == 1


def test_what_is_thought_of_an_answer_counts_once_and_a_wrong_one_is_kept(chat, answering):
    chat.says("lệ phí bao nhiêu vậy?")
    wrong = next(one for one in chat.buttons() if one.label == "Chưa đúng")
    chat.says(wrong.value)
    chat.says(wrong.value)

    (kept,) = AskedQuestion.objects.filter(kind=AskedKind.WRONG)
    assert (kept.text, kept.count) == ("lệ phí bao nhiêu vậy?", 1)
    chat.says("lệ phí bao nhiêu vậy?")
    chat.taps("Hữu ích")
    week = list_weeks(chat.unit, NOON.date(), 1)[0]
    assert (week.wrong, week.useful) == (1, 1)


def test_what_belongs_elsewhere_is_no_hand_over(chat, answering):
    chat.says("làm hộ chiếu ở đâu")

    week = list_weeks(chat.unit, NOON.date(), 1)[0]
    assert (week.asked, week.handed_over, week.elsewhere) == (1, 0, 1)
    with clock.stopped_at(NOON):
        told = dict(count_week(chat.unit, NOON.date()))
    assert (told["Chuyển cán bộ"], told["Ngoài phạm vi"], told["Được hỏi"]) == (0, 1, 1)
    assert ("~ho-chieu", Deed.HANDED_OVER) in tallies()


def test_numbers_of_yesterday_are_told_so(chat):
    chat.says(TRI)
    chat.wait(24 * 60)

    assert chat.says("1") == "Các lựa chọn lần trước đã qua. Bạn cần việc gì?"
    assert chat.says("4567") == "Các lựa chọn lần trước đã qua. Bạn cần việc gì?"
    assert chat.conversation().state == ConversationState.ASSISTANT
