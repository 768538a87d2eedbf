"""The form that the chat opens, in a real browser: looked up, sent back by a button, opened once."""

import pytest
from playwright.sync_api import expect

from assistant.chatting import NOON, Chat
from e2e.test_accessibility import keep_picture, violations
from tracuu.core import clock
from tracuu.messaging.chat.content import Tap
from tracuu.units.queries import get_unit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def noon():
    with clock.stopped_at(NOON):
        yield


def check(page, name):
    assert violations(page) == [], name
    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert overflow <= 0, f"{name} is wider than the screen"
    keep_picture(page, name)


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_an_answer_goes_back_to_the_chat_that_opened_the_form(
    site, settings, open_context, width, scheme
):
    settings.BASE_URL = site
    chat = Chat(get_unit("tan-phu"))
    chat.says("tra cứu")
    (button,) = [one for one in chat.buttons() if one.tap is Tap.OPEN]
    page = open_context(width, color_scheme=scheme, bypass_csp=True).new_page()

    page.goto(button.value)
    expect(page.get_by_text("Bạn mở trang này từ Zalo.")).to_be_visible()
    check(page, f"from-zalo-form-{width}-{scheme}")
    page.fill("#full_name", "Nguyễn Hữu Trí")
    page.fill("#birth_date", "17/05/1991")
    page.keyboard.press("Enter")
    back = page.get_by_role("button", name="Gửi sang Zalo")
    expect(back).to_be_visible()
    check(page, f"from-zalo-answer-{width}-{scheme}")
    back.click()

    expect(page.get_by_role("heading", name="Đã gửi sang Zalo")).to_be_visible()
    check(page, f"from-zalo-sent-{width}-{scheme}")
    assert chat.said()[-1].text.startswith("Nguyễn Hữu Trí, 17/05/1991:\nThẻ của bạn đã về đơn vị")
    assert page.context.cookies() == []
    page.goto(button.value)
    page.fill("#full_name", "Lê Thị An")
    page.fill("#birth_date", "02/09/1990")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Gửi sang Zalo").click()
    expect(page.get_by_role("heading", name="Liên kết này không dùng được nữa")).to_be_visible()
    check(page, f"from-zalo-used-{width}-{scheme}")
