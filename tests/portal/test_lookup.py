import base64
import datetime
import hashlib
import html
import itertools
import json
import re

import pytest

from factories import make_unit, person, publish_people
from tracuu.cards.models import CorrectionReason
from tracuu.core import challenges, clock

pytestmark = pytest.mark.django_db

URL = "/tan-phu/tra-cuu/"
TRI = person("Nguyễn Hữu Trí", "17/05/1991", receipt="HS-00012", phone="0901234567",
             id_number="079091001234", status="Đã về đơn vị", box="A12", collected="01/11/2021")  # fmt: skip
AN = person("Lê Thị An", "02/09/1990", receipt="HS-00013", status="Đang in")
BINH = person("Trần Văn Bình", "03/04/1985", receipt="HS-00014", status="Cần bổ sung",
              note="Ảnh mờ")  # fmt: skip


@pytest.fixture
def unit(tmp_path):
    unit = make_unit()
    publish_people(unit, tmp_path, TRI, AN, BINH)
    return unit


def ask(client, name="Nguyễn Hữu Trí", born="17/05/1991", path=URL, **more):
    return client.post(path, {"full_name": name, "birth_date": born, **more})


def text_of(response):
    return response.content.decode()


def test_the_form_asks_for_two_things_and_keeps_nothing(client, unit):
    answer = client.get(URL)

    page = text_of(answer)
    assert answer.status_code == 200
    assert 'name="full_name"' in page
    assert 'name="birth_date"' in page
    assert page.count('autocomplete="off"') == 4
    assert "Danh sách của đơn vị cập nhật đến ngày 14/12/2021." in page
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_found_card_says_the_stage_and_what_to_do_and_nothing_more(client, unit):
    page = text_of(ask(client))

    assert "Thẻ của bạn đã về đơn vị, đang chờ bạn đến nhận." in page
    assert "Bạn có thể đến nhận trong giờ làm việc." in page
    assert "Mỗi ngày 7:00–21:00" in page
    assert "14/12/2021" in page
    for secret in ("A12", "HS-00012", "01/11/2021", "1234", "4567"):
        assert secret not in page


def test_a_card_in_print_is_not_worth_the_way_yet(client, unit):
    page = text_of(ask(client, "le thi an", "02091990"))

    assert "Thẻ của bạn đang được in." in page
    assert "bạn chưa cần đến đơn vị" in page
    assert page.count('aria-current="step"') == 1


@pytest.mark.parametrize(
    ("kind", "value"),
    [("receipt", "HS-00012"), ("phone_last4", "4567"), ("id_last4", "1234")],
)
def test_a_right_second_fact_opens_the_details(client, unit, kind, value):
    page = text_of(ask(client, proof_kind=kind, proof_value=value))

    assert "Chi tiết hồ sơ" in page
    assert "A12" in page
    assert "01/11/2021" in page
    assert "10/11/2021" in page  # seven working days later
    assert "<dd>17/05/1991</dd>" in page
    assert "Đã quá hạn" not in page  # the card is here
    assert 'id="proof_value"' not in page


def test_a_late_card_says_that_it_is_late(client, tmp_path):
    late = person("Lê Thị An", "1990", receipt="HS-7", status="Đang in", collected="01/11/2021")
    publish_people(make_unit(), tmp_path, late)

    page = text_of(ask(client, "Lê Thị An", "1990", proof_value="HS-7"))

    assert "<dd>1990</dd>" in page
    assert "Đã quá hạn theo luật" in page


def test_the_reason_of_a_correction_needs_the_second_fact(client, unit):
    first = text_of(ask(client, "Trần Văn Bình", "03/04/1985"))
    second = text_of(ask(client, "Trần Văn Bình", "03/04/1985", proof_value="HS-00014"))

    assert "Hồ sơ của bạn cần được bổ sung." in first
    assert "Hồ sơ của bạn cần được bổ sung." in second
    for secret in ("Ảnh chân dung chưa dùng được", "chụp lại ảnh", "13/01/2022"):
        assert secret not in first
        assert secret in second


