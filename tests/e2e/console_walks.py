"""The ways through the officers' pages."""

import datetime
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect
from tests.cards.uploads import fillers, publish_rows, receive, review

from e2e.walks import follow
from factories import HEADER, PASSWORD, make_officer, person, write_list
from tracuu.accounts.enums import Role
from tracuu.accounts.models import Membership
from tracuu.accounts.operations import invite
from tracuu.audit.operations import Actor
from tracuu.cards.enums import Outcome
from tracuu.cards.lists.receiving import receive_upload
from tracuu.cards.lists.releasing import undo_publication
from tracuu.cards.lists.reviewing import read_upload
from tracuu.cards.models import LookupCount
from tracuu.core import clock
from tracuu.units.models import Unit
from tracuu.units.queries import get_unit

BAD_PEOPLE = [
    person("Vũ Lan Hương", "31/02/1990", receipt="HS-00101", status="Đã về đơn vị"),
    person("Đặng Quốc Việt", "", receipt="HS-00102", status="Đã về đơn vị"),
    person("Hồ Thị Ngọc", "05/06/1988", receipt="HS-00103", status="Chờ sếp"),
]


# A list about which the page asks: its columns seem strange, a header is merged, its title has the day.
ASKED = (
    [
        ("Họ và tên", "", "Ngày sinh", "Số hồ sơ"),
        *((*row[0].rsplit(" ", 1), f"{n % 28 + 1:02}/11/2021", row[3])
          for n, row in enumerate(fillers(24, first=2000))),
    ],
    ["DANH SÁCH THẺ NHẬN VỀ ĐẾN NGÀY 14/12/2021"],
)  # fmt: skip


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


def bring_lists(folder: Path) -> dict[str, str]:
    """A unit some weeks at work: lists in every state, cards of every age, lookups of every day."""
    unit = get_unit("tan-phu")
    an = Actor(
        officer_id=Membership.objects.filter(unit=unit).order_by("pk")[0].officer_id,
        origin="192.0.2.1",
    )

    def bring(*people, waited: int, name: str, **facts):
        as_of = clock.today() - datetime.timedelta(days=waited)
        return publish_rows(unit, folder, *people, as_of=as_of, actor=an, name=name, **facts)

    for number, waited in enumerate((120, 60, 30, 9)):
        people = fillers(60 - number * 12, first=number * 100)
        bring(*people, waited=waited, name=f"dot-{number + 1}.xlsx")
    quality = bring(*fillers(80), *BAD_PEOPLE[:2], waited=5, name="dot-5.xlsx")
    wrong = bring(*fillers(20, first=900), waited=3, name="nham.xlsx")
    undo_publication(card_list=wrong, actor=an, is_chief=True)
    late = [(*row[:6], "Đang in", *row[7:]) for row in fillers(4)]
    reviewed = review(
        unit, folder, *late, *fillers(60, first=40), *BAD_PEOPLE, actor=an,
        as_of=clock.today() - datetime.timedelta(days=1), name="hom-nay.xlsx",
    )  # fmt: skip
    waiting = receive(unit, write_list(folder / "dang-doc.xlsx", fillers(3), HEADER), actor=an)
    broken = receive_upload(unit=unit, file_name="hinh.xlsx", blocks=[b"\x89PNG" * 99], actor=an)
    read_upload(broken.pk)
    _count_lookups(unit)
    asked = receive(unit, write_list(folder / "hoi.xlsx", *ASKED), as_of=None, actor=an)
    read_upload(asked.pk)
    home = "/console/tan-phu/"
    lists = f"{home}lists/"
    return {
        "lists": lists,
        "lists-quality": f"{lists}quality/",
        "list-waiting": f"{lists}{waiting.pk}/",
        "list-failed": f"{lists}{broken.pk}/",
        "list-reviewed": f"{lists}{reviewed.pk}/",
        "list-columns": f"{lists}{reviewed.pk}/columns/",
        "list-asked": f"{lists}{asked.pk}/",
        "list-asked-columns": f"{lists}{asked.pk}/columns/",
        "list-published": f"{lists}{quality.pk}/",
        "list-withdrawn": f"{lists}{wrong.pk}/",
        **{
            f"list-rows-{kind}": f"{lists}{reviewed.pk}/rows/{kind}/"
            for kind in ("rejected", "moved_back", "new", "unchanged", "vanished")
        },
        "cards": f"{home}cards/at-unit/46-90/",
        "cards-none": f"{home}cards/printing/91/",
        "lookups": f"{home}lookups/",
    }


def _count_lookups(unit: Unit) -> None:
    for days in range(56):
        on = clock.today() - datetime.timedelta(days=days)
        wrong = 12 if days > 13 else 30
        for outcome, count in ((Outcome.FOUND, 90 + days % 7), (Outcome.UNCONFIRMED, wrong)):
            LookupCount.objects.create(unit=unit, on=on, outcome=outcome, count=count)


def pages_of_lists(site: str, paths: dict[str, str]) -> dict[str, Callable[[Page], object]]:
    """The first screen with all of it, and every page behind its numbers."""
    ways = {"day": open_page(site, "/console/tan-phu/")}
    return ways | {name: open_page(site, path) for name, path in paths.items()}


def sign_in(
    page: Page, site: str, email: str = "an@tan-phu.example", unit: str = "tan-phu"
) -> None:
    page.goto(f"{site}/console/account/sign-in/")
    page.fill("#id_login", email)
    page.fill("#id_password", PASSWORD)
    page.locator("main form .button").first.click()
    page.wait_for_url(f"**/console/{unit}/")


def confirm_password(page: Page) -> None:
    """Changes to the second factor ask for the password once more."""
    if "/account/confirm/" in page.url:
        page.fill("#id_password", PASSWORD)
        follow(page, page.locator("main form .button"))


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
        follow(page, page.locator("main form .button").first)

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
        follow(page, page.locator("form.row .button"))

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
