"""The client beside the emulator: what arrives, what is refused and as what it is raised."""

import datetime
import socket

import httpx2
import pytest

from connected_zalo import calls_of, tokens_of
from emulated_zalo import OA, TRI, free_port
from tracuu.core import clock
from tracuu.messaging.chat.content import Button, Outgoing, Tap
from tracuu.messaging.errors import (
    AccountNotReady,
    ChannelNotReady,
    ContactGone,
    MaybeSent,
    NeverSendable,
    TryLater,
    WindowClosed,
)
from tracuu.messaging.models import OfficialAccount
from tracuu.messaging.zalo import calling
from tracuu.messaging.zalo.client import ZaloClient
from zalo_emulator.world import APP_ID

pytestmark = pytest.mark.django_db
CS = "/v3.0/oa/message/cs"
WORDS = Outgoing("Chào bạn")
CHOICES = Outgoing(
    "Bạn cần gì?",
    (
        Button("Tra cứu CCCD", Tap.SAY, "#tracuu"),
        Button("Đúng rồi", Tap.SAY, "dung:7", shows=False),
        Button("Mở trang", Tap.OPEN, "https://tra-cuu.example/tan-phu/"),
        Button("Gọi đơn vị", Tap.CALL, "0900 000 199"),
    ),
)
DATA = {"customer_name": "N. H. T.", "unit": "Công an quận Tân Phú", "receipt": "TP-1"}
PHONE = "0900 000 101"


@pytest.fixture
def client(account):
    with ZaloClient(account) as client:
        yield client


@pytest.fixture
def written(zalo):
    """Trí wrote: the window is open."""
    zalo.act("text", text="Xin chào")
    return zalo


def said(zalo, person_id="tri"):
    return zalo.look(f"messages?oa_id={OA}&person_id={person_id}")


def row():
    return OfficialAccount.objects.get()


# What arrives


def test_words_arrive_and_zalo_s_id_comes_back(written, client):
    message_id = client.send(TRI, WORDS)
    last = said(written)[-1]
    assert (last["msg_id"], last["text"], last["src"]) == (message_id, "Chào bạn", 0)


def test_buttons_arrive_and_say_what_they_say(written, client):
    message_id = client.send(TRI, CHOICES)
    kinds = [button["type"] for button in said(written)[-1]["payload"]["buttons"]]
    assert kinds == ["oa.query.show", "oa.query.hide", "oa.open.url", "oa.open.phone"]
    written.act("tap", msg_id=message_id, number=0)
    assert said(written)[-1]["text"] == "#tracuu"


@pytest.mark.parametrize("refusal", [-201, -233])
def test_where_zalo_takes_no_buttons_the_choices_have_numbers(written, client, refusal):
    written.switch(cs_buttons=refusal)
    client.send(TRI, CHOICES)
    assert said(written)[-1]["text"] == (
        "Bạn cần gì?\n\n1. Tra cứu CCCD\n2. Đúng rồi\n3. Mở trang: https://tra-cuu.example/tan-phu/\n"
        "4. Gọi đơn vị: 0900 000 199"
    )
    client.send(TRI, CHOICES)
    # Refused once; the second message went out in one call.
    assert calls_of(written, CS) == [refusal, 0, 0]


def test_a_refusal_that_was_not_the_buttons_leaves_them(written, client):
    with pytest.raises(NeverSendable) as raised:
        client.send("999", CHOICES)
    assert raised.value.code == "zalo_-201"
    client.send(TRI, CHOICES)
    assert "buttons" in said(written)[-1]["payload"]


def test_what_is_too_long_makes_no_call(written, client):
    with pytest.raises(NeverSendable):
        client.send(TRI, Outgoing("x" * 2001))
    assert calls_of(written, CS) == []


def test_a_template_arrives_at_the_number(zalo, client):
    message_id = client.send_template(PHONE, "310001", DATA, "t-1")
    last = said(zalo)[-1]
    assert last["msg_id"] == message_id
    assert last["text"].startswith("Thẻ căn cước của N. H. T. đã về Công an quận Tân Phú")


# What is told


