"""A real browser on real pages."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from answers.making import make_topic, publish
from factories import make_unit, person, publish_people

# Milliseconds. Two browsers share the machine with two servers; nothing here is about speed.
_PATIENCE = 30_000
expect.set_options(timeout=_PATIENCE)
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PEOPLE = [
    person("Nguyễn Hữu Trí", "17/05/1991", receipt="HS-00012", status="Đã về đơn vị", box="A12",
           collected="01/11/2021"),
    person("Lê Thị An", "02/09/1990", receipt="HS-00013", status="Đang in"),
    person("Trần Văn Bình", "03/04/1985", receipt="HS-00014", status="Cần bổ sung"),
]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            if not Path(CHROMIUM).exists():
                item.add_marker(pytest.mark.skip(reason=f"no browser at {CHROMIUM}"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One of them for a worker.

    Playwright runs an event loop in this thread, and Django has one connection for a thread without a
    loop and another one with it: whichever is left behind would keep the test database from being dropped.
    """
    connections.close_all()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"],
        )
        yield browser
        browser.close()
        connections.close_all()


@pytest.fixture(scope="session", autouse=True)
def static_files_come_as_they_do_from_a_real_server() -> Iterator[None]:
    """Named by their content and compressed; the test server would serve them on its own instead."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandler, "_should_handle", lambda self, path: False)
        yield


@pytest.fixture
def site(live_server, tmp_path) -> str:
    """The address of a server with two districts below their city, three people and a topic."""
    city = make_unit(
        "tp-ho-chi-minh",
        "Công an Thành phố Hồ Chí Minh",
        name_en="Ho Chi Minh City Police",
        publishes_lists=False,
    )
    unit = make_unit(name_en="Tan Phu District Police", parent=city, is_invented=True)
    make_unit("quan-10", "Công an Quận 10", name_en="District 10 Police", parent=city)
    publish_people(unit, tmp_path, *PEOPLE)
    fees = make_topic("le-phi-bao-nhieu", live="place")
    publish(fees, "2021-07-01", answer="35.000 đồng.")
    publish(fees, "2024-07-01", answer="30.000 đồng.")
    return live_server.url


@pytest.fixture
def open_context(browser) -> Iterator[callable]:
    opened: list[BrowserContext] = []

    def open_one(width: int = 360, **options) -> BrowserContext:
        height = 740 if width < 600 else 800
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(_PATIENCE)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture
def page(open_context) -> Page:
    return open_context().new_page()
