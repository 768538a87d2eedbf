"""Several people in one go, large print, and the browser's voice: in a real browser."""

import json
import re

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, expect

from e2e.walks import FORM, HOUSEHOLD, ask, ask_about, open_large_print
from tracuu.core import limits

pytestmark = pytest.mark.django_db(transaction=True)

# A voice box that keeps what it was told to say, with the voices that the test gives it.
VOICE_BOX = """(voices) => {
  window.said = [];
  window.stopped = 0;
  const box = {
    getVoices: () => voices,
    speak: saying => window.said.push(saying),
    cancel: () => { window.stopped += 1; },
    addEventListener: (name, call) => { window.voicesChanged = call; },
  };
  Object.defineProperty(window, "speechSynthesis", {value: box, configurable: true});
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
}"""
VIETNAMESE = {"lang": "vi-VN", "name": "An", "localService": True}
ENGLISH = {"lang": "en_US", "name": "Anne", "localService": True}
FAR_AWAY = {"lang": "vi-VN", "name": "Online", "localService": False}


def give_voices(page: Page, *voices: dict[str, object]) -> None:
    page.add_init_script(f"({VOICE_BOX})({json.dumps(voices)})")


def texts_said(page: Page) -> list[str]:
    return page.evaluate("said.map(saying => saying.text)")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_household_is_asked_about_in_one_go(site, open_context, scripts):
    context = open_context(java_script_enabled=scripts)
    page = context.new_page()

    ask_about(page, site, *HOUSEHOLD)

    titles = page.locator("main .answer h2")
    expect(titles).to_have_count(4)
    for place, words in enumerate(
        ("Thẻ đã về đơn vị", "Đang in thẻ", "Hồ sơ cần bổ sung", "Chưa xác nhận")
    ):
        expect(titles.nth(place)).to_contain_text(words)
        expect(titles.nth(place)).to_contain_text(HOUSEHOLD[place][0])
    assert page.url == f"{site}{FORM}"
    assert context.cookies() == []


@pytest.mark.parametrize("scripts", [True, False])
def test_people_come_and_go_with_what_was_typed(site, open_context, scripts):
    page = open_context(java_script_enabled=scripts).new_page()
    page.goto(f"{site}{FORM}")
    page.fill("#full_name", "Một")
    for number in (2, 3):
        page.get_by_role("button", name="Thêm người").click()
        expect(page.locator(f"#full_name-{number}")).to_be_focused()
        expect(page.locator(f"#full_name-{number}")).to_have_value("")
        page.keyboard.type(("Hai", "Ba")[number - 2])
    page.get_by_role("group", name="Người 2").get_by_role("button", name="Bỏ người này").click()

    expect(page.locator(".who")).to_have_text(["Người 1", "Người 2"])
    expect(page.locator("#full_name-2")).to_have_value("Ba")
    expect(page.locator("#full_name-2")).to_be_focused()
    page.get_by_role("group", name="Người 2").get_by_role("button", name="Bỏ người này").click()
    expect(page.locator(".who")).to_have_count(0)
    expect(page.locator("#full_name")).to_have_value("Một")
    expect(page.get_by_role("button", name="Bỏ người này")).to_have_count(0)


def test_scripts_build_the_same_form_as_the_server(site, open_context):
    """Field by field; what is nicer must not be another form."""
    forms = []
    for scripts in (True, False):
        page = open_context(java_script_enabled=scripts).new_page()
        page.goto(f"{site}{FORM}")
        for number in range(2, 9):
            page.locator(".add").click()
            expect(page.locator(f"#full_name-{number}")).to_be_visible()
        expect(page.locator(".add")).to_be_hidden()
        names = page.locator("#people input, #people button, #people label, #people p")
        forms.append(
            [
                re.sub(r' (autofocus|hidden|tabindex|style)(="[^"]*")?', "", mark).lower()
                for mark in names.evaluate_all(
                    """all => all.filter(e => !e.closest('.grow'))
                      .map(e => e.cloneNode(false).outerHTML.replace(/\\s+/g, ' '))"""
                )
            ]
        )
    assert [marks_of(mark) for mark in forms[0]] == [marks_of(mark) for mark in forms[1]]


