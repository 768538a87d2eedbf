"""Faulty files, forgotten cards, letters and their answers in a real browser."""

import datetime
import re

import pytest
from django.core.cache import cache
from playwright.sync_api import expect
from tests.cards.uploads import AN, publish_rows

from e2e.console_walks import open_page, sign_in, staff_the_unit
from e2e.test_accessibility import keep_picture, violations, weigh
from e2e.walks import ask
from factories import person
from tracuu.cards.ageing.addresses import AddressBook, read_pasted
from tracuu.cards.ageing.letters import get_letter, keep_run, plan_letters, reply_to
from tracuu.cards.ageing.notices import make_notice
from tracuu.cards.enums import Reply
from tracuu.cards.models import Letter
from tracuu.cards.rules import AGES
from tracuu.core import clock
from tracuu.units.queries import get_unit

pytestmark = pytest.mark.django_db(transaction=True)
HOME = "/console/tan-phu/"
FAULTY = [
    person("Vũ Thị Mai", "08/03/1970", receipt="HS-00201", status="Cần bổ sung", note="Ảnh mờ"),
    person("Đặng Văn Hùng", "19/08/1985", receipt="HS-00202", status="Cần bổ sung",
           note="Sai ngày sinh"),
    person("Hồ Thị Bích", "02/09/1990", receipt="HS-00203", status="Cần bổ sung",
           note="hỏi lại tổ dân phố"),
]  # fmt: skip
LYING = [
    person("Nguyễn Thị Lan", "17/05/1962", receipt="HS-00301", box="A12"),
    person("Ngô Thu Liên", "01/12/1962", receipt="HS-00302", box="A13"),
    person("Nông Thị Loan", "05/05/1962", receipt="HS-00303", box="A14"),
    person("Trần Văn Bảy", "03/04/1985", receipt="HS-00304", box="B01"),
    person("Đỗ Quang Xuân", "03/04/1941", receipt="HS-00305", box="B02"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def codes(site, tmp_path):
    """A unit with faulty files and old cards; the codes of two letters, one of them answered."""
    staff_the_unit()
    unit, today = get_unit("tan-phu"), clock.today()
    for waited, people in ((60, LYING), (35, FAULTY[:1]), (25, FAULTY[1:])):
        as_of = today - datetime.timedelta(days=waited)
        publish_rows(unit, tmp_path, *people, as_of=as_of, name=f"{waited}.xlsx")
    book = AddressBook(read_pasted("HS-00301; 1 đường Minh Hoạ\nHS-00304; 2 đường Minh Hoạ"), today)
    run = plan_letters(unit=unit, age=AGES[3], book=book, again=False)
    keep_run(unit=unit, age=AGES[3], run=run, again=False, actor=AN)
    codes = {one.full_name: one.code for one in run.letters}
    reply_to(letter=get_letter(codes["Trần Văn Bảy"]), reply=Reply.MOVED)
    make_notice(unit=unit, actor=AN)
    return codes


def open_file(site, person="Vũ Thị Mai"):
    def go(page):
        page.goto(f"{site}{HOME}corrections/")
        page.locator("tr", has_text=person).get_by_role("button").click()
        page.wait_for_selector("#id_correction")

    return go


def leave_out_the_reason(site):
    def go(page):
        open_file(site)(page)
        page.select_option("#id_correction", "")
        page.locator("form.card .button").last.click()
        page.wait_for_selector(".errorlist")

    return go


def officers_pages(site):
    return {
        "corrections": open_page(site, f"{HOME}corrections/"),
        "corrections-none": open_page(site, f"{HOME}corrections/?reason=form"),
        "correction": open_file(site),
        "correction-wrong": leave_out_the_reason(site),
        "reasons": open_page(site, f"{HOME}reasons/"),
        "reason": open_page(site, f"{HOME}reasons/of/photo/"),
        "ageing": open_page(site, f"{HOME}ageing/46-90/"),
        "ageing-none": open_page(site, f"{HOME}ageing/4-14/"),
        "replies": open_page(site, f"{HOME}ageing/replies/"),
        "letters": open_page(site, f"{HOME}ageing/46-90/letters/"),
        "notice": open_page(site, f"{HOME}ageing/notice/"),
    }


def citizens_pages(site, code, prefix=""):
    def answered(page):
        page.goto(f"{site}{prefix}/tra-loi/{code}/")
        page.locator("button[value=not_mine]").click()
        page.wait_for_selector(".answer")

    def unknown(page):
        page.goto(f"{site}{prefix}/tra-loi/")
        page.fill("#code", "khong phai ma")
        page.locator("main form button").click()
        page.wait_for_selector(".errors")

    return {
        "correction-details": lambda page: ask(
            page, site, "Vũ Thị Mai", "08/03/1970", "HS-00201", prefix=prefix
        ),
        "reply": lambda page: page.goto(f"{site}{prefix}/tra-loi/"),
        "reply-letter": lambda page: page.goto(f"{site}{prefix}/tra-loi/{code}/"),
        "reply-unknown": unknown,
        "reply-done": answered,
        "notice-public": lambda page: page.goto(f"{site}{prefix}/tan-phu/thong-bao/"),
        "unit-with-notice": lambda page: page.goto(f"{site}{prefix}/tan-phu/"),
    }


def check(page, name):
    assert violations(page) == [], name
    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert overflow <= 0, f"{name} is wider than the screen"


@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [(1280, "light", "vi"), (1280, "dark", "en"), (360, "light", "en"), (360, "dark", "vi")],
)
def test_officers_pages_are_accessible_and_fit(site, codes, open_context, width, scheme, language):
    page = open_context(width, color_scheme=scheme, bypass_csp=True).new_page()
    page.goto(f"{site}/console/account/sign-in/?lang={language}")
    sign_in(page, site)
    for name, go in officers_pages(site).items():
        go(page)
        check(page, name)
        keep_picture(page, f"console-{name}-{width}-{scheme}-{language}")


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_citizens_pages_are_accessible_and_fit(site, codes, open_context, width, scheme, prefix):
    page = open_context(width, color_scheme=scheme, bypass_csp=True).new_page()
    for name, go in citizens_pages(site, codes["Nguyễn Thị Lan"], prefix).items():
        go(page)
        check(page, name)
        keep_picture(page, f"{name}-{width}-{scheme}{prefix.replace('/', '-')}")


def test_pages_are_light(site, codes, open_context):
    for name, go in citizens_pages(site, codes["Nguyễn Thị Lan"]).items():
        assert weigh(open_context(), go) < 50 * 1024, name
    context = open_context(1280)
    sign_in(context.new_page(), site)
    for name, go in officers_pages(site).items():
        assert weigh(context, go) < 100 * 1024, name


@pytest.mark.parametrize("has_script", [True, False])
def test_from_a_letter_to_the_officers_eyes(site, codes, open_context, has_script):
    desk = open_context(1280, java_script_enabled=has_script).new_page()
    sign_in(desk, site)
    desk.goto(f"{site}{HOME}")
    desk.locator(".todo a", has_text="Thẻ chờ nhận").click()
    desk.locator(".choices a", has_text="46–90").click()
    desk.locator("main a", has_text="In thư báo").click()
    desk.fill("#id_addresses", "HS-00302; 7 đường Minh Hoạ")
    with desk.expect_download() as waiting:
        desk.locator("form.card .button").click()
    content = waiting.value.path().read_bytes()
    assert content.startswith(b"%PDF-")
    assert waiting.value.suggested_filename.endswith(".pdf")
    assert Letter.objects.count() == 3

    phone = open_context(360, java_script_enabled=has_script).new_page()
    phone.goto(f"{site}/tra-loi/")
    phone.fill("#code", codes["Nguyễn Thị Lan"].lower())
    phone.locator("main form button").click()
    phone.get_by_role("button", name="Tôi đã chuyển nơi ở").click()
    expect(phone.locator(".answer")).to_contain_text("bạn đã chuyển nơi ở")
    assert codes["Nguyễn Thị Lan"] not in phone.url

    desk.goto(f"{site}{HOME}ageing/replies/")
    row = desk.locator("tr", has_text="Nguyễn Thị Lan")
    expect(row).to_contain_text("trả lời: đã chuyển nơi ở")
    row.get_by_role("button").click()
    expect(desk.locator("#person")).to_have_text("Nguyễn Thị Lan")


def test_a_faulty_file_is_told_and_mended(site, codes, open_context):
    phone = open_context(360).new_page()
    ask(phone, site, "Vũ Thị Mai", "08/03/1970", "HS-00201")
    expect(phone.locator(".details .note")).to_contain_text("Ảnh chân dung chưa dùng được")
    expect(phone.locator(".details .note")).to_contain_text("Đã qua ngày hẹn bổ sung")

    desk = open_context(1280).new_page()
    sign_in(desk, site)
    desk.locator(".todo a", has_text="Hồ sơ cần bổ sung").click()
    first = desk.locator("tbody tr").first
    expect(first).to_contain_text("Vũ Thị Mai")
    expect(first).to_contain_text(re.compile("quá hạn 5 ngày"))
    first.get_by_role("button").click()
    desk.get_by_role("button", name="Đã nhận bổ sung đủ").click()
    expect(desk.locator(".said.success")).to_contain_text("bổ sung đủ")
    expect(desk.locator("tbody")).not_to_contain_text("Vũ Thị Mai")

    ask(phone, site, "Vũ Thị Mai", "08/03/1970")
    expect(phone.locator("#answer-1")).to_have_text("Hồ sơ của bạn đang được xử lý.")


def test_the_notice_prints_on_paper(site, codes, open_context):
    page = open_context(1280).new_page()
    sign_in(page, site)
    page.goto(f"{site}{HOME}ageing/notice/")
    page.emulate_media(media="print")
    for part in (".deeds", ".tabs", ".bottom"):
        expect(page.locator(part)).to_be_hidden()
    expect(page.locator(".notice .code")).to_be_visible()
    keep_picture(page, "notice-print")