def test_a_day_that_has_passed_is_said_to_have_passed(client, unit):
    moment = datetime.datetime(2022, 1, 13, 5, tzinfo=datetime.UTC)
    with clock.stopped_at(moment):
        assert "Cần bổ sung trước ngày" in text_of(
            ask(client, "Trần Văn Bình", "03/04/1985", proof_value="HS-00014")
        )
    with clock.stopped_at(moment + datetime.timedelta(days=1)):
        page = text_of(ask(client, "Trần Văn Bình", "03/04/1985", proof_value="HS-00014"))
    assert "Đã qua ngày hẹn bổ sung 13/01/2022" in page
    assert "Cần bổ sung trước ngày" not in page


def test_the_longest_reason_keeps_the_size_of_all_answers(client, unit):
    CorrectionReason.objects.create(
        unit=unit, code="photo", words="Ả" * 120, what_to_bring="ộ" * 200, days=30
    )
    answer = ask(client, "Trần Văn Bình", "03/04/1985", proof_value="HS-00014")
    assert "Ả" * 120 in text_of(answer)
    assert len(answer.content) == 12 * 1024


_REASONS = {
    "without a second fact": [
        ("Trần Văn Không", "17/05/1991", "receipt", ""),
        ("Nguyễn Hữu Trị", "17/05/1991", "receipt", ""),
        ("Nguyễn Hữu Trí", "18/05/1991", "receipt", ""),
        ("Nguyễn Hữu Trí", "1991", "receipt", ""),
    ],
    "with a wrong receipt": [
        ("Trần Văn Không", "17/05/1991", "receipt", "HS-99999"),
        ("Nguyễn Hữu Trí", "17/05/1991", "receipt", "HS-99999"),
    ],
    "with a wrong telephone": [
        ("Trần Văn Không", "17/05/1991", "phone_last4", "0000"),
        ("Nguyễn Hữu Trị", "17/05/1991", "phone_last4", "0000"),
        ("Nguyễn Hữu Trí", "17/05/1991", "phone_last4", "0000"),
    ],
}


@pytest.mark.parametrize("asked", _REASONS.values(), ids=_REASONS)
def test_what_is_unconfirmed_looks_the_same_whatever_the_reason(client, unit, asked):
    pages = set()
    for name, born, kind, value in asked:
        answer = ask(client, name, born, proof_kind=kind, proof_value=value)
        page = text_of(answer).rstrip()
        assert answer.status_code == 200
        for typed in filter(None, (name, born, value)):
            page = page.replace(f'value="{typed}"', 'value=""')
        # What was typed goes along to where one asks to be told.
        page = re.sub(r'<input type="hidden" name="proof_[a-z]+" value="[^"]*"\s*>', "", page)
        page = page.replace(f">{name}</span>, {born}<", "><")  # the heading of the large print
        pages.add(re.sub(r"\s+", " ", page.replace("\n", "")))
    assert len(pages) == 1
    (page,) = pages
    for offer in ("14/12/2021", "7 ngày làm việc", "proof_value", "tel:02800000001", "Ngày sinh:"):
        assert offer in page


def test_every_answer_has_one_size(client, unit):
    answers = [
        ask(client),
        ask(client, "Lê Thị An", "02/09/1990"),
        ask(client, "Trần Văn Bình", "03/04/1985"),
        ask(client, "Trần Văn Không", "03/04/1985"),
        ask(client, proof_value="HS-00012"),
        ask(client, proof_value="HS-99999"),
        ask(client, path=f"/en{URL}"),
        ask(client, "Trần Văn Không", path=f"/en{URL}"),
    ]

    assert {len(answer.content) for answer in answers} == {12 * 1024}


@pytest.mark.parametrize(
    ("name", "born", "value", "wrong"),
    [
        ("", "17/05/1991", "", ["full_name"]),
        ("Lê An", "", "", ["birth_date"]),
        ("", "31/02/1990", "", ["full_name", "birth_date"]),
        ("Lê An", "17/05/1991", "x" * 100, ["proof_value"]),
    ],
)
def test_what_cannot_be_read_is_told_beside_its_field(client, unit, name, born, value, wrong):
    answer = ask(client, name, born, proof_kind="phone_last4", proof_value=value)

    page = text_of(answer)
    assert answer.status_code == 422
    assert page.count('aria-invalid="true"') == len(wrong)
    assert page.count(" autofocus") == 1
    for field in wrong:
        assert f'id="{field}-wrong"' in page
        assert f'href="#{field}"' in page
    assert f'value="{name}"' in page
    assert f'value="{born}"' in page


