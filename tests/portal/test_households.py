"""Several people in one form and one answer: each as if alone, and no page that tells by its size."""

import html
import re

import pytest
from django.http import QueryDict

from factories import make_unit, person, publish_people
from tracuu.core import challenges, limits
from tracuu.portal.typed import TypedPeople

pytestmark = pytest.mark.django_db

URL = "/tan-phu/tra-cuu/"
TRI = person("Nguyễn Hữu Trí", "17/05/1991", receipt="HS-00012", phone="0901234567",
             status="Đã về đơn vị", box="A12", collected="01/11/2021")  # fmt: skip
AN = person("Lê Thị An", "02/09/1990", receipt="HS-00013", status="Đang in")
BINH = person("Trần Văn Bình", "03/04/1985", receipt="HS-00014", status="Cần bổ sung",
              note="Ảnh mờ, chụp lại ở nơi đủ sáng và bỏ kính.")  # fmt: skip
ASKED = {
    "at unit": ("Nguyễn Hữu Trí", "17/05/1991"),
    "printing": ("Lê Thị An", "02/09/1990"),
    "correction": ("Trần Văn Bình", "03/04/1985"),
    "details": ("Nguyễn Hữu Trí", "17/05/1991", "HS-00012"),
    "reason": ("Trần Văn Bình", "03/04/1985", "HS-00014"),
    "nobody": ("Phạm Thị Hoa", "05/06/1988"),
    "near match": ("Nguyễn Hữu Trị", "17/05/1991"),
    "wrong fact": ("Nguyễn Hữu Trí", "17/05/1991", "HS-99999"),
}


@pytest.fixture
def unit(tmp_path):
    unit = make_unit()
    publish_people(unit, tmp_path, TRI, AN, BINH)
    return unit


def fields(*people):
    """The form as a browser sends it."""
    sent = {}
    for number, (name, born, *proof) in enumerate(people, start=1):
        end = f"-{number}" if number > 1 else ""
        sent |= {f"full_name{end}": name, f"birth_date{end}": born, f"proof_kind{end}": "receipt"}
        sent[f"proof_value{end}"] = proof[0] if proof else ""
    return sent


def ask(client, *kinds, path=URL, **more):
    limits.forget_all()
    return client.post(path, fields(*(ASKED[kind] for kind in kinds)) | more)


def text_of(response):
    return response.content.decode()


def inputs(page):
    """The value of each field of a page, hidden or not."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", page):
        facts = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if facts.get("type") != "radio" or "checked" in tag:
            found[facts["name"]] = html.unescape(facts.get("value", ""))
    return found


def answers(page):
    """Each person's part of an answer, by their number."""
    return {
        int(number): part
        for number, part in re.findall(
            r'<section[^>]*\sid="nguoi-(\d)"(.*?)</section>', page, re.DOTALL
        )
    }


def test_add_shows_one_more_pair_of_fields_and_keeps_what_was_typed(client, unit):
    answer = client.post(URL, fields(("Lê Thị An", "2/9", "HS-7")) | {"add": "1"})

    page = text_of(answer)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert inputs(page) == fields(("Lê Thị An", "2/9", "HS-7"), ("", ""))
    assert page.count(" autofocus") == 1
    assert re.search(r'id="full_name-2"[^>]* autofocus', page)
    assert "Người 2" in page


def test_nothing_wrong_is_told_before_anybody_is_looked_up(client, unit):
    page = text_of(client.post(URL, fields(("", "32/13")) | {"add": "1"}))

    assert "Hãy xem lại" not in page
    assert 'aria-invalid="true"' not in page


def test_drop_leaves_one_out_and_the_others_move_up(client, unit):
    people = [("Một", "1/1/1991"), ("Hai", "2/2/1992", "HS-2"), ("Ba", "3/3/1993", "HS-3")]

    page = text_of(client.post(URL, fields(*people) | {"drop": "2"}))

    assert inputs(page) == fields(people[0], people[2])
    assert re.search(r'id="full_name-2"[^>]* autofocus', page)


def test_the_last_one_left_has_a_form_without_numbers(client, unit):
    people = [("Một", "1/1/1991"), ("Hai", "2/2/1992")]

    page = text_of(client.post(URL, fields(*people) | {"drop": "1"}))

    assert inputs(page) == fields(people[1])
    assert 'name="drop"' not in page
    assert "Người 1" not in page
    dropped = text_of(client.post(URL, fields(people[1]) | {"drop": "1"}))
    assert inputs(dropped) == fields(("", ""))


def test_eight_people_are_as_many_as_may_be(client, unit):
    people = [(f"Người {number}", "1/1/1991") for number in range(1, 9)]

    page = text_of(client.post(URL, fields(*people) | {"add": "1"}))

    assert inputs(page) == fields(*people)
    assert 'name="add"' not in page
    nine = QueryDict(mutable=True)
    nine.update(fields(*people, ("Người 9", "1/1/1991")))
    assert TypedPeople.read(nine).count == 8


