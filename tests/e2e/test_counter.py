"""A citizen stands at the counter with a slip and leaves with the card, by the keyboard alone."""

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from e2e.console_walks import COUNTER, find_at_counter, sign_in, staff_the_unit
from e2e.test_accessibility import keep_picture
from factories import person, publish_people
from tracuu.cards.enums import Collector, Paper
from tracuu.cards.models import HandOver
from tracuu.units.queries import get_unit

pytestmark = pytest.mark.django_db(transaction=True)

CODE = re.compile(r"[0-9CHKMNPTVX]{4}-[0-9CHKMNPTVX]{4}-[0-9CHKMNPTVX]{4}")


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def counter(site, open_context):
    def at(width, **options):
        page = open_context(width, **options).new_page()
        sign_in(page, site, "binh@tan-phu.example")
        return page

    staff_the_unit()
    return at


def scan(page, code):
    """A scanner types quickly and ends with Enter."""
    expect(page.locator("#query")).to_be_focused()
    page.keyboard.type(code)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("has_script", [True, False])
def test_from_the_slip_to_the_card_and_back(site, counter, has_script):
    page = counter(1280, java_script_enabled=has_script)
    page.goto(f"{site}{COUNTER}")
    find_at_counter(page, site, "nguyen huu tri 17/05/1991")
    page.locator(".slips .button").click()
    code = CODE.search(page.locator(".slip").inner_text())[0]
    if has_script:  # as most officers see it: without, the button that prints is not there
        keep_picture(page, "slip-1280-light")
    page.keyboard.press("Enter")  # the way back has the focus

    scan(page, code.lower())
    expect(page.locator(".person .box strong")).to_have_text("A12")
    keep_picture(page, "counter-found-1280-light")
    page.wait_for_timeout(500)
    page.keyboard.press("Enter")

    expect(page.locator(".said.success")).to_contain_text("Đã ghi trả thẻ")
    expect(page.locator(".person")).to_have_count(0)
    expect(page.locator("#query")).to_be_focused()
    assert HandOver.objects.get().collector == Collector.SELF
    keep_picture(page, "counter-handed-1280-light-vi")

    page.locator(".last .button").click()
    expect(page.locator(".said.success")).to_contain_text("Đã huỷ")
    scan(page, code)
    expect(page.locator(".person .box strong")).to_have_text("A12")
    assert "Nguy" not in page.url
    assert code not in page.url


def test_a_proxy_by_the_keyboard(site, counter):
    page = counter(1280)
    find_at_counter(page, site, "HS-00012")
    page.locator("details.more summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Lê Văn Ba")
    keep_picture(page, "counter-proxy-open-1280-light-vi")
    page.keyboard.press("Enter")

    expect(page.locator(".said.success")).to_contain_text("Người nhận thay")
    assert HandOver.objects.get().paper == Paper.AUTHORISATION


def test_a_proxy_without_a_paper_is_asked_for_it_and_enter_gives_nothing_out(site, counter):
    page = counter(1280)
    find_at_counter(page, site, "HS-00012")
    page.locator("details.more summary").first.click()
    page.locator("#id_proxy_name").fill("Lê Văn Ba")
    page.keyboard.press("Enter")

    expect(page.locator("input[name=paper]").first).to_be_focused()
    expect(page.locator("#id_proxy_name")).to_have_value("Lê Văn Ba")
    page.locator("#query").press("Enter")
    expect(page.locator(".said.warning")).to_be_visible()
    assert not HandOver.objects.exists()


def test_several_people_fit_a_narrow_screen(site, counter, tmp_path):
    for number in ("2999", "3888"):
        row = person("Nguyễn Thị Hoa", "01/01/1975", receipt=f"HS-2021-00{number}",
                     id_number=f"07909100{number}", phone=f"090123{number}")  # fmt: skip
        publish_people(get_unit("tan-phu"), tmp_path, row, name=f"{number}.xlsx")
    page = counter(360)
    page.goto(f"{site}{COUNTER}")
    page.locator("#query").fill("nguyen thi hoa 01/01/1975")
    page.keyboard.press("Enter")

    expect(page.locator(".choices button")).to_have_count(2)
    keep_picture(page, "counter-choices-360-light-vi")
    button = page.locator(".choices button").first.bounding_box()
    arrow = page.locator(".choices .icon").first.bounding_box()
    middle = arrow["y"] + arrow["height"] / 2
    assert abs(middle - button["y"] - button["height"] / 2) < 3
    small = page.locator(".choices small").first
    for fact in ("CCCD …", "điện thoại …"):
        assert small.get_by_text(fact).bounding_box()["height"] < 30
    for text in page.locator(".choices small span, .choices strong, .choices .tag").all():
        box = text.bounding_box()
        assert box["x"] + box["width"] <= arrow["x"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_slip_fits_a_till_and_a_small_sheet(site, counter):
    page = counter(1280)
    find_at_counter(page, site, "HS-00012")
    page.locator(".slips .button").click()
    page.emulate_media(media="print")
    box = page.locator(".slip").bounding_box()
    millimetre = 96 / 25.4
    assert box["width"] <= 72 * millimetre + 1
    assert box["height"] <= (148 - 8) * millimetre
    expect(page.locator(".tabs")).to_be_hidden()
    expect(page.locator(".to-print")).to_be_hidden()
    keep_picture(page, "slip-print")
