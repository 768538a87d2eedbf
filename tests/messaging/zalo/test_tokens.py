"""Tokens: when they are refreshed, what is kept, and what a failed refresh means."""

import datetime
import threading

import pytest
from django.db import OperationalError, connection

from connected_zalo import calls_of, connect_unit, tokens_of
from emulated_zalo import free_port
from factories import make_unit
from tracuu.audit.models import Event
from tracuu.core import clock
from tracuu.core.crypto import SealBroken, keys
from tracuu.messaging.enums import AccountState
from tracuu.messaging.errors import AccountNotReady, ChannelNotReady, TryLater
from tracuu.messaging.models import OfficialAccount
from tracuu.messaging.zalo import tokens
from tracuu.messaging.zalo.tokens import access_token, open_tokens, refresh, refresh_all
from tracuu.messaging.zalo.underway import Underway
from zalo_emulator.world import APP_ID, oa_id_of

pytestmark = pytest.mark.django_db
TOKEN = "/v4/oa/access_token"


def later(**time):
    return clock.stopped_at(clock.now() + datetime.timedelta(**time))


def row():
    return OfficialAccount.objects.get()


def broken_events():
    return Event.objects.filter(action="zalo_broken")


def works(zalo, token):
    zalo.token = token
    return zalo.get("/v2.0/oa/getoa")["error"] == 0


# When


def test_a_young_token_is_given_out_as_it_is(zalo, account):
    assert access_token(account) == tokens_of(account).access
    assert calls_of(zalo, TOKEN) == [0]  # the consent


def test_two_hours_before_its_end_there_is_a_new_one(zalo, account):
    before = tokens_of(account)
    with later(hours=22, minutes=59):
        assert access_token(account) == before.access
    with later(hours=23, minutes=1):
        new = access_token(account)
    after = tokens_of(account)
    assert new == after.access != before.access
    assert after.refresh != before.refresh
    assert works(zalo, new)
    assert not works(zalo, before.access)


def test_a_token_that_was_refused_is_refreshed_though_it_is_young(account):
    before = tokens_of(account).access
    assert refresh(account, refused=before) != before


def test_who_comes_with_a_token_of_before_gets_the_one_of_now(zalo, account):
    before = tokens_of(account).access
    new = refresh(account, refused=before)
    assert refresh(account, refused=before) == new
    assert refresh(account) == new
    assert calls_of(zalo, TOKEN) == [0, 0]


def test_half_a_day_old_tokens_are_refreshed_and_no_others(zalo, account):
    other = connect_unit(zalo, make_unit("quan-10", "Công an Quận 10"))
    old, young = tokens_of(account), tokens_of(other)
    OfficialAccount.objects.filter(pk=account.pk).update(
        refreshed_at=clock.now() - datetime.timedelta(hours=12)
    )
    assert refresh_all() == 1
    assert tokens_of(account).access != old.access
    assert tokens_of(other) == young
    assert refresh_all() == 0


def test_an_account_that_cannot_be_refreshed_keeps_no_other_from_it(zalo, account):
    other = connect_unit(zalo, make_unit("quan-10", "Công an Quận 10"))
    OfficialAccount.objects.update(refreshed_at=clock.now() - datetime.timedelta(hours=12))
    zalo.control("grants", {"app_id": APP_ID, "oa_id": account.oa_id}, method="DELETE")
    before = tokens_of(other)
    assert refresh_all() == 1
    assert tokens_of(other) != before
    account.refresh_from_db()
    assert account.state == AccountState.BROKEN


# What is kept


def test_tokens_are_sealed_for_their_account(zalo, account):
    kept = row()
    secret = tokens_of(account)
    for text in (secret.access, secret.refresh):
        assert text.encode() not in bytes(kept.sealed)
    with pytest.raises(SealBroken):
        open_tokens(keys()[0], kept.sealed, account_id=kept.pk + 1)
    assert secret.access not in repr(secret)


def test_a_refresh_that_gives_no_new_refresh_token_keeps_the_old_one(zalo, account):
    zalo.switch(oauth_refresh_returns_new=False)
    before = tokens_of(account)
    new = refresh(account, refused=before.access)
    after = tokens_of(account)
    assert (after.access, after.refresh) == (new, before.refresh)
    assert works(zalo, refresh(account, refused=new))