def marks_of(mark: str) -> list[str]:
    return sorted(re.findall(r'[\w-]+="[^"]*"', mark))


def test_the_enter_key_searches_with_several_people_too(site, page):
    page.goto(f"{site}{FORM}")
    page.fill("#full_name", "nguyen huu tri")
    page.fill("#birth_date", "17/05/1991")
    page.locator(".add").click()
    page.keyboard.type("Lê Thị An")
    page.keyboard.press("Enter")
    expect(page.locator("#birth_date-2")).to_be_focused()
    page.keyboard.type("02091990")
    page.keyboard.press("Enter")

    expect(page.locator("main .answer")).to_have_count(2)


def test_a_second_tap_asks_no_second_time(site, page):
    page.goto(f"{site}{FORM}")
    page.fill("#full_name", "nguyen huu tri")
    page.fill("#birth_date", "17/05/1991")
    asked = []
    page.on("request", lambda request: request.method == "POST" and asked.append(request.url))

    page.evaluate("() => { const go = document.querySelector('.go'); go.click(); go.click(); }")

    expect(page.locator("main .answer")).to_be_visible()
    assert len(asked) == 1


def test_four_digits_are_typed_on_keys_with_digits(site, page):
    page.goto(f"{site}{FORM}")
    page.locator("summary").click()
    page.get_by_label("4 số cuối CCCD/CMND").check()
    expect(page.locator("#proof_value")).to_have_attribute("inputmode", "numeric")
    page.get_by_label("Số hồ sơ trên giấy hẹn").check()
    assert page.locator("#proof_value").get_attribute("inputmode") is None


def test_one_persons_details_are_asked_for_from_the_answers(site, page):
    ask_about(page, site, *HOUSEHOLD)
    page.locator("#nguoi-1").get_by_role("button", name="Xem chi tiết").click()

    expect(page.locator("#proof_value")).to_be_focused()
    page.keyboard.type("HS-00012")
    limits.forget_all()
    page.keyboard.press("Enter")
    expect(page.locator("#nguoi-1")).to_contain_text("A12")
    expect(page.locator("#nguoi-2")).not_to_contain_text("Chi tiết hồ sơ")