@pytest.mark.parametrize("what", [{"drop": "x"}, {"drop": "99"}, {"prove": "-1"}, {"prove": "²"}])
def test_odd_buttons_change_nothing(client, unit, what):
    answer = client.post(URL, fields(("Một", "1/1/1991"), ("Hai", "2/2/1992")) | what)

    assert answer.status_code == 200
    assert inputs(text_of(answer)) == fields(("Một", "1/1/1991"), ("Hai", "2/2/1992"))


def test_the_enter_key_searches_and_drops_nobody(client, unit):
    page = text_of(client.post(URL, fields(("Một", "1/1/1991")) | {"add": "1"}))

    first = re.search(r"<form.*?(<button[^>]*>)", page, re.DOTALL)[1]
    assert "name=" not in first
    alone = text_of(client.get(URL))
    assert "name=" not in re.search(r"<form.*?(<button[^>]*>)", alone, re.DOTALL)[1]


def test_each_gets_an_answer_of_their_own_in_the_order_of_the_form(client, unit):
    answer = ask(client, "printing", "nobody", "at unit")

    parts = answers(text_of(answer))
    assert answer.status_code == 200
    assert list(parts) == [1, 2, 3]
    assert "Lê Thị An" in parts[1]
    assert "Đang in thẻ" in parts[1]
    assert "Phạm Thị Hoa" in parts[2]
    assert "Chưa xác nhận được" in parts[2]
    assert "Nguyễn Hữu Trí" in parts[3]
    assert "Thẻ đã về đơn vị, chờ nhận" in parts[3]
    assert text_of(answer).count("Giờ làm việc</dt>") == 4  # the unit, and everybody's large print


def test_a_second_fact_opens_the_details_of_its_person_only(client, unit):
    parts = answers(text_of(ask(client, "correction", "details", "at unit")))

    assert "A12" in parts[2]
    assert "10/11/2021" in parts[2]
    for other in (parts[1], parts[3]):
        assert "Chi tiết hồ sơ" not in other
        assert "A12" not in other


def test_the_way_back_to_a_persons_second_fact(client, unit):
    page = text_of(ask(client, "printing", "at unit"))
    assert 'name="prove"' in answers(page)[2]

    form = text_of(client.post(URL, inputs(page) | {"prove": "2"}))

    assert inputs(form) == fields(ASKED["printing"], ASKED["at unit"])
    assert re.search(r'id="proof_value-2"[^>]* autofocus', form)
    assert form.count("<details") == 2
    assert form.count(" open>") == 1


def test_more_people_can_be_added_to_an_answer(client, unit):
    page = text_of(ask(client, "details"))

    form = text_of(client.post(URL, inputs(page) | {"add": "1"}))

    assert inputs(form) == fields(ASKED["details"], ("", ""))


@pytest.mark.parametrize("path", [URL, f"/en{URL}"])
def test_the_size_of_a_page_tells_only_how_many_people_it_is_about(client, unit, path):
    for count in (1, 2, 5, 8):
        sizes = {len(ask(client, *[kind] * count, path=path).content) for kind in ASKED}
        assert sizes == {12 * 1024 + 4000 * (count - 1)}, count


def test_a_mixed_page_has_the_size_of_any_other(client, unit):
    pages = [
        ask(client, *kinds)
        for kinds in (
            ["at unit", "nobody", "details"],
            ["nobody", "near match", "wrong fact"],
            ["correction", "reason", "printing"],
        )
    ]

    assert {len(page.content) for page in pages} == {12 * 1024 + 2 * 4000}


def test_every_unconfirmed_part_is_the_same(client, unit):
    parts = set()
    for kind in ("nobody", "near match", "wrong fact"):
        part = answers(text_of(ask(client, "printing", kind)))[2]
        name, born, *_ = ASKED[kind]
        part = re.sub(r'<input type="hidden" name="proof_[a-z]+" value="[^"]*"\s*>', "", part)
        parts.add(re.sub(r"\s+", " ", part.replace(name, "").replace(born, "")))

    assert len(parts) == 1


def test_a_wrong_field_is_told_of_its_person_and_everybodys_fields_stay(client, unit):
    people = [("Nguyễn Hữu Trí", "17/05/1991"), ("Lê Thị An", "31/02/1990"), ("", "1/1/1990")]

    answer = client.post(URL, fields(*people))

    page = text_of(answer)
    assert answer.status_code == 422
    assert inputs(page) == fields(*people)
    assert 'href="#birth_date-2">Người 2, Ngày sinh:' in page
    assert 'href="#full_name-3">Người 3, Họ và tên:' in page
    assert page.count('aria-invalid="true"') == 2
    assert page.count(" autofocus") == 1
    assert re.search(r'id="birth_date-2"[^>]* autofocus', page)
    assert 'aria-describedby="birth_date-wrong-2 birth_date-hint-2"' in page
    assert "Thẻ của bạn" not in page


