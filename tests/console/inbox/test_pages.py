"""The inbox in pages: who waits, what was said, answering once, and nothing of Zalo's ids."""

import datetime
import re

import pytest
from django.test import Client

from answers.making import make_topic, publish, teach_little
from chatting import asks, last_message, make_account, make_citizen, writes
from console.test_language import vietnamese_in
from factories import make_officer, person, publish_people
from tracuu.accounts.enums import Role
from tracuu.answers.enums import VersionState
from tracuu.answers.models import AnswerVersion, Topic
from tracuu.audit.models import Event
from tracuu.audit.operations import Actor
from tracuu.cards.binding import bind, make_binding_code
from tracuu.cards.counter.finding import find_for_counter
from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.messaging.chat.content import Button, Outgoing, Said, Tap, open_said
from tracuu.messaging.chat.handing_over import hand_over
from tracuu.messaging.chat.inbox import tag_of
from tracuu.messaging.chat.overhearing import overhear
from tracuu.messaging.chat.speaking import say
from tracuu.messaging.contacts import open_contact
from tracuu.messaging.enums import Author, ConversationState, DeliveryState
from tracuu.messaging.models import ChatMessage, Conversation, InboxSettings

pytestmark = pytest.mark.django_db
INBOX = "/console/tan-phu/inbox/"
HOURS = datetime.timedelta(hours=1)


@pytest.fixture
def desk(client, binh):
    client.force_login(binh)
    return client


@pytest.fixture
def conversation(unit):
    return asks(unit, "Em mất giấy hẹn, số em 0912 345 678 ạ", "no_answer")


def main(answer):
    return answer.content.decode().split("<main")[1].split("</main>")[0]


def url(conversation, deed=""):
    return f"{INBOX}{conversation.pk}/{deed and deed + '/'}"


def seen_in(answer):
    return int(re.search(r'name="seen" value="(\d+)"', main(answer))[1])


def send(desk, conversation, text, seen=None, **more):
    seen = seen or seen_in(desk.get(url(conversation)))
    return desk.post(url(conversation, "answer"), {"text": text, "seen": seen, **more})


def said_by(author):
    return [
        open_said(keys()[0], one.sealed, conversation_id=one.conversation_id).text
        for one in ChatMessage.objects.filter(author=author).order_by("pk")
    ]


def actions(officer):
    return list(
        Event.objects.filter(actor_id=officer.pk)
        .order_by("number")
        .values_list("action", flat=True)
    )


def textarea(answer):
    return re.search(r"<textarea[^>]*>(.*?)</textarea>", main(answer), re.DOTALL)[1].strip()


def test_who_waits_longest_comes_first_and_the_badge_counts_them(desk, unit):
    now = clock.now()
    for minutes, text in ((5, "Người mới"), (50, "Người cũ"), (20, "Người giữa")):
        with clock.stopped_at(now - datetime.timedelta(minutes=minutes)):
            asks(unit, text)
    with clock.stopped_at(now):
        answer = desk.get(INBOX)
    page = main(answer)
    places = [page.index(text) for text in ("Người cũ", "Người giữa", "Người mới")]
    assert places == sorted(places)
    assert "chờ 50 phút" in page
    assert re.search(r'class="badge">3<', answer.content.decode())


def test_each_list_has_its_own(desk, unit, an, binh):
    waiting, mine, others = (asks(unit, text) for text in ("Chưa ai", "Của Bình", "Của An"))
    for one, officer in ((mine, binh), (others, an)):
        Conversation.objects.filter(pk=one.pk).update(
            state=ConversationState.OFFICER, officer=officer
        )
    found = {show: main(desk.get(f"{INBOX}?show={show}")) for show in ("", "mine", "others", "all")}
    told = {
        show: [text for text in ("Chưa ai", "Của Bình", "Của An") if text in page]
        for show, page in found.items()
    }
    assert told == {
        "": ["Chưa ai"], "mine": ["Của Bình"], "others": ["Của An"],
        "all": ["Chưa ai", "Của Bình", "Của An"],
    }  # fmt: skip
    assert waiting.pk


