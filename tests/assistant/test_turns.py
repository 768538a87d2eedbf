"""One turn, one transaction: said once, kept rightly, limited, and never somebody else's."""

import datetime

import pytest

from assistant.chatting import NOON, Chat, make_tan_phu, make_user
from factories import make_unit, person, publish_people
from tracuu.assistant.conversations import forget_silent_dialogues
from tracuu.assistant.dialogue import SILENCE, Dialogue
from tracuu.assistant.doing.replying import MOST_BUTTONS, MOST_LABEL, MOST_LETTERS
from tracuu.assistant.enums import Step
from tracuu.assistant.operations import take_turn
from tracuu.audit.operations import COMMAND_LINE
from tracuu.cards.binding import make_binding_code
from tracuu.cards.models import Application
from tracuu.core import clock
from tracuu.core.receipt_codes import grouped, new_code
from tracuu.messaging.chat.content import Incoming, Tap
from tracuu.messaging.enums import (
    Author,
    ConversationState,
    DeliveryState,
    Kind,
    Priority,
)
from tracuu.messaging.models import ChatMessage, Contact, Conversation, Delivery, Watch
from tracuu.units.models import Unit

TRI, TRI_BORN = "Nguyễn Hữu Trí", "17/05/1991"
UNCONFIRMED = "Chưa xác nhận được"


def look_up(chat, name=TRI, born=TRI_BORN):
    return chat.says(f"{name} {born}")


def test_a_turn_keeps_both_sides_and_queues_the_answer_at_once(chat):
    answer = look_up(chat)

    assert "Thẻ của bạn đã về đơn vị" in answer
    (delivery,) = Delivery.objects.filter(kind=Kind.CHAT)
    assert (delivery.state, delivery.priority) == (DeliveryState.QUEUED, Priority.ASKED)
    assert delivery.contact_id == chat.user.contact_id
    assert delivery.not_before == NOON
    message = ChatMessage.objects.get(author=Author.ASSISTANT)
    assert message.delivery_id == delivery.pk
    assert [one.text for one in chat.said(Author.CITIZEN)] == [f"{TRI} {TRI_BORN}"]


def test_the_same_event_never_speaks_twice(chat):
    chat.says("tra cứu", external_id="abc")
    said = len(chat.said())
    dialogue = chat.dialogue()

    assert chat.says("tra cứu", external_id="abc") == ""
    assert chat.says("Lê Thị An", external_id="abc") == ""
    assert len(chat.said()) == said
    assert chat.dialogue() == dialogue


