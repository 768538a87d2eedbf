"""The page of template messages: which kind uses which, what fits, and a trial to oneself."""

import html

import pytest

from connected_zalo import connect_unit, data_file, fresh_zalo
from console.test_language import vietnamese_in
from emulated_zalo import served
from tracuu.audit.models import Event
from tracuu.messaging.enums import AccountState
from tracuu.messaging.models import OfficialAccount

pytestmark = pytest.mark.django_db
PAGE = "/console/tan-phu/zalo/templates/"
FITTING = {
    "template_id": "900001",
    "name": "Thẻ đã về đơn vị",
    "text": "Thẻ của <customer_name> đã về <unit>. Mã tin <code>.",
    "params": [{"name": name, "maxLength": 60} for name in ("customer_name", "unit", "code")],
}


@pytest.fixture(scope="module")
def zalo_address(tmp_path_factory):
    with served(data_file(tmp_path_factory.mktemp("zalo"))) as address:
        yield address


@pytest.fixture
def zalo(zalo_address, settings):
    with fresh_zalo(zalo_address, settings) as zalo:
        zalo.control("templates", FITTING)
        yield zalo


@pytest.fixture
def account(zalo, unit):
    return connect_unit(zalo, unit)


@pytest.fixture
def ask(client, an, account):
    client.force_login(an)

    def see(path=PAGE, **data):
        answer = client.post(path, data, follow=True) if data else client.get(path, follow=True)
        return html.unescape(answer.content.decode())

    return see


def chosen():
    return OfficialAccount.objects.get().templates


def test_a_kind_of_message_gets_a_template_and_loses_it(ask):
    assert "Thẻ đã về đơn vị (900001)" in ask()
    shown = ask(f"{PAGE}set/", kind="ready", template="900001")
    assert "Tin “Thẻ đã về đơn vị” nay dùng mẫu 900001." in shown
    assert chosen() == {"ready": "900001"}
    assert "nay không dùng mẫu nào" in ask(f"{PAGE}set/", kind="ready", template="")
    assert chosen() == {}
    assert Event.objects.filter(action="zalo_template_set").count() == 2


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("310001", "cần tham số mà hệ thống không điền: receipt"),
        ("310003", "chưa được duyệt"),
        ("999999", "Mẫu này không có"),
        ("abc", "là một dãy số"),
    ],
)
def test_one_that_would_never_go_out_is_not_taken(ask, template, said):
    assert said in ask(f"{PAGE}set/", kind="ready", template=template)
    assert chosen() == {}


def test_one_with_too_little_room_is_not_taken(ask, zalo):
    short = {**FITTING, "params": [{"name": "unit", "maxLength": 10}]}
    zalo.control("templates", short)
    assert "quá ngắn cho: unit" in ask(f"{PAGE}set/", kind="ready", template="900001")
    assert "chỗ quá ngắn" in ask(f"{PAGE}900001/")


def test_one_that_zalo_has_no_more_is_said_so(ask):
    OfficialAccount.objects.update(templates={"ready": "777777"})
    assert "Mẫu này không còn hoặc chưa được duyệt ở Zalo" in ask()


def test_a_template_is_tried_on_an_administrators_telephone(ask, zalo):
    shown = ask(f"{PAGE}900001/")
    assert "Giá mỗi tin" in shown
    assert "chữ cái đầu của họ tên và năm sinh" in shown
    assert "Zalo đã nhận tin thử" in ask(f"{PAGE}900001/try/", phone="0900 000 106")
    people = {one["person_id"]: one["users"] for one in zalo.look("people")}
    oa_id = OfficialAccount.objects.get().oa_id
    assert any(user["oa_id"] == oa_id for user in people["minh"])
    said = zalo.look(f"messages?oa_id={oa_id}&person_id=minh")
    assert "N. V. A., 1990" in said[-1]["text"]
    (event,) = Event.objects.filter(action="zalo_template_tried")
    assert "900000106" not in str(event.facts)


@pytest.mark.parametrize(
    ("phone", "said"),
    [("0900000101", "quản trị viên ứng dụng hoặc OA. Hãy nhập"), ("113", "chưa đúng"), ("", "")],
)
def test_a_trial_that_goes_to_nobody_says_why(ask, phone, said):
    assert said in ask(f"{PAGE}900001/try/", phone=phone, x="1")
    assert not Event.objects.filter(action="zalo_template_tried").exists()


def test_a_zalo_that_does_not_answer_is_said_so_and_nothing_is_lost(ask, zalo):
    OfficialAccount.objects.update(templates={"ready": "900001"})
    zalo.fault("/template/all", "garbage")
    assert "Lần gọi Zalo gần nhất không thành" in ask()
    assert chosen() == {"ready": "900001"}


@pytest.mark.parametrize("state", [AccountState.BROKEN, AccountState.STOPPED])
def test_without_a_connection_there_is_nothing_to_choose(ask, state):
    OfficialAccount.objects.update(state=state)
    assert "chưa kết nối, nên chưa xem" in ask()
    assert "chưa kết nối, nên chưa xem" in ask(f"{PAGE}900001/")
    ask(f"{PAGE}set/", kind="ready", template="900001")
    assert chosen() == {}


def test_the_pages_speak_english(ask, client, zalo):
    for template_id in ("900001", "310001", "310002", "310003"):
        zalo.control("templates", {**FITTING, "template_id": template_id, "name": "Card"})
    client.get(f"{PAGE}?lang=en")
    for path in (PAGE, f"{PAGE}900001/"):
        assert vietnamese_in(client.get(path)) is None


def test_the_page_of_the_connection_leads_there(ask):
    assert f'href="{PAGE}"' in ask("/console/tan-phu/zalo/")
