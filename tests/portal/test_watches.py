"""Asking to be told, confirming, seeing, erasing, and checking a message, as a citizen's browser does."""

import datetime
import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.messaging.servers import push_service, smtp_server

from factories import make_unit, person, publish_people
from tracuu.cards.lookup import MOST_PEOPLE
from tracuu.core import challenges, clock, limits
from tracuu.messaging.contacts import sweep_idle, sweep_unconfirmed
from tracuu.messaging.enums import ChannelName, ContactState, DeliveryState, Kind
from tracuu.messaging.models import Contact, Delivery, Watch
from tracuu.messaging.operations import expire_watches
from tracuu.messaging.sending import send_due

pytestmark = pytest.mark.django_db
ASK = "/tan-phu/bao-tin/"
TRI = {"full_name": "Nguyễn Hữu Trí", "birth_date": "17/05/1991"}
NOON = datetime.datetime(2021, 12, 14, 5, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def noon():
    with clock.stopped_at(NOON):
        yield


@pytest.fixture
def unit():
    return make_unit(name_en="Tan Phu District Police")


@pytest.fixture
def mailbox(settings):
    with smtp_server() as (url, mailbox):
        settings.SMTP_URL = url
        settings.BASE_URL = "http://testserver"
        yield mailbox


def text_of(answer):
    return html.unescape(answer.content.decode())


def ask(client, channel="email", address="tri@vi-du.example", path=ASK, **facts):
    return client.post(path, {**TRI, **facts, "channel": channel, "address": address})


def own_path(mail) -> str:
    return re.search(r"http://testserver(\S*/theo-doi/\w+/)", mail.get_content())[1]


def later(minutes: int):
    return clock.stopped_at(NOON + datetime.timedelta(minutes=minutes))


def test_every_answer_that_is_not_ready_offers_to_tell(client, unit, tmp_path):
    publish_people(unit, tmp_path, person("Lê Thị An", "02/09/1990", status="Đang in"),
                   person("Lê Thị Bê", "02/09/1991"))  # fmt: skip
    form = f'action="{ASK}"'
    an = {"full_name": "Lê Thị An", "birth_date": "02/09/1990"}
    ready = {"full_name": "Lê Thị Bê", "birth_date": "02/09/1991"}
    assert form in text_of(client.post("/tan-phu/tra-cuu/", TRI))
    assert form in text_of(client.post("/tan-phu/tra-cuu/", an))
    assert form not in text_of(client.post("/tan-phu/tra-cuu/", ready))


def test_the_first_page_only_asks_how_and_keeps_nothing(client, unit):
    answer = client.post(ASK, TRI)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    page = text_of(answer)
    for name in ("push", "email", "paper"):
        assert f'name="channel" value="{name}"' in page
    assert not Contact.objects.exists()


@pytest.mark.parametrize("method", ["get", "head"])
def test_there_is_nothing_at_the_address_but_the_form(client, unit, method):
    assert getattr(client, method)(ASK).status_code == 405


def test_by_e_mail_from_the_question_to_the_news(client, unit, mailbox, tmp_path):
    page = text_of(ask(client))
    assert "Còn một bước" in page
    assert "theo-doi/" not in page.replace(
        '/theo-doi/"', ""
    )  # only the owner of the mailbox gets there
    send_due()
    (letter,) = mailbox.messages
    path = own_path(letter)
    assert "Xác nhận" in text_of(client.get(path))
    assert Contact.objects.get().state == ContactState.NEW  # scanners of mail open links too

    assert "Đã xác nhận" in text_of(client.post(path, {"deed": "confirm"}))
    publish_people(unit, tmp_path, person("NGUYỄN HỮU TRÍ", "17/05/1991"))
    assert send_due() == 0  # held while the list may be undone
    with later(11):
        assert send_due() == 1
    news = mailbox.messages[1]
    assert news["Subject"] == "Thẻ đã về Công an quận Tân Phú"
    assert "N. H. T., 1991" in news.get_content()
    assert "Nguyễn Hữu Trí" not in news.get_content()
    shown = text_of(client.get(path))
    assert "Thẻ đã về đơn vị" in shown
    assert "Trí" not in shown


def test_news_that_came_before_the_confirmation_is_told_with_it(client, unit, mailbox, tmp_path):
    ask(client)
    send_due()
    publish_people(unit, tmp_path, person("Nguyễn Hữu Trí", "17/05/1991"))
    with later(15):
        assert send_due() == 0
        client.post(own_path(mailbox.messages[0]), {"deed": "confirm"})
        assert send_due() == 1


def test_in_english_the_letter_is_english(client, unit, mailbox):
    ask(client, path=f"/en{ASK}")
    send_due()
    (letter,) = mailbox.messages
    assert letter["Subject"] == "Please confirm this address for news from Tan Phu District Police"
    assert own_path(letter).startswith("/en/theo-doi/")


@pytest.mark.parametrize("address", ["", "tri", "tri@", "tri @vi-du.example", "a@b@c.vn"])
def test_an_address_that_is_none_is_said_beside_the_field(client, unit, address):
    answer = ask(client, address=address)
    assert answer.status_code == 422
    assert "Địa chỉ e-mail chưa đúng" in text_of(answer)
    assert not Watch.objects.exists()


@pytest.mark.parametrize(
    "facts",
    [{"full_name": "Trí"}, {"birth_date": "1991"}, {"full_name": ""}, {"birth_date": "32/1"}],
)
def test_what_could_never_be_certain_is_mended_first(client, unit, facts):
    answer = ask(client, **facts)
    assert answer.status_code == 422
    assert 'id="full_name"' in text_of(answer)
    assert not Contact.objects.exists()


def test_asked_twice_it_is_one_watch_and_few_letters(client, unit, mailbox):
    for _ in range(5):
        ask(client)
    assert Watch.objects.count() == Contact.objects.count() == 1
    send_due()
    assert len(mailbox.messages) == 3


def test_one_address_cannot_make_us_write_to_many(client, unit, mailbox):
    statuses = [ask(client, address=f"n{n}@vi-du.example").status_code for n in range(205)]
    assert statuses.count(429) >= 5
    assert Contact.objects.count() <= 200


def test_a_code_on_paper_shows_the_news_to_whoever_holds_it(client, unit, tmp_path):
    page = text_of(ask(client, channel="paper", address=""))
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", page)[0]
    publish_people(unit, tmp_path, person("Nguyễn Hữu Trí", "17/05/1991"))
    with later(11):
        send_due()
        found = client.post("/theo-doi/", {"code": f" {code.lower()} "}, follow=True)
    shown = text_of(found)
    assert "N. H. T., 1991" in shown
    assert "đã về đơn vị" in shown
    assert "Trí" not in shown
    wrong = client.post("/theo-doi/", {"code": "7K2M-0CHX-4PT8"})
    assert wrong.status_code == 422


def test_guesses_at_codes_are_few(client, unit):
    page = text_of(ask(client, channel="paper", address=""))
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", page)[0]
    for _ in range(101):
        client.post("/theo-doi/", {"code": "7K2M-0CHX-4PT8"})
    assert client.post("/theo-doi/", {"code": code}).status_code == 429


def test_by_push_to_the_browser_that_asked(client, unit, settings, tmp_path):
    with push_service() as service:
        settings.PUSH_HOSTS = frozenset({service.host})
        page = text_of(ask(client, channel="push", address=service.subscription()))
        assert "Đã ghi nhận" in page
        publish_people(unit, tmp_path, person("Nguyễn Hữu Trí", "17/05/1991"))
        with later(11):
            assert send_due() == 1
        assert service.received[0]["title"] == "Thẻ đã về Công an quận Tân Phú"
        assert service.faults == []


def test_a_browser_finds_its_own_page_again_and_nobody_else_does(client, unit, settings):
    with push_service() as service:
        settings.PUSH_HOSTS = frozenset({service.host})
        told = service.subscription()
        page = text_of(ask(client, channel="push", address=told))
        found = client.post("/theo-doi/", {"subscription": told})
        assert found.status_code == 302
        assert f'href="{found.url}"' in page
        client.post(found.url, {"deed": "erase"})
        gone = client.post("/theo-doi/", {"subscription": told})
        assert gone.status_code == 404
        assert "không còn chờ tin nào" in text_of(gone)
    for other in ("", "{}", "null", '{"endpoint": "https://fcm.googleapis.com/x", "keys": 1}'):
        assert client.post("/theo-doi/", {"subscription": other}).status_code == 404


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://127.0.0.1:22/", "https://169.254.169.254/latest", "https://evil.example/push",
        "https://fcm.googleapis.com.evil.example/x", "ftp://fcm.googleapis.com/x", "not a url",
    ],
)  # fmt: skip
def test_a_browser_never_makes_us_call_an_address_of_its_choice(client, unit, endpoint):
    keys = '"keys": {"p256dh": "BA", "auth": "AA"}'
    answer = ask(client, channel="push", address=f'{{"endpoint": "{endpoint}", {keys}}}')
    assert answer.status_code == 422
    assert not Contact.objects.exists()