def test_nobody_is_shown_by_an_id_or_a_long_number(desk, conversation):
    address = open_contact(conversation.contact).address
    for page in (main(desk.get(INBOX)), main(desk.get(url(conversation)))):
        assert f"Người dùng Zalo · {tag_of(conversation)}" in page
        assert "0912" not in page
        assert "•••678" in page
        assert not any(part in page for part in address.split("/"))


def test_the_numbers_are_there_for_calling_back_and_the_record_tells_it(desk, conversation, binh):
    answer = desk.post(url(conversation, "digits"), {"text": "Chào bạn"})
    assert "0912 345 678" in main(answer)
    assert textarea(answer) == "Chào bạn"
    last = Event.objects.filter(actor_id=binh.pk).latest("number")
    assert (last.action, last.facts) == ("conversation_read", {"digits": "shown"})


def test_reading_is_told_in_the_record(desk, conversation, binh):
    desk.get(INBOX)
    desk.get(url(conversation))
    assert actions(binh)[-2:] == ["inbox_read", "conversation_read"]
    assert Event.objects.latest("pk").subject == f"conversation:{conversation.pk}"


def test_the_transcript_has_sides_times_buttons_and_marks(desk, unit, conversation):
    message = say(
        conversation=conversation,
        outgoing=Outgoing("Bạn chọn nhé", (Button("Giờ và địa điểm", Tap.SAY, "Giờ"),)),
    )
    page = main(desk.get(url(conversation)))
    assert re.search(r'class="turn theirs".*Em mất giấy hẹn', page, re.DOTALL)
    assert re.search(r'class="turn ours".*Trợ lý.*Đang gửi.*Bạn chọn nhé', page, re.DOTALL)
    assert '<ul class="chips">' in page
    message.delivery.state = DeliveryState.DEAD
    message.delivery.save()
    assert "Không gửi được" in main(desk.get(url(conversation)))


def test_answered_it_is_mine_and_goes_out(desk, conversation, binh):
    answer = send(desk, conversation, "Mời bạn đến quầy 2.\r\nMang giấy tờ nhé.")
    assert answer.status_code == 302
    assert said_by(Author.OFFICER) == ["Mời bạn đến quầy 2.\nMang giấy tờ nhé."]
    page = main(desk.get(url(conversation)))
    assert "Bạn đang trả lời" in page
    assert "Trần Thị Bình" in page
    assert actions(binh).count("conversation_answered") == 1


def test_the_second_officer_keeps_what_was_typed_and_reads_what_was_answered(
    desk, conversation, an, binh
):
    seen = last_message(conversation)
    first = Client()
    first.force_login(an)
    send(first, conversation, "Thẻ trả ở quầy số 2.", seen)

    second = send(desk, conversation, "Mời bạn đến quầy 5.", seen)

    assert second.status_code == 409
    page = main(second)
    assert "Nguyễn Văn An đã nhận" in page
    assert "Thẻ trả ở quầy số 2." in page
    assert textarea(second) == "Mời bạn đến quầy 5."
    assert said_by(Author.OFFICER) == ["Thẻ trả ở quầy số 2."]
    assert "Gửi" not in re.findall(r"<button[^>]*>\s*(\S+)", page)

    taken = desk.post(
        url(conversation, "take"), {"instead_of": an.pk, "text": "Mời bạn đến quầy 5."}
    )
    assert textarea(taken) == "Mời bạn đến quầy 5."
    assert Conversation.objects.get().officer == binh


@pytest.mark.parametrize("deed", ["take", "back", "close"])
def test_who_wrote_nothing_is_not_told_of_a_message(desk, conversation, an, deed):
    seen = last_message(conversation)
    first = Client()
    first.force_login(an)
    first.post(url(conversation, "take"))

    second = desk.post(url(conversation, deed), {"seen": seen})

    assert second.status_code == 409
    assert "Nguyễn Văn An đã nhận" in main(second)
    assert "Chưa có gì thay đổi." in main(second)
    assert "Tin của bạn" not in main(second)


@pytest.mark.parametrize(
    "deed", ["take", "answer", "back", "close", "compose", "digits", "unbind", "draft"]
)
def test_the_address_that_a_refusal_leaves_leads_to_the_conversation(desk, conversation, deed):
    answer = desk.get(url(conversation, deed))
    assert (answer.status_code, answer["Location"]) == (302, url(conversation))
    assert desk.put(url(conversation, deed)).status_code == 405
    assert Conversation.objects.get().officer is None


