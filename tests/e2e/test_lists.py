"""A list's way in a real browser: dragged or chosen, read, mended, published, undone."""

import base64
import contextlib
import re
from pathlib import Path

import pytest
from django.core.cache import cache
from openpyxl import load_workbook
from playwright.sync_api import Page, Route, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from e2e.console_walks import BAD_PEOPLE, bring_lists, pages_of_lists, sign_in, staff_the_unit
from e2e.test_accessibility import keep_picture, violations, weigh
from factories import HEADER, make_officer, person, write_list
from portal.test_language import MARKED_LETTER
from tracuu.accounts.enums import Role
from tracuu.cards.enums import ListState
from tracuu.cards.lists.reviewing import read_upload
from tracuu.cards.models import CardList
from tracuu.units.queries import get_unit

pytestmark = pytest.mark.django_db(transaction=True)
MOST_BYTES = 100 * 1024
MAI = person("Lê Thị Mai", "05/06/1980", receipt="HS-00100", status="Đã về đơn vị")
GOOD = [MAI, *(person(f"Cao Văn Thứ {name}", "01/02/1970") for name in ("An", "Ba", "Ca", "Đa"))]
DROP = """([base64, name]) => {
  const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
  const dragged = new DataTransfer();
  dragged.items.add(new File([bytes], name));
  return dragged;
}"""


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def staffed(site):
    return staff_the_unit()


def drag(page: Page, path: Path) -> None:
    """Drag the file over the form and let it go there."""
    content = base64.b64encode(path.read_bytes()).decode()
    dragged = page.evaluate_handle(DROP, [content, path.name])
    form = page.locator("form[enctype]")
    form.dispatch_event("dragover", {"dataTransfer": dragged})
    expect(page.locator("#id_file")).to_have_class(re.compile("over"))
    form.dispatch_event("drop", {"dataTransfer": dragged})
    expect(page.locator("#id_file")).not_to_have_class(re.compile("over"))


def choose_with_the_keyboard(page: Page, path: Path) -> None:
    """A browser that is busy may miss the key: whoever sees nothing presses it again."""
    for _ in range(3):
        with contextlib.suppress(PlaywrightTimeout):
            with page.expect_file_chooser(timeout=5000) as chooser:
                page.keyboard.press("Space")
            chooser.value.set_files(path)
            return
    raise AssertionError("the Space key never opened the choice of a file")


def open_lists(page: Page, site: str) -> None:
    page.goto(f"{site}/console/tan-phu/lists/")


def wait_for_the_reader(page: Page, *, picture: str = "") -> CardList:
    """What the worker does; the page notices by itself."""
    expect(page.get_by_role("progressbar")).to_be_visible()
    if picture:
        keep_picture(page, picture)
    card_list = CardList.objects.get(pk=re.search(r"/lists/(\d+)/", page.url)[1])
    assert read_upload(card_list.pk)
    expect(page.get_by_role("heading", name="Tệp này là gì")).to_be_visible()
    return card_list


