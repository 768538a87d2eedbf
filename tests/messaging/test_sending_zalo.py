"""Deliveries through Zalo: by the way that is open, once, whatever its answers are worth."""

import datetime

import pytest
from tests.messaging.zalo_world import (
    CS,
    HISTORY,
    HOUR,
    NOON,
    TEMPLATE,
    arrived,
    calls,
    citizen,
    connect,
    wrote,
)

from chatting import make_account
from factories import make_unit
from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.core.receipt_codes import grouped
from tracuu.messaging.chat.content import Button, Incoming, Outgoing, Tap
from tracuu.messaging.chat.speaking import hear, say
from tracuu.messaging.claiming import claim
from tracuu.messaging.contacts import add_contact, confirm_contact, erase_contact
from tracuu.messaging.enums import ChannelName, ContactState, DeliveryState, Kind, Priority, Way
from tracuu.messaging.models import ChatMessage, Delivery, OfficialAccount, ZaloUser
from tracuu.messaging.notices import Notice
from tracuu.messaging.operations import queue
from tracuu.messaging.queries import HeldReason, count_by_way, list_held
from tracuu.messaging.rules import LEASE
from tracuu.messaging.sending import send_due
from tracuu.messaging.sending_receipts import note_echo, note_received, note_seen
from tracuu.messaging.zalo.tokens import Tokens, seal_tokens
from zalo_emulator.world import user_id_of

pytestmark = pytest.mark.django_db
PHONE = "84900000101"
LATER = NOON + LEASE + datetime.timedelta(seconds=1)


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def account(zalo, unit):
    return connect(zalo, unit)


@pytest.fixture
def tri(zalo, account):
    wrote(zalo, account)
    return citizen(account)


def tell(unit, contact, **facts):
    facts.setdefault("kind", Kind.READY)
    facts.setdefault("event", "list:1")
    facts.setdefault("person", 7)
    facts.setdefault("notice", Notice(label="N. H. T., 1991"))
    assert queue(contact=contact, unit_id=unit.pk, **facts)


def talk(unit, contact, *texts, buttons=()):
    """The assistant says these, in this order."""
    heard = ChatMessage.objects.count()
    incoming = Incoming(external_id=f"in-{heard}", sent_at=clock.now(), text="Xin chào")
    conversation = hear(contact=contact, unit_id=unit.pk, incoming=incoming)
    for text in texts:
        say(conversation=conversation, outgoing=Outgoing(text, buttons))


def only_row() -> Delivery:
    return Delivery.objects.get()


def later(**by):
    """Long enough for what failed to be due again."""
    return clock.stopped_at(NOON + datetime.timedelta(**by))


def template(zalo, account):
    zalo.control(
        "templates",
        {
            "template_id": "900001", "name": "Thẻ đã về",
            "text": "Thẻ của <customer_name> đã về <unit>. Mã tin <code>.",
            "params": [{"name": name} for name in ("customer_name", "unit", "code")],
        },
    )  # fmt: skip
    account.templates = {"ready": "900001"}
    account.save()


def test_news_go_to_the_chat_of_who_wrote_lately(zalo, unit, account, tri):
    tell(unit, tri)
    assert send_due() == 1
    (text,) = arrived(zalo, account)
    row = only_row()
    assert "Thẻ bạn nhờ báo tin (N. H. T., 1991) đã về đơn vị." in text
    assert grouped(row.code) in text
    assert "/theo-doi/" not in text  # its page opens by a button
    said = zalo.look(f"messages?oa_id={account.oa_id}&person_id=tri")[-1]
    assert (row.state, row.way, row.external_id) == (DeliveryState.SENT, Way.FREE, said["msg_id"])
    assert "/theo-doi/" in str(said["payload"])
    assert "Hỏi cán bộ" in str(said["payload"])


