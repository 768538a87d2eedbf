"""The ways to Zalo, for citizens and for officers, in a real browser."""

import pytest
from django.core.cache import cache

from e2e.console_walks import open_page, sign_in, staff_the_unit
from e2e.test_accessibility import keep_picture, violations, weigh
from tracuu.units.queries import get_unit
from webhooks.calls import make_account

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def account(site, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.ZALO_CHAT_URL = "https://zalo.me"
    cache.clear()
    return make_account(get_unit("tan-phu"))


def check(page, name):
    assert violations(page) == [], name
    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert overflow <= 0, f"{name} is wider than the screen"


@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [(1280, "light", "vi"), (1280, "dark", "en"), (360, "light", "en"), (360, "dark", "vi")],
)
def test_the_pages_are_accessible_and_fit(site, account, open_context, width, scheme, language):
    staff_the_unit()
    page = open_context(width, color_scheme=scheme, bypass_csp=True).new_page()
    prefix = "/en" if language == "en" else ""
    page.goto(f"{site}{prefix}/tan-phu/")
    check(page, "unit")
    keep_picture(page, f"zalo-unit-{width}-{scheme}-{language}")
    page.goto(f"{site}/console/account/sign-in/?lang={language}")
    sign_in(page, site)
    for name in ("poster", "poster-none"):
        if name == "poster-none":
            account.delete()
        page.goto(f"{site}/console/tan-phu/poster/")
        check(page, name)
        keep_picture(page, f"zalo-{name}-{width}-{scheme}-{language}")


def test_the_unit_still_comes_over_a_slow_line(site, open_context):
    go = open_page(site, "/tan-phu/")
    assert weigh(open_context(), go) < 50 * 1024