def test_dragged_reviewed_mended_published_and_undone(site, staffed, open_context, tmp_path):
    context = open_context(1280, accept_downloads=True)
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    sign_in(page, site)
    open_lists(page, site)
    header = [*HEADER[:7], "Chỗ để", *HEADER[8:]]
    people = [(*row[:7], "K7", *row[8:]) for row in GOOD]
    drag(page, write_list(tmp_path / "danh-sach.xlsx", [*people, BAD_PEOPLE[0]], header))
    assert page.evaluate("document.querySelector('#id_file').files[0].name") == "danh-sach.xlsx"
    page.get_by_role("button", name="Tải lên").click()

    card_list = wait_for_the_reader(page, picture="console-list-reading-1280-light-vi")
    expect(page.get_by_text("1 trên 6 dòng bị từ chối")).to_be_visible()
    expect(page.get_by_role("row", name="Hồ sơ mới")).to_contain_text("5")

    page.get_by_role("link", name="Bị từ chối vì có ô chưa đúng").click()
    bad = page.locator("li.bad")
    expect(bad).to_contain_text("31/02/1990")
    expect(bad).to_contain_text("xem lại ngày sinh trên giấy tờ")
    page.go_back()

    page.get_by_role("link", name="Sửa ý nghĩa các cột").click()
    page.get_by_label("Chỗ để").select_option(label="Hộc")
    page.get_by_role("button", name="Lưu và đọc lại").click()
    wait_for_the_reader(page)
    expect(page.get_by_text("Chỗ để (Hộc)")).to_be_visible()

    with page.expect_download() as download:
        page.get_by_role("link", name="Tải các dòng bị từ chối").click()
    kept = tmp_path / "mended.xlsx"
    download.value.save_as(kept)
    sheet = load_workbook(kept).active
    assert sheet["A2"].value == "Vũ Lan Hương"
    assert sheet.cell(1, sheet.max_column).value == "Lý do bị từ chối"

    page.get_by_label("Lý do vẫn công bố").fill("Đã gọi hỏi người này")
    page.get_by_role("button", name="Vẫn công bố").click()
    expect(page.get_by_role("status")).to_contain_text("Đã công bố")
    card_list.refresh_from_db()
    assert card_list.state == ListState.PUBLISHED
    found = page.request.post(
        f"{site}/tan-phu/tra-cuu/",
        data="full_name=le+thi+mai&birth_date=05%2F06%2F1980",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert "Thẻ của bạn đã về đơn vị" in found.text()

    page.get_by_role("button", name="Thu hồi danh sách").click()
    expect(page.get_by_role("status")).to_contain_text("trở lại đúng như trước")
    card_list.refresh_from_db()
    assert card_list.state == ListState.WITHDRAWN
    assert faults == []


def test_an_editor_works_with_the_keyboard_alone(site, staffed, open_context, tmp_path):
    make_officer("em@tan-phu.example", "Đỗ Văn Em", get_unit("tan-phu"), Role.EDITOR)
    page = open_context(1280).new_page()
    sign_in(page, site, "em@tan-phu.example")
    path = write_list(tmp_path / "danh-sach.xlsx", GOOD)

    def go_to(what: str) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate("what => document.activeElement.matches(what)", what):
                assert page.locator(":focus-visible").count() == 1
                return
        raise AssertionError(f"the Tab key never came to {what}")

    go_to("nav a[accesskey='3']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/lists/")
    go_to("#id_file")
    choose_with_the_keyboard(page, path)
    go_to("form[enctype] .button")
    page.keyboard.press("Enter")
    wait_for_the_reader(page)
    go_to("form[action$='/publish/'] .button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Đã công bố")
    go_to("form[action$='/undo/'] .button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Đã thu hồi")


def stay(route: Route) -> None:
    """A page that loads itself again would do so below the hands of whoever looks at it for long."""
    answer = route.fetch()
    headers = {name: value for name, value in answer.headers.items() if name != "refresh"}
    route.fulfill(response=answer, headers=headers)


@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [
        (1280, "light", "vi"),
        (1280, "dark", "en"),
        (360, "light", "en"),
        (360, "dark", "vi"),
    ],
)
def test_every_page_of_lists_is_accessible_and_fits(
    site, staffed, open_context, tmp_path, width, scheme, language
):
    ways = pages_of_lists(site, bring_lists(tmp_path))
    page = open_context(width, color_scheme=scheme, bypass_csp=True).new_page()
    page.goto(f"{site}/console/account/sign-in/?lang={language}")
    sign_in(page, site)
    page.route(re.compile(r"/lists/\d+/$"), stay)
    for name, go in ways.items():
        go(page)
        assert violations(page) == [], name
        overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert overflow <= 0, f"{name} is wider than the screen"
        assert page.evaluate("document.documentElement.lang") == language
        keep_picture(page, f"console-{name}-{width}-{scheme}-{language}")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_a_supervisor_sees_the_units_below(site, staffed, open_context, tmp_path, width, scheme):
    bring_lists(tmp_path)
    make_officer("dung@hcm.example", "Phạm Văn Dũng", get_unit("tp-ho-chi-minh"), Role.SUPERVISOR)
    page = open_context(width, color_scheme=scheme, bypass_csp=True).new_page()
    sign_in(page, site, "dung@hcm.example", "tp-ho-chi-minh")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    keep_picture(page, f"console-day-above-{width}-{scheme}-vi")
    page.get_by_role("link", name="189").click()
    expect(page.locator("#at-unit")).to_be_in_viewport()
    expect(
        page.get_by_text("họ tên người dân chỉ cán bộ của chính đơn vị xem được")
    ).to_be_visible()
    assert violations(page) == []


def test_every_page_of_lists_weighs_less_than_a_hundred_kilobytes(
    site, staffed, open_context, tmp_path
):
    context = open_context(1280)
    sign_in(context.new_page(), site)
    for name, go in pages_of_lists(site, bring_lists(tmp_path)).items():
        if name != "list-waiting":  # it loads itself again and again; a reviewed one is heavier
            assert weigh(context, go) < MOST_BYTES, name


# What is quoted: the names of people, units, files, columns and sheets stand as they were written.
QUOTED = "td, th, [lang=vi], .row-cells small, .row-cells span, h3, label, option"


def test_the_pages_of_lists_speak_english(site, staffed, open_context, tmp_path):
    ways = pages_of_lists(site, bring_lists(tmp_path))
    page = open_context(1280).new_page()
    page.goto(f"{site}/console/account/sign-in/?lang=en")
    sign_in(page, site)
    for name, go in ways.items():
        go(page)
        told = page.evaluate(
            """quoted => {
              const main = document.querySelector('main').cloneNode(true);
              for (const each of main.querySelectorAll(quoted)) each.remove();
              return main.textContent;
            }""",
            QUOTED,
        )
        told = told.replace("Nguyễn Thị Lan", "")  # an example of a name
        told = re.sub(r"Write one of the stages in Vietnamese: .*?\.", "", told)
        found = MARKED_LETTER.search(told)
        assert found is None, (name, told[max(0, found.start() - 60) : found.end() + 60])
