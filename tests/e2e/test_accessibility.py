"""WCAG 2.2 AA by axe on every page, and pages that fit an old phone and a slow line."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error as PlaywrightError

from e2e.walks import ask_until_slow, every_page

pytestmark = pytest.mark.django_db(transaction=True)

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
MOST_BYTES = 50 * 1024
# SCREENSHOTS_DIR=/some/where keeps a picture of each page.
PICTURES = os.environ.get("SCREENSHOTS_DIR")


def violations(page) -> list[str]:
    options = {"runOnly": {"type": "tag", "values": RULES}}
    page.wait_for_load_state()
    try:
        found = Axe().run(page, options=options)
    except PlaywrightError:  # a slow machine was still leaving the page before
        page.wait_for_load_state("networkidle")
        found = Axe().run(page, options=options)
    assert found.response["passes"], "axe looked at nothing"
    return [
        f"{each['id']}: {node['html']} {node['failureSummary']}"
        for each in found.response["violations"]
        for node in each["nodes"]
    ]


def keep_picture(page, name: str) -> None:
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_is_accessible(site, open_context, prefix, scheme, width):
    page = open_context(width, color_scheme=scheme, bypass_csp=True).new_page()
    for name, go in every_page(site, prefix).items():
        go(page)
        assert violations(page) == [], name
        overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert overflow <= 0, f"{name} is wider than the screen"
        keep_picture(page, f"{name}-{width}-{scheme}{prefix.replace('/', '-')}")


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_of_waiting_is_accessible(site, open_context, prefix, scheme):
    context = open_context(color_scheme=scheme, bypass_csp=True)
    context.route("**/proof.*js", lambda route: route.abort())
    page = context.new_page()
    ask_until_slow(page, site, prefix)
    assert violations(page) == []
    keep_picture(page, f"wait-360-{scheme}{prefix.replace('/', '-')}")
    page.evaluate("document.documentElement.className = 'with-script'")
    assert violations(page) == []


def test_targets_are_large_and_text_is_big(site, page):
    for name, go in every_page(site, "").items():
        go(page)
        small = page.evaluate(
            """Array.from(document.querySelectorAll(
              "a:not(.skip), button, input:not([type=hidden]), summary, .choice"))
              .filter(e => e.checkVisibility() && !e.closest("p.hint") && e.type !== "radio")
              .filter(e => e.getBoundingClientRect().height < 44)
              .map(e => e.outerHTML)"""
        )
        assert small == [], name
        assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 18


def test_text_twice_as_large_still_fits(site, page):
    for name, go in every_page(site, "").items():
        go(page)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert overflow <= 0, name


def weigh(context, go) -> int:
    """Bytes that came over the wire for a page and all its files, in a browser that kept nothing."""
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[int] = []

    def count(done) -> None:
        sizes.append(done["encodedDataLength"])

    wire.on("Network.loadingFinished", count)
    page.on("request", lambda request: request.is_navigation_request() and sizes.clear())
    go(page)
    page.wait_for_load_state("networkidle")
    assert len(sizes) >= 2
    return sum(sizes)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_weighs_less_than_fifty_kilobytes(site, open_context, prefix):
    for name, go in every_page(site, prefix).items():
        weight = weigh(open_context(), go)
        if PICTURES:
            print(f"WEIGHT {prefix}/{name}: {weight} bytes")
        assert weight < MOST_BYTES, name


def test_the_page_of_waiting_weighs_less_too(site, open_context):
    weight = weigh(open_context(), lambda page: ask_until_slow(page, site))
    assert weight < MOST_BYTES