def test_who_was_answered_on_zalo_and_writes_again_waits_for_anybody(desk, unit):
    contact = make_citizen(unit)
    said = Said("Mời bạn đến quầy 2.")
    overhear(user=contact.zalo_user, said=said, external_id="z1", at=clock.now())
    conversation = writes(contact, "Quầy 2 ở đâu ạ?")

    assert "Cán bộ trả lời trên Zalo" in main(desk.get(url(conversation)))
    told = {show: "Quầy 2 ở đâu" in main(desk.get(f"{INBOX}?show={show}"))
            for show in ("waiting", "mine", "others")}  # fmt: skip
    assert told == {"waiting": True, "mine": False, "others": False}
    assert re.search(r'class="badge">1<', desk.get(INBOX).content.decode())
    desk.post(url(conversation, "take"))
    assert "Quầy 2 ở đâu" in main(desk.get(f"{INBOX}?show=mine"))
    assert "Quầy 2 ở đâu" not in main(desk.get(f"{INBOX}?show=waiting"))


def test_pressed_twice_it_is_sent_once(desk, conversation):
    seen = last_message(conversation)
    for _ in range(2):
        assert send(desk, conversation, "Chào bạn.", seen).status_code == 302
    assert said_by(Author.OFFICER) == ["Chào bạn."]


def test_taking_giving_back_and_closing(desk, unit, conversation):
    desk.post(url(conversation, "take"))
    assert "Bạn đang trả lời" in main(desk.get(url(conversation)))
    seen = last_message(conversation)
    kept = desk.post(url(conversation, "back"), {"seen": seen, "text": "chưa gửi"})
    assert (kept.status_code, textarea(kept)) == (422, "chưa gửi")
    done = desk.post(url(conversation, "back"), {"seen": seen}, follow=True)
    assert "Đã trả lại cho trợ lý." in main(done)
    other = asks(unit, "Cảm ơn ạ")
    done = desk.post(url(other, "close"), {"seen": last_message(other)}, follow=True)
    assert "Không ai đang chờ" in main(done)
    assert "Từ đây trợ lý" in said_by(Author.ASSISTANT)[0]
    assert len(said_by(Author.ASSISTANT)) == 1


@pytest.mark.parametrize(
    ("hours", "sentence", "may_send"),
    [
        (0, "Trả lời miễn phí đến", True),
        (49, "tính phí hoặc trừ hạn mức", True),
        (24 * 7, "Zalo không cho gửi", False),
    ],
)
def test_the_page_says_which_window_applies(desk, conversation, hours, sentence, may_send):
    # The session is of today: so the citizen wrote earlier, not the officer later.
    before = clock.now() - hours * HOURS
    Conversation.objects.update(last_inbound_at=before)
    conversation.contact.zalo_user.__class__.objects.update(interacted_at=before)
    page = main(desk.get(url(conversation)))
    assert sentence in page
    assert ('id="send"' in page) is may_send
    answer = send(desk, conversation, "Chào bạn.")
    assert answer.status_code == (302 if may_send else 422)


def test_a_canned_reply_is_inserted_with_what_is_true_today(desk, unit, conversation):
    fees = make_topic("le-phi-bao-nhieu")
    publish(fees, "2021-01-01", answer="Lệ phí 30.000 đồng.", is_confirmed=True)
    page = desk.get(url(conversation))
    assert "làm việc mỗi ngày 7:00–21:00, tại số 1, đường Minh Hoạ" in main(page)
    answer = desk.post(
        url(conversation, "compose"), {"text": "Chào bạn,", "canned": "gio-dia-chi", "seen": 1}
    )
    assert textarea(answer).startswith("Chào bạn,\n\nCông an quận Tân Phú làm việc mỗi ngày")
    fee = desk.post(url(conversation, "compose"), {"canned": "le-phi"})
    assert textarea(fee) == "Lệ phí 30.000 đồng."
    assert said_by(Author.OFFICER) == []


