"""What Zalo lets nobody send goes to the e-mail address that the person left: once, and recalled alike."""

import datetime

import pytest
from tests.messaging.zalo_world import CS, HOUR, NOON, citizen, connect, wrote

from factories import make_unit
from tracuu.audit.operations import COMMAND_LINE
from tracuu.core import clock
from tracuu.core.receipt_codes import grouped
from tracuu.messaging.claiming import claim
from tracuu.messaging.contacts import (
    add_contact,
    confirm_contact,
    erase_before,
    erase_contact,
    open_contact,
    sweep_idle,
)
from tracuu.messaging.enums import ChannelName, ContactState, DeliveryState, Kind, Way
from tracuu.messaging.errors import ContactNotUnderstood, TooManyContacts
from tracuu.messaging.models import Contact, Delivery, Watch, ZaloUser
from tracuu.messaging.next_contacts import (
    find_behind,
    forget_unused_ways,
    forget_ways,
    leave_email,
)
from tracuu.messaging.notices import Notice
from tracuu.messaging.operations import WatchKeys, add_watch, queue, recall, send_corrections
from tracuu.messaging.queries import count_by_way, list_messages_to
from tracuu.messaging.sending import send_due
from tracuu.messaging.settling import Result, Settler
from tracuu.messaging.zalo.users import keep_phone

pytestmark = pytest.mark.django_db
MAIL = "an@vi-du.example"


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def silent(zalo, unit, mailbox):
    """Somebody who has not written for eight days and left an address, which they confirmed."""
    account = connect(zalo, unit)
    wrote(zalo, account, hours_ago=8 * 24)
    contact = citizen(account, hours_ago=8 * 24)
    left = leave_email(user_of(contact), MAIL)
    assert left.state == ContactState.NEW
    assert send_due() == 1  # it is asked first
    mailbox.messages.clear()
    confirm_contact(left)
    Delivery.objects.all().delete()
    return contact


def user_of(contact) -> ZaloUser:
    return ZaloUser.objects.select_related("contact", "account", "next_contact").get(pk=contact.pk)


def tell(unit, contact, **facts):
    facts = {"kind": Kind.READY, "event": "list:1", "person": 7, **facts}
    assert queue(contact=contact, unit_id=unit.pk, notice=Notice(label="N. H. T., 1991"), **facts)


def watch_for(unit, contact) -> None:
    keys = WatchKeys(1, 2, 3, is_unmarked=False, proof_hash=None, key_id=1)
    add_watch(unit_id=unit.pk, contact=contact, keys=keys)


def send_all() -> int:
    """What was passed on is due at once."""
    return send_due() + send_due()


def test_a_closed_window_leads_to_the_address_and_the_reason_is_kept(unit, silent, mailbox):
    tell(unit, silent)
    assert send_all() == 1
    (mail,) = mailbox.messages
    row = Delivery.objects.get()
    assert mail["To"] == MAIL
    assert "(N. H. T., 1991)" in mail.get_content()
    assert grouped(row.code) in mail.get_content()
    assert (row.state, row.way, row.contact) == (DeliveryState.SENT, Way.NEXT, silent)
    assert count_by_way(unit.pk, NOON - HOUR) == {Way.NEXT: 1}
    assert list_messages_to(row.via) == list_messages_to(silent) == [row]


def test_an_undo_finds_it_on_its_way_there_and_puts_it_right_after(unit, silent, mailbox):
    tell(unit, silent)
    send_due(most=1)
    row = Delivery.objects.get()
    assert (row.state, row.via.channel) == (DeliveryState.QUEUED, ChannelName.EMAIL)
    assert recall("list:1").recalled == 1
    assert send_all() == 0
    tell(unit, silent, event="list:2")
    send_all()
    assert recall("list:2").told == 1
    assert send_corrections(event="list:2", unit_id=unit.pk, actor=COMMAND_LINE) == 1
    assert send_corrections(event="list:2", unit_id=unit.pk, actor=COMMAND_LINE) == 0
    send_all()
    assert [mail["To"] for mail in mailbox.messages] == [MAIL, MAIL]
    assert "(N. H. T., 1991)" in mailbox.messages[1].get_content()


def test_asked_again_after_it_went_there_it_goes_nowhere_else(unit, silent, mailbox):
    tell(unit, silent)
    send_all()
    assert not queue(contact=silent, unit_id=unit.pk, kind=Kind.READY, event="list:1", person=7)


def test_who_is_there_and_asked_for_the_same_is_told_once_and_the_chat_waits(unit, silent, mailbox):
    itself = user_of(silent).next_contact
    tell(unit, itself)
    tell(unit, silent)
    assert send_all() == 1
    assert len(mailbox.messages) == 1
    waits = Delivery.objects.get(contact=silent)
    assert (waits.state, waits.via) == (DeliveryState.WAITING, None)
    assert send_all() == 0  # and is not asked again every minute
    assert Delivery.objects.get(contact=silent).attempts <= 1


def test_a_mailbox_that_is_gone_gives_the_news_back_to_the_chat(zalo, unit, silent, mailbox):
    left = user_of(silent).next_contact
    user = user_of(silent)
    user.next_contact = nobody = add_contact(
        channel=ChannelName.EMAIL, address="nobody@vi-du.example", language="vi"
    )[0]
    user.save()
    confirm_contact(nobody)
    erase_contact(left)
    tell(unit, silent)
    assert send_all() == 0
    nobody.refresh_from_db()
    row = Delivery.objects.get()
    assert (nobody.state, user_of(silent).next_contact) == (ContactState.GONE, None)
    assert (row.state, row.via) == (DeliveryState.WAITING, None)
    ZaloUser.objects.update(interacted_at=NOON - HOUR)
    wrote(zalo, user_of(silent).account)
    assert send_all() == 1
    assert Delivery.objects.get().way == Way.FREE


