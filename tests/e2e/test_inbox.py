"""An officer answers a citizen in a real browser: by the keyboard, with and without scripts."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from chatting import asks, make_account, make_citizen, writes
from e2e.console_walks import find_at_counter, sign_in, staff_the_unit
from e2e.test_accessibility import keep_picture, violations
from e2e.walks import follow
from tracuu.accounts.models import Officer
from tracuu.audit.operations import Actor
from tracuu.cards.binding import bind, make_binding_code
from tracuu.cards.counter.finding import find_for_counter
from tracuu.messaging.chat import handing_over
from tracuu.messaging.chat.content import Button, Outgoing, Tap
from tracuu.messaging.chat.speaking import say
from tracuu.messaging.enums import Author, DeliveryState
from tracuu.messaging.models import ChatMessage, Conversation, Delivery
from tracuu.units.queries import get_unit

pytestmark = pytest.mark.django_db(transaction=True)
INBOX = "/console/tan-phu/inbox/"


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def unit(site):
    staff_the_unit()
    return get_unit("tan-phu")


@pytest.fixture
def talk(unit) -> Conversation:
    """A citizen bound to an application, some words, and a question that waits."""
    make_account(unit)
    contact = make_citizen(unit)
    conversation = writes(contact, "Chào, mình tra cứu Nguyễn Hữu Trí 17/05/1991")
    actor = Actor(officer_id=None, origin="cli")
    (found,) = find_for_counter(unit=unit, text="HS-00012", actor=actor).people
    made = make_binding_code(unit=unit, application_id=found.application_id, actor=actor)
    assert bind(conversation=conversation, code=made.code)
    say(
        conversation=conversation,
        outgoing=Outgoing(
            "Thẻ của bạn đã về đơn vị, đang chờ bạn đến nhận.",
            (
                Button("Giờ và địa điểm", Tap.SAY, "Giờ và địa điểm"),
                Button("Hỏi cán bộ", Tap.SAY, "Hỏi cán bộ"),
            ),
        ),
    )
    Delivery.objects.update(state=DeliveryState.SENT)
    conversation = writes(
        contact, "Em mất giấy hẹn rồi thì có nhận được không ạ? Số em 0912 345 678"
    )
    handing_over.hand_over(conversation=conversation, reason="no_answer")
    asks(unit, "Bao giờ thì có thẻ của con tôi?", "not_understood")
    return conversation


@pytest.fixture
def desk(site, unit, open_context):
    def at(width, email="binh@tan-phu.example", **options):
        page = open_context(width, bypass_csp=True, **options).new_page()
        sign_in(page, site, email)
        return page

    return at


@pytest.mark.parametrize("has_script", [True, False])
def test_from_the_badge_to_the_answer(site, desk, talk, has_script):
    page = desk(1280, java_script_enabled=has_script)
    expect(page.locator(".tabs .badge")).to_contain_text("2")
    page.locator(".tabs a", has_text="Hộp thư").click()
    page.locator(".inbox a").first.click()
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.type("Mất giấy hẹn vẫn nhận được thẻ, bạn mang giấy tờ tuỳ thân nhé.")
    page.locator("summary", has_text="Câu trả lời mẫu").click()
    page.locator("#insert-gio-dia-chi").click()
    expect(page.locator("#text")).to_have_value(
        "Mất giấy hẹn vẫn nhận được thẻ, bạn mang giấy tờ tuỳ thân nhé.\n\n"
        "Công an quận Tân Phú làm việc mỗi ngày 7:00–21:00, tại số 1, đường Minh Hoạ."
        " Điện thoại: 028 0000 0001."
    )
    if has_script:
        page.locator("#text").press("Control+Enter")
    else:
        page.locator("#send").click()
    expect(page.locator(".turn.ours").last).to_contain_text("Trần Thị Bình")
    assert ChatMessage.objects.filter(author=Author.OFFICER).count() == 1
    page.get_by_role("button", name="Trả cho trợ lý").click()
    expect(page.locator(".said.success")).to_contain_text("Đã trả lại cho trợ lý")
    expect(page.locator(".inbox li")).to_have_count(1)


def test_enter_in_the_search_looks_up_and_keeps_what_was_typed(site, desk, talk):
    page = desk(1280)
    page.goto(f"{site}{INBOX}{talk.pk}/")
    page.keyboard.type("Chào bạn.")
    page.locator("summary", has_text="Tra cứu giúp").click()
    page.locator("#query").fill("le thi an 02/09/1990")
    page.locator("#query").press("Enter")
    page.locator("#say-1").click()
    expect(page.locator("#text")).to_have_value(
        "Chào bạn.\n\nThẻ của bạn đang được in. Thẻ chưa về, bạn chưa cần đến đơn vị."
    )
    assert not ChatMessage.objects.filter(author=Author.OFFICER).exists()


def test_what_a_citizen_adds_appears_by_itself(site, desk, talk):
    page = desk(1280)
    page.clock.install()
    page.goto(f"{site}{INBOX}{talk.pk}/")
    expect(page.locator("#text")).to_be_focused()
    writes(talk.contact, "Alo, còn ai không ạ?")
    page.clock.fast_forward(9000)
    expect(page.locator(".turn.theirs").last).to_contain_text("còn ai không")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_of_it_is_accessible(site, desk, talk, width, scheme):
    page = desk(width, "an@tan-phu.example", color_scheme=scheme)
    an = Officer.objects.get(email="an@tan-phu.example")
    binh = Officer.objects.get(email="binh@tan-phu.example")

    def look(name: str) -> None:
        assert violations(page) == [], name
        overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert overflow <= 0, f"{name} is wider than the screen"
        keep_picture(page, f"console-{name}-{width}-{scheme}-vi")

    look("day-waiting")
    page.goto(f"{site}{INBOX}")
    look("inbox")
    page.goto(f"{site}{INBOX}{talk.pk}/")
    look("conversation")
    page.locator("summary", has_text="Câu trả lời mẫu").click()
    page.locator("summary", has_text="Tra cứu giúp").click()
    page.locator("#query").fill("nguyen huu tri 17/05/1991")
    page.locator("#query").press("Enter")
    page.wait_for_selector("#say-1")
    look("conversation-result")
    page.locator("#text").fill("Mời bạn đến quầy 5.")
    handing_over.answer(
        unit=talk.unit,
        number=talk.pk,
        actor=Actor(binh.pk, "192.0.2.2"),
        outgoing=Outgoing("Mất giấy hẹn vẫn nhận được thẻ, bạn mang giấy tờ tuỳ thân."),
        seen=10**9,
    )
    page.locator("#send").click()
    page.wait_for_selector(".said.warning")
    look("conversation-held")
    handing_over.take(
        unit=talk.unit, number=talk.pk, actor=Actor(an.pk, "192.0.2.1"), instead_of=binh.pk
    )
    page.goto(f"{site}{INBOX}{talk.pk}/")
    follow(page, page.get_by_role("button", name="Đưa vào Hỏi đáp"))
    look("inbox-draft")
    page.goto(f"{site}{INBOX}replies/")
    look("inbox-replies")
    page.goto(f"{site}{INBOX}replies/den-quay/edit/")
    look("inbox-reply")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_code_on_the_counter_and_on_the_telephone(site, desk, unit, talk, width, settings):
    settings.BASE_URL = site
    page = desk(width)
    find_at_counter(page, site, "HS-00013")
    page.get_by_role("button", name="Gắn vào Zalo").click()
    expect(page.locator("svg.qr")).to_be_visible()
    assert violations(page) == []
    keep_picture(page, f"console-bind-{width}-light-vi")
    code = page.locator(".words-to-say").inner_text().removeprefix("Gắn hồ sơ ")
    phone = page.context.new_page()
    phone.goto(f"{site}/tan-phu/gan/{code.replace('-', '')}/")
    expect(phone.locator("#words")).to_have_text(f"Gắn hồ sơ {code}")
    assert violations(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    keep_picture(phone, f"bind-{width}-light")
    assert bind(conversation=writes(make_citizen(unit), "Chào"), code=code)
    expect(page.locator("#bound")).to_contain_text("Đã gắn lúc", timeout=10_000)
    keep_picture(page, f"console-bound-{width}-light-vi")