def test_what_nobody_knows_today_is_not_inserted(desk, conversation):
    answer = desk.post(url(conversation, "compose"), {"text": "Chào", "canned": "le-phi"})
    assert answer.status_code == 422
    assert "{le_phi}" in main(answer)
    assert textarea(answer) == "Chào"


@pytest.fixture
def people(unit, tmp_path):
    publish_people(
        unit,
        tmp_path,
        person("Nguyễn Thị Lan", "17/05/1991", receipt="HS-12", box="A12"),
        person("Nguyễn Thị Hoa", "01/01/1975", receipt="HS-1"),
        person("Nguyễn Thị Hoa", "01/01/1975", receipt="HS-2"),
    )


def find(desk, conversation, typed):
    page = main(desk.post(url(conversation, "compose"), {"text": "Chào bạn.", "query": typed}))
    return re.findall(r'name="person"\s+value="([^"]+)"', page), page


def test_a_result_is_one_general_sentence(desk, conversation, people):
    (ticket,), page = find(desk, conversation, "nguyen thi lan 17/05/1991")
    assert "Nguyễn Thị Lan" in page
    answer = desk.post(url(conversation, "compose"), {"text": "Chào bạn.", "person": ticket})
    text = textarea(answer)
    assert text.startswith("Chào bạn.\n\nThẻ của bạn đã về đơn vị")
    assert not re.search(r"Lan|A12|\d", text)


def test_where_two_are_alike_only_the_way_to_the_web_form_is_offered(
    desk, conversation, people, settings
):
    settings.BASE_URL = "https://tra-cuu.example"
    (ticket,), _page = find(desk, conversation, "HS-1")
    answer = desk.post(url(conversation, "compose"), {"person": ticket})
    assert "https://tra-cuu.example/tan-phu/tra-cuu/" in textarea(answer)
    assert "đã về" not in textarea(answer)


def test_enter_in_the_field_of_a_name_sends_nothing(desk, conversation):
    """The first button of the form is the one that browsers press: it must be the one that looks up."""
    page = main(desk.get(url(conversation)))
    form = page.split('id="answer"')[1]
    first = re.search(r"<button[^>]*>", form, re.DOTALL)[0]
    assert "/compose/" in first


def bound_to(unit, conversation, typed):
    actor = Actor(officer_id=None, origin="cli")
    (found,) = find_for_counter(unit=unit, text=typed, actor=actor).people
    made = make_binding_code(unit=unit, application_id=found.application_id, actor=actor)
    conversation.refresh_from_db()
    assert bind(conversation=conversation, code=made.code)


def test_a_bound_chat_leads_to_its_application_and_may_be_told(desk, unit, conversation, people):
    bound_to(unit, conversation, "HS-1")
    page = main(desk.get(url(conversation)))
    assert "N. T. H., 1975" in page
    ticket = re.search(r'name="person" value="([^"]+)"', page)[1]
    opened = desk.post("/console/tan-phu/counter/person/", {"person": ticket})
    assert "Nguyễn Thị Hoa" in main(opened)
    answer = desk.post(url(conversation, "compose"), {"person": ticket})
    assert textarea(answer).startswith("Thẻ của bạn đã về đơn vị")
    desk.post(url(conversation, "unbind"))
    assert "Chưa gắn hồ sơ nào" in main(desk.get(url(conversation)))


def test_an_open_page_asks_only_for_what_is_new(desk, unit, conversation):
    page = desk.get(url(conversation)).content.decode()
    stamp = re.search(r'data-stamp="(\w+)"', page)[1]
    news = f"{url(conversation, 'news')}?stamp={stamp}"
    assert desk.get(news, headers={"X-Waits": "1"}).status_code == 204
    writes(conversation.contact, "Alo, còn ai không?")
    fresh = desk.get(news, headers={"X-Waits": "1"})
    assert "còn ai không" in fresh.content.decode()
    assert "<main" not in fresh.content.decode()


def test_an_open_list_asks_only_for_what_is_new(desk, unit, conversation):
    moment = clock.now()
    with clock.stopped_at(moment):
        stamp = re.search(r'data-stamp="(\w+)"', desk.get(INBOX).content.decode())[1]
        assert desk.get(f"{INBOX}news/?stamp={stamp}").status_code == 204
        asks(unit, "Người mới đến")
        assert "Người mới đến" in desk.get(f"{INBOX}news/?stamp={stamp}").content.decode()


