"""What Zalo lets nobody send goes to the e-mail address that the person left: once, and recalled alike."""

import datetime

import pytest
from tests.messaging.zalo_world import HOUR, NOON, citizen, connect, wrote, zalo_at_noon

from emulated_zalo import served
from factories import make_unit
from tracuu.audit.operations import COMMAND_LINE
from tracuu.core import clock
from tracuu.core.receipt_codes import grouped
from tracuu.messaging.contacts import (
    confirm_contact,
    erase_before,
    erase_contact,
    sweep_idle,
)
from tracuu.messaging.enums import ChannelName, ContactState, DeliveryState, Kind, Way
from tracuu.messaging.errors import ContactNotUnderstood, TooManyContacts
from tracuu.messaging.models import Contact, Delivery, ZaloUser
from tracuu.messaging.next_contacts import forget_ways, leave_email
from tracuu.messaging.notices import Notice
from tracuu.messaging.operations import queue, recall, send_corrections
from tracuu.messaging.queries import count_by_way
from tracuu.messaging.sending import send_due

pytestmark = pytest.mark.django_db
MAIL = "an@vi-du.example"


@pytest.fixture(scope="module")
def zalo_address(tmp_path_factory):
    with served(tmp_path_factory.mktemp("zalo") / "zalo.sqlite3") as address:
        yield address


@pytest.fixture
def zalo(zalo_address, settings):
    with zalo_at_noon(zalo_address, settings) as zalo:
        yield zalo


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
    assert (row.state, row.way, row.contact.channel) == (
        DeliveryState.SENT, Way.NEXT, ChannelName.EMAIL,
    )  # fmt: skip
    assert count_by_way(unit.pk, NOON - HOUR) == {Way.NEXT: 1}


def test_an_undo_finds_it_on_its_way_there_and_puts_it_right_after(unit, silent, mailbox):
    tell(unit, silent)
    send_due(most=1)
    assert Delivery.objects.get().state == DeliveryState.QUEUED
    assert recall("list:1").recalled == 1
    assert send_all() == 0
    tell(unit, silent, event="list:2")
    send_all()
    assert recall("list:2").told == 1
    assert send_corrections(event="list:2", unit_id=unit.pk, actor=COMMAND_LINE) == 1
    send_all()
    assert [mail["To"] for mail in mailbox.messages] == [MAIL, MAIL]


def test_who_is_there_and_asked_for_the_same_is_told_once(unit, silent, mailbox):
    itself = user_of(silent).next_contact
    tell(unit, itself)
    tell(unit, silent)
    assert send_all() == 1
    assert len(mailbox.messages) == 1
    dropped = Delivery.objects.get(contact=silent)
    assert (dropped.state, dropped.way, dropped.sealed) == (DeliveryState.DROPPED, Way.OTHER, None)


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
