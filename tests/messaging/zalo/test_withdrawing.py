"""Who asked to be forgotten stays forgotten: by us, by the list of followers, and by Zalo."""

import datetime

import pytest

from connected_zalo import calls_of
from emulated_zalo import OA
from tracuu.core import clock
from tracuu.core.crypto import forget_loaded_keys, keys
from tracuu.core.keys import INDEX, load_ring, write_ring
from tracuu.messaging.contacts import rewrite_contacts
from tracuu.messaging.models import (
    ChatMessage,
    Contact,
    Delivery,
    Forgetting,
    OfficialAccount,
    Withdrawal,
    ZaloEvent,
    ZaloUser,
)
from tracuu.messaging.rules import MOST_ATTEMPTS
from tracuu.messaging.zalo import reconciling
from tracuu.messaging.zalo.client import ZaloClient
from tracuu.messaging.zalo.events import conversation_hash
from tracuu.messaging.zalo.forgetting import KEPT_DAYS, ask_zalo
from tracuu.messaging.zalo.reconciling import reconcile
from tracuu.messaging.zalo.users import find_or_add_user, find_user, keep_phone
from tracuu.messaging.zalo.withdrawals import UNLISTED_DAYS, find_withdrawn, sweep_withdrawals
from tracuu.messaging.zalo.withdrawing import erase_at_wish, withdraw
from tracuu.webhooks.processing import process_due
from webhooks.calls import echo, follow, heard, text
from zalo_emulator.world import user_id_of

pytestmark = pytest.mark.django_db
TRI, HOA = user_id_of(OA, "tri"), user_id_of(OA, "hoa")
FORGET = "/v2.0/oa/deletefollowerinfo"
SECOND = datetime.timedelta(seconds=1)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def tri(zalo, account):
    """Follows, at Zalo and here."""
    zalo.act("follow", "tri")
    return find_or_add_user(account, TRI)


def reconciled(account):
    with ZaloClient(account) as client:
        return reconcile(account, client)


def wishes(account, at=None):
    withdraw(account, TRI, event_id=0, at=at or clock.now())


def hears(*events):
    for event in events:
        heard(event)
    with clock.stopped_at(clock.now() + SECOND):
        process_due()


def test_the_nightly_list_brings_nobody_back(zalo, account, tri):
    zalo.act("follow", "hoa")
    wishes(account)
    difference = reconciled(account)
    assert (difference.listed, difference.found) == (2, 1)
    assert find_user(account, TRI) is None
    assert find_user(account, HOA) is not None
    assert reconciled(account).found == 0


def test_nor_does_a_list_that_was_compared_before_the_wish(account, tri, monkeypatch):
    def then_wishes(*arguments):
        found = find_withdrawn(*arguments)
        if find_user(account, TRI):
            wishes(account)
        return found

    monkeypatch.setattr(reconciling, "find_withdrawn", then_wishes)
    assert reconciled(account).found == 0
    assert not Contact.objects.exists()
    assert Withdrawal.objects.exists()


def test_what_is_remembered_of_them_names_nobody(account, tri):
    wishes(account)
    (row,) = Withdrawal.objects.values()
    told = " ".join(str(value) for value in row.values())
    assert not any(secret in told for secret in (TRI, OA))
    # Nor is it the hash by which their events were found.
    assert row["person_hash"] != conversation_hash(OA, TRI)


def test_until_they_come_back_themselves(account, tri):
    wishes(account)
    at = clock.now() + SECOND
    hears(text("Chào", "m1", at=at, user=TRI, oa=OA))
    assert find_user(account, TRI) is not None
    assert not Withdrawal.objects.exists()


def test_a_wish_that_is_heard_late_takes_nothing_that_was_said_since(account, tri):
    now = clock.now()
    hears(text("Chào", "m1", at=now, user=TRI, oa=OA))
    heard(text("Có ai không?", "m2", at=now + SECOND / 2, user=TRI, oa=OA))
    wishes(account, now - 60 * SECOND)
    assert find_user(account, TRI) == tri
    assert not Withdrawal.objects.exists()
    assert ZaloEvent.objects.filter(sealed__isnull=False).count() == 1


def test_but_all_that_was_said_and_given_before(account, tri):
    hears(text("Chào", "m1", at=clock.now(), user=TRI, oa=OA))
    keep_phone(tri, "0901234567")
    wished_at = clock.now() + 2 * SECOND
    with clock.stopped_at(wished_at + SECOND):
        hears(text("Có ai không?", "m2", at=clock.now(), user=TRI, oa=OA))
        wishes(account, wished_at)
    said = ChatMessage.objects.filter(author="citizen").values_list("external_id", flat=True)
    assert list(said) == ["m2"]
    assert find_user(account, TRI).sealed_phone is None
    assert not Delivery.objects.filter(contact=tri.contact, created_at__lte=wished_at).exists()


def test_of_two_wishes_the_last_one_counts(account, tri):
    now = clock.now()
    wishes(account, now)
    wishes(account, now - 60 * SECOND)
    assert Withdrawal.objects.get().at == now


def test_what_was_done_before_and_is_heard_after_is_not_kept(account, tri):
    now = clock.now()
    wishes(account, now)
    hears(
        text("Nguyễn Hữu Trí 17/05/1991", "m1", at=now - 60 * SECOND, user=TRI, oa=OA),
        follow(at=now - 30 * SECOND, user=TRI) | {"oa_id": OA},
    )
    assert not Contact.objects.exists()
    assert set(ZaloEvent.objects.values_list("state", "sealed")) == {("done", None)}


