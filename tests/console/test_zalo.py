"""The page of the unit's Zalo account, from the button through Zalo's consent page and back."""

import datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from connected_zalo import connect_unit, data_file, fresh_zalo
from emulated_zalo import OA, served
from tracuu.accounts.models import Officer
from tracuu.audit.models import Event
from tracuu.core import clock
from tracuu.messaging.enums import AccountState
from tracuu.messaging.models import OfficialAccount
from zalo_emulator.world import APP_ID, oa_id_of

pytestmark = pytest.mark.django_db
PAGE = "/console/tan-phu/zalo/"
CALLBACK = "http://testserver/console/account/zalo/"


@pytest.fixture(scope="module")
def zalo_address(tmp_path_factory):
    with served(data_file(tmp_path_factory.mktemp("zalo"))) as address:
        yield address


@pytest.fixture
def zalo(zalo_address, settings):
    with fresh_zalo(zalo_address, settings) as zalo:
        zalo.control(f"apps/{APP_ID}", {"callback_url": CALLBACK})
        yield zalo


@pytest.fixture
def page(client, an):
    """The page as An, the chief, sees it."""
    client.force_login(an)

    def ask(path=PAGE, **data):
        answer = client.post(path, data, follow=True) if data else client.get(path, follow=True)
        return answer.content.decode()

    return ask


def begin(client):
    """Press the button; what Zalo's consent page is asked for."""
    answer = client.get(f"{PAGE}consent/")
    assert answer.status_code == 302
    asked = parse_qs(urlsplit(answer.headers["Location"]).query)
    return {name: values[0] for name, values in asked.items()}


def grant(zalo, asked, oa_id=OA, answer="grant"):
    """What the account's administrator presses; the way back to us."""
    response = zalo.client.post(
        "/v4/oa/permission", data={**asked, "oa_id": oa_id, "answer": answer}
    )
    assert response.status_code == 302, response.text
    where = urlsplit(response.headers["location"])
    return f"{where.path}?{where.query}"


def connect(client, page, zalo):
    back = grant(zalo, begin(client))
    assert "Kết nối OA này?" in page(back)
    return page(f"{PAGE}connect/", oa_id=OA)


def actions():
    return list(Event.objects.filter(action__startswith="zalo").values_list("action", flat=True))


def test_the_whole_way(client, page, zalo, unit, an):
    assert "Chưa kết nối" in page()
    shown = connect(client, page, zalo)
    assert "Đã kết nối OA Công an quận Tân Phú." in shown
    assert "Đang hoạt động" in shown
    assert "đã xác thực" in shown
    assert "Nguyễn Văn An" in shown
    account = OfficialAccount.objects.get()
    assert (account.unit, account.oa_id, account.connected_by) == (unit, OA, an)
    assert actions() == ["zalo_connected"]
    assert "Zalo đã cho phép" not in page()


def test_zalo_is_asked_with_a_challenge_and_a_state_that_are_new_each_time(client, page, zalo):
    first, second = begin(client), begin(client)
    assert set(first) == {"app_id", "redirect_uri", "code_challenge", "state"}
    assert first["redirect_uri"] == CALLBACK
    assert first["code_challenge"] != second["code_challenge"]
    assert first["state"] != second["state"]


def test_the_code_stands_in_no_page_and_no_address_of_ours(client, page, zalo):
    back = grant(zalo, begin(client))
    code = parse_qs(urlsplit(back).query)["code"][0]
    answer = client.get(back)
    assert answer.headers["Location"] == PAGE
    assert code not in page()


def test_a_zalo_that_does_not_bring_the_state_back_is_understood(client, page, zalo):
    zalo.switch(oauth_state_echo=False)
    assert "Đã kết nối OA" in connect(client, page, zalo)


def test_another_state_than_ours_connects_nothing(client, page, zalo):
    back = grant(zalo, begin(client) | {"state": "not-ours"})
    assert "hết hạn hoặc bắt đầu ở trình duyệt khác" in page(back)
    assert "Zalo đã cho phép" not in page()
    page(f"{PAGE}connect/", oa_id=OA)
    assert not OfficialAccount.objects.exists()