def test_waiting_for_news_does_not_keep_a_session_alive(desk, conversation):
    start = clock.now()
    with clock.stopped_at(start):
        desk.get(INBOX)
    with clock.stopped_at(start + datetime.timedelta(minutes=29)):
        assert desk.get(f"{INBOX}news/", headers={"X-Waits": "1"}).status_code == 200
    with clock.stopped_at(start + datetime.timedelta(minutes=31)):
        assert desk.get(f"{INBOX}news/", headers={"X-Waits": "1"}).status_code == 302


def test_the_first_screen_says_that_somebody_waits_too_long(client, unit, an, dung):
    now = clock.now().astimezone(clock.VIETNAM).replace(hour=12)
    with clock.stopped_at(now - datetime.timedelta(minutes=45)):
        asks(unit)
    with clock.stopped_at(now):
        for officer in (an, dung):
            client.force_login(officer)
            page = main(client.get("/console/tan-phu/"))
            assert "Người dân chờ trả lời" in page
            assert "đã chờ trả lời 45 phút" in page
            assert ("/console/tan-phu/inbox/" in page) is (officer is an)


def test_an_answer_becomes_a_draft_for_a_second_officer(desk, unit, an, binh):
    topic = make_topic("mat-giay-hen")
    publish(topic, "2021-01-01", answer="Câu cũ.")
    contact = make_citizen(unit)
    conversation = writes(contact, "Em là Nguyễn Thị Lan 17/05/1991, mất giấy hẹn thì sao ạ?")
    hand_over(conversation=conversation, reason="no_answer")
    send(desk, conversation, "Mất giấy hẹn vẫn nhận được thẻ, bạn mang giấy tờ tuỳ thân.")
    number = last_message(conversation)

    form = main(desk.post(url(conversation, "draft"), {"message": number}))

    assert form.count("Em là [tên] [ngày], mất giấy hẹn thì sao ạ?") == 2  # no topic is likely
    assert "Lan" not in form
    assert "Mất giấy hẹn vẫn nhận được thẻ" in form
    kept = desk.post(
        url(conversation, "draft"),
        {
            "message": number, "save": "1", "topic": "mat-giay-hen",
            "question": "Mất giấy hẹn có lấy được thẻ không?",
            "answer": "Mất giấy hẹn vẫn nhận được thẻ.",
            "sources": "Luật Căn cước | Điều 23", "valid_from": "01/12/2026",
        },
    )  # fmt: skip
    assert kept.status_code == 302
    draft = AnswerVersion.objects.get(state=VersionState.DRAFT)
    assert (draft.topic, draft.unit, draft.written_by) == (topic, unit, binh.pk)
    client = Client()
    client.force_login(an)
    client.post(f"/console/tan-phu/answers/{draft.pk}/approve/")
    draft.refresh_from_db()
    assert draft.state == VersionState.PUBLISHED