def test_a_conversation_goes_out_in_its_order_with_its_buttons(zalo, unit, account, tri):
    choices = (Button("Tra cứu CCCD", Tap.SAY, "#tracuu"),)
    texts = [f"Câu thứ {number}" for number in range(12)]
    talk(unit, tri, *texts, buttons=choices)
    assert send_due() == 12
    assert arrived(zalo, account) == texts
    assert "#tracuu" in str(zalo.look(f"messages?oa_id={account.oa_id}&person_id=tri")[-1])


def test_what_follows_in_a_conversation_waits_for_what_failed(zalo, unit, account, tri):
    zalo.fault(CS, "error", code=-200, count=1)
    talk(unit, tri, "một", "hai")
    assert send_due() == 0
    assert arrived(zalo, account) == []
    with later(minutes=2):
        assert send_due() == 2
    assert arrived(zalo, account) == ["một", "hai"]


def test_a_window_that_zalo_says_is_closed_leads_to_the_template_at_once(zalo, unit, account):
    template(zalo, account)
    wrote(zalo, account, hours_ago=200)
    tell(unit, citizen(account, phone=PHONE, hours_ago=1))
    assert send_due() == 1
    assert calls(zalo, CS) == [-230]
    row = only_row()
    assert (row.state, row.way) == (DeliveryState.SENT, Way.TEMPLATE)
    assert row.external_id
    assert arrived(zalo, account) == [
        f"Thẻ của N. H. T., 1991 đã về Công an quận Tân Phú. Mã tin {grouped(row.code)}."
    ]


def test_who_wrote_long_ago_is_told_by_template_without_being_tried(zalo, unit, account):
    template(zalo, account)
    tell(unit, citizen(account, phone=PHONE, hours_ago=200))
    assert send_due() == 1
    assert calls(zalo, CS) == []
    assert only_row().way == Way.TEMPLATE


def test_without_a_way_it_waits_until_the_person_writes_again(zalo, unit, account):
    wrote(zalo, account, hours_ago=200)
    contact = citizen(account, hours_ago=200)
    tell(unit, contact)
    assert send_due() == 0
    row = only_row()
    assert (row.state, row.way, row.failure) == (DeliveryState.WAITING, Way.NONE, "zalo_window")
    with later(hours=1):
        assert send_due() == 0
        wrote(zalo, account, hours_ago=0)
        ZaloUser.objects.update(interacted_at=clock.now())
        assert send_due() == 1
    row.refresh_from_db()
    assert (row.way, row.failure) == (Way.FREE, "")
    assert len(arrived(zalo, account)) == 1
    assert "/v2.0/oa/message" not in {one["path"] for one in zalo.look("calls")}  # no broadcast


def test_somebody_was_told_by_mail_and_the_chat_is_told_when_its_reader_is_there(
    zalo, unit, account, mailbox
):
    """The mailbox may be a cousin's: nothing is dropped, and what is known of it is kept."""
    mail, _ = add_contact(channel=ChannelName.EMAIL, address="an@vi-du.example", language="vi")
    confirm_contact(mail)
    tell(unit, mail)
    assert send_due() == 1
    wrote(zalo, account, hours_ago=200)
    contact = citizen(account, hours_ago=200)
    tell(unit, contact)
    assert send_due() == 0
    row = Delivery.objects.get(contact=contact)
    assert (row.state, row.way, row.failure) == (DeliveryState.WAITING, Way.OTHER, "zalo_window")
    assert [(one.reason, one.count) for one in list_held(unit.pk)] == [
        (HeldReason.TOLD_OTHERWISE, 1)
    ]
    with later(hours=1):
        wrote(zalo, account, hours_ago=0)
        ZaloUser.objects.update(interacted_at=clock.now())
        assert send_due() == 1
    (text,) = arrived(zalo, account)
    assert "N. H. T., 1991" in text
    assert list_held(unit.pk) == []
    assert count_by_way(unit.pk, NOON) == {Way.FREE: 1}


