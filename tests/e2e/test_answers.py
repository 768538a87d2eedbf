"""Answers in a real browser: typing and tapping as citizens do, and every page of the editors."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from answers.making import AN, BINH, WAYS, check, make_topic, publish, teach_little, wording
from e2e.console_walks import open_page, sign_in, staff_the_unit
from e2e.test_accessibility import keep_picture, violations, weigh
from factories import make_officer
from tracuu.accounts.enums import Role
from tracuu.answers.asked import keep_question
from tracuu.answers.enums import AskedKind, Deed
from tracuu.answers.lessons import learn_next
from tracuu.answers.models import AskedQuestion, OutsideGroup, Topic
from tracuu.answers.operations import count_deeds, quarantine_citing, write_draft
from tracuu.answers.teaching import accept_suggestions, list_suggestions, suggest_phrasings
from tracuu.audit.operations import COMMAND_LINE, Actor
from tracuu.units.queries import get_unit

pytestmark = pytest.mark.django_db(transaction=True)
QUESTIONS = {
    "le-phi": "Lệ phí làm, đổi, cấp lại thẻ căn cước là bao nhiêu?",
    "thoi-han": "Làm căn cước bao lâu thì có thẻ?",
    "giay-to": "Đi làm căn cước cần mang giấy tờ gì?",
}
MOST_BYTES, MOST_CITIZENS_BYTES = 100 * 1024, 50 * 1024
HERE = "/console/tan-phu/answers/"


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def taught(site, settings, tmp_path):
    """Three topics that a small model has learnt."""
    settings.HOME = tmp_path
    teach_little()
    OutsideGroup.objects.update(title="Hộ chiếu")
    for slug in WAYS:
        topic = Topic.objects.get(slug=slug)
        publish(topic, question=QUESTIONS[slug], is_confirmed=True)
    return site


@pytest.fixture
def busy(taught):
    """A desk with work of every kind; answers the pages by name."""
    staff_the_unit()
    unit, le_phi = get_unit("tan-phu"), Topic.objects.get(slug="le-phi")
    em = make_officer("em@tan-phu.example", "Võ Thị Em", unit, Role.EDITOR)
    for text in (
        "hồ sơ căn cước bị treo trên cổng dịch vụ công là sao",
        "căn cước bị treo trên cổng dịch vụ công",
        "cccd bi treo tren cong dich vu cong",
        "Nguyễn Văn Không sinh 02/09/1990 hồ sơ bị treo trên cổng",
        "gửi xe trước trụ sở có mất tiền không",
    ):
        keep_question(unit=unit, kind=AskedKind.UNANSWERED, text=text)
    for number, deed in enumerate(Deed):
        for _ in range(9 - number):
            count_deeds(unit=unit, topic="", deeds=[deed])
    check("hết mấy đồng lệ phí vậy", "le-phi")
    check("xin hộ chiếu mới", "~ho-chieu")
    draft = write_draft(
        topic=le_phi, unit=unit, actor=Actor(em.pk, "127.0.0.1"),
        wording=wording("2026-01-01", "2026-12-31", answer="15.000 đồng đến hết 31/12/2026."),
    )  # fmt: skip
    publish(make_topic("cu-tru"), "2025-01-01", unit=unit, question="Đăng ký tạm trú ở đâu?")
    quarantine_citing(
        document="Nghị định 70/2024", reason="Nghị định 58/2026 sửa đổi", actor=COMMAND_LINE,
        within=[unit.pk],
    )  # fmt: skip
    ways = [f"{text} {end}" for text in WAYS["le-phi"] for end in ("vậy", "ạ", "nhỉ", "hả")]
    suggest_phrasings(label="giay-to", texts=ways, actor=AN, unit=unit)
    accept_suggestions(suggestions=[one.pk for one in list_suggestions()], actor=BINH, unit=unit)
    learn_next()
    suggest_phrasings(label="le-phi", texts=["hết nhiêu xu", "mấy xu"], actor=AN, unit=unit)
    group = AskedQuestion.objects.order_by("pk").first()
    return {
        "answers": HERE,
        "answer-topic": f"{HERE}le-phi/",
        "phrasings": f"{HERE}le-phi/phrasings/",
        "answer-review": f"{HERE}{draft.pk}/review/",
        "asked": f"{HERE}asked/",
        "asked-group": f"{HERE}asked/{group.pk}/",
        "answer-checks": f"{HERE}checks/",
        "answer-figures": f"{HERE}figures/",
        "law": f"{HERE}law/",
        "lessons": f"{HERE}lessons/",
        "outside": f"{HERE}outside/",
        "edit-outside": f"{HERE}outside/ho-chieu/",
        "edit-answer": f"{HERE}{draft.pk}/edit/",
        "day-answers": "/console/tan-phu/",
    }


def try_one(page, site):
    page.goto(f"{site}{HERE}")
    page.fill("#id_text", "lệ phí bao nhiêu tiền")
    page.get_by_role("button", name="Thử").or_(page.get_by_role("button", name="Try")).click()
    page.wait_for_selector(".nearest")


@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [(1280, "light", "vi"), (360, "dark", "en"), (360, "light", "vi")],
)
def test_every_page_of_the_editors_is_accessible_and_fits(
    taught, busy, open_context, width, scheme, language
):
    page = open_context(width, color_scheme=scheme, bypass_csp=True).new_page()
    page.goto(f"{taught}/console/account/sign-in/?lang={language}")
    sign_in(page, taught)
    ways = {name: open_page(taught, path) for name, path in busy.items()}
    for name, go in {**ways, "try-question": lambda page: try_one(page, taught)}.items():
        go(page)
        assert violations(page) == [], name
        overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert overflow <= 0, f"{name} is wider than the screen"
        keep_picture(page, f"console-{name}-{width}-{scheme}-{language}")


def test_every_page_of_the_editors_weighs_less_than_a_hundred_kilobytes(taught, busy, open_context):
    context = open_context(1280)
    sign_in(context.new_page(), taught)
    for name, path in busy.items():
        assert weigh(context, open_page(taught, path)) < MOST_BYTES, name


def test_questions_appear_while_one_types_and_the_keyboard_reaches_them(taught, page):
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    page.goto(f"{taught}/tan-phu/hoi-dap/")
    page.locator("#question").press_sequentially("dong bao nhieu tien")

    first = page.locator("#typed a").first
    expect(first).to_have_text(QUESTIONS["le-phi"])
    expect(page.locator("#typed-said")).to_contain_text("câu có thể đúng ý bạn")
    keep_picture(page, "typing-360-light")
    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#question")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#typed")).to_be_hidden()
    page.locator("#question").fill("giay to gi")
    page.locator("#typed a", has_text=QUESTIONS["giay-to"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(QUESTIONS["giay-to"])
    assert said == []
    assert not [address for address in addresses if "bao" in address]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_question_is_asked_and_judged_with_and_without_the_script(taught, open_context, scripts):
    page = open_context(java_script_enabled=scripts).new_page()
    page.goto(f"{taught}/tan-phu/hoi-dap/")
    page.fill("#question", "lệ phí bao nhiêu tiền")
    page.get_by_role("button", name="Hỏi", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Lệ phí")
    keep_picture(page, f"asked-answer-360-light{'' if scripts else '-plain'}")
    page.get_by_role("button", name="Chưa đúng").click()
    expect(page.get_by_role("status").first).to_have_text("Cảm ơn bạn đã cho biết.")
    assert AskedQuestion.objects.get().kind == AskedKind.WRONG


def test_a_page_of_answers_with_its_script_is_light_and_accessible(taught, open_context):
    context = open_context(360, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{taught}/tan-phu/hoi-dap/")
    page.locator("#question").press_sequentially("bao nhieu")
    expect(page.locator("#typed a").first).to_be_visible()
    assert violations(page) == []
    page.goto(f"{taught}/tan-phu/hoi-dap/?ngay=31/02/2021")
    expect(page.locator("#ngay")).to_be_focused()
    assert violations(page) == []
    keep_picture(page, "answers-wrong-day-360-light")
    light = weigh(open_context(), lambda page: page.goto(f"{taught}/tan-phu/hoi-dap/"))
    assert light < MOST_CITIZENS_BYTES


def test_what_is_printed_is_the_answer_alone(taught, open_context):
    page = open_context(1280).new_page()
    page.goto(f"{taught}/tan-phu/hoi-dap/le-phi/")
    expect(page.get_by_role("button", name="In câu trả lời")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".answer")).to_be_visible()
    expect(page.locator("form.ask")).to_be_hidden()
    expect(page.get_by_role("button", name="In câu trả lời")).to_be_hidden()
