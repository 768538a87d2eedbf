"""The officers' pages in a real browser: WCAG 2.2 AA, small, and every second factor works."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from e2e.console_walks import (
    PEOPLE_AT_THE_COUNTER,
    confirm_password,
    pages_of_a_chief,
    pages_of_strangers,
    sign_in,
    staff_the_unit,
)
from e2e.test_accessibility import keep_picture, violations, weigh
from factories import PASSWORD, publish_people
from tracuu.units.queries import get_unit

pytestmark = pytest.mark.django_db(transaction=True)
MOST_BYTES = 100 * 1024
FACTORS = "/console/account/second-factor/"


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def staffed(site, tmp_path):
    # Enough people for each counter page to have somebody of its own, whatever was done before.
    publish_people(get_unit("tan-phu"), tmp_path, *PEOPLE_AT_THE_COUNTER, name="counter.xlsx")
    return staff_the_unit()


@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [(1280, "light", "vi"), (1280, "dark", "en"), (360, "light", "en"), (360, "dark", "vi")],
)
def test_every_page_is_accessible_and_fits(site, staffed, open_context, width, scheme, language):
    page = open_context(width, color_scheme=scheme, bypass_csp=True).new_page()
    page.goto(f"{site}/console/account/sign-in/?lang={language}")
    ways = pages_of_strangers(site, staffed)
    for name, go in {
        **ways,
        "": lambda page: sign_in(page, site),
        **pages_of_a_chief(site, staffed),
    }.items():
        go(page)
        assert violations(page) == [], name
        overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert overflow <= 0, f"{name} is wider than the screen"
        assert page.evaluate("document.documentElement.lang") == language
        if name:
            keep_picture(page, f"console-{name}-{width}-{scheme}-{language}")


def test_every_page_weighs_less_than_a_hundred_kilobytes(site, staffed, open_context):
    context = open_context(1280)
    for name, go in pages_of_strangers(site, staffed).items():
        assert weigh(context, go) < MOST_BYTES, name
    sign_in(context.new_page(), site)
    for name, go in pages_of_a_chief(site, staffed).items():
        assert weigh(context, go) < MOST_BYTES, name


def with_a_key(context, page) -> None:
    """A passkey as a machine would hold it, plugged into this browser."""
    wire = context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    wire.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def test_a_passkey_is_added_and_signs_in_without_a_password(site, staffed, open_context):
    context = open_context(1280)
    page = context.new_page()
    with_a_key(context, page)
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    sign_in(page, site)
    page.goto(f"{site}{FACTORS}passkeys/add/")
    confirm_password(page)
    page.fill("#id_name", "Máy ở quầy 2")
    page.locator("#passkey_add").click()
    page.wait_for_url("**/codes/")
    expect(page.locator(".codes li")).to_have_count(10)
    page.goto(f"{site}{FACTORS}passkeys/")
    expect(page.locator("tbody th")).to_have_text("Máy ở quầy 2")
    keep_picture(page, "console-passkeys-full-1280-light-vi")

    page.get_by_role("button", name="Đăng xuất").click()
    page.locator("#passkey_login").click()
    page.wait_for_url("**/console/tan-phu/")

    page.get_by_role("button", name="Đăng xuất").click()
    page.fill("#id_login", "an@tan-phu.example")
    page.fill("#id_password", PASSWORD)
    page.locator("main form .button").first.click()
    page.wait_for_url("**/authenticate/")
    page.locator("#passkey_authenticate").click()
    page.wait_for_url("**/console/tan-phu/")
    assert faults == []


def test_a_chief_works_with_the_keyboard_alone(site, staffed, open_context):
    page = open_context(1280).new_page()
    page.goto(f"{site}/console/account/sign-in/")
    page.keyboard.type("an@tan-phu.example")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/tan-phu/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Đến nội dung chính")
    keys = page.locator("[accesskey]")
    shown = keys.evaluate_all("all => all.map(each => [each.accessKey, each.textContent])")
    assert "".join(key for key, _ in shown) == "0123456789"  # the account's stands above
    assert all(
        text.rstrip().endswith(key) for key, text in shown
    )  # each key stands beside its word