def test_a_mail_that_has_not_gone_out_tells_nobody(zalo, unit, account, mailbox):
    mail, _ = add_contact(channel=ChannelName.EMAIL, address="nobody@vi-du.example", language="vi")
    confirm_contact(mail)
    tell(unit, mail)
    contact = citizen(account, hours_ago=200)
    tell(unit, contact)
    assert send_due() == 0
    assert Delivery.objects.get(contact=contact).way == Way.NONE


def test_a_word_that_is_heard_hours_late_opens_the_way_all_the_same(zalo, unit, account):
    """Said at 11:00, looked for a way at 12:00, and only then heard of: Zalo repeats for hours."""
    wrote(zalo, account, hours_ago=1)
    contact = citizen(account, hours_ago=200)
    tell(unit, contact)
    assert send_due() == 0
    assert only_row().way == Way.NONE
    ZaloUser.objects.update(interacted_at=NOON - HOUR)
    with later(hours=1):
        assert send_due() == 1
    assert only_row().way == Way.FREE


def test_what_zalo_refuses_again_is_not_asked_every_minute(zalo, unit, account):
    wrote(zalo, account, hours_ago=200)
    tell(unit, citizen(account, hours_ago=1))  # we believe that the window is open
    for minute in range(3):
        with later(minutes=minute):
            assert send_due() == 0
    assert calls(zalo, CS) == [-230]


def test_words_of_a_conversation_that_come_too_late_are_an_officers_to_see(zalo, unit, account):
    wrote(zalo, account, hours_ago=200)
    talk(unit, citizen(account, hours_ago=200), "Chào bạn")
    assert send_due() == 0
    row = only_row()
    assert (row.state, row.way, row.failure) == (DeliveryState.DEAD, Way.NONE, "zalo_-230")


def test_an_account_that_has_to_wait_keeps_no_other_waiting(zalo, unit, account, tri):
    other_unit = make_unit("quan-10", "Công an Quận 10")
    other = connect(zalo, other_unit)
    wrote(zalo, other)
    for number in range(150):
        tell(unit, tri, event=f"list:{number}")
    zalo.fault(CS, "error", code=-32)
    assert send_due() == 0
    tried = len(calls(zalo, CS))
    assert tried <= 20  # what was on its way when the first was refused
    account.refresh_from_db()
    assert account.rests_until == NOON + datetime.timedelta(minutes=1)
    assert not Delivery.objects.exclude(attempts=0).exists()
    zalo.control("faults", method="DELETE")
    tell(other_unit, citizen(other))
    assert send_due() == 1
    with later(minutes=1):
        assert send_due() == 150


def test_a_token_that_is_refused_is_made_anew_and_nothing_is_lost(zalo, unit, account, tri):
    # A consent that we did not hear of: the access token that we hold is dead.
    refresh_token = zalo.grant(account.oa_id)["refresh_token"]
    dead = Tokens("dead", refresh_token)
    account.sealed = seal_tokens(keys()[0], dead, account_id=account.pk)
    account.save()
    for number in range(30):
        tell(unit, tri, event=f"list:{number}")
    assert send_due() == 30
    assert len(arrived(zalo, account)) == 30
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}


@pytest.mark.parametrize("kind", ["card", "chat"])
def test_a_lost_answer_is_looked_for_and_never_said_twice(zalo, unit, account, tri, kind):
    zalo.fault(CS, "status", after=True, count=1)
    tell(unit, tri) if kind == "card" else talk(unit, tri, "Chào bạn")
    assert send_due() == 0
    row = only_row()
    assert (row.state, row.is_uncertain) == (DeliveryState.QUEUED, True)
    with later(minutes=2):
        assert send_due() == 1
    row.refresh_from_db()
    assert len(arrived(zalo, account)) == 1
    said = zalo.look(f"messages?oa_id={account.oa_id}&person_id=tri")[-1]
    assert (row.state, row.external_id) == (DeliveryState.SENT, said["msg_id"])


