"""What a person does, from the door to the answer."""

import re

import pytest
from playwright.sync_api import expect

from e2e.walks import FORM, ask, ask_until_slow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_door_to_the_answer(site, open_context, scripts):
    context = open_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(site)
    page.get_by_label("Đơn vị bạn đã làm thẻ").fill("tan phu")
    page.get_by_role("button", name="Tìm đơn vị").click()
    page.get_by_role("link", name="Công an quận Tân Phú").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Công an quận Tân Phú")
    page.get_by_role("link", name="Tra cứu CCCD Thẻ của tôi đến đâu rồi?").click()
    page.get_by_label("Họ và tên").fill("nguyen huu tri")
    page.get_by_label("Ngày sinh").fill("17/05/1991")
    page.get_by_role("button", name="Tìm kiếm").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Thẻ của bạn đã về đơn vị")
    assert page.url == f"{site}{FORM}"
    assert page.title() == "Kết quả tra cứu – Công an quận Tân Phú"
    assert context.cookies() == []

    page.get_by_label("Nhập thông tin đó").fill("HS-00012")
    page.get_by_role("button", name="Xem chi tiết").click()
    expect(page.locator(".answer .box")).to_contain_text("A12")
    assert page.url == f"{site}{FORM}"
    assert context.cookies() == []


def test_the_whole_way_with_the_keyboard_alone(site, page):
    page.goto(site)

    def go_to(name: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            focused = page.evaluate(
                "(document.activeElement.labels?.[0] || document.activeElement).innerText"
            )
            if name in focused:
                return
        raise AssertionError(f"the Tab key never came to {name}")

    def enter() -> None:
        with page.expect_navigation():
            page.keyboard.press("Enter")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    go_to("Đơn vị bạn đã làm thẻ")
    page.keyboard.type("tan phu")
    enter()
    go_to("Công an quận Tân Phú")
    enter()
    go_to("Thẻ của tôi đến đâu rồi?")
    enter()
    go_to("Họ và tên")
    page.keyboard.type("Lê Thị An")
    go_to("Ngày sinh")
    page.keyboard.type("02091990")
    enter()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thẻ của bạn đang được in.")


def test_an_error_takes_the_focus_to_its_field(site, page):
    ask(page, site, "Lê Thị An", "32/01/1990")

    expect(page.locator("#birth_date")).to_be_focused()
    expect(page.locator("#full_name")).to_have_value("Lê Thị An")
    described = page.locator("#birth_date").get_attribute("aria-describedby")
    assert described.startswith("birth_date-wrong ")


@pytest.mark.parametrize("has_subtle", [True, False])
def test_with_scripts_the_work_is_done_by_itself(site, open_context, has_subtle):
    context = open_context()
    if not has_subtle:
        context.add_init_script(
            "Object.defineProperty(window, 'crypto', {value: {}, configurable: true})"
        )
    page = context.new_page()

    ask_until_slow(page, site)

    expect(page.get_by_role("heading", level=1)).to_have_text("Chưa xác nhận được", timeout=60_000)
    expect(page.locator("#full_name")).to_have_value("Ai Do")
    assert context.cookies() == []


def test_the_page_stays_alive_while_it_works(site, page):
    page.add_init_script(
        """let last = 0; window.longest = 0;
        (function tick() {
          const now = performance.now();
          if (last) window.longest = Math.max(window.longest, now - last);
          last = now; setTimeout(tick, 0);
        })();
        addEventListener("pagehide", () => sessionStorage.setItem("longest", window.longest));"""
    )
    ask_until_slow(page, site)
    expect(page.get_by_role("heading", level=1)).to_have_text("Chưa xác nhận được", timeout=60_000)
    assert float(page.evaluate("sessionStorage.getItem('longest')")) < 500


def test_without_scripts_a_short_wait_and_the_same_button(site, open_context):
    page = open_context(java_script_enabled=False).new_page()

    ask_until_slow(page, site)

    expect(page.get_by_text(re.compile("Vui lòng chờ 20 giây rồi bấm Tìm kiếm"))).to_be_visible()
    expect(page.get_by_role("button", name="Tìm kiếm")).to_be_visible()
    expect(page.locator("#progress")).to_be_hidden()


def test_nothing_of_the_person_is_in_an_address_or_a_referrer(site, page):
    seen = []
    page.on("request", lambda request: seen.append((request.url, request.headers.get("referer"))))

    ask(page, site, "nguyen huu tri", "17/05/1991", "HS-00012")

    assert seen
    for address, referrer in seen:
        assert "tri" not in address.lower().replace("tra-cuu", "")
        assert "1991" not in address
        assert not referrer


def test_the_browser_refuses_nothing_of_ours(site, page):
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    page.goto(site)
    ask(page, site, "nguyen huu tri", "17/05/1991")

    assert said == []