@pytest.mark.parametrize("scripts", [True, False])
def test_large_print_opens_without_asking_again(site, open_context, scripts):
    page = open_context(java_script_enabled=scripts).new_page()
    ask_about(page, site, *HOUSEHOLD)
    asked = []
    page.on("request", lambda request: "/static/" in request.url or asked.append(request.url))

    open_large_print(page, 2)

    sheet = page.locator("#in-2")
    expect(sheet).to_be_visible()
    expect(page.locator("#in-1")).to_be_hidden()
    expect(page.locator("#nguoi-2")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thẻ của bạn đang được in.")
    assert asked == []
    assert page.url == f"{site}{FORM}#in-2"
    expect(page.get_by_role("button", name="In ra giấy")).to_be_visible(visible=scripts)
    page.get_by_role("link", name="Về kết quả").click()
    expect(page.locator("#nguoi-2")).to_be_visible()
    expect(sheet).to_be_hidden()
    page.go_back()
    expect(sheet).to_be_visible()
    assert asked == []


def points(page: Page, selector: str) -> list[float]:
    """The sizes of letters of what is shown, in points of 1/72 inch."""
    return page.evaluate(
        """selector => Array.from(document.querySelectorAll(selector))
          .filter(e => e.checkVisibility() && e.innerText.trim())
          .map(e => parseFloat(getComputedStyle(e).fontSize) * 72 / 96)""",
        selector,
    )


def test_large_print_is_large_on_the_screen_and_on_paper(site, page):
    ask_about(page, site, *HOUSEHOLD)
    open_large_print(page)
    sizes = points(page, ".sheet p, .sheet h1, .sheet h2, .sheet dt, .sheet dd")
    assert sizes
    assert min(sizes) >= 18

    page.emulate_media(media="print")
    sizes = points(page, ".sheet p, .sheet h1, .sheet h2, .sheet dt, .sheet dd")
    assert sizes
    assert min(sizes) >= 18


def count_printed(page: Page) -> int:
    """The pages of paper that this page takes."""
    try:
        pdf = page.pdf(format="A4")
    except PlaywrightError:  # a busy browser gives up printing now and then
        pdf = page.pdf(format="A4")
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_paper_holds_a_page_for_each_person_or_the_one_that_is_open(site, page):
    ask_about(page, site, *HOUSEHOLD)
    assert count_printed(page) == 4
    open_large_print(page, 3)
    assert count_printed(page) == 1

    ask(page, site, "nguyen huu tri", "17/05/1991", "HS-00012")
    assert count_printed(page) == 1
    page.emulate_media(media="print")
    expect(page.locator("#in-1")).to_be_visible()
    for other in (".top", ".bottom", ".answer", "form"):
        expect(page.locator(other).first).to_be_hidden()


def test_an_answer_is_read_aloud_and_stopped(site, page):
    give_voices(page, ENGLISH, VIETNAMESE)
    ask(page, site, "nguyen huu tri", "17/05/1991")
    button = page.locator("[data-say]")

    expect(button).to_have_text("Đọc to")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_text("Dừng đọc")
    said = texts_said(page)
    assert said[0] == "Thẻ của bạn đã về đơn vị, đang chờ bạn đến nhận."
    assert said[-1] == "Danh sách của đơn vị cập nhật đến ngày 14 tháng 12 năm 2021."
    assert page.evaluate("said.every(saying => saying.lang === 'vi-VN')")

    page.keyboard.press("Enter")
    expect(button).to_have_text("Đọc to")
    expect(button).to_be_focused()
    assert page.evaluate("stopped") == 1
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert page.evaluate("stopped") == 2
    page.keyboard.press("Enter")
    page.evaluate("said[said.length - 1].onend()")
    expect(button).to_have_text("Đọc to")


def test_one_person_is_read_at_a_time(site, page):
    give_voices(page, VIETNAMESE)
    ask_about(page, site, *HOUSEHOLD[:2])
    first, second = page.locator("#nguoi-1 [data-say]"), page.locator("#nguoi-2 [data-say]")

    first.click()
    second.click()

    expect(first).to_have_text("Đọc to")
    expect(second).to_have_text("Dừng đọc")
    assert page.evaluate("stopped") == 1
    assert "Lê Thị An." in texts_said(page)


@pytest.mark.parametrize("voices", [[], [ENGLISH], [FAR_AWAY]])
def test_without_a_voice_of_this_device_it_says_so(site, page, voices):
    give_voices(page, *voices)
    ask(page, site, "nguyen huu tri", "17/05/1991")

    expect(page.get_by_text("Máy này chưa có giọng đọc tiếng Việt")).to_be_visible()
    expect(page.locator("[data-say]")).to_be_hidden()


def test_without_speech_at_all_it_says_so_at_once(site, page):
    page.add_init_script("Object.defineProperty(window, 'speechSynthesis', {value: undefined})")
    ask(page, site, "nguyen huu tri", "17/05/1991")

    expect(page.get_by_text("Máy này chưa có giọng đọc tiếng Việt")).to_be_visible()


def test_a_voice_that_comes_late_is_used(site, page):
    give_voices(page)
    ask(page, site, "nguyen huu tri", "17/05/1991")
    expect(page.locator("#no-voice")).to_be_visible()

    page.evaluate(
        "voice => { speechSynthesis.getVoices = () => [voice]; voicesChanged(); }", VIETNAMESE
    )

    expect(page.locator("[data-say]")).to_be_visible()
    expect(page.locator("#no-voice")).to_be_hidden()


def test_without_scripts_no_voice_is_promised_or_missed(site, open_context):
    page = open_context(java_script_enabled=False).new_page()
    ask(page, site, "nguyen huu tri", "17/05/1991")

    expect(page.locator("[data-say]")).to_be_hidden()
    expect(page.locator("#no-voice")).to_be_hidden()


def test_english_pages_are_read_in_english_and_places_in_vietnamese(site, page):
    give_voices(page, VIETNAMESE, ENGLISH)
    ask(page, site, "nguyen huu tri", "17/05/1991", prefix="/en")

    page.locator("[data-say]").click()

    said = page.evaluate("said.map(saying => [saying.lang, saying.text])")
    assert ["vi-VN", "số 1, đường Minh Hoạ."] in said
    assert ["en_US", "Tan Phu District Police."] in said
