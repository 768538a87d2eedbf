import re

import pytest

from answers.making import WAYS, make_topic, publish, teach_little
from factories import make_unit
from tracuu.answers.enums import AskedKind, Deed
from tracuu.answers.learned import fit_model
from tracuu.answers.models import AnswerVersion, AskedQuestion, OutsideGroup, Tally, Topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return make_unit(name_en="Tan Phu District Police")


@pytest.fixture
def topic():
    return make_topic(live="place")


def text_of(response):
    return response.content.decode()


def test_an_answer_shows_its_law_and_its_days(client, unit, topic):
    publish(topic, "2025-07-01", is_confirmed=True)

    page = text_of(client.get("/tan-phu/hoi-dap/le-phi/"))

    assert "30.000 đồng." in page
    assert "Nghị định 70/2024/NĐ-CP, Điều 23" in page
    assert "Áp dụng từ ngày 01/07/2025." in page
    assert "Mỗi ngày 7:00–21:00" in page
    assert "https://schema.org/FAQPage" in page
    assert "Cần kiểm tra" not in page


def test_what_is_not_confirmed_is_never_shown_as_certain(client, topic):
    publish(topic)

    assert "Cần kiểm tra" in text_of(client.get("/hoi-dap/le-phi/"))


def test_an_old_link_tells_what_replaced_it(client, unit, topic):
    publish(topic, "2021-07-01", answer="35.000 đồng.")
    publish(topic, "2024-07-01", answer="70.000 đồng.")

    page = text_of(client.get("/tan-phu/hoi-dap/le-phi/?ngay=2021-12-14"))

    assert "35.000 đồng." in page
    assert "70.000 đồng." not in page
    assert "Nay đã thay bằng:" in page
    assert 'href="/tan-phu/hoi-dap/le-phi/"' in page
    assert 'href="/tan-phu/hoi-dap/le-phi/?ngay=2021-07-01"' in page


def test_a_day_without_an_answer_says_so_and_whom_to_ask(client, unit, topic):
    publish(topic, "2021-07-01", "2021-12-31")

    answer = client.get("/tan-phu/hoi-dap/le-phi/")

    assert answer.status_code == 200
    assert "Chưa có câu trả lời chắc chắn" in text_of(answer)
    assert "tel:02800000001" in text_of(answer)


def test_categories_list_the_answers_of_the_day(client, unit, topic):
    publish(topic, "2022-01-06")

    assert "Lệ phí là bao nhiêu?" in text_of(client.get("/tan-phu/hoi-dap/"))
    assert "Lệ phí là bao nhiêu?" not in text_of(client.get("/hoi-dap/?ngay=2021-12-14"))
    assert client.get("/hoi-dap/?ngay=hôm-qua").status_code == 200
    assert client.get("/hoi-dap/?ngay=0001-01-01").status_code == 200


def test_unknown_topics_and_units_are_404(client, unit, topic):
    assert client.get("/hoi-dap/khong-co/").status_code == 404
    assert client.get("/khong-co/hoi-dap/").status_code == 404
    assert client.get("/khong-co/hoi-dap/le-phi/").status_code == 404


def test_feedback_is_counted_and_nothing_else(client, unit, topic):
    publish(topic)

    page = text_of(client.post("/tan-phu/hoi-dap/le-phi/", {"feedback": "wrong"}, follow=True))
    client.post("/tan-phu/hoi-dap/le-phi/", {"feedback": "anything"})

    assert "Cảm ơn bạn" in page
    (row,) = Tally.objects.all()
    assert (row.deed, row.topic, row.unit_id, row.count) == (Deed.WRONG, "le-phi", unit.pk, 1)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_thanks_can_be_loaded_again_and_count_nothing(client, unit, topic, prefix):
    publish(topic)

    told = client.post(f"{prefix}/tan-phu/hoi-dap/le-phi/?ngay=2021-12-14", {"feedback": "useful"})

    assert told.status_code == 303
    assert told["Location"] == f"{prefix}/tan-phu/hoi-dap/le-phi/?ngay=2021-12-14&cam-on=1"
    assert not told.cookies
    for _ in range(2):
        page = text_of(client.get(told["Location"]))
        assert 'value="useful"' not in page
        assert 'role="status"' in page
    assert Tally.objects.get().count == 1


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_day_that_the_form_shows_can_be_sent_back(client, unit, topic, prefix):
    page = text_of(client.get(f"{prefix}/tan-phu/hoi-dap/?ngay=2021-12-14"))
    assert 'value="14/12/2021"' in page
    page = text_of(client.get(f"{prefix}/tan-phu/hoi-dap/?ngay=14/12/2021"))
    assert 'aria-invalid="true"' not in page


def test_the_menu_of_a_unit_leads_to_the_answers(client, unit):
    assert 'href="/tan-phu/hoi-dap/"' in text_of(client.get("/tan-phu/"))
    assert 'href="/hoi-dap/"' in text_of(client.get("/"))


