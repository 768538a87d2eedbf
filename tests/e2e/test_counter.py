"""A citizen stands at the counter with a slip and leaves with the card, by the keyboard alone."""

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from e2e.console_walks import COUNTER, find_at_counter, sign_in, staff_the_unit
from e2e.test_accessibility import keep_picture
from tracuu.cards.enums import Collector, Paper
from tracuu.cards.models import HandOver

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