def test_fields_left_empty_are_no_mistake(client, unit):
    answer = client.post(URL, fields(ASKED["at unit"], ("", ""), ASKED["nobody"]))

    assert answer.status_code == 200
    assert list(answers(text_of(answer))) == [1, 2]
    assert client.post(URL, fields(("", ""), ("", ""))).status_code == 422


def test_what_was_typed_comes_back_escaped(client, unit):
    evil = ('"><script>alert(1)</script>', "17/05/1991")

    page = text_of(client.post(URL, fields(evil, evil)))

    assert "<script>" not in page


def strangers(count):
    names = "Bình Cường Dũng Giang Hải Khoa Long Minh".split()
    return [(f"Trần Văn {name}", "03/04/1986") for name in names[:count]]


def test_whom_the_limits_refuse_is_told_so_and_the_others_are_answered(client, unit):
    client.post(URL, fields(*strangers(8)))
    answer = client.post(URL, fields(*strangers(8)))

    page = text_of(answer)
    parts = answers(page)
    assert answer.status_code == 200
    assert len(answer.content) == 12 * 1024 + 7 * 4000
    for number in range(1, 5):
        assert "Chưa xác nhận được" in parts[number]
    for number in range(5, 9):
        assert "Chưa tra cứu" in parts[number]
    form = re.search(r"<form[^>]*>((?:(?!</form>).)*Tra cứu tiếp.*?)</form>", page, re.DOTALL)[1]
    assert inputs(form) == {
        key: value
        for key, value in fields(*strangers(8)[4:]).items()
        if not key.startswith("proof")
    }


def refused(client):
    client.post(URL, fields(*strangers(8)))
    client.post(URL, fields(*strangers(8)))
    return client.post(URL, fields(*strangers(3)))


def test_when_all_are_refused_work_or_a_wait_pays_for_all(client, unit, monkeypatch):
    answer = refused(client)

    page = text_of(answer)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) == 60
    assert "Vui lòng chờ 60 giây" in page
    task = html.unescape(re.search(r'data-challenge="([^"]*)"', page)[1])
    assert '"maxnumber": 150000' in task
    sent = inputs(page)
    assert sent["full_name-3"] == "Trần Văn Dũng"

    now = challenges.time.time()
    monkeypatch.setattr(challenges.time, "time", lambda: now + 65)
    paid = client.post(URL, sent)
    assert paid.status_code == 200
    assert "Chưa tra cứu" not in text_of(paid)
    assert client.post(URL, sent).status_code == 429


def test_a_unit_that_requires_a_second_fact_asks_each_for_it(client, tmp_path):
    publish_people(make_unit(requires_second_fact=True), tmp_path, TRI, AN)

    form = text_of(client.post(URL, fields(("Một", "1/1/1991")) | {"add": "1"}))
    assert form.count("Đơn vị này cần thêm một thông tin chỉ bạn có.") == 2
    parts = answers(text_of(ask(client, "printing", "details")))
    assert "Chưa xác nhận được" in parts[1]
    assert "A12" in parts[2]


def test_no_address_on_the_pages_names_anybody(client, unit):
    page = text_of(ask(client, "at unit", "details", "nobody"))

    for address in re.findall(r'(?:href|action|src)="([^"]*)"', page):
        assert not re.search(r"tr%C3%AD|trí|hoa|1991|00012", address, re.IGNORECASE), address
    assert set(re.findall(r'action="([^"]*)"', page)) == {"/tan-phu/bao-tin/"}


def test_each_has_a_large_print_page_with_all_that_is_needed_to_go(client, unit):
    page = text_of(ask(client, "details", "nobody", "printing"))

    sheets = re.findall(r'<section class="sheet" id="in-\d".*?</section>', page, re.DOTALL)
    assert len(sheets) == 3
    for sheet, (name, *_) in zip(
        sheets, (ASKED[k] for k in ("details", "nobody", "printing")), strict=True
    ):
        for words in (name, "Công an quận Tân Phú", "số 1, đường Minh Hoạ", "028 0000 0001",
                      "Mỗi ngày 7:00–21:00", "1900 0368", "14/12/2021"):  # fmt: skip
            assert words.lower() in sheet.lower()
    assert "Thẻ của bạn đã về đơn vị" in sheets[0]
    assert "giấy hẹn và giấy tờ tuỳ thân" in sheets[0]
    assert "A12" in sheets[0]
    assert "giấy hẹn và giấy tờ tuỳ thân" in sheets[1]
    for sheet in sheets[1:]:
        assert "A12" not in sheet
