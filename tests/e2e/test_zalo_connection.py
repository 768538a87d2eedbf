"""A chief connects the unit's Zalo account in a real browser, through Zalo's own consent page."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from connected_zalo import connect_unit, data_file, fresh_zalo
from e2e.console_walks import sign_in, staff_the_unit
from e2e.test_accessibility import keep_picture, violations, weigh
from e2e.walks import follow
from emulated_zalo import OA, served
from tracuu.messaging.models import OfficialAccount
from tracuu.units.queries import get_unit
from zalo_emulator.world import APP_ID

pytestmark = pytest.mark.django_db(transaction=True)
MOST_BYTES = 100 * 1024


@pytest.fixture(scope="module")
def zalo_address(tmp_path_factory):
    with served(data_file(tmp_path_factory.mktemp("zalo"))) as address:
        yield address


@pytest.fixture
def zalo(zalo_address, settings, site):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.BASE_URL = site
    cache.clear()
    with fresh_zalo(zalo_address, settings) as zalo:
        zalo.control(f"apps/{APP_ID}", {"callback_url": f"{site}/console/account/zalo/"})
        yield zalo


def look(page, name, width, scheme, language):
    assert violations(page) == [], name
    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert overflow <= 0, f"{name} is wider than the screen"
    assert page.evaluate("document.documentElement.lang") == language
    keep_picture(page, f"zalo-{name}-{width}-{scheme}-{language}")


def grant(page):
    """What an administrator of the account sees at Zalo."""
    page.wait_for_url("**/v4/oa/permission?**")
    page.locator(f"input[name=oa_id][value='{OA}']").check()
    page.locator("button[value=grant]").click()


@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [(1280, "light", "vi"), (360, "light", "vi"), (360, "dark", "en")],
)
def test_from_the_button_to_the_consent_and_back(zalo, site, open_context, width, scheme, language):
    staff_the_unit()
    page = open_context(width, color_scheme=scheme, bypass_csp=True).new_page()
    page.goto(f"{site}/console/account/sign-in/?lang={language}")
    sign_in(page, site)
    page.goto(f"{site}/console/tan-phu/zalo/")
    look(page, "begin", width, scheme, language)
    page.locator("a[href$='/zalo/consent/']").click()
    grant(page)
    page.wait_for_url(f"{site}/console/tan-phu/zalo/")
    expect(page.locator("form[action$='/connect/']")).to_be_visible()
    look(page, "waiting", width, scheme, language)
    page.locator("form[action$='/connect/'] .button").click()
    expect(page.locator(".said.success")).to_be_visible()
    look(page, "connected", width, scheme, language)
    page.locator("details.more summary").click()
    look(page, "disconnect", width, scheme, language)

    OfficialAccount.objects.update(state="broken", failure="oauth_-14014")
    page.goto(f"{site}/console/tan-phu/")
    look(page, "alarm", width, scheme, language)
    follow(page, page.locator(".said.error a"))
    look(page, "broken", width, scheme, language)


def test_our_policy_lets_the_way_there_and_back_pass(zalo, site, open_context):
    """With the Content Security Policy as it is: a form may not lead to Zalo, a link may."""
    staff_the_unit()
    page = open_context(1280).new_page()
    faults = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    sign_in(page, site)
    page.goto(f"{site}/console/tan-phu/zalo/")
    page.locator("a[href$='/zalo/consent/']").click()
    grant(page)
    page.wait_for_url(f"{site}/console/tan-phu/zalo/")
    page.locator("form[action$='/connect/'] .button").click()
    expect(page.locator(".said.success")).to_be_visible()
    page.locator("form[action$='/check/'] .button").click()
    expect(page.locator(".said.success")).to_be_visible()
    page.locator("details.more summary").click()
    page.locator("form[action$='/disconnect/'] .button").click()
    expect(page.locator("a[href$='/zalo/consent/']")).to_be_visible()
    assert faults == []


def test_the_page_weighs_less_than_a_hundred_kilobytes(zalo, site, open_context):
    staff_the_unit()
    context = open_context(1280)
    sign_in(context.new_page(), site)
    assert weigh(context, lambda page: page.goto(f"{site}/console/tan-phu/zalo/")) < MOST_BYTES


FITTING = {
    "template_id": "900001",
    "name": "Thẻ đã về",
    "text": "Thẻ của <customer_name> đã về <unit>. Mã tin <code>.",
    "params": [{"name": name, "maxLength": 60} for name in ("customer_name", "unit", "code")],
}


@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [(1280, "light", "vi"), (360, "light", "vi"), (360, "dark", "en")],
)
def test_templates_are_chosen_and_tried(zalo, site, open_context, width, scheme, language):
    staff_the_unit()
    connect_unit(zalo, get_unit("tan-phu"))
    zalo.control("templates", FITTING)
    context = open_context(width, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{site}/console/account/sign-in/?lang={language}")
    sign_in(page, site)
    page.goto(f"{site}/console/tan-phu/zalo/templates/")
    page.locator("#kind-ready").select_option("900001")
    page.locator("form:has(#kind-ready) button").click()
    expect(page.locator(".said.success")).to_be_visible()
    look(page, "templates", width, scheme, language)
    page.goto(f"{site}/console/tan-phu/zalo/templates/310001/")
    look(page, "template-misfit", width, scheme, language)
    page.goto(f"{site}/console/tan-phu/zalo/templates/900001/")
    page.locator("#id_phone").fill("0900 000 106")
    page.locator("form:has(#id_phone) button").click()
    expect(page.locator(".said.success")).to_be_visible()
    look(page, "template", width, scheme, language)
    address = f"{site}/console/tan-phu/zalo/templates/"
    assert weigh(context, lambda page: page.goto(address)) < MOST_BYTES
