"""Told, not asked, in a real browser: by e-mail over a real SMTP server, by push, by a code on paper."""

import datetime
import json
import re

import pytest
from playwright.sync_api import expect
from tests.messaging.servers import base64url, push_service, smtp_server

from e2e.console_walks import sign_in, staff_the_unit
from e2e.test_accessibility import keep_picture, violations, weigh
from e2e.walks import ask_to_be_told, follow
from factories import person, publish_people
from tracuu.audit.operations import Actor
from tracuu.cards.lists.publishing import withdraw
from tracuu.cards.models import CardList
from tracuu.core import clock
from tracuu.messaging.models import Contact, Delivery
from tracuu.messaging.sending import send_due
from tracuu.units.queries import get_unit

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime.datetime(2021, 12, 14, 5, 0, tzinfo=datetime.UTC)
MOST_BYTES = 50 * 1024
NAME, BORN = "Phạm Thị Mong", "04/05/1977"
# What a browser's own push service would give; here it is ours on loopback.
SUBSCRIBE = """(told) => {
  const given = JSON.parse(told);
  Object.defineProperty(Notification, "permission", { get: () => "granted" });
  Notification.requestPermission = () => Promise.resolve("granted");
  PushManager.prototype.subscribe = () => Promise.resolve({ toJSON: () => given });
}"""


@pytest.fixture(autouse=True)
def noon(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with clock.stopped_at(NOON):
        yield


@pytest.fixture
def mailbox(site, settings):
    with smtp_server() as (url, mailbox):
        settings.SMTP_URL, settings.BASE_URL = url, site
        yield mailbox


def look_in_vain(page, site, prefix=""):
    ask_to_be_told(page, site, NAME, BORN, prefix=prefix)


def check(page, name):
    assert violations(page) == [], name
    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert overflow <= 0, f"{name} is wider than the screen"
    keep_picture(page, f"{name}-{page.viewport_size['width']}")


@pytest.mark.parametrize("width", [360, 1280])
def test_by_e_mail_from_a_vain_lookup_to_the_news_the_recall_and_the_end(
    site, mailbox, open_context, tmp_path, width
):
    page = open_context(width, bypass_csp=True).new_page()
    look_in_vain(page, site)
    check(page, "watch")
    page.fill("#address", "mong@vi-du.example")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(re.compile("Còn một bước"))
    check(page, "watch-asked")

    send_due()
    own = re.search(r"http\S+/theo-doi/\w+/", mailbox.messages[0].get_content())[0]
    page.goto(own)
    check(page, "watch-confirm")
    page.get_by_role("button", name="Xác nhận").click()
    expect(page.get_by_role("status")).to_contain_text("Đã xác nhận")

    publish_people(get_unit("tan-phu"), tmp_path, person(NAME, BORN), name="wrong.xlsx")
    withdraw(CardList.objects.order_by("-pk")[0], actor=Actor(officer_id=1, origin="192.0.2.1"))
    with clock.stopped_at(NOON + datetime.timedelta(minutes=11)):
        assert send_due() == 0  # recalled before anybody was told
        publish_people(get_unit("tan-phu"), tmp_path, person(NAME, BORN), name="right.xlsx")
    with clock.stopped_at(NOON + datetime.timedelta(minutes=22)):
        assert send_due() == 1
    news = mailbox.messages[1].get_content()
    assert "P. T. M., 1977" in news

    page.goto(f"{site}/xac-minh/")
    check(page, "check-message")
    page.fill("#code", re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", news)[0])
    page.keyboard.press("Enter")
    expect(page.locator("#answer")).to_have_text("Đúng là tin của chúng tôi")
    check(page, "check-message-ours")

    page.goto(own)
    expect(page.get_by_text("Thẻ đã về đơn vị")).to_be_visible()
    check(page, "watches")
    page.get_by_text("Xoá tất cả").click()  # a tap beside the button above erases nothing
    page.get_by_role("button", name="Xoá, không lấy lại được").click()
    expect(page.locator("h1")).to_have_text(re.compile("Đã xoá"))
    check(page, "watches-erased")
    assert not Contact.objects.exists()
    assert page.goto(own).status == 404


def test_by_push_to_this_device_and_the_browser_shows_it_once(
    site, settings, open_context, tmp_path
):
    with push_service() as service:
        settings.PUSH_HOSTS, settings.BASE_URL = frozenset({service.host}), site
        context = open_context(bypass_csp=True)
        context.grant_permissions(["notifications"], origin=site)
        context.add_init_script(f"({SUBSCRIBE})({json.dumps(service.subscription())})")
        page = context.new_page()
        look_in_vain(page, site)
        page.get_by_role("button", name="Báo trên máy này").click()
        expect(page.locator("h1")).to_have_text(re.compile("Đã ghi nhận"))
        publish_people(get_unit("tan-phu"), tmp_path, person(NAME, BORN), name="new.xlsx")
        with clock.stopped_at(NOON + datetime.timedelta(minutes=11)):
            assert send_due() == 1
        assert service.faults == []
        (told,) = service.received
        assert base64url(b"x")  # the service opened what the server sealed
        shown = _deliver_twice(page, site, told)
        assert shown == [["Thẻ đã về Công an quận Tân Phú", told["tag"]]]


def _deliver_twice(page, site, told):
    """Hand the payload to the service worker as a browser does, two times; what is then shown."""
    wire = page.context.new_cdp_session(page)
    registrations: list[str] = []
    wire.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: registrations.extend(
            one["registrationId"] for one in event["registrations"] if not one["isDeleted"]
        ),
    )
    wire.send("ServiceWorker.enable")
    page.wait_for_timeout(500)
    for _ in range(2):
        wire.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": site, "registrationId": registrations[-1], "data": json.dumps(told)},
        )
        page.wait_for_timeout(500)
    return page.evaluate(
        """navigator.serviceWorker.ready
             .then(worker => worker.getNotifications())
             .then(all => all.map(one => [one.title, one.tag]))"""
    )


