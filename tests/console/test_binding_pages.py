"""At the counter: a code for the citizen's telephone, and whether it came; nothing of it in an address."""

import re

import pytest
from django.test import Client

from chatting import make_account, make_citizen, writes
from console.test_language import vietnamese_in
from factories import person, publish_people
from tracuu.cards.binding import bind, find_bonds
from tracuu.cards.models import BindingCode
from tracuu.core.receipt_codes import read_code

pytestmark = pytest.mark.django_db
COUNTER = "/console/tan-phu/counter/"
CODE = re.compile(r"Gắn hồ sơ ([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})")


@pytest.fixture(autouse=True)
def people(unit, tmp_path, settings):
    settings.BASE_URL = "https://tra-cuu.example"
    publish_people(
        unit, tmp_path, person("Nguyễn Thị Lan", "17/05/1991", receipt="HS-12", box="A1")
    )


@pytest.fixture
def desk(client, binh):
    client.force_login(binh)
    return client


def main(answer):
    return answer.content.decode().split("<main")[1].split("</main>")[0]


def ticket(desk):
    return re.search(
        r'name="person" value="([^"]+)"', main(desk.post(COUNTER, {"query": "HS-12"}))
    )[1]


def make_code(desk):
    return desk.post(f"{COUNTER}zalo/", {"person": ticket(desk)})


def test_a_unit_that_is_not_on_zalo_offers_nothing(desk):
    assert "Gắn vào Zalo" not in main(desk.post(COUNTER, {"query": "HS-12"}))
    answer = desk.post(f"{COUNTER}zalo/", {"person": ticket(desk)}, follow=True)
    assert "chưa kết nối tài khoản Zalo" in main(answer)


def test_from_the_code_to_the_bond_and_its_end(desk, unit):
    make_account(unit)
    page = main(make_code(desk))
    code = CODE.search(page)[1]
    assert '<path d="M' in page
    row = BindingCode.objects.get()
    state = f"{COUNTER}zalo/{row.pk}/"
    assert "Chưa thấy người dân gửi mã" in main(desk.get(state))
    assert code not in desk.get(state).content.decode()
    assert bind(conversation=writes(make_citizen(unit), "Chào"), code=code)
    told = desk.get(state, headers={"X-Waits": "1"}).content.decode()
    assert re.search(r"Đã gắn lúc \d\d:\d\d với Người dùng Zalo · \w{4}\.", told)
    assert "<main" not in told
    assert "Đang gắn với 1 tài khoản Zalo" in main(desk.post(COUNTER, {"query": "HS-12"}))
    ended = desk.post(f"{COUNTER}zalo/end/", {"person": ticket(desk)}, follow=True)
    assert "Đã gỡ hồ sơ khỏi 1 tài khoản Zalo" in main(ended)
    assert find_bonds(unit, row.application_id).count == 0


def test_while_zalo_is_broken_no_code_is_offered_and_the_reason_is_said(desk, unit):
    account = make_account(unit)
    held = ticket(desk)
    code = CODE.search(main(make_code(desk)))[1]
    account.state = "broken"
    account.save()
    shown = main(desk.post(COUNTER, {"query": "HS-12"}))
    assert "Zalo của đơn vị đang mất kết nối nên chưa gắn được hồ sơ" in shown
    assert ">Z</kbd>" not in shown
    answer = desk.post(f"{COUNTER}zalo/", {"person": held}, follow=True)
    assert "Zalo của đơn vị đang mất kết nối" in main(answer)
    assert BindingCode.objects.count() == 1
    # Whoever scanned a code before is not sent where nobody answers.
    page = Client().get(f"/tan-phu/gan/{read_code(code)}/")
    assert page.status_code == 404
    assert "zalo.me" not in page.content.decode()
    assert "đang tạm ngừng" in page.content.decode()
    assert "mất kết nối" in main(desk.get("/console/tan-phu/poster/"))


def test_a_bond_of_a_unit_that_left_zalo_can_still_be_ended(desk, unit):
    account = make_account(unit)
    code = CODE.search(main(make_code(desk)))[1]
    assert bind(conversation=writes(make_citizen(unit), "Chào"), code=code)
    account.state = "stopped"
    account.save()
    shown = main(desk.post(COUNTER, {"query": "HS-12"}))
    assert "Đang gắn với 1 tài khoản Zalo" in shown
    assert "Gỡ khỏi Zalo" in shown
    assert "chưa kết nối tài khoản Zalo" in shown


def test_only_who_made_the_code_sees_what_became_of_it(desk, unit, an):
    make_account(unit)
    make_code(desk)
    other = Client()
    other.force_login(an)
    assert other.get(f"{COUNTER}zalo/{BindingCode.objects.get().pk}/").status_code == 404


def test_what_the_qr_code_opens_uses_nothing_up(desk, client, unit, django_assert_num_queries):
    make_account(unit)
    code = CODE.search(main(make_code(desk)))[1]
    path = f"/tan-phu/gan/{read_code(code)}/"
    citizen = Client()
    for _ in range(3):
        page = citizen.get(path)
    text = page.content.decode()
    assert f'Gắn hồ sơ <span class="whole">{code}</span>' in text
    assert 'href="https://zalo.me/4000000000000000001"' in text
    assert page.headers["Cache-Control"] == "no-store"
    assert BindingCode.objects.get().used_at is None
    assert bind(conversation=writes(make_citizen(unit), "Chào"), code=code)
    assert citizen.get(path).content == page.content  # nobody learns whether it was used


def test_a_mistyped_code_or_a_unit_without_zalo_says_so(unit, other_unit):
    make_account(unit)
    wrong = Client().get("/tan-phu/gan/7K2M0CHX4PT9/")
    assert wrong.status_code == 404
    assert "Mã này có chữ gõ nhầm" in wrong.content.decode()
    nowhere = Client().get("/tan-binh/gan/000000000000/")
    assert nowhere.status_code == 404
    assert "chưa có Zalo" in nowhere.content.decode()


def test_the_pages_speak_english(desk, unit):
    make_account(unit)
    desk.get(f"{COUNTER}?lang=en")
    assert vietnamese_in(make_code(desk)) is None
    assert vietnamese_in(desk.get(f"{COUNTER}zalo/{BindingCode.objects.get().pk}/")) is None