def test_what_is_not_in_the_conversation_is_said_again(zalo, unit, account, tri):
    zalo.fault(CS, "status", count=1)
    tell(unit, tri)
    assert send_due() == 0
    with later(minutes=2):
        assert send_due() == 1
    assert len(arrived(zalo, account)) == 1
    assert only_row().is_uncertain


def test_while_nobody_can_say_whether_it_arrived_it_is_not_said_again(zalo, unit, account, tri):
    zalo.fault(CS, "status", after=True, count=1)
    number = zalo.fault(HISTORY, "garbage")
    tell(unit, tri)
    send_due()
    with later(minutes=2):
        assert send_due() == 0
    row = only_row()
    assert (row.state, row.is_uncertain) == (DeliveryState.QUEUED, True)
    assert row.failure.startswith("history_")
    assert len(calls(zalo, CS)) == 1
    zalo.control(f"faults/{number}", method="DELETE")
    with later(minutes=20):
        assert send_due() == 1
    assert len(arrived(zalo, account)) == 1


def test_a_dead_senders_words_are_told_from_the_same_words_said_before(zalo, unit, account, tri):
    talk(unit, tri, "Tôi chưa hiểu")
    assert send_due() == 1
    talk(unit, tri, "Tôi chưa hiểu", buttons=(Button("Thôi", Tap.SAY, "thoi"),))
    (row,) = claim(10)
    with clock.stopped_at(LATER):
        assert send_due() == 1
    assert arrived(zalo, account) == ["Tôi chưa hiểu", "Tôi chưa hiểu"]
    assert Delivery.objects.get(pk=row.id).is_uncertain


def test_a_dead_sender_that_had_sent_is_believed(zalo, unit, account, tri):
    talk(unit, tri, "Chào bạn")
    claim(10)
    zalo.cs({"text": "Chào bạn"}, user_id_of(account.oa_id, "tri"))
    with clock.stopped_at(LATER):
        assert send_due() == 1
    assert arrived(zalo, account) == ["Chào bạn"]
    assert only_row().external_id


def test_an_echo_settles_what_was_in_doubt(zalo, unit, account, tri):
    user_id = user_id_of(account.oa_id, "tri")
    tell(unit, tri)
    (row,) = claim(10)
    heard = {"account": account, "user_id": user_id, "at": NOON, "message_id": "m1"}
    assert not note_echo(**heard, text="Một câu khác")
    assert note_echo(**heard, text=f"Mã của tin này là {grouped(row.code)}")
    assert only_row().state == DeliveryState.SENDING  # its sender has the last word
    with clock.stopped_at(LATER):
        assert send_due() == 0
    settled = only_row()
    assert (settled.state, settled.external_id, settled.is_uncertain) == (
        DeliveryState.SENT, "m1", False,
    )  # fmt: skip
    assert note_echo(**heard)
    assert arrived(zalo, account) == []


def test_an_echo_of_a_queued_one_keeps_it_from_going_out_again(zalo, unit, account, tri):
    zalo.fault(CS, "status", after=True, count=1)
    talk(unit, tri, "Chào bạn")
    send_due()
    heard = {"account": account, "user_id": user_id_of(account.oa_id, "tri"), "at": NOON}
    assert note_echo(**heard, message_id="m1", text="Chào bạn\n\n1. Tra cứu CCCD")
    assert only_row().state == DeliveryState.SENT


def test_receipts_tell_when_it_arrived_and_was_read(zalo, unit, account, tri):
    tell(unit, tri)
    send_due()
    message_id = only_row().external_id
    assert note_received(account=account, message_id=message_id, at=NOON + HOUR)
    assert note_received(account=account, message_id=message_id, at=NOON + 2 * HOUR)
    assert note_seen(account=account, message_ids=[message_id, "x"], at=NOON + 3 * HOUR) == 1
    row = only_row()
    assert (row.delivered_at, row.seen_at) == (NOON + HOUR, NOON + 3 * HOUR)
    assert not note_received(account=account, message_id="x", at=NOON)
    stranger = make_account(make_unit("quan-10", "Công an Quận 10"), "1")
    assert note_seen(account=stranger, message_ids=[message_id], at=NOON) == 0