def test_a_way_back_that_nobody_began_connects_nothing(client, page, zalo, unit):
    assert "hết hạn hoặc bắt đầu ở trình duyệt khác" in page(
        f"/console/account/zalo/?code=x&oa_id={OA}"
    )
    page(f"{PAGE}connect/", oa_id=OA)
    assert not OfficialAccount.objects.exists()


def test_nor_does_one_that_comes_too_late(client, page, zalo):
    back = grant(zalo, begin(client))
    with clock.stopped_at(clock.now() + datetime.timedelta(minutes=11)):
        assert "hết hạn hoặc bắt đầu" in page(back)
    page(back)
    with clock.stopped_at(clock.now() + datetime.timedelta(minutes=11)):
        assert "quá 10 phút" in page(f"{PAGE}connect/", oa_id=OA)
    assert not OfficialAccount.objects.exists()


def test_a_second_code_for_one_press_is_nobodys(client, page, zalo):
    """Without a state (which Zalo may leave out) somebody else could put theirs in its place."""
    page(grant(zalo, begin(client)))
    page(f"/console/account/zalo/?code=theirs&oa_id={oa_id_of('quan-10')}")
    page(f"{PAGE}connect/", oa_id=oa_id_of("quan-10"))
    page(f"{PAGE}connect/", oa_id=OA)
    assert not OfficialAccount.objects.exists()


def test_what_was_begun_for_one_unit_is_not_for_another(client, page, zalo, city, an):
    from tracuu.accounts.operations import give_role

    give_role(officer=an, unit=city, role="chief")
    page(grant(zalo, begin(client)))
    other = "/console/tp-ho-chi-minh/zalo/"
    assert "Zalo đã cho phép" not in page(other)
    page(f"{other}connect/", oa_id=OA)
    assert not OfficialAccount.objects.exists()


def test_the_yes_is_for_the_account_that_was_shown(client, page, zalo):
    page(grant(zalo, begin(client)))
    page(f"{PAGE}connect/", oa_id=oa_id_of("quan-10"))
    assert not OfficialAccount.objects.exists()


def test_an_administrator_who_refuses(client, page, zalo):
    shown = page(grant(zalo, begin(client), answer="refuse"))
    assert "OA chưa đồng ý" in shown
    assert "Chưa kết nối" in shown


@pytest.mark.parametrize(
    "query",
    ["code=x&oa_id=abc", "code=x&oa_id=٣", "code=x", "oa_id=1", f"code={'x' * 2001}&oa_id=1"],
)
def test_nonsense_that_comes_back_is_no_consent(client, page, zalo, query):
    begin(client)
    assert "OA chưa đồng ý" in page(f"/console/account/zalo/?{query}")
    assert "Zalo đã cho phép" not in page()


def test_the_wrong_account_is_said_so(client, page, zalo, other_unit):
    connect_unit(zalo, other_unit, OA)
    page(grant(zalo, begin(client)))
    assert "đang kết nối với một đơn vị khác" in page(f"{PAGE}connect/", oa_id=OA)


def test_a_zalo_that_does_not_answer_is_said_so(client, page, zalo):
    page(grant(zalo, begin(client)))
    zalo.fault("/v4/oa/access_token", "status", count=1)
    shown = page(f"{PAGE}connect/", oa_id=OA)
    assert "Chưa gọi được Zalo nên chưa kết nối" in shown
    assert "Chưa kết nối" in shown
    assert not OfficialAccount.objects.exists()


def test_a_check_asks_zalo_now(client, page, zalo, unit):
    connect_unit(zalo, unit)
    zalo.act("follow")
    shown = page(f"{PAGE}check/", now="1")
    assert "Zalo trả lời: OA đang hoạt động." in shown
    assert "Người quan tâm" in shown
    assert "500 trên 500" in shown
    assert actions() == ["zalo_connected", "zalo_checked"]


