"""The whole story on a phone: follow, look up, watch, a list is published, told, ask an officer, answered."""

import datetime
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from connected_zalo import connect_unit, data_file, fresh_zalo
from e2e.console_walks import sign_in, staff_the_unit
from e2e.test_accessibility import violations
from emulated_zalo import Zalo, served
from factories import person, publish_people
from tracuu.core import clock
from tracuu.messaging.sending import send_due
from tracuu.messaging.zalo import journal
from tracuu.units.queries import get_unit
from tracuu.webhooks.processing import process_due
from zalo_emulator.world import APP_ID

pytestmark = pytest.mark.django_db(transaction=True)
PICTURES = os.environ.get("SCREENSHOTS_DIR")
NOON = datetime.datetime(2021, 12, 14, 5, 0, tzinfo=datetime.UTC)
# Held for the unit's ten minutes of undoing.
RELEASED = NOON + datetime.timedelta(minutes=11)
CHAT = "/phone/hoa/tan-phu/"
NAME, BORN = "Phạm Thị Mong", "04/05/1977"


@pytest.fixture(scope="module")
def zalo_address(tmp_path_factory) -> Iterator[str]:
    with served(data_file(tmp_path_factory.mktemp("zalo"))) as address:
        yield address


@pytest.fixture
def zalo(site, zalo_address, settings) -> Iterator[Zalo]:
    """An emulator whose events come to the site, and the unit's account connected with it."""
    settings.BASE_URL = site
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with fresh_zalo(zalo_address, settings) as zalo, clock.stopped_at(NOON):
        zalo.at(NOON.isoformat())
        connect_unit(zalo, get_unit("tan-phu"))
        zalo.switch(webhook_timeout_seconds=20.0)  # a busy machine is not what is tried here
        webhook = {"webhook_url": f"{site}/webhooks/zalo/", "webhook_is_on": True}
        zalo.control(f"apps/{APP_ID}", webhook)
        yield zalo


class Phone:
    """A citizen's telephone, and the worker that serves what came of it."""

    def __init__(self, page: Page, zalo: Zalo, address: str) -> None:
        self.page, self._zalo = page, zalo
        page.goto(address)

    def press(self, name: str) -> None:
        # Whatever is pressed is told to Zalo; before that there is no work.
        with self.page.expect_response(lambda one: one.request.method == "POST"):
            self.page.get_by_role("button", name=name, exact=True).last.click()
        self.work()

    def say(self, text: str) -> None:
        self.page.get_by_label("Tin nhắn", exact=True).fill(text)
        self.press("Gửi")

    def work(self) -> None:
        """Until nothing is on its way any more: events to us, and what we say to that."""
        for _ in range(3):
            self._zalo.settle()
            journal.move()  # what the database, busy with us, did not take at once
            # Events wait a moment for one that was overtaken; the clock stands still meanwhile.
            with clock.stopped_at(clock.now() + datetime.timedelta(seconds=1)):
                if not process_due() + send_due():
                    break

    def hears(self, text: str) -> None:
        expect(self.page.locator("#bubbles")).to_contain_text(text)


def look(page: Page, name: str) -> None:
    """Accessible, as wide as the screen, and kept for the documents."""
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(PICTURES) / f"{name}-{page.viewport_size['width']}.png")
    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert overflow <= 0, f"{name} is wider than the screen"


@pytest.mark.parametrize("width", [360, 1280])
def test_from_the_first_word_to_an_officer_s_answer(
    site, zalo, zalo_address, open_context, tmp_path, width
):
    staff_the_unit()
    phone = Phone(open_context(width).new_page(), zalo, f"{zalo_address}{CHAT}")
    phone.press("Quan tâm")
    phone.hears("Tra cứu CCCD")
    look(phone.page, "story-followed")

    phone.press("Tra cứu CCCD")
    phone.say(NAME.lower())
    phone.say(BORN)
    phone.hears("chưa")
    look(phone.page, "story-in-vain")
    phone.press("Báo cho tôi khi có thẻ")
    phone.hears("chúng tôi sẽ báo")

    publish_people(get_unit("tan-phu"), tmp_path, person(NAME, BORN, status="Đã về đơn vị"))
    assert send_due() == 0  # held, as long as the list can be undone
    with clock.stopped_at(RELEASED):
        zalo.at(RELEASED.isoformat())
        assert send_due() == 1
        phone.hears("P. T. M., 1977")
        phone.hears("đã về đơn vị")
        look(phone.page, "story-told")

        phone.press("Hỏi cán bộ")
        phone.say("Tôi đi làm về muộn, nhờ em trai nhận thay được không?")
        look(phone.page, "story-waits")
        answer_as_an_officer(site, open_context(width, bypass_csp=True).new_page(), width)
        phone.work()
        phone.hears("Được ạ")
        look(phone.page, "story-answered")
        assert send_due() == 0  # nobody is told anything twice


def answer_as_an_officer(site: str, page: Page, width: int) -> None:
    """Who waits is in the inbox, with what was said before; the answer goes out to the phone."""
    sign_in(page, site)
    page.goto(f"{site}/console/tan-phu/inbox/")
    look(page, "inbox")
    assert violations(page) == []
    page.get_by_role("link", name=re.compile("nhận thay được không")).first.click()
    expect(page.locator("main")).to_contain_text("nhận thay được không")
    look(page, "conversation")
    assert violations(page) == []
    page.locator("textarea[name=text]").fill(
        "Được ạ. Bạn nhờ em mang theo giấy hẹn và giấy tờ của em."
    )
    page.locator("#send").click()
    expect(page.locator("main")).to_contain_text("Bạn nhờ em mang theo giấy hẹn")