def test_a_draft_keeps_the_question_of_its_topic_and_has_no_source_and_no_name(
    desk, unit, settings, tmp_path
):
    settings.HOME = tmp_path
    teach_little()
    publish(Topic.objects.get(slug="le-phi"), "2021-01-01", question="Lệ phí là bao nhiêu?")
    conversation = writes(make_citizen(unit), "Em là Nguyễn Thị Lan, lệ phí bao nhiêu tiền ạ?")
    hand_over(conversation=conversation, reason="no_answer")
    send(desk, conversation, "Chào chị Lan, hồ sơ 079091001234 không mất lệ phí.")

    page = main(desk.post(url(conversation, "draft"), {"message": last_message(conversation)}))

    assert 'name="question" value="Lệ phí là bao nhiêu?"' in page
    assert "Em là [tên], lệ phí bao nhiêu tiền ạ?" in page
    assert "Chào chị [tên], hồ sơ [số] không mất lệ phí." in page
    assert re.search(r'<option value="le-phi"\s+selected', page)
    sources = re.search(r'<textarea[^>]*name="sources"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert sources[1].strip() == ""


def test_a_draft_without_a_source_is_not_kept(desk, conversation):
    send(desk, conversation, "Chào bạn.")
    make_topic("mat-giay-hen")
    answer = desk.post(
        url(conversation, "draft"),
        {"message": last_message(conversation), "save": "1", "topic": "mat-giay-hen",
         "question": "Hỏi?", "answer": "Đáp.", "sources": " ", "valid_from": "01/12/2026"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert not AnswerVersion.objects.exists()


def test_editors_word_the_replies_and_the_chief_sets_the_times(client, unit, an, conversation):
    client.force_login(an)
    text = {"title": "Chào", "text": "{don_vi} xin chào bạn.", "is_active": "on"}
    assert client.post(f"{INBOX}replies/add/", text).status_code == 302
    wrong = client.post(f"{INBOX}replies/add/", {**text, "text": "{ho_ten} ơi"})
    assert wrong.status_code == 422
    assert "Không có ô {ho_ten}" in main(wrong)
    assert "Công an quận Tân Phú xin chào bạn." in main(client.get(url(conversation)))
    hidden = {"title": "Giờ", "text": "{gio}"}
    client.post(f"{INBOX}replies/gio-dia-chi/edit/", hidden)
    assert 'value="gio-dia-chi"' not in main(client.get(url(conversation)))
    times = {"chase_minutes": 15, "return_minutes": 60}
    client.post(f"{INBOX}times/", times)
    assert InboxSettings.objects.filter(unit=unit, **times).exists()
    assert client.post(f"{INBOX}times/", {"chase_minutes": 0}).status_code == 422


def test_another_units_conversation_is_not_there(client, chi, conversation, other_unit):
    client.force_login(chi)
    theirs = f"/console/tan-binh/inbox/{conversation.pk}/"
    assert client.get(theirs).status_code == 404
    for deed in ("take", "answer", "back", "close", "compose", "digits", "unbind", "draft"):
        answer = client.post(f"{theirs}{deed}/", {"text": "Chào", "seen": "1", "message": "1"})
        assert answer.status_code == 404, deed
    assert client.get(f"{theirs}news/").status_code == 404
    assert Conversation.objects.get().officer is None


def test_a_supervisor_reads_numbers_and_nobodys_words(client, dung, conversation):
    client.force_login(dung)
    assert client.get(INBOX).status_code == 403
    assert client.get(url(conversation)).status_code == 403


def test_in_english_nothing_but_the_words_of_people_is_vietnamese(desk, unit, people):
    conversation = asks(unit, "Alo")
    for path in (INBOX, f"{INBOX}?show=all", url(conversation)):
        page = desk.get(path, {"lang": "en"})
        assert vietnamese_in(page) is None, path


def test_pages_weigh_little_and_ask_little(desk, unit, django_assert_max_num_queries):
    for _ in range(30):
        asks(unit)
    with django_assert_max_num_queries(30):
        page = desk.get(INBOX)
    assert len(page.content) < 100 * 1024
    conversation = asks(unit)
    for number in range(60):
        writes(conversation.contact, f"Câu hỏi số {number}, viết khá dài để trang này nặng hơn.")
    with django_assert_max_num_queries(40):
        page = desk.get(url(conversation))
    assert len(page.content) < 100 * 1024


def test_what_was_said_earlier_is_a_page_away(desk, unit):
    conversation = asks(unit, "Câu đầu tiên")
    for number in range(70):
        writes(conversation.contact, f"Câu {number}")
    page = main(desk.get(url(conversation)))
    assert "Câu đầu tiên" not in page
    before = re.search(r"\?before=(\d+)", page)[1]
    assert "Câu đầu tiên" in main(desk.get(f"{url(conversation)}?before={before}"))


def test_an_editor_who_left_is_still_named(desk, unit, conversation):
    gone = make_officer("gone@tan-phu.example", "Hồ Văn Đi", unit, Role.EDITOR)
    say(conversation=conversation, outgoing=Outgoing("Chào"), author=Author.OFFICER, officer=gone)
    gone.is_active = False
    gone.save()
    assert "Hồ Văn Đi" in main(desk.get(url(conversation)))


def test_the_unit_needs_no_account_for_an_empty_inbox(desk, unit):
    assert "Không ai đang chờ" in main(desk.get(INBOX))
    make_account(unit)
    assert "Không ai đang chờ" in main(desk.get(INBOX))