def test_the_sign_beside_a_notification_is_a_picture_that_telephones_draw(client):
    """Android draws no SVG there."""
    worker = client.get("/bao-tin-sw.js").content.decode()
    icon = client.get(re.search(r'icon: "([^"]+)"', worker)[1])
    assert icon.status_code == 200
    assert icon.headers["Content-Type"] == "image/png"
    icon.close()


FAMILY = {
    "full_name": "Nguyễn Hữu Trí", "birth_date": "17/05/1991",
    "full_name-2": "Phạm Văn Năm", "birth_date-2": "1950",
    "full_name-3": "Lê Thị An", "birth_date-3": "02/09/1990",
}  # fmt: skip


def test_a_household_asks_once_for_all_who_wait(client, unit, tmp_path, mailbox):
    publish_people(unit, tmp_path, person("Lê Thị Bê", "02/09/1991"))
    offer = f'action="{ASK}"'
    everybody = {**FAMILY, "full_name-4": "Lê Thị Bê", "birth_date-4": "02/09/1991"}
    page = text_of(client.post("/tan-phu/tra-cuu/", everybody))
    assert page.count(offer) == 4  # each of three, and all of them
    (*_each, only) = re.findall(
        r'form="again"\s+formaction="/tan-phu/bao-tin/"\s+name="only"\s+value="([^"]*)"', page
    )
    assert only == "1 2 3"  # not the fourth, whose card is there

    page = text_of(client.post(ASK, {**everybody, "only": only}))
    assert "Lê Thị Bê" not in page
    page = text_of(client.post(ASK, FAMILY))
    assert "Chưa nhờ được cho Phạm Văn Năm" in page
    assert 'name="full_name-2" value="Lê Thị An"' in page
    assert not Watch.objects.exists()

    two = {**TRI, "full_name-2": "Lê Thị An", "birth_date-2": "02/09/1990"}
    client.post(ASK, {**two, "channel": "email", "address": "nha@vi-du.example"})
    assert Watch.objects.count() == 2
    send_due()
    client.post(own_path(mailbox.messages[0]), {"deed": "confirm"})
    publish_people(unit, tmp_path, person("Lê Thị An", "02/09/1990"), name="new.xlsx")
    with later(11):
        assert send_due() == 1
    assert "L. T. A., 1990" in mailbox.messages[1].get_content()