@pytest.mark.parametrize("as_text", [True, False])
def test_how_long_a_token_lasts_is_read_as_text_or_number(zalo, account, as_text):
    zalo.switch(oauth_expires_in_text=as_text)
    with clock.stopped_at(clock.now()):
        refresh(account, refused=tokens_of(account).access)
        assert row().access_ends_at - clock.now() == datetime.timedelta(hours=25)


def test_both_tokens_are_kept_before_the_first_use(zalo, account, monkeypatch):
    """Killed right after Zalo's answer was saved: the next worker goes on with it."""
    before = tokens_of(account).access
    keep = tokens.keep

    def keep_and_die(*args, **kwargs):
        keep(*args, **kwargs)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(tokens, "keep", keep_and_die)
        with pytest.raises(KeyboardInterrupt):
            refresh(account, refused=before)
    assert works(zalo, access_token(account))
    assert works(zalo, refresh(account, refused=tokens_of(account).access))


def test_a_database_that_is_busy_for_a_moment_costs_no_token(zalo, account, monkeypatch):
    keep, tries = tokens.keep, []

    def busy(*args, **kwargs):
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError("database is locked")
        keep(*args, **kwargs)

    monkeypatch.setattr(tokens, "keep", busy)
    monkeypatch.setattr(tokens, "_KEEP_SECONDS", 0)
    new = refresh(account, refused=tokens_of(account).access)
    assert tokens_of(account).access == new
    assert works(zalo, new)


# What a failed refresh means


@pytest.mark.parametrize(
    ("switches", "code"),
    [
        ({}, "oauth_-14014"),
        ({"oauth_refresh_error": -14020}, "oauth_-14020"),
        ({"oauth_error_number": False}, "oauth_-14014"),
    ],
)
def test_a_dead_refresh_token_breaks_the_account_and_says_so(zalo, account, switches, code):
    zalo.switch(**switches)
    zalo.control("grants", {"app_id": APP_ID, "oa_id": account.oa_id}, method="DELETE")
    with pytest.raises(AccountNotReady) as raised:
        refresh(account, refused=tokens_of(account).access)
    assert raised.value.code == code
    assert (row().state, row().failure) == (AccountState.BROKEN, code)
    (event,) = broken_events()
    assert (event.unit_id, event.origin, event.facts) == (
        account.unit_id,
        "worker",
        {"failure": code},
    )
    assert event.subject == f"zalo:{account.oa_id}"


def test_a_broken_account_asks_zalo_no_more(zalo, account):
    zalo.control("grants", {"app_id": APP_ID, "oa_id": account.oa_id}, method="DELETE")
    refused = tokens_of(account).access
    with pytest.raises(AccountNotReady):
        refresh(account, refused=refused)
    asked = len(calls_of(zalo, TOKEN))
    for ask in (access_token, lambda account: refresh(account, refused=refused)):
        with pytest.raises(AccountNotReady) as raised:
            ask(account)
        assert raised.value.code == "zalo_broken"
    assert refresh_all() == 0
    assert len(calls_of(zalo, TOKEN)) == asked
    assert broken_events().count() == 1


def test_a_new_consent_mends_it(zalo, account, unit):
    zalo.control("grants", {"app_id": APP_ID, "oa_id": account.oa_id}, method="DELETE")
    with pytest.raises(AccountNotReady):
        refresh(account, refused=tokens_of(account).access)
    connect_unit(zalo, unit)
    assert (row().state, row().failure) == (AccountState.CONNECTED, "")
    assert works(zalo, access_token(account))


@pytest.mark.parametrize("kind", ["status", "garbage"])
def test_a_server_in_trouble_burns_no_token(zalo, account, kind):
    before = tokens_of(account)
    zalo.fault(TOKEN, kind, count=1)
    with pytest.raises(TryLater):
        refresh(account, refused=before.access)
    assert tokens_of(account) == before
    assert row().state == AccountState.CONNECTED
    assert row().failure.startswith("oauth_http_")
    with later(seconds=61):
        assert works(zalo, refresh(account, refused=before.access))
    assert row().failure == ""


