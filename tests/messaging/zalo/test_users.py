"""People on Zalo: one each, shown to nobody, and forgotten when their time is over."""

import datetime

import pytest

from factories import make_unit
from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.messaging.contacts import (
    add_contact,
    erase_watch,
    find_contact,
    masked,
    open_contact,
    sweep_idle,
)
from tracuu.messaging.enums import ChannelName, Kind, Priority
from tracuu.messaging.models import Contact, Conversation, ZaloUser
from tracuu.messaging.operations import WatchKeys, add_watch, queue
from tracuu.messaging.zalo.links import find_chat_link
from tracuu.messaging.zalo.users import (
    IDLE_DAYS,
    claim_greeting,
    find_or_add_user,
    find_user,
    follow,
    keep_phone,
    sweep_idle_users,
    touch,
    unfollow,
)
from webhooks.calls import HOA, NOON, OA, TRI, make_account, phone_of

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
WATCH = WatchKeys(
    block_hash=1, person_hash=2, bare_hash=3, is_unmarked=False, proof_hash=None, key_id=1
)


@pytest.fixture
def unit(db):
    return make_unit(name_en="Tan Phu District Police")


@pytest.fixture
def account(unit):
    return make_account(unit)


@pytest.fixture
def tri(account):
    with clock.stopped_at(NOON):
        user = find_or_add_user(account, TRI)
        touch(user, NOON)
    return user


def test_the_same_person_is_one_and_at_another_account_another(account, tri):
    other = make_account(make_unit("quan-10", "Công an Quận 10"), "55")
    assert find_or_add_user(account, TRI) == tri
    assert find_or_add_user(account, HOA) != tri
    assert find_or_add_user(other, TRI) != tri
    assert find_user(other, HOA) is None
    assert Contact.objects.count() == 3


def test_the_address_is_sealed_and_has_a_page_of_its_owner(tri):
    told = open_contact(tri.contact)
    assert told.address == f"{OA}/{TRI}"
    assert find_contact(told.secret) == tri.contact


def test_shown_to_its_owner_it_is_the_chat_with_the_unit(tri):
    assert masked(tri.contact) == "Zalo, trò chuyện với Công an quận Tân Phú"


def test_of_many_who_ask_at_once_one_greets(tri):
    with clock.stopped_at(NOON):
        assert [claim_greeting(tri) for _ in range(3)] == [True, False, False]
    with clock.stopped_at(NOON + DAY + DAY):
        assert claim_greeting(tri)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0900000101", "84900000101"),
        ("+84 900 000 101", "84900000101"),
        ("84.900.000.101", "84900000101"),
        ("090000010", ""),
        ("", ""),
        ("849000001012", ""),
    ],
)
def test_numbers_as_they_are_typed(tri, typed, kept):
    assert keep_phone(tri, typed) is bool(kept)
    assert phone_of(ZaloUser.objects.get(pk=tri.pk)) == kept


def test_a_number_opens_for_its_own_person_only(account, tri):
    keep_phone(tri, "0900000101")
    hoa = find_or_add_user(account, HOA)
    hoa.sealed_phone = tri.sealed_phone
    with pytest.raises(Exception, match="does not open"):
        phone_of(hoa)


def test_the_last_watch_ends_and_the_person_stays(unit, tri):
    watch = add_watch(unit_id=unit.pk, contact=tri.contact, keys=WATCH)
    assert erase_watch(tri.contact, watch.pk)
    assert Contact.objects.filter(pk=tri.pk).exists()


# Forgotten in time


def forgotten(after: datetime.timedelta) -> bool:
    with clock.stopped_at(NOON + after):
        sweep_idle()
        sweep_idle_users()
    return not Contact.objects.exists()


YEAR = datetime.timedelta(days=IDLE_DAYS)


def test_who_wrote_once_is_forgotten_a_year_later(tri):
    assert not forgotten(YEAR - DAY)
    assert forgotten(YEAR + DAY)


def test_who_follows_is_not(tri):
    follow(tri, NOON)
    assert not forgotten(YEAR * 3)
    unfollow(tri, NOON + YEAR * 3)
    assert forgotten(YEAR * 3 + DAY)


def test_who_waits_for_news_is_not(unit, tri):
    add_watch(unit_id=unit.pk, contact=tri.contact, keys=WATCH)
    assert not forgotten(YEAR + DAY)


def test_who_is_about_to_be_told_is_not(unit, tri):
    with clock.stopped_at(NOON):
        queue(
            contact=tri.contact, unit_id=unit.pk, kind=Kind.READY, event="list:1",
            priority=Priority.NEWS,
        )  # fmt: skip
    assert not forgotten(YEAR + DAY)


def test_who_was_written_to_lately_is_not(unit, tri):
    Conversation.objects.create(
        contact=tri.contact, unit=unit, sealing_key_id=keys()[0].active, created_at=NOON,
        last_outbound_at=NOON + YEAR,
    )  # fmt: skip
    assert not forgotten(YEAR + DAY)


def test_others_are_forgotten_after_a_month_as_before(tri):
    with clock.stopped_at(NOON):
        add_contact(channel=ChannelName.PAPER, address="", language="vi")
    with clock.stopped_at(NOON + 31 * DAY):
        sweep_idle()
    assert list(Contact.objects.all()) == [tri.contact]


# Where they come from


def test_the_link_leads_where_somebody_is(unit, settings):
    settings.ZALO_CHAT_URL = "https://zalo.me"
    assert find_chat_link(unit) == ""
    account = make_account(unit)
    assert find_chat_link(unit) == f"https://zalo.me/{OA}"
    for state in ("broken", "stopped"):
        account.state = state
        account.save()
        assert find_chat_link(unit) == ""