def test_a_question_is_never_in_an_address_and_comes_back_escaped(client, unit, topic, capfd):
    answer = client.post("/tan-phu/hoi-dap/", {"question": '"><script>alert("Nguyễn Văn An")'})

    page = text_of(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "<script>" not in page
    assert "Chưa có câu trả lời chắc chắn" in page  # no model fits this content
    assert "Nguyễn" not in capfd.readouterr().err
    assert "Nguyễn" not in AskedQuestion.objects.get().text
    assert 'method="post"' in page


def test_too_many_questions_are_asked_to_wait(client, unit):
    for _ in range(45):
        answer = client.post("/tan-phu/hoi-dap/", {"question": "lệ phí"})

    assert answer.status_code == 429
    assert answer.headers["Retry-After"]
    assert "Bạn hỏi nhanh quá" in text_of(answer)


def test_no_question_shows_the_form_again(client, unit):
    for typed in ({}, {"question": "  "}):
        assert 'name="question"' in text_of(client.post("/tan-phu/hoi-dap/", typed))


def test_english_pages_speak_english_around_vietnamese_answers(client, unit, topic):
    publish(topic, "2025-07-01", "2099-12-31")

    page = text_of(client.get("/en/tan-phu/hoi-dap/le-phi/"))

    assert "Sources" in page
    assert 'href="/en/tan-phu/hoi-dap/"' in page
    assert re.search(r'lang="vi"[^>]*>30\.000 đồng\.', page)


def test_pages_are_small_and_set_no_cookie(client, unit, topic):
    for number in range(80):
        publish(make_topic(f"topic-{number}"), question="Một câu hỏi khá dài về thẻ căn cước? " * 3)

    answer = client.get("/tan-phu/hoi-dap/")

    assert AnswerVersion.objects.count() == 80
    assert len(answer.content) < 50_000
    assert not answer.cookies
    assert " style=" not in text_of(answer)


def test_a_day_is_typed_as_days_are_written_here(client, unit, topic):
    publish(topic, "2021-07-01", "2021-12-31", question="Lệ phí năm 2021?")

    for typed in ("14/12/2021", "14-12-2021", "2021-12-14"):
        page = text_of(client.get("/tan-phu/hoi-dap/", {"ngay": typed}))
        assert "Lệ phí năm 2021?" in page
        assert 'value="14/12/2021"' in page
    assert 'type="date"' not in page


def test_a_day_that_is_none_is_told_beside_its_field(client, unit, topic):
    page = text_of(client.get("/tan-phu/hoi-dap/", {"ngay": '31/02/2021"<b>'}))

    assert "Hãy nhập ngày/tháng/năm" in page
    assert 'aria-invalid="true"' in page
    assert 'value="31/02/2021&quot;&lt;b&gt;"' in page


@pytest.fixture
def taught(home):
    teach_little()
    for slug in WAYS:
        publish(Topic.objects.get(slug=slug), question=f"Câu {slug}?", is_confirmed=True)


@pytest.fixture
def home(settings, tmp_path):
    settings.HOME = tmp_path


def test_while_typing_the_questions_that_are_likely_meant_come_back(client, unit, taught):
    answer = client.post("/tan-phu/hoi-dap/goi-y/", {"question": "dong bao nhieu tien"})

    first = answer.json()["questions"][0]
    assert first == {"url": "/tan-phu/hoi-dap/le-phi/", "question": "Câu le-phi?"}
    assert answer.headers["Cache-Control"] == "no-store"
    assert not Tally.objects.exists()
    assert not AskedQuestion.objects.exists()
    assert client.post("/hoi-dap/goi-y/", {"question": "x"}).json() == {"questions": []}
    assert client.get("/tan-phu/hoi-dap/goi-y/").status_code == 405
    assert client.post("/khong-co/hoi-dap/goi-y/").status_code == 404


def test_typing_without_end_is_stopped(client, unit, taught):
    for _ in range(160):
        answer = client.post("/tan-phu/hoi-dap/goi-y/", {"question": "le phi"})
    assert answer.status_code == 429
    assert answer.headers["Retry-After"]


def test_the_page_works_without_the_script(client, unit, taught):
    page = text_of(client.get("/tan-phu/hoi-dap/"))

    assert 'data-typing="/tan-phu/hoi-dap/goi-y/"' in page
    assert re.search(r'<ul class="units typed" id="typed" hidden>', page)
    assert 'role="status"' in page
    assert 'method="post"' in page


def test_a_tapped_question_is_answered_and_counted(client, unit, taught):
    page = text_of(client.post("/tan-phu/hoi-dap/", {"question": "đóng mấy", "choice": "le-phi"}))

    assert "Câu le-phi?" in page
    assert "Hữu ích" in page
    assert Tally.objects.get(deed=Deed.CHOSEN).topic == "le-phi"
    wrong = client.post("/tan-phu/hoi-dap/", {"question": "đóng mấy", "choice": "khong-co"})
    assert wrong.status_code == 404


def test_none_of_the_questions_is_a_way_to_a_person(client, unit, taught):
    page = text_of(client.post("/tan-phu/hoi-dap/", {"question": "khác hẳn", "choice": "none"}))

    assert "Chưa có câu trả lời chắc chắn" in page
    assert "tel:02800000001" in page
    assert AskedQuestion.objects.get().kind == AskedKind.NONE_OF_THESE


def test_choices_are_buttons_and_none_of_them_is_one_too(client, unit, taught):
    page = text_of(client.post("/tan-phu/hoi-dap/", {"question": "bao nhiêu giấy tờ mấy ngày"}))

    if 'name="choice"' in page:
        assert 'value="none"' in page
        assert page.count('name="choice"') <= 4
    else:
        assert "Hữu ích" in page or "Hỏi trực tiếp" in page


def test_under_every_answer_one_may_say_what_one_thinks(client, unit, taught):
    asked = text_of(client.post("/tan-phu/hoi-dap/", {"question": "lệ phí bao nhiêu tiền"}))
    assert 'action="/tan-phu/hoi-dap/le-phi/"' in asked
    assert 'name="question" value="lệ phí bao nhiêu tiền"' in asked

    told = client.post(
        "/tan-phu/hoi-dap/le-phi/",
        {"feedback": "wrong", "question": "tôi tên Trần Văn Không hỏi"},
        follow=True,
    )

    assert "Cảm ơn bạn" in text_of(told)
    row = AskedQuestion.objects.get()
    assert (row.kind, row.topic, row.text) == (AskedKind.WRONG, "le-phi", "tôi tên [tên] hỏi")


def test_a_confirmed_place_is_named_without_a_warning(client, unit, taught):
    def ask_page():
        return text_of(client.post("/tan-phu/hoi-dap/", {"question": "đổi hộ chiếu ở đâu"}))

    assert "hãy hỏi lại nơi đó" in ask_page()
    OutsideGroup.objects.update(is_confirmed=True)
    assert "hãy hỏi lại nơi đó" not in ask_page()


def form_of(page):
    return re.search(r'name="form" value="([^"]+)"', page)[1]


def test_a_page_that_is_loaded_again_counts_nothing_again(client, unit, taught):
    sent = {"question": "lệ phí bao nhiêu tiền", "form": form_of(text_of(client.get("/hoi-dap/")))}
    pages = [text_of(client.post("/tan-phu/hoi-dap/", sent)) for _ in range(3)]

    assert all("Câu le-phi?" in page for page in pages)
    assert Tally.objects.get(deed=Deed.ASKED).count == 1
    client.post("/tan-phu/hoi-dap/", {**sent, "form": form_of(pages[0])})
    assert Tally.objects.get(deed=Deed.ASKED).count == 2


def test_without_a_form_nobody_is_taken_for_a_neighbour(client, unit, taught):
    for _ in range(2):
        client.post("/tan-phu/hoi-dap/", {"question": "lệ phí bao nhiêu tiền"})

    assert Tally.objects.get(deed=Deed.ASKED).count == 2


def test_a_choice_that_is_loaded_again_is_kept_once(client, unit, taught):
    for _ in range(2):
        client.post("/hoi-dap/", {"question": "đóng mấy vậy", "choice": "le-phi", "form": "abc"})
        client.post("/hoi-dap/", {"question": "khác hẳn điều đó", "choice": "none", "form": "abc"})

    assert {row.kind: row.count for row in AskedQuestion.objects.all()} == {
        AskedKind.CHOSEN: 1,
        AskedKind.NONE_OF_THESE: 1,
    }
    assert {row.deed: row.count for row in Tally.objects.all()} == {
        Deed.CHOSEN: 1,
        Deed.HANDED_OVER: 1,
    }


def test_the_units_own_hours_come_before_the_general_rule(client, unit, topic):
    publish(topic, "2025-07-01", is_confirmed=True)

    page = text_of(client.get("/tan-phu/hoi-dap/le-phi/"))
    assert page.index("Mỗi ngày 7:00–21:00") < page.index("30.000 đồng.")
    assert page.count("Mỗi ngày 7:00–21:00") == 1
    assert re.search("Hiện đang mở cửa|Hiện đã đóng cửa", page)
    assert "Chọn đơn vị của bạn" in text_of(client.get("/hoi-dap/le-phi/"))


@pytest.mark.parametrize(
    ("slug", "said", "has_lookup"),
    [
        ("xuc-pham", "Có lẽ bạn đang bực mình", True),
        ("nguoi-khac", "Thông tin của người khác không được cho biết ở đây", True),
        ("trai-phap-luat", "trái pháp luật", False),
        ("pha-he-thong", "Ở đây không làm việc đó", False),
    ],
)
def test_each_no_has_words_of_its_own(client, unit, taught, slug, said, has_lookup):
    OutsideGroup.objects.update(slug=slug, kind="refuse", redirect="")
    fit_model()

    page = text_of(client.post("/tan-phu/hoi-dap/", {"question": "đổi hộ chiếu ở đâu"}))

    assert said in page
    assert ('href="/tan-phu/tra-cuu/"' in page.split("<form")[0]) is has_lookup
