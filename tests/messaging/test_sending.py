"""Deliveries: each goes out once, whatever fails, and never at night."""

import datetime

import pytest

from factories import make_unit
from tracuu.audit.operations import Actor
from tracuu.cards.rotation import rotate
from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.messaging.claiming import claim, free_leases
from tracuu.messaging.contacts import (
    add_contact,
    confirm_contact,
    erase_contact,
    find_contact,
    open_contact,
)
from tracuu.messaging.enums import ChannelName, ContactState, DeliveryState, Kind, Priority
from tracuu.messaging.models import Contact, Delivery
from tracuu.messaging.notices import Notice, open_notice
from tracuu.messaging.operations import (
    forget_labels,
    forget_old_messages,
    queue,
    recall,
    retry_dead,
    send_corrections,
)
from tracuu.messaging.queries import list_dead
from tracuu.messaging.rules import LEASE, MOST_ATTEMPTS, after_quiet
from tracuu.messaging.sending import send_due
from tracuu.messaging.settling import Result, Settler

pytestmark = pytest.mark.django_db
AN = Actor(officer_id=1, origin="127.0.0.1")
NOON = datetime.datetime(2021, 12, 14, 5, 0, tzinfo=datetime.UTC)
NIGHT = datetime.datetime(2021, 12, 14, 15, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def noon():
    with clock.stopped_at(NOON):
        yield


@pytest.fixture
def unit():
    return make_unit()


def mail_contact(address="an@vi-du.example", *, is_confirmed=True) -> Contact:
    contact, _secret = add_contact(channel=ChannelName.EMAIL, address=address, language="vi")
    if is_confirmed:
        confirm_contact(contact)
    return contact


def tell(unit, contact, **facts):
    facts.setdefault("kind", Kind.READY)
    facts.setdefault("event", "list:1")
    facts.setdefault("person", 7)
    facts.setdefault("notice", Notice(label="N. V. A., 1991"))
    return queue(contact=contact, unit_id=unit.pk, **facts)


def states():
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def test_a_message_goes_out_with_who_what_where_and_its_code(unit, mailbox):
    tell(unit, mail_contact())
    assert send_due() == 1
    (mail,) = mailbox.messages
    body = mail.get_content()
    assert mail["To"] == "an@vi-du.example"
    assert mail["Subject"] == "Thẻ đã về Công an quận Tân Phú"
    assert "N. V. A., 1991" in body
    assert unit.address in body
    row = Delivery.objects.get()
    assert row.state == DeliveryState.SENT
    code = "-".join([row.code[:4], row.code[4:8], row.code[8:]])
    assert code in body
    assert "https://tra-cuu.example/xac-minh/" in body


def test_one_person_one_event_one_contact_is_one_message(unit, mailbox):
    contact = mail_contact()
    assert tell(unit, contact)
    assert not tell(unit, contact)
    assert tell(unit, contact, event="list:2")
    assert tell(unit, mail_contact("binh@vi-du.example"))
    assert send_due() == 3
    assert send_due() == 0
    assert len(mailbox.messages) == 3


def test_nothing_but_the_confirmation_goes_to_an_address_before_it_is_confirmed(unit, mailbox):
    contact = mail_contact(is_confirmed=False)
    tell(unit, contact)
    tell(unit, contact, kind=Kind.CONFIRM, event="confirm:1", person=0, priority=Priority.ASKED)
    assert send_due() == 1
    assert "theo-doi" in mailbox.messages[0].get_content()
    assert states() == [DeliveryState.WAITING, DeliveryState.SENT]
    confirm_contact(contact)
    assert send_due() == 1


def test_at_night_only_what_was_asked_for_this_minute_goes_out(unit, mailbox):
    contact = mail_contact(is_confirmed=False)
    with clock.stopped_at(NIGHT):
        tell(unit, contact, kind=Kind.CONFIRM, event="confirm:1", priority=Priority.ASKED)
        confirm_contact(contact)
        tell(unit, contact)
        assert send_due() == 1
    morning = datetime.datetime(2021, 12, 15, 0, 0, tzinfo=datetime.UTC)  # 7:00 in Việt Nam
    with clock.stopped_at(morning - datetime.timedelta(seconds=1)):
        assert send_due() == 0
    with clock.stopped_at(morning):
        assert send_due() == 1


def test_a_worker_that_was_late_does_not_ring_at_night(unit, mailbox):
    tell(unit, mail_contact())
    with clock.stopped_at(NIGHT):
        assert send_due() == 0
    assert mailbox.messages == []


def test_what_is_held_can_be_recalled_and_what_went_out_can_be_put_right(unit, mailbox):
    early, late = mail_contact(), mail_contact("binh@vi-du.example")
    tell(unit, early)
    send_due()
    tell(unit, late, not_before=NOON + datetime.timedelta(minutes=10))
    undone = recall("list:1")
    assert (undone.recalled, undone.told) == (1, 1)
    with clock.stopped_at(NOON + datetime.timedelta(minutes=11)):
        assert send_due() == 0
        assert send_corrections(event="list:1", unit_id=unit.pk, actor=AN) == 1
        assert send_corrections(event="list:1", unit_id=unit.pk, actor=AN) == 0
        assert send_due() == 1
    assert [mail["To"] for mail in mailbox.messages] == ["an@vi-du.example"] * 2
    assert mailbox.messages[1]["Subject"] == "Đính chính tin trước của Công an quận Tân Phú"


def test_a_correction_says_who_was_meant(unit, mailbox):
    tell(unit, mail_contact())
    send_due()
    recall("list:1")
    send_corrections(event="list:1", unit_id=unit.pk, actor=AN)
    assert send_due() == 1
    assert mailbox.messages[1]["Subject"] == "Đính chính tin trước của Công an quận Tân Phú"
    assert "(N. V. A., 1991)" in mailbox.messages[1].get_content()


def test_of_a_sent_message_only_who_was_meant_is_kept_and_that_for_a_month(unit, mailbox):
    contact = mail_contact()
    notice = Notice(label="N. V. A., 1991", detail="Ảnh mờ", bring="Ảnh mới")
    tell(unit, contact, kind=Kind.CORRECTION, notice=notice)
    tell(unit, contact, kind=Kind.REMINDER, event="step:1", notice=notice)
    assert send_due() == 2
    kept, reminder = Delivery.objects.order_by("pk")
    assert open_notice(keys()[0], kept.sealed, person=7, contact_id=contact.pk) == Notice(
        label="N. V. A., 1991"
    )
    assert reminder.sealed is None
    with clock.stopped_at(NOON + datetime.timedelta(days=30)):
        assert forget_labels() == 0
    with clock.stopped_at(NOON + datetime.timedelta(days=31)):
        assert forget_labels() == 1
    kept.refresh_from_db()
    assert kept.sealed is None


def test_what_is_on_paper_stays_to_be_read(unit):
    contact, _ = add_contact(channel=ChannelName.PAPER, address="", language="vi")
    notice = Notice(label="N. V. A., 1991", detail="Ảnh mờ")
    tell(unit, contact, kind=Kind.CORRECTION, notice=notice)
    assert send_due() == 1
    with clock.stopped_at(NOON + datetime.timedelta(days=60)):
        assert forget_labels() == 0
    row = Delivery.objects.get()
    assert open_notice(keys()[0], row.sealed, person=7, contact_id=contact.pk) == notice


def test_a_failure_is_tried_again_later_and_at_last_lies_where_an_officer_reads_it(unit, mailbox):
    tell(unit, mail_contact())
    now = NOON
    for attempt in range(1, MOST_ATTEMPTS + 1):
        mailbox.answers.append("451 4.3.0 Try again")
        with clock.stopped_at(now):
            assert send_due() == 0
            row = Delivery.objects.get()
            assert row.attempts == attempt
            assert row.failure == "smtp_451"
        now = after_quiet(row.not_before)
    assert row.state == DeliveryState.DEAD
    assert [one.pk for one in list_dead(unit.pk)] == [row.pk]
    with clock.stopped_at(datetime.datetime(2021, 12, 20, 5, 0, tzinfo=datetime.UTC)):
        assert retry_dead(unit_id=unit.pk, delivery_ids=None, actor=AN) == 1
        assert send_due() == 1
    assert len(mailbox.messages) == 1


def test_a_mail_server_that_is_away_costs_no_message_a_try(unit, settings):
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    tell(unit, mail_contact())
    assert send_due() == 0
    row = Delivery.objects.get()
    assert (row.state, row.attempts, row.failure) == (DeliveryState.QUEUED, 0, "mail_server_away")
    assert row.not_before > NOON


def test_an_address_where_nobody_is_gets_nothing_more(unit, mailbox):
    contact = mail_contact("nobody@vi-du.example")
    tell(unit, contact)
    tell(unit, contact, event="list:2")
    send_due()
    assert states() == [DeliveryState.DROPPED, DeliveryState.DROPPED]
    contact.refresh_from_db()
    assert contact.state == ContactState.GONE
    assert not tell(unit, contact, event="list:3")


def test_what_a_dead_sender_held_goes_out_under_the_same_code_and_is_marked(unit, mailbox):
    tell(unit, mail_contact())
    Delivery.objects.update(
        state=DeliveryState.SENDING, lease_until=NOON + LEASE, attempts=1, code="7K2M0CHX4PT8"
    )
    assert send_due() == 0  # its lease runs
    with clock.stopped_at(NOON + LEASE + datetime.timedelta(seconds=1)):
        assert send_due() == 1
    row = Delivery.objects.get()
    assert row.is_uncertain
    assert row.code == "7K2M0CHX4PT8"
    assert mailbox.messages[0]["Message-ID"].startswith("<7k2m0chx4pt8@")


def test_urgent_ones_pass_a_long_queue_of_the_same_unit(unit, mailbox):
    contact = mail_contact()
    for number in range(30):
        tell(unit, contact, event=f"bulk:{number}", kind=Kind.CHASE, priority=Priority.BULK)
    tell(unit, mail_contact("gap@vi-du.example"))
    send_due(most=1)
    assert [mail["To"] for mail in mailbox.messages] == ["gap@vi-du.example"]


def test_erasing_leaves_codes_that_name_nobody(unit, mailbox):
    contact = mail_contact()
    secret = open_contact(contact).secret
    tell(unit, contact)
    send_due()
    tell(unit, contact, event="list:2")
    erase_contact(contact)
    assert find_contact(secret) is None
    assert send_due() == 0
    sent, unsent = Delivery.objects.order_by("pk")
    assert (sent.contact, sent.person, sent.sealed) == (None, 0, None)
    assert sent.code
    assert unsent.state == DeliveryState.DROPPED


def test_a_push_reaches_the_browser_sealed_and_signed(unit, service):
    contact, _ = add_contact(
        channel=ChannelName.PUSH, address=service.subscription(), language="en"
    )
    tell(unit, contact)
    assert send_due() == 1
    (told,) = service.received
    assert told["tag"] == Delivery.objects.get().code
    assert told["url"].startswith("https://tra-cuu.example/en/theo-doi/")


def test_a_year_later_a_message_is_forgotten(unit, mailbox):
    tell(unit, mail_contact())
    send_due()
    with clock.stopped_at(NOON + datetime.timedelta(days=365)):
        assert forget_old_messages() == 0
    with clock.stopped_at(NOON + datetime.timedelta(days=366)):
        assert forget_old_messages() == 1
    assert not Delivery.objects.exists()


def test_what_is_recalled_while_a_sender_holds_it_is_not_tried_again(unit, mailbox):
    tell(unit, mail_contact())
    Delivery.objects.update(
        state=DeliveryState.SENDING, lease_until=NOON + LEASE, attempts=1, code="7K2M0CHX4PT8"
    )
    assert recall("list:1").recalled == 1
    with clock.stopped_at(NOON + 2 * LEASE):
        assert send_due() == 0
    assert states() == [DeliveryState.RECALLED]


def test_a_closed_channel_keeps_no_other_waiting_and_is_asked_once(unit, settings, service):
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    for number in range(250):
        tell(unit, mail_contact(f"n{number}@vi-du.example"))
    push, _ = add_contact(channel=ChannelName.PUSH, address=service.subscription(), language="vi")
    tell(unit, push)
    assert send_due() == 1
    tried = Delivery.objects.filter(failure="mail_server_away").count()
    assert tried == 100  # one batch, however the database plans; the others stay where they are
    assert Delivery.objects.filter(state=DeliveryState.QUEUED, attempts=0).count() == 250


def test_a_sender_whose_lease_ended_does_not_overwrite_the_next(unit, mailbox):
    tell(unit, mail_contact())
    (slow,) = claim(10, ())
    with clock.stopped_at(NOON + LEASE + datetime.timedelta(seconds=1)):
        assert free_leases() == 1
        (quick,) = claim(10, ())
        late = Settler()
        late.add(slow, Result(DeliveryState.DEAD, "smtp_550"))
        late.write()
        row = Delivery.objects.get()
        assert (row.state, row.failure, row.attempts) == (DeliveryState.SENDING, "", 2)
    assert quick.code == slow.code


def test_a_claim_takes_no_more_than_it_asked_for(unit):
    contact = mail_contact()
    for number in range(30):
        tell(unit, contact, event=f"list:{number}")
    assert [len(claim(7, ())) for _ in range(5)] == [7, 7, 7, 7, 2]
    assert len(set(Delivery.objects.values_list("code", flat=True))) == 30


def test_words_under_an_old_key_are_sealed_anew_before_it_goes(unit, own_keys, mailbox):
    tell(unit, mail_contact())
    rotate(own_keys, "sealing")
    assert send_due() == 1
    assert "N. V. A., 1991" in mailbox.messages[0].get_content()


def test_a_rotated_index_finds_contacts_again(unit, own_keys):
    contact = mail_contact()
    secret = open_contact(contact).secret
    rotate(own_keys, "index")
    assert find_contact(secret) == contact
    assert mail_contact() == contact