def test_a_template_that_arrived_is_known_by_its_code(zalo, unit, account):
    template(zalo, account)
    zalo.fault(TEMPLATE, "status", after=True, count=1)
    tell(unit, citizen(account, phone=PHONE, hours_ago=200))
    assert send_due() == 0
    row = only_row()
    assert note_received(account=account, message_id="z1", at=NOON, tracking_id=row.code)
    row.refresh_from_db()
    assert (row.state, row.external_id) == (DeliveryState.SENT, "z1")


def test_the_templates_of_the_day_are_asked_before_many_too(zalo, unit, account):
    template(zalo, account)
    zalo.control(f"oas/{account.oa_id}", {"zns_daily_quota": 2})
    contact = citizen(account, phone=PHONE, hours_ago=200)
    for number in range(5):
        tell(unit, contact, event=f"list:{number}", priority=Priority.BULK)
    assert send_due() == 2
    assert calls(zalo, "/message/quota") == [0]
    assert calls(zalo, TEMPLATE) == [0, 0]
    assert [(one.reason, one.count) for one in list_held(unit.pk)] == [(HeldReason.QUOTA, 3)]


def test_a_package_is_asked_before_many_and_the_rest_waits_for_morning(zalo, unit, account):
    zalo.control(f"oas/{account.oa_id}", {"sub_quota": 3})
    wrote(zalo, account, hours_ago=72)
    contact = citizen(account, hours_ago=72)
    for number in range(8):
        tell(unit, contact, event=f"list:{number}", priority=Priority.BULK)
    assert send_due() == 3
    assert set(calls(zalo, CS)) == {0}
    assert calls(zalo, "/v3.0/oa/quota/message") == [0]
    left = Delivery.objects.filter(state=DeliveryState.QUEUED)
    morning = datetime.datetime(2021, 12, 15, 0, 0, tzinfo=datetime.UTC)
    assert {(row.failure, row.not_before, row.attempts) for row in left} == {
        ("zalo_quota_out", morning, 0)
    }


def test_no_way_is_a_broadcast(zalo, unit, account):
    """Whatever is in the way, what concerns one person is never said to everybody."""
    for hours_ago in (None, 1, 72, 200):
        OfficialAccount.objects.update(templates={"ready": "900001"} if hours_ago == 200 else {})
        wrote(zalo, account, hours_ago=hours_ago or 200)
        contact = citizen(account, hours_ago=hours_ago, phone=PHONE if hours_ago == 200 else "")
        tell(unit, contact, event=f"list:{hours_ago}")
        send_due()
        erase_contact(contact)
    asked = {one["path"] for one in zalo.look("calls")}
    assert CS in asked
    assert TEMPLATE in asked
    assert not {path for path in asked if path.startswith("/v2.0/oa/message") or "article" in path}


def test_who_left_for_good_is_left_alone(zalo, unit, account, tri):
    zalo.act("state", "tri", account.oa_id, state={"is_inactive": True})
    tell(unit, tri)
    tell(unit, tri, event="list:2")
    assert send_due() == 0
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.DROPPED}
    tri.refresh_from_db()
    assert tri.state == ContactState.GONE


def test_a_zalo_that_is_away_costs_no_message_a_try(zalo, unit, account, tri, settings):
    settings.ZALO_OPENAPI_URL = "http://127.0.0.1:1"
    tell(unit, tri)
    assert send_due() == 0
    row = only_row()
    assert (row.state, row.attempts, row.failure) == (DeliveryState.QUEUED, 0, "zalo_away")