def test_who_follows_page_by_page(zalo, client):
    zalo.control("followers", {"oa_id": OA, "count": 120, "prefix": "n"})
    first = client.list_users(0, is_follower=True)
    assert (first.total, len(first.user_ids)) == (120, 50)
    rest = [*client.list_users(50).user_ids, *client.list_users(100).user_ids]
    assert len({*first.user_ids, *rest}) == 120
    assert client.list_users(0, is_follower=False).total == 0


@pytest.mark.parametrize("key", ["oa_id", "oaid", "both"])
def test_the_account_itself_however_its_id_is_called(zalo, client, key):
    zalo.switch(getoa_key=key)
    profile = client.get_account()
    assert (profile.oa_id, profile.name) == (OA, "Công an quận Tân Phú")
    assert profile.is_verified is True
    assert profile.pays_templates is True
    assert profile.package_ends_on > datetime.date(2026, 1, 1)


def test_what_is_left(client):
    (package,) = client.list_allowances()
    assert package.kind == "sub_quota"
    assert package.remain == package.total
    left = client.ask_template_allowance()
    assert left.remain == left.total == 500


def test_the_templates_of_the_account_and_what_one_wants(zalo, client):
    names = {one.template_id: one for one in client.list_templates()}
    assert (names["310001"].name, names["310001"].is_enabled) == ("Thẻ đã về", True)
    assert not names["310003"].is_enabled
    facts = client.get_template("310001")
    assert [(one.name, one.is_required, one.most) for one in facts.parameters] == [
        ("customer_name", True, 60), ("unit", True, 80), ("receipt", True, 30),
    ]  # fmt: skip
    assert (facts.name, facts.is_enabled, facts.price) == ("Thẻ đã về", True, "300.0")
    with pytest.raises(NeverSendable) as raised:
        client.get_template("999999")
    assert raised.value.code == "zns_-109"


def test_a_trial_goes_to_administrators_only_and_costs_nothing(zalo, client):
    with pytest.raises(NeverSendable) as raised:
        client.send_template(PHONE, "310001", DATA, "t-1", is_trial=True)
    assert raised.value.code == "zns_-127"
    assert client.send_template("84900000106", "310001", DATA, "t-1", is_trial=True)
    assert client.ask_template_allowance().remain == 500


def test_what_was_said_the_newest_first(written, client):
    for number in range(12):
        client.send(TRI, Outgoing(f"Tin {number}"))
    history = client.list_history(TRI, 13)
    assert [item.text for item in history[:2]] == ["Tin 11", "Tin 10"]
    assert len(history) == 13
    assert (history[0].is_ours, history[-1].is_ours) == (True, False)
    assert len(client.list_history(TRI, 50)) == 13
    assert len(client.list_history(TRI, 3)) == 3


def test_zalo_forgets_a_person(written, client):
    client.forget_user(TRI)
    assert calls_of(written, "/v2.0/oa/deletefollowerinfo") == [0]


# What is refused


def test_after_seven_days_the_window_is_closed(written, client):
    written.pass_by(days=8)
    written.control("grants", {"app_id": APP_ID, "oa_id": OA})
    with pytest.raises((WindowClosed, AccountNotReady)):
        client.send(TRI, WORDS)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (-200, TryLater),
        (-213, ContactGone),
        (-217, ContactGone),
        (-227, ContactGone),
        (-230, WindowClosed),
        (-232, WindowClosed),
        (-244, WindowClosed),
        (-204, AccountNotReady),
        (-211, WindowClosed),
        (-224, AccountNotReady),
        (-240, NeverSendable),
        (-987, TryLater),
    ],
)
def test_a_number_is_raised_as_its_error(written, client, code, error):
    written.fault(CS, "error", code=code, count=1)
    with pytest.raises(error) as raised:
        client.send(TRI, WORDS)
    assert type(raised.value) is error
    assert raised.value.code == f"zalo_{code}"
    assert TRI not in str(raised.value)


def test_a_full_minute_lets_the_account_rest_until_the_next(written, client):
    written.fault(CS, "error", code=-32, count=1)
    with clock.stopped_at(clock.now()):
        now = clock.now()
        with pytest.raises(AccountNotReady) as raised:
            client.send(TRI, WORDS)
        until = raised.value.until
    assert 0 < (until - now).total_seconds() <= 60
    assert until.second == until.microsecond == 0
    assert row().rests_until == until
    # Nobody has to do anything about it.
    assert row().failure == ""


