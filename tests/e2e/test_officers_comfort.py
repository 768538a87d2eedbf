"""What an officer's hands and eyes meet all day: keys, narrow screens, pages that are loaded again."""

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from e2e.console_walks import (
    COUNTER,
    bring_lists,
    find_at_counter,
    pages_of_lists,
    sign_in,
    staff_the_unit,
)
from e2e.test_accessibility import keep_picture
from factories import write_list
from tracuu.cards.models import Application, CardList, HandOver

pytestmark = pytest.mark.django_db(transaction=True)
HOME = "/console/tan-phu/"
KEYS = {
    "1": HOME, "2": COUNTER, "3": f"{HOME}lists/", "4": f"{HOME}inbox/", "5": f"{HOME}messages/",
    "6": f"{HOME}answers/", "7": f"{HOME}officers/", "8": f"{HOME}audit/", "9": f"{HOME}zalo/",
    "0": "/console/account/",
}  # fmt: skip


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def staffed(site):
    return staff_the_unit()


def press_alt(page, key):
    """As a keyboard does: the browser knows an access key by its sign, which Playwright leaves out."""
    wire = page.context.new_cdp_session(page)
    told = {"modifiers": 1, "key": key, "windowsVirtualKeyCode": ord(key.upper())}
    wire.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **told})
    wire.send(
        "Input.dispatchKeyEvent", {"type": "char", "text": key, "unmodifiedText": key, **told}
    )
    wire.send("Input.dispatchKeyEvent", {"type": "keyUp", **told})
    wire.detach()


def test_the_numbers_beside_the_tabs_are_keys(site, staffed, open_context):
    page = open_context(1280).new_page()
    sign_in(page, site)
    for key, path in KEYS.items():
        page.goto(f"{site}{HOME}")
        press_alt(page, key)
        page.wait_for_url(f"{site}{path}")


def test_the_letters_at_the_counter_are_keys(site, staffed, open_context):
    page = open_context(1280).new_page()
    sign_in(page, site)
    find_at_counter(page, site, "HS-00012")
    for key, place in (("k", 0), ("h", 1)):
        press_alt(page, key)
        expect(page.locator(".person details").nth(place)).to_have_attribute("open", "")
    press_alt(page, "p")
    expect(page.locator(".slip")).to_be_visible()
    find_at_counter(page, site, "HS-00012")
    page.wait_for_timeout(500)
    page.keyboard.press("Enter")
    expect(page.locator(".said.success")).to_contain_text("Đã ghi trả thẻ")
    press_alt(page, "u")
    expect(page.locator(".said.success")).to_contain_text("Đã huỷ")


@pytest.mark.parametrize("has_script", [True, False])
def test_a_page_of_the_counter_is_loaded_again_and_sends_nothing(
    site, staffed, open_context, has_script
):
    page = open_context(1280, java_script_enabled=has_script).new_page()
    sign_in(page, site)
    find_at_counter(page, site, "HS-00012")
    page.wait_for_timeout(500)
    page.keyboard.press("Enter")
    expect(page.locator(".said.success")).to_contain_text("Đã ghi trả thẻ")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.reload()
    expect(page.locator(".said.success")).to_contain_text("Đã ghi trả thẻ")
    page.locator(".last .button").first.click()
    expect(page.locator(".said.success")).to_contain_text("Đã huỷ")
    page.reload()
    expect(page.locator(".said.success")).to_contain_text("Đã huỷ")
    assert sent.count("POST") == 1
    assert HandOver.objects.count() == 1


def test_a_search_that_is_loaded_again_leads_to_the_empty_counter(site, staffed, open_context):
    page = open_context(1280).new_page()
    sign_in(page, site)
    find_at_counter(page, site, "HS-00012")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.reload()
    expect(page.locator("#query")).to_be_focused()
    expect(page.locator(".person")).to_have_count(0)
    assert "POST" not in sent


def test_a_lost_slip_is_renewed_once_however_often_the_page_is_loaded(site, staffed, open_context):
    page = open_context(1280).new_page()
    sign_in(page, site)
    find_at_counter(page, site, "HS-00012")
    page.locator(".slips .button").first.click()
    first = page.locator(".slip .letters").inner_text()
    find_at_counter(page, site, "HS-00012")
    page.get_by_role("button", name="Mất phiếu").click()
    expect(page.locator(".slip .letters")).not_to_have_text(first)
    second = page.locator(".slip .letters").inner_text()
    slip = Application.objects.exclude(slip_hash=None).get().slip_hash
    page.reload()
    assert page.locator(".slip .letters").inner_text() == second
    assert Application.objects.exclude(slip_hash=None).get().slip_hash == slip


CUT = """() => [...document.querySelectorAll('main *')].filter(each =>
  each.clientWidth > 0 && each.scrollWidth > each.clientWidth + 1 &&
  getComputedStyle(each).overflowX === 'auto' && !each.matches('input, select, textarea'))"""


def test_a_table_that_goes_on_under_the_edge_shows_it_and_is_moved_by_keys(
    site, staffed, open_context, tmp_path
):
    ways = pages_of_lists(site, bring_lists(tmp_path))
    ways["officers"] = lambda page: page.goto(f"{site}{HOME}officers/")
    ways["audit"] = lambda page: page.goto(f"{site}{HOME}audit/")
    page = open_context(360).new_page()
    sign_in(page, site)
    wide = set()
    for name, go in ways.items():
        go(page)
        for region in page.evaluate_handle(CUT).get_properties().values():
            told = region.evaluate(
                "each => [each.role, each.ariaLabel, getComputedStyle(each).backgroundImage]"
            )
            assert told[0] == "region", name
            assert told[1], name
            assert told[2].count("gradient") == 4, name
            region.as_element().focus()
            page.keyboard.press("ArrowRight")
            page.wait_for_function("each => each.scrollLeft > 0", arg=region, timeout=5000)
            wide.add(name)
        if name in {"audit", "lists", "day"}:
            keep_picture(page, f"console-{name}-edge-360-light-vi")
    assert {"audit", "lists", "day", "list-rows-new"} <= wide


def test_days_are_typed_day_first_in_an_english_browser(site, staffed, open_context, tmp_path):
    page = open_context(1280, locale="en-US").new_page()
    sign_in(page, site)
    page.goto(f"{site}{HOME}audit/")
    page.fill("#id_day", "4.12.2021")
    page.keyboard.press("Enter")
    page.wait_for_url("**day=4.12.2021*")
    expect(page.locator("#id_day")).to_have_value("04/12/2021")

    known = list(CardList.objects.values_list("pk", flat=True))
    page.goto(f"{site}{HOME}lists/")
    page.set_input_files("#id_file", write_list(tmp_path / "a.xlsx", []))
    page.fill("#id_as_of", "12/24/2021")
    page.get_by_role("button", name=re.compile("Tải lên|Upload")).click()
    expect(page.locator("#id_as_of")).to_have_value("12/24/2021")
    expect(page.get_by_text(re.compile("Không có tháng 24|There is no month 24"))).to_be_visible()
    assert not CardList.objects.exclude(pk__in=known).exists()