def test_a_household_is_watched_wholly_or_not_at_all(client, unit):
    client.post(ASK, {**TRI, "channel": "email", "address": "nha@vi-du.example"})
    kept = Watch.objects.get()
    many = {
        f"{field}-{number}": value
        for number in range(2, 9)
        for field, value in (
            ("full_name", f"Lê Thị An {'abcdefgh'[number - 1] * 3}"),
            ("birth_date", "02/09/1990"),
        )
    }
    for start in ("x", "y"):
        people = {
            key: f"{value} {start}a" if "name" in key else value for key, value in many.items()
        }
        client.post(ASK, {**people, "channel": "email", "address": "nha@vi-du.example"})
        limits.forget_all()
    assert Watch.objects.count() == 15
    answer = client.post(ASK, {**many, "channel": "email", "address": "nha@vi-du.example"})
    assert answer.status_code == 422
    assert "đang chờ tin của nhiều người" in text_of(answer)
    assert Watch.objects.count() == 15
    assert Watch.objects.filter(pk=kept.pk).exists()


def household(count):
    """So many people, whose names differ, as the lookup's form tells them."""
    sent = {}
    for number, name in enumerate("An Bình Cường Dũng Giang Hải Khoa Long".split()[:count], 1):
        end = f"-{number}" if number > 1 else ""
        sent |= {f"full_name{end}": f"Trần Văn {name}", f"birth_date{end}": "03/04/1986"}
    return sent