def test_without_javascript_a_code_on_paper_does_it(site, open_context, tmp_path):
    page = open_context(java_script_enabled=False).new_page()
    look_in_vain(page, site)
    expect(page.locator("#push")).to_be_hidden()
    page.get_by_role("button", name="Lấy mã").click()
    code = page.locator(".paper-code").inner_text()
    publish_people(get_unit("tan-phu"), tmp_path, person(NAME, BORN), name="new.xlsx")
    with clock.stopped_at(NOON + datetime.timedelta(minutes=11)):
        send_due()
    page.goto(f"{site}/theo-doi/")
    page.fill("#code", code.lower())
    page.keyboard.press("Enter")
    expect(page.get_by_text("P. T. M., 1977")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_other_pages_are_accessible_and_light(site, open_context, width):
    context = open_context(width, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{site}/theo-doi/")
    check(page, "find-watches")
    look_in_vain(page, site, "/en")
    check(page, "watch-en")
    follow(page, page.get_by_role("button", name="Get a code"))
    check(page, "watch-paper")
    for path in ("/theo-doi/", "/xac-minh/"):
        assert weigh(context, lambda one, path=path: one.goto(f"{site}{path}")) <= MOST_BYTES


@pytest.mark.parametrize("width", [360, 1280])
def test_officers_read_what_became_of_messages(site, mailbox, open_context, tmp_path, width):
    staff_the_unit()
    page = open_context(width, bypass_csp=True).new_page()
    look_in_vain(page, site)
    follow(page, page.get_by_role("button", name="Lấy mã"))
    publish_people(get_unit("tan-phu"), tmp_path, person(NAME, BORN), name="new.xlsx")
    number = CardList.objects.order_by("-pk")[0].pk
    sign_in(page, site)
    page.goto(f"{site}/console/tan-phu/lists/{number}/")
    expect(page.get_by_text("1 tin đang giữ, bắt đầu gửi lúc 12:10 14/12.")).to_be_visible()
    check(page, "console-list-messages")
    Delivery.objects.update(state="dead", failure="smtp_554", attempts=8)
    page.goto(f"{site}/console/tan-phu/messages/")
    check(page, "console-messages")
