"""The poster: for every officer of the unit, when there is somebody on Zalo to lead to."""

import re

import pytest

from tracuu.console.posters.pdf import Poster, draw_poster
from webhooks.calls import OA, make_account

PAGE = "/console/tan-phu/poster/"
PDF = f"{PAGE}a4.pdf"


@pytest.fixture(autouse=True)
def zalo(settings):
    settings.ZALO_CHAT_URL = "https://zalo.me"


def test_the_page_shows_the_link_its_code_and_the_sheet(client, unit, binh):
    make_account(unit)
    client.force_login(binh)
    page = client.get(PAGE).content.decode()
    assert f'href="https://zalo.me/{OA}"' in page
    assert f'href="{PDF}"' in page
    assert '<path class="dark" d="M0 0h7' in page


def test_the_sheet_is_one_page_of_a4(client, unit, an):
    make_account(unit)
    client.force_login(an)
    answer = client.get(PDF)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert 'filename="ap-phich-zalo-tan-phu.pdf"' in answer.headers["Content-Disposition"]
    assert answer.content.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", answer.content)) == 1
    assert len(answer.content) < 100_000


@pytest.mark.parametrize("state", [None, "broken", "stopped"])
def test_without_an_account_that_answers_nobody_is_led_there(client, unit, an, state):
    if state:
        make_account(unit, state=state)
    client.force_login(an)
    said = "đang mất kết nối" if state == "broken" else "chưa kết nối Zalo"
    assert said in client.get(PAGE).content.decode()
    answer = client.get(PDF)
    assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)


def test_the_first_page_leads_there(client, unit, an):
    client.force_login(an)
    assert f'href="{PAGE}"' in client.get("/console/tan-phu/").content.decode()


@pytest.mark.parametrize(
    "name",
    [
        "CA",
        "Công an quận Tân Phú",
        "Công an phường Minh Hoạ Đông, Thành phố Hồ Chí Minh",
        "x" * 160,
    ],
)
def test_a_name_of_any_length_can_be_drawn(name):
    poster = Poster(name, "", "", "", f"https://zalo.me/{OA}", "tra-cuu.example/xac-minh/")
    assert draw_poster(poster).startswith(b"%PDF-")