@pytest.mark.parametrize("count", [2, MOST_PEOPLE])
def test_a_household_that_was_looked_up_can_be_told(client, unit, monkeypatch, count):
    people = household(count)
    for _ in range(12 // count):
        client.post("/tan-phu/tra-cuu/", people)
    refused = client.post(ASK, {**people, "channel": "email", "address": "nha@vi-du.example"})
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == str(20 * count)
    page = text_of(refused)
    assert "rồi bấm Tiếp tục" in page
    assert f'"maxnumber": {50_000 * count}' in page
    sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    assert sent.keys() - people.keys() == {"channel", "address", "ticket"}
    assert not Contact.objects.exists()

    assert client.post(ASK, sent).status_code == 429  # before the wait is over
    now = challenges.time.time()
    monkeypatch.setattr(challenges.time, "time", lambda: now + 20 * count + 1)
    assert client.post(ASK, sent).status_code == 200
    assert Watch.objects.count() == count


def test_an_address_that_is_mistyped_costs_no_lookup(client, unit):
    for _ in range(12):
        client.post(ASK, {**household(8), "channel": "email", "address": "nha@"})
    answer = client.post(ASK, {**household(8), "channel": "paper"})
    assert answer.status_code == 200


def test_who_is_refused_has_kept_no_publication_waiting(client, unit):
    sent = {**household(8), "channel": "paper"}
    client.post(ASK, sent)
    with CaptureQueriesContext(connection) as asked:
        assert client.post(ASK, sent).status_code == 429
    assert not [one["sql"] for one in asked if "SAVEPOINT" in one["sql"]]


def test_nobody_of_a_household_can_be_told_says_what_the_first_lacks(client, unit):
    answer = client.post(ASK, {"full_name": "Phạm Văn Năm", "birth_date": "1950",
                               "full_name-2": "An", "birth_date-2": "02/09/1990"})  # fmt: skip
    assert answer.status_code == 422
    assert "Hãy nhập lại cho đủ" in text_of(answer)
    assert 'value="Phạm Văn Năm"' in text_of(answer)


def test_who_takes_the_code_home_knows_where_it_belongs(client, unit):
    page = text_of(ask(client, channel="paper", address=""))
    assert "testserver/theo-doi/</a>" in page
    assert "12/06/2022" in page  # 180 days after the day of the tests
    code = re.search(r"<strong>(\S{14})</strong>", page)[1]
    assert client.post("/theo-doi/", {"code": code}).status_code == 302


def test_the_owner_stops_one_and_erases_all(client, unit):
    page = text_of(ask(client, channel="paper", address=""))
    path = re.search(r"/theo-doi/\w+/", page)[0]
    contact = Contact.objects.get()
    assert contact.channel == ChannelName.PAPER
    number = Watch.objects.get().pk
    assert "Đã ngừng" not in text_of(client.post(path, {"deed": "stop-999999"}))
    assert Watch.objects.count() == 1
    client.post(path, {"deed": f"stop-{number}"})
    assert not Contact.objects.exists()  # with its last watch
    assert client.get(path).status_code == 404


def test_after_180_days_it_ends_with_a_word(client, unit, mailbox):
    ask(client)
    send_due()
    client.post(own_path(mailbox.messages[0]), {"deed": "confirm"})
    with clock.stopped_at(NOON + datetime.timedelta(days=179)):
        assert expire_watches() == 0
    with clock.stopped_at(NOON + datetime.timedelta(days=180)):
        assert expire_watches() == 1
        assert send_due() == 1
    assert mailbox.messages[-1]["Subject"] == "Lời nhờ báo tin ở Công an quận Tân Phú đã hết hạn"
    assert not Watch.objects.exists()


def test_a_messages_code_tells_who_sent_it_when_and_what_kind(client, unit, mailbox):
    ask(client)
    send_due()
    row = Delivery.objects.get(kind=Kind.CONFIRM)
    shown = text_of(client.post("/xac-minh/", {"code": row.code.lower()}))
    assert "Đúng là tin của chúng tôi" in shown
    assert unit.name in shown
    assert "12:00, 14/12/2021" in shown
    assert 'href="/tan-phu/"' in shown
    assert "Xác nhận nhận tin" in shown
    assert "vi-du" not in shown


def test_who_pastes_the_whole_message_is_told_as_well(client, unit, mailbox):
    ask(client)
    send_due()
    (mail,) = mailbox.messages
    for pasted in (mail.get_content(), mail.get_content().replace("\n", "")):
        shown = text_of(client.post("/xac-minh/", {"code": pasted}))
        assert "Đúng là tin của chúng tôi" in shown
        assert "theo-doi" not in shown.partition("<footer")[0]  # no more of it than the code


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("7K2M-0CHX-4PTK", "Không có tin nào của chúng tôi mang mã này"),
        ("7K2M-0CHX-4PT9", "Có thể mã bị gõ nhầm một chữ"),
        ("Chuc mung ban! Ma 7K2M 0CHX 4PTK, bam https://vi-du.example", "mang mã này"),
        ("Bam vao lien ket nay de nhan the: https://vi-du.example", "Không thấy mã của chúng tôi"),
        ("x" * 3000, "Không thấy mã của chúng tôi"),
        ("<b>", "Không thấy mã của chúng tôi"),
    ],
)
def test_what_is_not_ours_is_said_plainly(client, unit, typed, said):
    shown = client.post("/xac-minh/", {"code": typed})
    assert shown.status_code == 200
    assert said in text_of(shown)
    assert "đừng chuyển tiền" in text_of(shown)