def test_what_somebody_has_to_mend_is_kept_until_a_message_goes_out_again(written, client):
    written.fault(CS, "error", code=-224, count=1)
    with pytest.raises(AccountNotReady):
        client.send(TRI, WORDS)
    kept = row()
    assert (kept.failure, kept.failed_at is not None) == ("zalo_-224", True)
    assert kept.rests_until > clock.now()
    client.send(TRI, WORDS)
    assert (row().failure, row().failed_at) == ("", None)


def test_a_package_that_is_used_up_stops_nobody_in_the_free_hours(written, client):
    written.fault(CS, "error", code=-211, count=1)
    with pytest.raises(WindowClosed):
        client.send(TRI, WORDS)
    assert (row().failure, row().rests_until) == ("zalo_-211", None)
    client.send(TRI, WORDS)
    # It went out free: the package is as empty as before, today at least.
    assert row().failure == "zalo_-211"
    with clock.stopped_at(clock.now() + datetime.timedelta(hours=24)):
        client.send(TRI, WORDS)
    assert row().failure == ""


def test_refused_templates_leave_the_chat_going(written, client):
    written.control(f"oas/{OA}", {"has_zca": False})
    with pytest.raises(AccountNotReady) as raised:
        client.send_template(PHONE, "310001", DATA, "t-1")
    assert raised.value.code == "zns_-136"
    assert row().failure == "zns_-136"
    assert row().rests_until is None
    client.send(TRI, WORDS)
    assert row().failure == "zns_-136"
    written.control(f"oas/{OA}", {"has_zca": True})
    client.send_template(PHONE, "310001", DATA, "t-2")
    assert row().failure == ""


@pytest.mark.parametrize(
    ("phone", "template", "error", "code"),
    [
        ("113", "310001", ContactGone, "zns_phone"),
        ("0999 999 999", "310001", ContactGone, "zns_-118"),
        (PHONE, "999999", NeverSendable, "zns_-109"),
        (PHONE, "310003", NeverSendable, "zns_-131"),
    ],
)
def test_what_is_wrong_with_a_template_message(client, phone, template, error, code):
    with pytest.raises(error) as raised:
        client.send_template(phone, template, {**DATA, "customer_name": "A"}, "t-1")
    assert raised.value.code == code
    assert row().failure == ""


# Tokens, seen from a call


@pytest.mark.parametrize("code", [-216, -220, -124])
def test_a_refused_token_is_refreshed_once_and_the_call_made_again(written, client, account, code):
    before = tokens_of(account)
    written.fault(CS, "error", code=code, count=1)
    client.send(TRI, WORDS)
    after = tokens_of(account)
    assert after.access != before.access
    assert after.refresh != before.refresh
    assert said(written)[-1]["text"] == "Chào bạn"


@pytest.mark.parametrize("status", [200, 401])
def test_a_token_that_ran_out_is_refreshed_whatever_the_status(written, client, account, status):
    written.switch(auth_http_status=status)
    before = tokens_of(account)
    written.pass_by(hours=26)
    written.act("text", text="Còn đó không?")
    client.send(TRI, WORDS)
    assert tokens_of(account).access != before.access


def test_a_token_that_is_refused_again_is_not_refreshed_again(written, client, account):
    written.fault(CS, "error", code=-216)
    with pytest.raises(AccountNotReady) as raised:
        client.send(TRI, WORDS)
    assert raised.value.code == "zalo_-216"
    assert calls_of(written, "/v4/oa/access_token") == [0, 0]  # the consent, and one refresh


def test_templates_refresh_their_token_too(written, client, account):
    before = tokens_of(account)
    written.fault("/message/template", "error", code=-124, count=1)
    client.send_template(PHONE, "310001", DATA, "t-1")
    assert tokens_of(account).access != before.access


def test_an_app_that_needs_the_proof_gets_it(written, client):
    written.control(f"apps/{APP_ID}", {"needs_proof": True})
    client.send(TRI, WORDS)
    client.send_template(PHONE, "310001", DATA, "t-1")
    client.get_account()