def test_nor_what_an_officer_says_to_them_in_zalos_own_tool(account, tri):
    wishes(account)
    said = echo("Chào bạn", "o1", at=clock.now(), user=TRI, admin_id="77")
    hears(said | {"sender": {"id": OA, "admin_id": "77"}})
    assert not Contact.objects.exists()


def test_the_button_of_our_own_page_does_the_same(zalo, account, tri):
    heard({"app_id": "1", "event_name": "something_new", "oa_id": OA, "user_id": TRI})
    erase_at_wish(tri.contact)
    assert not Contact.objects.exists()
    assert not ZaloEvent.objects.filter(sealed__isnull=False).exists()
    assert reconciled(account).found == 0
    assert ask_zalo() == 1
    assert calls_of(zalo, FORGET) == [0]


def test_a_rotation_of_the_key_forgets_no_wish(own_keys, account, tri):
    wishes(account)
    write_ring(own_keys, INDEX, load_ring(own_keys, INDEX).with_new_key())
    forget_loaded_keys()
    rewrite_contacts(100)
    active = keys()[1].active
    assert Withdrawal.objects.exclude(index_key_id=active).exists()  # the old key stays for it
    assert reconciled(account).found == 0
    assert not Withdrawal.objects.exclude(index_key_id=active).exists()
    write_ring(own_keys, INDEX, load_ring(own_keys, INDEX).without_retired())
    forget_loaded_keys()
    assert find_withdrawn(account, [TRI, HOA]) == {TRI}


def test_who_is_in_no_list_for_half_a_year_follows_no_more(account, tri):
    now = clock.now()
    wishes(account)
    with clock.stopped_at(now + DAY * (UNLISTED_DAYS + 1)):
        assert sweep_withdrawals() == 0  # no list came that could have named them
        OfficialAccount.objects.update(reconciled_at=now + DAY * (UNLISTED_DAYS - 1))
        assert sweep_withdrawals() == 0
        OfficialAccount.objects.update(reconciled_at=now + DAY * (UNLISTED_DAYS + 1))
        assert sweep_withdrawals() == 1


def test_nobody_comes_back_with_an_account_that_was_broken_for_half_a_year(account, tri):
    wishes(account)
    with clock.stopped_at(clock.now() + DAY * (UNLISTED_DAYS + 1)):
        sweep_withdrawals()
        assert find_withdrawn(account, [TRI, HOA]) == {TRI}


# Zalo forgets too


def test_zalo_is_asked_to_forget_them_and_then_nothing_of_it_is_left(zalo, account, tri):
    wishes(account)
    (row,) = Forgetting.objects.all()
    assert TRI.encode() not in bytes(row.sealed)
    assert calls_of(zalo, FORGET) == []  # not within the transaction
    assert ask_zalo() == 1
    assert calls_of(zalo, FORGET) == [0]
    assert not Forgetting.objects.exists()
    assert ask_zalo() == 0


def test_whom_zalo_does_not_know_there_is_nothing_to_forget_of(zalo, account, tri, caplog):
    zalo.fault(FORGET, "error", code=-213)
    wishes(account)
    assert ask_zalo() == 0
    assert not Forgetting.objects.exists()
    assert "zalo_not_forgotten" not in caplog.text


def test_a_fault_is_tried_again_and_given_up_in_the_end(zalo, account, tri):
    zalo.fault(FORGET, "error", code=-200)
    wishes(account)
    assert ask_zalo() == 0
    row = Forgetting.objects.get()
    assert (row.attempts, row.not_before > clock.now()) == (1, True)
    assert ask_zalo() == 0
    assert len(calls_of(zalo, FORGET)) == 1
    Forgetting.objects.update(attempts=MOST_ATTEMPTS - 1, not_before=clock.now())
    assert ask_zalo() == 0
    assert not Forgetting.objects.exists()


@pytest.mark.parametrize("code", [-201, -403])
def test_nothing_that_zalo_refused_is_dropped_in_silence(zalo, account, tri, caplog, code):
    zalo.fault(FORGET, "error", code=code)
    wishes(account)
    assert ask_zalo() == 0
    assert Forgetting.objects.get().attempts == 1
    Forgetting.objects.update(attempts=MOST_ATTEMPTS - 1, not_before=clock.now())
    assert ask_zalo() == 0
    assert not Forgetting.objects.exists()
    assert f"zalo_{code}" in caplog.text


def test_nor_what_no_key_opens(zalo, account, tri, caplog):
    wishes(account)
    Forgetting.objects.update(sealed=b"?" * 60, attempts=MOST_ATTEMPTS - 1)
    assert ask_zalo() == 0
    assert not Forgetting.objects.exists()
    assert "seal_broken" in caplog.text


def test_an_account_that_rests_or_is_broken_is_asked_later(zalo, account, tri):
    zalo.fault(FORGET, "error", code=-32, count=1)
    wishes(account)
    assert ask_zalo() == 0
    row = Forgetting.objects.get()
    assert (row.attempts, row.not_before > clock.now()) == (0, True)
    OfficialAccount.objects.update(state="broken")
    with clock.stopped_at(clock.now() + DAY):
        assert ask_zalo() == 0
    OfficialAccount.objects.update(state="connected")
    with clock.stopped_at(clock.now() + (KEPT_DAYS + 1) * DAY):
        ask_zalo()
    assert not Forgetting.objects.exists()
    assert not ZaloUser.objects.exists()