def test_what_was_typed_comes_back_escaped(client, unit):
    page = text_of(ask(client, '"><script>alert(1)</script>', "17/05/1991"))

    assert "<script>" not in page
    assert "&quot;&gt;&lt;script&gt;" in page


def test_no_field_at_all_is_answered_kindly(client, unit):
    answer = client.post(URL)

    assert answer.status_code == 422
    assert "Vui lòng nhập họ và tên." in text_of(answer)


def test_an_unknown_kind_of_proof_is_no_fault(client, unit):
    assert ask(client, proof_kind="zodiac", proof_value="x").status_code in {200, 422}


def test_a_unit_that_requires_a_second_fact_asks_for_it_at_once(client, tmp_path):
    publish_people(make_unit(requires_second_fact=True), tmp_path, TRI)

    form = text_of(client.get(URL))
    assert "Đơn vị này cần thêm một thông tin chỉ bạn có." in form
    assert "<details" not in form
    assert "Chưa xác nhận được" in text_of(ask(client))
    assert "Thẻ của bạn đã về đơn vị" in text_of(ask(client, proof_value="HS-00012"))


def test_a_unit_without_a_list_says_so(client):
    make_unit()

    assert "Đơn vị chưa công bố danh sách nào" in text_of(client.get(URL))
    assert "Đơn vị chưa công bố danh sách nào" in text_of(ask(client))


def slow_page(client):
    for _ in range(20):
        answer = ask(client, "Trần Văn Không", "17/05/1991", proof_value="")
        if answer.status_code == 429:
            return answer
    raise AssertionError("no limit was met")


def hidden(page):
    return {
        key: html.unescape(value)
        for key, value in re.findall(r'name="(\w+)"\s+value="([^"]*)"', page)
    }


def test_too_many_lookups_offer_work_and_a_short_wait(client, unit):
    answer = slow_page(client)

    page = text_of(answer)
    assert int(answer.headers["Retry-After"]) == 20
    assert "Vui lòng chờ 20 giây rồi bấm Tìm kiếm." in page
    assert answer.headers["Cache-Control"] == "no-store"
    fields = hidden(page)
    assert fields["full_name"] == "Trần Văn Không"
    assert fields["birth_date"] == "17/05/1991"
    assert fields["ticket"]


def test_solved_work_opens_the_way_once(client, unit):
    page = text_of(slow_page(client))
    task = json.loads(html.unescape(re.search(r'data-challenge="([^"]*)"', page)[1]))
    number = next(
        number
        for number in itertools.count()
        if hashlib.sha256(f"{task['salt']}{number}".encode()).hexdigest() == task["challenge"]
    )
    del task["maxnumber"]
    ticket = base64.b64encode(json.dumps({**task, "number": number}).encode()).decode()
    fields = {**hidden(page), "ticket": ticket}

    assert client.post(URL, fields).status_code == 200
    assert client.post(URL, fields).status_code == 429


def test_the_wait_opens_the_way_when_it_is_over(client, unit, monkeypatch):
    fields = hidden(text_of(slow_page(client)))
    assert client.post(URL, fields).status_code == 429

    now = challenges.time.time()
    monkeypatch.setattr(challenges.time, "time", lambda: now + 25)

    assert client.post(URL, fields).status_code == 200


def test_a_hard_limit_says_how_many_minutes_and_whom_to_call(client, unit):
    for _ in range(8):
        answer = ask(client, proof_kind="phone_last4", proof_value="0000")

    page = text_of(answer)
    assert answer.status_code == 429
    assert "data-challenge" not in page
    assert re.search(r"Hãy thử lại sau \d+ phút", page)
    assert "tel:02800000001" in page


def test_no_page_sets_a_cookie_or_runs_a_script_of_its_own(client, unit):
    pages = [
        client.get("/"),
        client.get("/tan-phu/"),
        client.get(URL),
        ask(client),
        ask(client, "Ai Đó", "1/1/1990"),
        slow_page(client),
    ]
    for answer in pages:
        page = text_of(answer)
        assert not answer.cookies
        assert " style=" not in page
        assert " onclick=" not in page
        for script in re.findall(r"<script[^>]*>(.*?)</script>", page, re.DOTALL):
            assert not script.strip()


def test_a_lookup_costs_no_more_queries_with_more_people(
    client, unit, django_assert_max_num_queries
):
    ask(client)
    with django_assert_max_num_queries(6):
        ask(client)
