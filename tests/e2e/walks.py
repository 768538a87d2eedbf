"""The ways through the citizens' pages that several tests go."""

from collections.abc import Callable
from functools import partial

from playwright.sync_api import Locator, Page

from tracuu.core import limits

FORM = "/tan-phu/tra-cuu/"


def follow(page: Page, link: Locator) -> None:
    """Press what leads to another page; a click alone does not wait until it is there."""
    with page.expect_navigation():
        link.click()


def _submit(page: Page) -> None:
    """Send the form; the page of the answer has come when this returns, however busy the machine is."""
    follow(page, page.locator("main .go"))


def ask(page: Page, site: str, name: str, born: str, proof: str = "", prefix: str = "") -> None:
    page.goto(f"{site}{prefix}{FORM}")
    page.fill("#full_name", name)
    page.fill("#birth_date", born)
    if proof:
        page.locator("summary").click()
        page.fill("#proof_value", proof)
    _submit(page)


def ask_about(page: Page, site: str, *people: tuple[str, str], prefix: str = "") -> None:
    """Ask about several people at once, as the first ones of the last ten minutes."""
    limits.forget_all()
    page.goto(f"{site}{prefix}{FORM}")
    for number, (name, born) in enumerate(people, start=1):
        end = f"-{number}" if number > 1 else ""
        if end:
            page.locator(".add").click()
        page.fill(f"#full_name{end}", name)
        page.fill(f"#birth_date{end}", born)
    _submit(page)


def open_large_print(page: Page, number: int = 1) -> None:
    page.locator(f"a[href='#in-{number}']").click()  # a place on the same page: nothing is loaded


HOUSEHOLD = (
    ("nguyen huu tri", "17/05/1991"),
    ("Lê Thị An", "02/09/1990"),
    ("Trần Văn Bình", "03/04/1985"),
    ("Phạm Thị Hoa", "05/06/1988"),
)


def ask_until_slow(page: Page, site: str, prefix: str = "") -> None:
    """Meet the soft limit of one name; the page that offers the way on stays open."""
    data = "full_name=Ai+Do&birth_date=01%2F01%2F1990"
    for _ in range(8):
        page.request.post(
            f"{site}{FORM}",
            data=data,
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
    ask(page, site, "Ai Do", "01/01/1990", prefix=prefix)


def ask_question(page: Page, address: str, text: str) -> None:
    page.goto(address)
    page.fill("#question", text)
    follow(page, page.locator("form.ask button"))


def _household_form(page: Page, site: str, prefix: str) -> None:
    ask_about(page, site, *HOUSEHOLD[:1], ("Lê Thị An", "31/02/1990"), prefix=prefix)


def _household_of_eight(page: Page, site: str, prefix: str) -> None:
    ask_about(page, site, *HOUSEHOLD, *HOUSEHOLD, prefix=prefix)


def _large_print(page: Page, site: str, prefix: str) -> None:
    ask(page, site, "nguyen huu tri", "17/05/1991", "HS-00012", prefix=prefix)
    open_large_print(page)


def ask_to_be_told(
    page: Page, site: str, name: str = "Phạm Thị Hoa", born: str = "05/06/1988", prefix: str = ""
) -> None:
    """Look somebody up in vain, and go on to the ways of being told."""
    ask(page, site, name, born, prefix=prefix)
    follow(page, page.locator("form[action$='/bao-tin/'] button"))


def _code_on_paper(page: Page, site: str, prefix: str) -> None:
    ask_to_be_told(page, site, prefix=prefix)
    follow(page, page.locator("form:has([value=paper]) button"))


def _message_of_nobody(page: Page, site: str, prefix: str) -> None:
    page.goto(f"{site}{prefix}/xac-minh/")
    page.fill("#code", "7K2M-0CHX-4PTK")
    with page.expect_navigation():
        page.locator("main form button").click()


def every_page(site: str, prefix: str) -> dict[str, Callable[[Page], object]]:
    """Each kind of page, by name, and how to come there.

    Nobody who walks through all of them is slowed down: the page of waiting goes on by itself, in the
    middle of whatever is looked at.
    """
    start = f"{site}{prefix}"
    ways: dict[str, Callable[[Page], object]] = {
        "home": lambda page: page.goto(f"{start}/"),
        "search": lambda page: page.goto(f"{start}/?q=tan+phu"),
        "search-nothing": lambda page: page.goto(f"{start}/?q=zzz"),
        "unit": lambda page: page.goto(f"{start}/tan-phu/"),
        "unit-above": lambda page: page.goto(f"{start}/tp-ho-chi-minh/"),
        "lookup": lambda page: page.goto(f"{start}{FORM}"),
        "errors": lambda page: ask(page, site, "1", "32/01/1990", prefix=prefix),
        "at-unit": lambda page: ask(page, site, "nguyen huu tri", "17/05/1991", prefix=prefix),
        "details": lambda page: ask(
            page, site, "Nguyễn Hữu Trí", "17051991", "HS-00012", prefix=prefix
        ),
        "printing": lambda page: ask(page, site, "Lê Thị An", "02/09/1990", prefix=prefix),
        "correction": lambda page: ask(page, site, "Trần Văn Bình", "03/04/1985", prefix=prefix),
        "household-errors": lambda page: _household_form(page, site, prefix),
        "household": lambda page: ask_about(page, site, *HOUSEHOLD, prefix=prefix),
        "household-of-eight": lambda page: _household_of_eight(page, site, prefix),
        "large-print": lambda page: _large_print(page, site, prefix),
        "unconfirmed": lambda page: ask(page, site, "Phạm Thị Hoa", "05/06/1988", prefix=prefix),
        "ways-of-being-told": lambda page: ask_to_be_told(page, site, prefix=prefix),
        "code-on-paper": lambda page: _code_on_paper(page, site, prefix),
        "message-of-nobody": lambda page: _message_of_nobody(page, site, prefix),
        "answers": lambda page: page.goto(f"{start}/tan-phu/hoi-dap/"),
        "answer": lambda page: page.goto(f"{start}/tan-phu/hoi-dap/le-phi-bao-nhieu/"),
        "asked": lambda page: ask_question(page, f"{start}/tan-phu/hoi-dap/", "lệ phí?"),
        "old-answer": lambda page: page.goto(f"{start}/hoi-dap/le-phi-bao-nhieu/?ngay=2021-12-14"),
        "not-there": lambda page: page.goto(f"{start}/khong-co/"),
    }
    return {name: partial(_unhurried, go) for name, go in ways.items()}


def _unhurried(go: Callable[[Page], object], page: Page) -> None:
    limits.forget_all()
    go(page)