def test_what_is_wrong_is_said_in_a_sentence(client, page, zalo, unit):
    connect_unit(zalo, unit)
    zalo.control(f"oas/{OA}", {"has_api_package": False})
    shown = page(f"{PAGE}check/", now="1")
    assert "gói dịch vụ không có quyền dùng API" in shown
    assert "Cần xem" in page()


def test_a_broken_account_is_an_alarm_on_the_first_screen_until_it_is_connected_again(
    client, page, zalo, unit, binh
):
    connect_unit(zalo, unit)
    assert "Kết nối lại Zalo" not in page("/console/tan-phu/")
    OfficialAccount.objects.update(state=AccountState.BROKEN, failure="oauth_-14014")
    shown = page("/console/tan-phu/")
    assert "Kết nối lại Zalo" in shown
    assert "không còn nhận mã truy cập" in shown
    client.force_login(binh)
    assert "Kết nối lại Zalo" not in page("/console/tan-phu/")


def test_connecting_again_after_that(client, page, zalo, unit):
    connect_unit(zalo, unit)
    OfficialAccount.objects.update(state=AccountState.BROKEN, failure="oauth_-14014")
    assert "Cần kết nối lại" in page()
    shown = connect(client, page, zalo)
    assert "Đang hoạt động" in shown
    assert "Kết nối lại Zalo" not in page("/console/tan-phu/")


def test_disconnecting(client, page, zalo, unit):
    connect_unit(zalo, unit)
    shown = page(f"{PAGE}disconnect/", yes="1")
    assert "Đã ngắt kết nối" in shown
    assert "Chưa kết nối" in shown
    assert OfficialAccount.objects.get().sealed is None
    assert actions() == ["zalo_connected", "zalo_disconnected"]


def test_an_account_that_was_left_is_another_units_to_connect(client, page, zalo, unit, chi):
    connect_unit(zalo, unit)
    assert "đơn vị khác kết nối được OA này" in page()
    page(f"{PAGE}disconnect/", yes="1")
    other = "/console/tan-binh/zalo/"
    client.force_login(chi)
    answer = client.get(f"{other}consent/")
    asked = {name: one[0] for name, one in parse_qs(urlsplit(answer["Location"]).query).items()}
    page(grant(zalo, asked))
    assert "Đã kết nối OA" in page(f"{other}connect/", oa_id=OA)
    client.force_login(Officer.objects.get(email="an@tan-phu.example"))
    assert "nay do Công an quận Tân Bình kết nối" in " ".join(page().split())


@pytest.mark.parametrize("deed", ["check", "disconnect", "connect"])
def test_without_an_account_there_is_nothing_to_do(client, page, zalo, deed):
    page(f"{PAGE}{deed}/", x="1")
    assert actions() == []


def test_a_server_without_an_app_says_whose_turn_it_is(client, page):
    shown = page()
    assert "Máy chủ chưa có ứng dụng Zalo" in shown
    assert "consent/" not in shown
    assert client.get(f"{PAGE}consent/").headers["Location"] == PAGE


def test_the_menu_and_the_addresses_to_type_are_printed(client, page, zalo, settings):
    settings.BASE_URL = "https://tra-cuu.example"
    shown = page()
    for told in (
        "#tracuu",
        "#hoidap",
        "#canbo",
        "https://tra-cuu.example/tan-phu/tra-cuu/",
        "https://tra-cuu.example/webhooks/zalo/",
        "https://tra-cuu.example/console/account/zalo/",
    ):
        assert told in shown
    assert len(shown) < 100_000


def test_the_record_tells_of_it_in_words_and_leads_here(client, page, zalo, unit):
    connect_unit(zalo, unit)
    OfficialAccount.objects.get()
    from tracuu.messaging.zalo.tokens import break_account

    break_account(OfficialAccount.objects.get(), "oauth_-14014")
    shown = page("/console/tan-phu/audit/")
    assert "Kết nối Zalo" in shown
    assert "Mất kết nối với Zalo" in shown
    assert f"OA số {OA}" in shown
    assert f'href="{PAGE}"' in shown
    assert "oauth_-14014" in shown