def test_nothing_typed_is_no_false_message(client, unit):
    shown = client.post("/xac-minh/", {"code": " "})
    assert shown.status_code == 422
    assert "Hãy nhập mã của tin" in text_of(shown)
    assert "đừng chuyển tiền" not in text_of(shown)


def test_a_message_that_never_left_is_not_vouched_for(client, unit, mailbox):
    ask(client)
    Delivery.objects.update(code="7K2M0CHX4PTK", state=DeliveryState.QUEUED, attempts=0)
    assert "Không có tin nào" in text_of(client.post("/xac-minh/", {"code": "7K2M0CHX4PTK"}))


def test_the_pages_are_there_in_english(client, unit):
    for path in ("/en/xac-minh/", "/en/theo-doi/"):
        assert client.get(path).status_code == 200


def test_the_service_worker_comes_from_the_root(client):
    answer = client.get("/bao-tin-sw.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert b"showNotification" in answer.content


def test_right_codes_cost_no_guess_so_neighbours_behind_one_address_all_get_in(client, unit):
    page = text_of(ask(client, channel="paper", address=""))
    path = re.search(r"/theo-doi/\w+/", page)[0]
    assert {client.get(path).status_code for _ in range(150)} == {200}


@pytest.mark.parametrize(
    "spelling", ["Tri@Vi-Du.example", "tri+1@vi-du.example", "TRI+x@vi-du.example"]
)
def test_one_mailbox_in_many_spellings_gets_few_letters(client, unit, mailbox, spelling):
    for _ in range(3):
        ask(client)
    ask(client, address=spelling)
    send_due()
    assert len(mailbox.messages) == 3


def test_nobody_learns_here_whether_an_address_is_known(client, unit, mailbox):
    first = text_of(ask(client))
    send_due()
    client.post(own_path(mailbox.messages[0]), {"deed": "confirm"})
    assert text_of(ask(client)) == first


def test_an_address_waits_for_twenty_people_at_most(client, unit, settings):
    settings.LOOKUP_LIMITS = False
    names = [
        f"Nguyễn Văn {word}" for word in "An Ba Chi Dũng Em Gấm Hoa Khang Lan Mai Nam Oanh".split()
    ]
    asked = [(name, day) for name in names for day in ("01/02/1990", "03/04/1991")]
    statuses = [ask(client, full_name=name, birth_date=day).status_code for name, day in asked]
    assert statuses == [200] * 20 + [422] * 4
    assert Watch.objects.count() == 20


def test_a_confirmation_asked_for_anew_has_its_whole_time(client, unit, mailbox):
    ask(client)
    with clock.stopped_at(NOON + datetime.timedelta(hours=47)):
        ask(client)
        send_due()
    with clock.stopped_at(NOON + datetime.timedelta(hours=50)):
        assert sweep_unconfirmed() == 0
        client.post(own_path(mailbox.messages[-1]), {"deed": "confirm"})
    assert Contact.objects.get().state == ContactState.CONFIRMED


def test_a_contact_for_whom_nothing_is_left_is_erased(client, unit, mailbox):
    ask(client)
    send_due()
    client.post(own_path(mailbox.messages[0]), {"deed": "confirm"})
    with clock.stopped_at(NOON + datetime.timedelta(days=180)):
        expire_watches()
        send_due()
        assert sweep_idle() == 0
    with clock.stopped_at(NOON + datetime.timedelta(days=211)):
        assert sweep_idle() == 1
    assert not Contact.objects.exists()