def test_a_zalo_that_is_away_burns_no_token(zalo, account, settings):
    before, here = tokens_of(account), settings.ZALO_OAUTH_URL
    settings.ZALO_OAUTH_URL = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(ChannelNotReady):
        refresh(account, refused=before.access)
    assert (tokens_of(account), row().failure) == (before, "oauth_away")
    settings.ZALO_OAUTH_URL = here
    with later(seconds=61):
        assert works(zalo, refresh(account, refused=before.access))


def test_while_the_way_is_bad_the_token_at_hand_is_used_until_it_ends(zalo, account, settings):
    settings.ZALO_OAUTH_URL = f"http://127.0.0.1:{free_port()}"
    before = tokens_of(account).access
    with later(hours=24):
        assert access_token(account) == before
    with later(hours=25, minutes=1), pytest.raises(ChannelNotReady):
        access_token(account)


def test_a_refresh_that_failed_is_not_tried_again_at_once(zalo, account):
    before = tokens_of(account).access
    zalo.fault(TOKEN, "status")
    with pytest.raises(TryLater):
        refresh(account, refused=before)
    with pytest.raises(AccountNotReady) as raised:
        refresh(account, refused=before)
    assert raised.value.until > clock.now()
    assert calls_of(zalo, TOKEN) == [0, "fault"]


def test_an_answer_that_was_lost_breaks_the_account_when_the_token_is_used_again(zalo, account):
    """No protocol closes this gap; it ends with an alarm, not with silence (docs/adr/0014)."""
    before = tokens_of(account)
    zalo.fault(TOKEN, "garbage", count=1, after=True)
    with pytest.raises(TryLater):
        refresh(account, refused=before.access)
    assert row().state == AccountState.CONNECTED
    with later(seconds=61), pytest.raises(AccountNotReady):
        refresh(account, refused=before.access)
    assert row().state == AccountState.BROKEN
    assert broken_events().count() == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [({"secret_key": "ANOTHER"}, "oauth_-14004"), ({"is_active": False}, "oauth_-14002")],
)
def test_an_operator_s_fault_breaks_nothing(zalo, account, change, code):
    zalo.control(f"apps/{APP_ID}", change)
    before = tokens_of(account)
    with pytest.raises(AccountNotReady) as raised:
        refresh(account, refused=before.access)
    assert raised.value.code == code
    assert (row().state, row().failure) == (AccountState.CONNECTED, code)
    assert tokens_of(account) == before
    assert not broken_events().exists()


def test_tokens_under_a_key_that_is_gone_are_said_to_be_so(account):
    OfficialAccount.objects.update(sealed=b"\x00\x00\x00\x09" + b"x" * 60)
    with pytest.raises(AccountNotReady) as raised:
        access_token(account)
    assert raised.value.code == "zalo_seal_broken"
    assert row().failure == "zalo_seal_broken"


def test_an_account_that_was_erased_is_unknown(zalo, account):
    OfficialAccount.objects.all().delete()
    with pytest.raises(AccountNotReady) as raised:
        access_token(account)
    assert raised.value.code == "zalo_unknown"
    assert oa_id_of("tan-phu") == account.oa_id


@pytest.mark.django_db(transaction=True)
def test_a_refresh_within_a_transaction_is_refused(zalo, account):
    """What Zalo gave would go with its rollback."""
    from django.db import transaction

    before = tokens_of(account)
    with transaction.atomic(), pytest.raises(RuntimeError):
        refresh(account, refused=before.access)
    assert calls_of(zalo, TOKEN) == [0]


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_told_to_stop_waits_for_the_tokens_it_asked_for(
    zalo, account, monkeypatch
):
    monkeypatch.setattr(tokens, "underway", Underway())
    before = tokens_of(account).access
    zalo.fault(TOKEN, "slow", seconds=0.3, count=1)

    def work():
        try:
            refresh(account, refused=before)
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    while zalo.look("faults")[0]["remaining"]:
        pass
    assert tokens.underway.finish(10) is True
    new = tokens_of(account).access
    assert new != before
    assert works(zalo, new)
    # Nothing new begins then: it would be cut off.
    with pytest.raises(AccountNotReady) as raised:
        refresh(account, refused=new)
    assert raised.value.code == "zalo_worker_ends"
    assert row().failure == ""
    worker.join()
