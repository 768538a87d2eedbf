"""The ways through the officers' pages."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from factories import PASSWORD, make_officer, person
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


PEOPLE_AT_THE_COUNTER = [
    person("Lê Thị Lan", "03/04/1962", receipt="HS-00021", box="B07", phone="0900000021"),
    person("Phạm Thị Hồng", "08/03/1970", receipt="HS-00022", box="C01", id_number="079000000022"),
    person("Phạm Thị Hồng", "08/03/1970", receipt="HS-00023", status="Đang in",
           id_number="079000000023"),
]  # fmt: skip
COUNTER = "/console/tan-phu/counter/"


def find_at_counter(page: Page, site: str, typed: str) -> None:
    """As an officer does: the field has the focus already."""
    page.goto(f"{site}{COUNTER}")
    expect(page.locator("#query")).to_be_focused()
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    page.wait_for_selector(".person, .choices, .said")


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

    def seek(typed: str) -> Callable[[Page], object]:
        return lambda page: find_at_counter(page, site, typed)

    def print_slip(page: Page) -> None:
        find_at_counter(page, site, "HS-00012")
        page.locator(".slips .button").first.click()
        page.wait_for_selector(".slip")

    def leave_out_the_paper(page: Page) -> None:
        find_at_counter(page, site, "HS-00012")
        page.locator("details.more summary").first.click()
        page.locator("details.more .button").click()
        page.wait_for_selector(".errorlist")

    def hand_over(page: Page) -> None:
        find_at_counter(page, site, "le thi lan 03/04/1962")
        page.locator(".person > form .button").first.click()
        page.wait_for_selector(".said.success")

    factors = "/console/account/second-factor/"
    return {
        "unit": open_page(site, "/console/tan-phu/"),
        "officers": open_page(site, "/console/tan-phu/officers/"),
        "officer": open_page(site, paths["officer"]),
        "invited": invite_somebody,
        "counter": open_page(site, COUNTER),
        "counter-person": seek("nguyen huu tri 17/05/1991"),
        "counter-away": seek("tran van binh 03/04/1985"),
        "counter-several": seek("pham thi hong 08/03/1970"),
        "counter-nobody": seek("ly thi khong co 01/01/1963"),
        "counter-proxy": leave_out_the_paper,
        "slip": print_slip,
        "counter-done": hand_over,
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