def test_a_mailbox_whose_own_letter_comes_back_stands_behind_nobody(zalo, unit, silent, mailbox):
    user = user_of(silent)
    user.next_contact = add_contact(
        channel=ChannelName.EMAIL, address="nobody@vi-du.example", language="vi"
    )[0]
    user.save()
    confirm_contact(user.next_contact)
    tell(unit, user.next_contact)
    assert send_all() == 0
    assert user_of(silent).next_contact is None


def test_another_address_or_none_takes_what_was_on_its_way_to_the_first(
    zalo, unit, silent, mailbox
):
    tell(unit, silent)
    send_due(most=1)
    other = leave_email(user_of(silent), "hai@vi-du.example")
    assert Delivery.objects.get(person=7).via is None
    confirm_contact(other)
    send_all()
    assert mailbox.messages[-1]["To"] == "hai@vi-du.example"
    assert Delivery.objects.get(person=7).state == DeliveryState.SENT


def test_who_left_the_account_is_told_there(zalo, unit, silent, mailbox):
    ZaloUser.objects.update(interacted_at=NOON - HOUR)  # we believe that the chat is open
    zalo.fault(CS, "error", code=-213, count=1)
    watch_for(unit, silent)
    tell(unit, silent)
    assert send_all() == 1
    assert mailbox.messages[0]["To"] == MAIL
    assert Watch.objects.filter(contact=silent).exists()


def test_who_reads_there_can_refuse_it(unit, silent, mailbox, client):
    left = user_of(silent).next_contact
    page = f"/theo-doi/{open_contact(left).secret}/"
    assert "trò chuyện Zalo" in client.get(page).text
    assert client.post(page, {"deed": f"unlink-{silent.pk}"}).status_code == 200
    assert user_of(silent).next_contact is None
    assert not Contact.objects.filter(pk=left.pk).exists()


def test_what_was_left_goes_when_nobody_is_watched_for_any_more(unit, silent, mailbox):
    user = user_of(silent)
    keep_phone(user, "0900000101")
    watch_for(unit, silent)
    assert forget_unused_ways() == 0
    Watch.objects.all().delete()
    tell(unit, silent)
    assert forget_unused_ways() == 0  # its last word has to go out first
    send_all()
    assert forget_unused_ways() == 1
    assert (user_of(silent).next_contact, user_of(silent).sealed_phone) == (None, None)


@pytest.mark.django_db(transaction=True)
def test_a_mailbox_that_is_erased_in_the_senders_hand_leaves_the_news_waiting(unit, silent):
    tell(unit, silent)
    (row,) = claim(10)
    behind = find_behind(row)
    assert behind is not None
    erase_contact(Contact.objects.get(pk=behind))
    settler = Settler()
    settler.add(row, Result(DeliveryState.QUEUED, "zalo_window", NOON, way=Way.NEXT, via=behind))
    settler.write()
    waits = Delivery.objects.get(person=7)
    assert (waits.state, waits.way, waits.via) == (DeliveryState.WAITING, Way.NONE, None)


def test_an_open_window_needs_no_address(zalo, unit, silent, mailbox):
    account = user_of(silent).account
    wrote(zalo, account)
    ZaloUser.objects.update(interacted_at=NOON - HOUR)
    tell(unit, silent)
    assert send_all() == 1
    assert mailbox.messages == []
    assert Delivery.objects.get().way == Way.FREE


def test_what_waited_goes_out_once_the_address_is_confirmed(zalo, unit, mailbox):
    account = connect(zalo, unit)
    wrote(zalo, account, hours_ago=8 * 24)
    contact = citizen(account, hours_ago=8 * 24)
    tell(unit, contact)
    left = leave_email(user_of(contact), MAIL)
    send_all()
    assert [mail["To"] for mail in mailbox.messages] == [MAIL]  # only the question
    assert Delivery.objects.get(contact=contact).state == DeliveryState.WAITING
    confirm_contact(left)
    send_all()
    assert len(mailbox.messages) == 2
    assert Delivery.objects.get(person=7).way == Way.NEXT


def test_whoever_leaves_addresses_of_others_is_stopped(zalo, unit, mailbox, settings):
    account = connect(zalo, unit)
    user = user_of(citizen(account))
    with pytest.raises(ContactNotUnderstood):
        leave_email(user, "an@vi du")
    for number in range(3):
        leave_email(user, f"{number}@vi-du.example")
    with pytest.raises(TooManyContacts):
        leave_email(user, "3@vi-du.example")
    # The one before was nobody's any more.
    assert Contact.objects.filter(channel=ChannelName.EMAIL).count() == 1


def test_one_that_stands_behind_somebody_is_not_swept(unit, silent):
    with clock.stopped_at(NOON + datetime.timedelta(days=60)):
        assert sweep_idle() == 0
        assert forget_ways(user_of(silent)) is True
        assert forget_ways(user_of(silent)) is False
    assert not Contact.objects.filter(channel=ChannelName.EMAIL).exists()


@pytest.mark.parametrize("erase", [erase_contact, lambda one: erase_before(one, NOON + HOUR)])
def test_it_goes_with_the_person_on_zalo(unit, silent, erase):
    erase(silent)
    assert not Contact.objects.filter(channel=ChannelName.EMAIL).exists()


def test_it_stays_for_what_its_owner_asked_for(unit, silent):
    other = citizen(user_of(silent).account, "hoa")
    leave_email(user_of(other), MAIL)
    erase_contact(silent)
    assert user_of(other).next_contact is not None
    erase_contact(user_of(other).next_contact)
    assert user_of(other).next_contact is None
