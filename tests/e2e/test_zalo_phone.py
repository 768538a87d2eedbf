"""The phone of the emulator in a real browser: fits, is accessible, and plays a whole conversation."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from e2e.walks import follow
from emulated_zalo import CALLBACK, OA, Receiver, Zalo, reached, served
from zalo_emulator.world import APP_ID

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
PICTURES = os.environ.get("SCREENSHOTS_DIR")
CHAT = "/phone/tri/tan-phu/"
MENU = {
    "text": "Xin chào! Bạn cần gì?",
    "attachment": {
        "type": "template",
        "payload": {
            "buttons": [
                {"title": "Tra cứu CCCD", "type": "oa.query.show", "payload": "#tracuu"},
                {
                    "title": "Mở trang của đơn vị",
                    "type": "oa.open.url",
                    "payload": {"url": "http://127.0.0.1:18999/"},
                },
            ]
        },
    },
}
INFO = {
    "attachment": {
        "type": "template",
        "payload": {
            "template_type": "request_user_info",
            "elements": [
                {
                    "title": "Báo cho bạn khi có thẻ",
                    "subtitle": "Chúng tôi chỉ dùng số điện thoại để báo tin này.",
                    "image_url": "http://127.0.0.1:18999/a.png",
                }
            ],
        },
    }
}


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture
def address(tmp_path, receiver) -> Iterator[str]:
    arguments = ("--webhook-url", receiver.url, "--callback-url", CALLBACK)
    with served(tmp_path / "zalo.sqlite3", *arguments) as address:
        yield address


@pytest.fixture
def zalo(address) -> Iterator[Zalo]:
    with reached(address) as zalo:
        zalo.grant()
        yield zalo


def check_page(page: Page, name: str, width: int) -> None:
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(PICTURES) / f"phone-{name}-{width}.png")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    assert found.response["passes"], "axe looked at nothing"
    wrong = [
        f"{each['id']}: {node['html']} {node['failureSummary']}"
        for each in found.response["violations"]
        for node in each["nodes"]
    ]
    assert wrong == [], name
    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert overflow <= 0, f"{name} is wider than the screen"
    small = page.evaluate(
        """Array.from(document.querySelectorAll("a:not(.skip), button, input:not([type=hidden]), summary"))
          .filter(e => e.checkVisibility() && e.type !== "radio" && !e.closest("p.text"))
          .filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML)"""
    )
    assert small == [], name


@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_of_the_phone_is_accessible_and_fits(address, zalo, open_context, width):
    page = open_context(width, bypass_csp=True).new_page()
    page.goto(f"{address}/phone/")
    check_page(page, "people", width)
    page.goto(f"{address}{CHAT}")
    check_page(page, "empty", width)
    page.get_by_role("button", name="Quan tâm", exact=True).click()
    page.get_by_label("Tin nhắn", exact=True).fill("Chào đơn vị, thẻ của tôi đến đâu rồi?")
    page.get_by_role("button", name="Gửi", exact=True).click()
    expect(page.locator("#bubbles")).to_contain_text("đến đâu rồi?")
    zalo.cs(MENU)
    zalo.cs(INFO)
    expect(page.get_by_role("link", name="Chia sẻ thông tin")).to_be_visible()
    check_page(page, "chat", width)
    page.locator(".attach summary").click()
    check_page(page, "attach", width)
    page.goto(f"{address}/phone/tri/")
    check_page(page, "chats", width)
    page.goto(f"{address}{CHAT}")
    follow(page, page.get_by_role("link", name="Chia sẻ thông tin"))
    check_page(page, "info", width)
    asked = f"app_id={APP_ID}&redirect_uri={CALLBACK}&code_challenge=x&state=y"
    page.goto(f"{address}/v4/oa/permission?{asked}")
    check_page(page, "consent", width)


def test_a_citizen_follows_asks_taps_shares_and_leaves(address, zalo, receiver, page):
    page.goto(f"{address}{CHAT}")
    page.get_by_role("button", name="Quan tâm", exact=True).click()
    page.get_by_role("button", name="Hỏi đáp CCCD").click()
    expect(page.locator("#bubbles")).to_contain_text("#hoidap")
    field = page.get_by_label("Tin nhắn", exact=True)
    field.fill("Thẻ của tôi đâu?")
    field.press("Enter")
    expect(page.locator("#bubbles")).to_contain_text("Thẻ của tôi đâu?")
    expect(field).to_have_value("")
    # What the account says appears by itself.
    zalo.cs(MENU)
    page.get_by_role("button", name="Tra cứu CCCD").first.click()
    expect(page.locator("#bubbles .mine").last).to_contain_text("#tracuu")
    link = page.get_by_role("link", name="Mở trang của đơn vị")
    assert link.get_attribute("href") == "http://127.0.0.1:18999/"
    page.locator(".attach summary").click()
    page.get_by_role("button", name=re.compile("Chợ Tân Hương")).click()
    expect(page.locator("#bubbles .mine").last).to_contain_text("Chợ Tân Hương")
    zalo.cs(INFO)
    page.get_by_role("link", name="Chia sẻ thông tin").click()
    page.get_by_role("button", name="Chia sẻ", exact=True).click()
    page.locator(".more summary").click()
    page.get_by_role("button", name="Bỏ quan tâm").click()
    expect(page.get_by_role("button", name="Quan tâm", exact=True)).to_be_visible()
    zalo.settle()
    said = [each for each in receiver.names if each.startswith("user_") or "follow" in each]
    without_receipts = [each for each in said if not re.search("received|seen", each)]
    assert without_receipts == [
        "follow",
        "user_send_text",
        "user_send_text",
        "user_send_text",
        "user_send_location",
        "user_submit_info",
        "unfollow",
    ]
    assert "user_seen_message" in receiver.names


def test_the_phone_works_without_javascript(address, zalo, open_context):
    page = open_context(java_script_enabled=False).new_page()
    page.goto(f"{address}{CHAT}")
    follow(page, page.get_by_role("button", name="Quan tâm", exact=True))
    page.get_by_label("Tin nhắn", exact=True).fill("Chào")
    follow(page, page.get_by_role("button", name="Gửi", exact=True))
    zalo.cs(MENU)
    page.reload()
    page.locator("#bubbles").get_by_role("button", name="Tra cứu CCCD").click()
    expect(page.locator("#bubbles .mine").last).to_contain_text("#tracuu")


def test_the_owner_of_an_account_consents_in_the_browser(address, page):
    asked = f"app_id={APP_ID}&redirect_uri={CALLBACK}&code_challenge=x&state=y"
    page.goto(f"{address}/v4/oa/permission?{asked}")
    page.get_by_label("Công an quận Tân Phú").check()
    with page.expect_request(re.compile(re.escape(CALLBACK))) as sent:
        page.get_by_role("button", name="Đồng ý", exact=True).click()
    assert f"oa_id={OA}" in sent.value.url
    assert "state=y" in sent.value.url
