"""The ways through the officers' pages."""

from collections.abc import Callable

from playwright.sync_api import Page

from factories import PASSWORD, make_officer
from tracuu.accounts.enums import Role
from tracuu.accounts.operations import invite
from tracuu.units.queries import get_unit


def staff_the_unit() -> dict[str, str]:
    """An, Bình and an invitation at Tân Phú; answers the paths that only exist by their doing."""
    unit = get_unit("tan-phu")
    make_officer("an@tan-phu.example", "Nguyễn Văn An", unit, Role.CHIEF)
    binh = make_officer("binh@tan-phu.example", "Trần Thị Bình", unit, Role.CLERK)
    _, token = invite(unit=unit, email="moi@tan-phu.example", role=Role.EDITOR)
    return {
        "invitation": f"/console/account/invitation/{token}/",
        "officer": f"/console/tan-phu/officers/{binh.pk}/",
    }


def sign_in(page: Page, site: str, email: str = "an@tan-phu.example") -> None:
    page.goto(f"{site}/console/account/sign-in/")
    page.fill("#id_login", email)
    page.fill("#id_password", PASSWORD)
    page.locator("main form .button").first.click()
    page.wait_for_url("**/console/tan-phu/")


def confirm_password(page: Page) -> None:
    """Changes to the second factor ask for the password once more."""
    if "/account/confirm/" in page.url:
        page.fill("#id_password", PASSWORD)
        page.locator("main form .button").click()


def open_page(site: str, path: str) -> Callable[[Page], object]:
    def go(page: Page) -> None:
        page.goto(f"{site}{path}")
        confirm_password(page)

    return go


def pages_of_strangers(site: str, paths: dict[str, str]) -> dict[str, Callable[[Page], object]]:
    def wrong_password(page: Page) -> None:
        page.goto(f"{site}/console/account/sign-in/")
        page.fill("#id_login", "an@tan-phu.example")
        page.fill("#id_password", "sai mat khau")
        page.locator("main form .button").first.click()

    return {
        "sign-in": open_page(site, "/console/account/sign-in/"),
        "sign-in-wrong": wrong_password,
        "invitation": open_page(site, paths["invitation"]),
        "no-invitation": open_page(site, "/console/account/invitation/x/"),
        "inactive": open_page(site, "/console/account/inactive/"),
    }


def pages_of_a_chief(site: str, paths: dict[str, str]) -> dict[str, Callable[[Page], object]]:
    def invite_somebody(page: Page) -> None:
        page.goto(f"{site}/console/tan-phu/officers/")
        page.fill("#id_email", "nua@tan-phu.example")
        page.locator("form.row .button").click()

    factors = "/console/account/second-factor/"
    return {
        "unit": open_page(site, "/console/tan-phu/"),
        "officers": open_page(site, "/console/tan-phu/officers/"),
        "officer": open_page(site, paths["officer"]),
        "invited": invite_somebody,
        "audit": open_page(site, "/console/tan-phu/audit/"),
        "audit-nothing": open_page(site, "/console/tan-phu/audit/?day=1999-01-01"),
        "account": open_page(site, "/console/account/"),
        "password": open_page(site, "/console/account/password/"),
        "sessions": open_page(site, "/console/account/sessions/"),
        "factors": open_page(site, factors),
        "confirm": lambda page: page.goto(f"{site}/console/account/confirm/?next=/console/"),
        "app": open_page(site, f"{factors}app/"),
        "passkeys": open_page(site, f"{factors}passkeys/"),
        "passkey": open_page(site, f"{factors}passkeys/add/"),
        "sign-out": open_page(site, "/console/account/sign-out/"),
        "not-there": open_page(site, "/console/quan-10/"),
    }