def test_a_client_whose_account_is_disconnected_sends_nothing_more(written, account):
    account.state = "stopped"
    account.save()
    with ZaloClient(account) as client, pytest.raises(AccountNotReady) as raised:
        client.send(TRI, WORDS)
    assert raised.value.code == "zalo_stopped"
    assert calls_of(written, CS) == []


@pytest.mark.django_db(transaction=True)
def test_no_call_is_made_within_a_transaction(written, account):
    from django.db import transaction

    with transaction.atomic(), pytest.raises(RuntimeError), ZaloClient(account):
        pass


# The way there and back


@pytest.mark.parametrize("kind", ["garbage", "status"])
def test_an_answer_that_makes_no_sense_may_mean_that_it_was_sent(written, client, kind):
    written.fault(CS, kind, count=1, after=True)
    with pytest.raises(MaybeSent):
        client.send(TRI, WORDS)
    # It was, and can be found.
    assert [item.text for item in client.list_history(TRI, 1)] == ["Chào bạn"]


@pytest.mark.parametrize("kind", ["garbage", "status"])
def test_a_question_whose_answer_makes_no_sense_is_asked_again(written, client, kind):
    written.fault("/v2.0/oa/getoa", kind, count=1)
    with pytest.raises(TryLater) as raised:
        client.get_account()
    assert type(raised.value) is TryLater
    assert client.get_account().oa_id == OA


def test_a_slow_answer_is_not_waited_for(written, account, monkeypatch):
    monkeypatch.setattr(calling, "TIMEOUT", httpx2.Timeout(0.3))
    written.fault(CS, "slow", seconds=5, count=1)
    with ZaloClient(account) as client, pytest.raises(MaybeSent) as raised:
        client.send(TRI, WORDS)
    assert raised.value.code == "zalo_answer_lost"


def test_a_zalo_that_is_not_there_was_sent_nothing(account, settings):
    settings.ZALO_OPENAPI_URL = f"http://127.0.0.1:{free_port()}"
    with ZaloClient(account) as client, pytest.raises(ChannelNotReady) as raised:
        client.send(TRI, WORDS)
    assert raised.value.code == "zalo_away"
    assert not isinstance(raised.value, AccountNotReady)


def test_a_zalo_that_hangs_up_may_have_taken_it(account, settings, answering):
    settings.ZALO_OPENAPI_URL = answering(b"")
    with ZaloClient(account) as client, pytest.raises(MaybeSent):
        client.send(TRI, WORDS)


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"null",
        b'"x"',
        b"{}",
        b'{"error": null}',
        b'{"error": "x"}',
        b'{"error": true}',
        b"\xff",
    ],
)
def test_what_is_no_answer_of_zalo_s_is_none(account, settings, answering, body):
    settings.ZALO_OPENAPI_URL = answering(http(body))
    with ZaloClient(account) as client, pytest.raises(MaybeSent):
        client.send(TRI, WORDS)


@pytest.mark.parametrize(
    "body", [b'{"error": 0}', b'{"error": "0", "data": []}', b'{"error": 0, "data": 7}']
)
def test_a_success_that_says_nothing_is_one(account, settings, answering, body):
    settings.ZALO_OPENAPI_URL = answering(http(body))
    with ZaloClient(account) as client:
        assert client.send(TRI, WORDS) == ""
        assert client.get_account().oa_id == ""
        assert client.list_history(TRI, 5) == []
        assert client.list_users(0).user_ids == ()


def http(body):
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"Connection: close\r\n\r\n" + body


@pytest.fixture
def answering():
    """A server that says the same to everything, or hangs up."""
    import threading

    stop = threading.Event()
    listeners = []

    def start(said):
        listener = socket.create_server(("127.0.0.1", 0))
        listener.settimeout(0.05)
        listeners.append(listener)

        def serve():
            while not stop.is_set():
                try:
                    caller, _address = listener.accept()
                except TimeoutError:
                    continue
                except OSError:
                    return
                with caller:
                    caller.settimeout(2)
                    caller.recv(65536)
                    caller.sendall(said)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        listeners.append(thread)
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    yield start
    stop.set()
    for each in listeners:
        each.join() if isinstance(each, threading.Thread) else None
    for each in listeners:
        each.close() if isinstance(each, socket.socket) else None