def test_a_turn_that_fails_leaves_nothing_behind(chat, monkeypatch):
    monkeypatch.setattr("tracuu.assistant.doing.looking_up.place_of", lambda _unit: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        look_up(chat)

    assert not ChatMessage.objects.exists()
    assert not Delivery.objects.exists()
    monkeypatch.undo()
    assert "Thẻ của bạn đã về đơn vị" in look_up(chat)


def test_every_answer_obeys_the_limits_of_zalo(chat, unit, answering):
    unit.address = "số 1, " * 39
    unit.save()
    said = [
        "tra cứu", "Lê Thị An", "2/9/1990", "sai rồi", "menu", "lệ phí?", "mất thẻ thì làm sao",
        "còn trẻ em thì sao", "làm hộ chiếu ở đâu", "asdf qwer zxcv", "hỏi cán bộ",
    ]  # fmt: skip
    for text in said:
        chat.says(text)
    chat.sends("image")
    assert len(chat.said()) >= len(said) - 1
    for one in chat.said():
        assert 0 < len(one.text) <= MOST_LETTERS
        assert len(one.buttons) <= MOST_BUTTONS
        assert all(0 < len(button.label) <= MOST_LABEL for button in one.buttons)
        assert all(0 < len(button.value) <= 1000 for button in one.buttons)
        assert "http" not in one.text


def test_what_a_button_says_is_understood_wherever_it_is_typed(chat, answering):
    """Every button that shows its words: old ones are tapped long after, numbers are typed."""
    for language, say, stop, wrong in (
        ("vi", "menu", "ngừng báo", "sai rồi"),
        ("en", "English", "stop telling me", "wrong"),
    ):
        seen = {}
        for text in (say, TRI + " " + TRI_BORN, "Đỗ Thị Vắng 1/2/1960", stop, wrong, "sticker"):
            chat.says(text)
            seen |= {one.label: one for one in chat.buttons() if one.tap is Tap.SAY and one.shows}
        assert chat.user.contact.language == language
        for button in seen.values():
            fresh = Chat(chat.unit, user=make_user(chat.unit, language=language))
            fresh.says(button.value)
            assert "chưa có câu trả lời" not in fresh.last.text, button.label
            assert "no certain answer" not in fresh.last.text, button.label


def test_half_typed_names_are_forgotten_after_half_an_hour(chat):
    chat.says("tra cứu")
    chat.says("Lê Thị An")
    assert chat.dialogue().full_name == "Lê Thị An"

    with clock.stopped_at(NOON + SILENCE - datetime.timedelta(minutes=1)):
        assert forget_silent_dialogues() == 0
    with clock.stopped_at(NOON + SILENCE + datetime.timedelta(minutes=1)):
        assert forget_silent_dialogues() == 1
        assert forget_silent_dialogues() == 0
    assert chat.conversation().sealed is None
    assert chat.dialogue() == Dialogue()


def test_a_dialogue_that_does_not_open_begins_anew(chat):
    chat.says("tra cứu")
    Conversation.objects.update(sealed=b"broken")

    assert "sinh ngày, tháng, năm nào" in chat.says("Lê Thị An")
    other = Chat(chat.unit)
    other.says("tra cứu")
    # Copied from another conversation it does not open either.
    mine = other.conversation().sealed
    Conversation.objects.filter(pk=chat.conversation().pk).update(sealed=mine)
    assert chat.dialogue().step is Step.MENU


def test_nothing_secret_is_kept(chat):
    chat.says("cccd của em 079091001234, sdt 0901234567, mã OTP 445566")
    chat.sends("image", url="https://photo.example/1.jpg")
    chat.sends("location", latitude="10.79", longitude="106.62")

    kept = chat.said(Author.CITIZEN)
    assert kept[0].text == "cccd của em ••••••••••••, sdt ••••••••••, mã OTP ••••••"
    assert [one.payload for one in kept] == [(), (), ()]
    assert [one.kind for one in kept] == ["text", "image", "location"]


def test_an_officer_who_asked_for_a_number_can_read_it(chat):
    chat.says("hỏi cán bộ")
    chat.says("anh gọi em số 0901 234 567 nhé, cccd 079091001234")

    assert chat.said(Author.CITIZEN)[-1].text == "anh gọi em số 0901 234 567 nhé, cccd ••••••••••••"


def test_hidden_buttons_are_kept_in_words_for_whoever_reads_it(chat, answering):
    chat.says("lệ phí?")
    chat.taps("Hữu ích")
    chat.says("#canbo")
    chat.says("#gi do")

    assert [one.text for one in chat.said(Author.CITIZEN)][1:] == [
        "Hữu ích",
        "Hỏi cán bộ",
        "#gi do",
    ]


def test_while_an_officer_has_it_the_assistant_only_listens(chat):
    chat.says("hỏi cán bộ")
    chat.set_state(ConversationState.OFFICER)
    said = len(chat.said())

    for text in ("tra cứu", f"{TRI} {TRI_BORN}", "thôi", "hỏi cán bộ", "???"):
        assert chat.says(text) == ""
    chat.sends("image")
    assert len(chat.said()) == said
    assert chat.conversation().state == ConversationState.OFFICER
    assert chat.is_greeted() == ""


def test_a_person_is_asked_for_once_and_waits_since_then(chat):
    chat.says("hỏi cán bộ")
    first = chat.conversation()
    assert (first.state, first.reason) == (ConversationState.WAITING, "asked")
    assert first.waiting_since == NOON
    chat.wait(10)
    chat.says("#canbo")
    assert chat.conversation().waiting_since == NOON
    chat.says("thôi")
    again = chat.conversation()
    assert (again.state, again.waiting_since, again.reason) == (
        ConversationState.ASSISTANT,
        None,
        "",
    )


def test_who_is_greeted_learns_what_one_can_do_and_what_police_never_ask(chat):
    answer = chat.is_greeted()

    assert "Công an quận Tân Phú" in answer
    assert "không bao giờ hỏi mật khẩu, mã OTP hay yêu cầu chuyển tiền" in answer
    assert chat.labels()[:3] == ["Tra cứu CCCD", "Hỏi đáp CCCD", "Hỏi cán bộ"]


# The same limits, the same tiers


def test_one_zalo_account_is_stopped_with_the_time_and_other_ways(chat, settings):
    settings.BASE_URL = "https://tra-cuu.example"
    for number in range(12):
        assert UNCONFIRMED in look_up(chat, "Đỗ Thị Vắng", f"{number + 1:02d}/02/1962")

    answer = look_up(chat)

    assert "Thẻ của bạn" not in answer
    assert "Hãy thử lại sau 10 phút" in answer
    assert chat.labels() == ["Nhập trên trang web", "Giờ và địa điểm", "Hỏi cán bộ"]
    # Its own limit: another account goes on, and so does the web.
    assert "Thẻ của bạn đã về đơn vị" in look_up(Chat(chat.unit))


def test_asking_for_a_name_from_outside_closes_no_chat(chat, client):
    for _ in range(30):
        client.post("/tan-phu/tra-cuu/", {"full_name": TRI, "birth_date": "01/01/1990"})

    assert "Thẻ của bạn đã về đơn vị" in look_up(chat)


def test_a_second_fact_is_guessed_five_times_an_hour_at_most(chat):
    look_up(chat)
    for number in range(5):
        assert UNCONFIRMED in chat.says(f"{TRI} {TRI_BORN} HS-9900{number}")

    assert "Hãy thử lại sau" in chat.says(f"{TRI} {TRI_BORN} HS-00012")


def test_every_unconfirmed_answer_is_the_same_but_for_what_was_typed(chat):
    answers = set()
    for name, born in (
        ("Đỗ Thị Vắng", "02/02/1962"), ("Nguyễn Thị Hoa", "01/01/1975"), ("Phạm Văn Năm", "1950"),
        ("Nguyễn Hữu Trị", TRI_BORN), (TRI, "18/05/1991"), (TRI, "17/5/91"),
    ):  # fmt: skip
        answer = look_up(chat, name, born)
        if born == "17/5/91":
            continue
        if born == "1950":
            answer = chat.taps("Giấy tờ không ghi ngày")
        answers.add((answer.replace(f"{name}, {born}", ""), tuple(chat.labels())))
    assert len(answers) == 1


def test_the_first_tier_shows_no_date_box_or_reason(chat):
    for name, born in ((TRI, TRI_BORN), ("Trần Văn Bình", "03/04/1985"), ("Lê Thị An", "2/9/1990")):
        answer = look_up(chat, name, born)
        for secret in ("A12", "HS-000", "01/11/2021", "01/12/2021", "mờ", "1234", "4567"):
            assert secret not in answer.replace("028 0000 0001", "")


def test_a_unit_that_wants_a_second_fact_gets_one(unit, tmp_path):
    Unit.objects.filter(pk=unit.pk).update(requires_second_fact=True)
    chat = Chat(Unit.objects.get(pk=unit.pk))

    assert UNCONFIRMED in look_up(chat)
    assert "A12" in chat.says("HS-00012")


def test_a_unit_without_lists_says_where_to_ask(db, settings):
    settings.BASE_URL = "https://tra-cuu.example"
    chat = Chat(make_unit("tp", "Công an Thành phố", publishes_lists=False))

    for text in ("tra cứu", f"{TRI} {TRI_BORN}", "báo cho tôi"):
        answer = chat.says(text)
        assert "Đơn vị này không tra cứu thẻ ở đây." in answer
        assert chat.labels()[0] == "Chọn đơn vị"
    assert chat.buttons()[0].value == "https://tra-cuu.example/tp/"


def test_another_units_people_are_not_found_here(chat, tmp_path):
    other = make_unit("quan-10", "Công an Quận 10")
    publish_people(other, tmp_path, person("Vũ Thị Xa", "01/02/1980"), name="other.xlsx")

    assert UNCONFIRMED in look_up(chat, "Vũ Thị Xa", "01/02/1980")
    assert "Thẻ của bạn" in look_up(Chat(other), "Vũ Thị Xa", "01/02/1980")


def test_a_flood_is_heard_and_not_answered_without_end(chat):
    for _ in range(70):
        chat.says("menu")

    assert len(chat.said()) == 60
    assert len(chat.said(Author.CITIZEN)) == 70


def test_a_password_or_code_is_kept_and_repeated_nowhere(chat):
    for text, secret in (
        ("mã otp của tôi là 482913", "482913"),
        ("mật khẩu zalo của tôi là abc123", "abc123"),
        ("mat khau: hoanganh", "hoanganh"),
        ("password abc@1234 nhé", "abc@1234"),
    ):
        for before in ("menu", "tra cứu"):
            chat.says(before)
            assert "giống mật khẩu hoặc mã OTP" in chat.says(text), text
            assert secret not in chat.last.text
            assert not chat.dialogue().full_name
            assert secret not in chat.said(Author.CITIZEN)[-1].text
    for text in ("có ai hỏi mật khẩu là gì thì sao", "mật khẩu là gì?", "quên mật khẩu VNeID"):
        assert "giống mật khẩu hoặc mã OTP" not in chat.says(text), text


# Buttons of somebody else


def test_an_older_button_never_acts_on_whoever_was_looked_up_since(chat):
    look_up(chat, "Đỗ Thị Vắng", "02/02/1962")
    old = chat.buttons()
    look_up(chat)

    for button in old:
        assert "Vắng" not in button.value
        if button.label in {"Báo cho tôi khi có thẻ", "Thêm một thông tin"}:
            assert "Nút này thuộc lần tra cứu trước." in chat.says(button.value)
            assert chat.labels() == ["Tra cứu CCCD", "Hỏi cán bộ"]
    assert not Watch.objects.exists()
    assert chat.dialogue().full_name == TRI
    kept = chat.said(Author.CITIZEN)[-2:]
    assert [one.text for one in kept] == ["Báo cho tôi khi có thẻ", "Xem các ngày và chi tiết"]

    look_up(chat, "đỗ thị vắng", "2/2/1962")
    assert "Đã ghi nhận cho Đ. T. V., 1962" in chat.says(old[0].value)
    assert Watch.objects.count() == 1


def test_an_older_button_mends_nobody_elses_name_or_date(chat):
    chat.says("tra cứu")
    chat.says("Đỗ Thị Vắng")
    (old,) = [one for one in chat.buttons() if one.label == "Sửa họ tên"]
    chat.says("02/02/1962")
    assert "họ và tên" in chat.says(old.value).lower()
    look_up(chat)
    chat.says("sai rồi")

    assert "Nút này thuộc lần tra cứu trước." in chat.says(old.value)
    assert "họ và tên" in chat.says("Sửa họ tên").lower()


def test_a_button_of_another_chat_or_of_a_forgotten_dialogue_watches_nobody(chat):
    look_up(chat, "Đỗ Thị Vắng", "02/02/1962")
    (button,) = [one for one in chat.buttons() if one.label == "Báo cho tôi khi có thẻ"]
    other = Chat(chat.unit)
    look_up(other, "Đỗ Thị Vắng", "02/02/1962")

    assert "Nút này thuộc lần tra cứu trước." in other.says(button.value)
    chat.wait(31)
    assert "Nút này thuộc lần tra cứu trước." in chat.says(button.value)
    assert not Watch.objects.exists()


def test_a_flood_of_questions_is_told_once_a_minute(chat, answering):
    said = [chat.says("lệ phí bao nhiêu?") for _ in range(44)]

    assert sum("Bạn hỏi nhanh quá" in text for text in said) == 1
    assert said[-3:] == ["", "", ""]


# Bound at the counter


def test_an_account_bound_at_the_counter_opens_both_tiers(chat):
    chat.says("menu")
    assert "chưa được gắn với hồ sơ nào" in chat.says("hồ sơ của tôi")
    chat.says("thôi")
    tri = Application.objects.order_by("pk").first()
    Conversation.objects.update(bound_person=tri.pk, bound_at=NOON)

    answer = chat.says("hồ sơ của tôi")

    assert answer.startswith("Hồ sơ gắn với Zalo này:\nThẻ của bạn đã về đơn vị")
    assert "A12" in answer
    assert "Họ và tên: Nguyễn Hữu Trí" in answer
    # Nobody else's chat knows.
    assert "A12" not in Chat(chat.unit).says("hồ sơ của tôi")


def test_a_bond_with_an_application_that_is_gone_shows_nothing(chat):
    chat.says("menu")
    Conversation.objects.update(bound_person=999_999, bound_at=NOON)

    assert "chưa được gắn với hồ sơ nào" in chat.says("hồ sơ của tôi")


def test_twelve_signs_that_bind_nothing_begin_a_lookup(chat):
    answer = chat.says(grouped(new_code()))

    assert "họ và tên" in answer
    assert chat.dialogue().fact


@pytest.mark.parametrize(
    "text", ["thẻ của tôi về chưa", "the cua em co chua a", "có thẻ chưa", "is my card ready"]
)
def test_who_is_bound_and_asks_for_their_own_card_is_answered_at_once(chat, text):
    assert "chưa được gắn" not in chat.says(text)
    assert not chat.last.text.startswith("Hồ sơ gắn")
    assert chat.dialogue().step is Step.NAME
    tri = Application.objects.order_by("pk").first()
    Conversation.objects.update(bound_person=tri.pk, bound_at=NOON)

    chat.says(text)
    assert chat.labels()[-1] in {"Gỡ hồ sơ", "Unlink the application"}
    assert "A12" in chat.last.text
    # Somebody else's is not theirs.
    assert "A12" not in chat.says("thẻ của mẹ em về chưa")


def make_code(unit):
    tri = Application.objects.order_by("pk").first()
    with clock.stopped_at(NOON):
        return make_binding_code(unit=unit, application_id=tri.pk, actor=COMMAND_LINE).code


@pytest.mark.parametrize("before", [("menu",), ("tra cứu",), ("tra cứu", "Lê Thị An")])
def test_a_code_of_the_counter_binds_with_blanks_and_at_any_step(chat, before):
    for text in before:
        chat.says(text)
    spaced = grouped(make_code(chat.unit)).replace("-", " ").lower()

    assert "Đã gắn Zalo này với hồ sơ N. H. T., 1991." in chat.says(f"gan ho so {spaced} ạ")
    assert chat.conversation().bound_person


def test_a_code_that_binds_nothing_is_told_why_and_nobody_is_asked_for_a_name(chat):
    used = make_code(chat.unit)
    Chat(chat.unit).says(f"Gắn hồ sơ {grouped(used)}")
    wrong = used[:-1] + ("0" if used[-1] != "0" else "1")
    for before in ("menu", "tra cứu"):
        for text in (f"Gắn hồ sơ {grouped(used)}", f"gan ho so {wrong}", f"gắn hs {used[:9]}"):
            chat.says(before)
            assert chat.says(text).startswith("Mã này không dùng được: có thể gõ nhầm"), text
            assert chat.labels() == ["Tra cứu CCCD", "Hỏi cán bộ"]
    chat.says("menu")
    assert chat.says(grouped(used)).startswith("Mã này không dùng được")
    assert chat.conversation().bound_person is None


def test_who_was_bound_ends_the_bond_by_a_word(chat):
    assert "chưa được gắn với hồ sơ nào" in chat.says("bỏ gắn hồ sơ")
    for words in ("bỏ gắn hồ sơ", "gỡ hồ sơ", "huỷ gắn", "gỡ gắn", "ngừng gắn hồ sơ"):
        chat.says(f"Gắn hồ sơ {grouped(make_code(chat.unit))}")
        assert chat.conversation().bound_person
        assert "Đã gỡ hồ sơ" in chat.says(words), words
        assert chat.conversation().bound_person is None
    chat.says(f"Gắn hồ sơ {grouped(make_code(chat.unit))}")
    assert "A12" in chat.says("hồ sơ của tôi")
    assert "Đã gỡ hồ sơ" in chat.taps("Gỡ hồ sơ")


# Being told


def test_a_watch_of_the_chat_belongs_to_its_contact_and_holds_no_name(chat):
    look_up(chat, "Đỗ Thị Vắng", "02/02/1962")
    chat.taps("Báo cho tôi khi có thẻ")

    watch = Watch.objects.get()
    assert watch.contact_id == chat.user.contact_id
    assert watch.unit_id == chat.unit.pk
    assert watch.proof_hash is None


def test_a_right_second_fact_goes_into_the_watch_and_a_wrong_one_does_not(chat):
    chat.says("Lê Thị An 2/9/1990 HS-00013")
    chat.taps("Báo cho tôi khi có thẻ")
    assert Watch.objects.get().proof_hash is not None
    Watch.objects.all().delete()

    chat.says("Lê Thị An 2/9/1990 HS-99999")
    chat.taps("Báo cho tôi khi có thẻ")
    assert Watch.objects.get().proof_hash is None


def test_the_next_list_tells_the_chat_once(chat, unit, tmp_path):
    look_up(chat, "Đỗ Thị Vắng", "02/02/1962")
    chat.taps("Báo cho tôi khi có thẻ")
    with clock.stopped_at(NOON + datetime.timedelta(hours=1)):
        row = person("Đỗ Thị Vắng", "02/02/1962", receipt="HS-00099", status="Đã về đơn vị")
        publish_people(unit, tmp_path, row, name="next.xlsx")

    told = Delivery.objects.exclude(kind=Kind.CHAT)
    assert [(one.kind, one.contact_id) for one in told] == [(Kind.READY, chat.user.contact_id)]


def test_the_last_watch_ends_and_the_person_stays(chat):
    look_up(chat, "Đỗ Thị Vắng", "02/02/1962")
    chat.taps("Báo cho tôi khi có thẻ")
    assert "Đã ngừng báo" in chat.says("ngừng báo")

    assert not Watch.objects.exists()
    assert Contact.objects.filter(pk=chat.user.contact_id).exists()
    assert "Thẻ của bạn" in look_up(chat)


def test_nobody_ends_somebody_elses_watch(chat):
    look_up(chat, "Đỗ Thị Vắng", "02/02/1962")
    chat.taps("Báo cho tôi khi có thẻ")
    number = Watch.objects.get().pk
    other = Chat(chat.unit)

    other.says(f"#ngungbao {number}")
    other.says("#ngungbao all")
    other.says("ngừng báo 1")

    assert Watch.objects.filter(pk=number).exists()


def test_twenty_people_are_enough_for_one_account(chat, settings):
    settings.LOOKUP_LIMITS = False
    for number in range(20):
        look_up(chat, "Đỗ Thị Vắng", f"{number + 1:02d}/02/1962")
        chat.taps("Báo cho tôi khi có thẻ")
    look_up(chat, "Đỗ Thị Vắng", "01/03/1962")

    assert "đang chờ tin của nhiều người" in chat.taps("Báo cho tôi khi có thẻ")
    assert "20." in chat.says("đang chờ những ai")
    assert chat.labels() == ["Ngừng báo tất cả"]
    assert "Bạn còn 19 lời nhờ khác." in chat.says("ngừng báo 20")


# Language


def test_the_language_is_kept_with_the_contact(chat):
    assert "answers in English" in chat.says("English")
    assert Contact.objects.get(pk=chat.user.contact_id).language == "en"
    assert "Your card has arrived" in look_up(chat)
    assert "answers in Vietnamese" not in chat.says("Tiếng Việt")
    assert Contact.objects.get(pk=chat.user.contact_id).language == "vi"


def test_a_vietnamese_question_is_answered_in_vietnamese_again(chat, answering):
    chat.says("English")
    assert "Based on" in chat.says("le phi bao nhieu")
    assert "Căn cứ" in chat.says("lệ phí bao nhiêu?")


def test_two_units_know_one_person_as_two(unit, tmp_path):
    other = make_unit("quan-10", "Công an Quận 10")
    here, there = Chat(unit), Chat(other)
    here.says("tra cứu")
    assert there.says("Lê Thị An") != ""
    assert here.conversation().unit_id == unit.pk
    assert there.conversation().unit_id == other.pk


def test_a_user_without_words_is_heard_too(db):
    chat = Chat(make_tan_phu())
    take_turn(user=chat.user, incoming=Incoming("m", NOON, kind="text", text="\0"))
    assert len(chat.said()) == 1
