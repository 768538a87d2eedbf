"""Connecting, leaving and checking a unit's account."""

import pytest

from connected_zalo import AN, connect_unit, consent, tokens_of
from emulated_zalo import OA
from factories import make_officer, make_unit
from tracuu.accounts.enums import Role
from tracuu.audit.models import Event
from tracuu.audit.operations import Actor
from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.core.ids import reserve_ids
from tracuu.messaging.contacts import seal_contact
from tracuu.messaging.enums import AccountState, ChannelName, ContactState
from tracuu.messaging.errors import AccountNotConnected, AccountNotReady
from tracuu.messaging.models import Contact, OfficialAccount, ZaloUser
from tracuu.messaging.zalo import accounts
from tracuu.messaging.zalo.accounts import check, check_all, connect, disconnect
from tracuu.messaging.zalo.oauth import new_verifier
from tracuu.messaging.zalo.tokens import access_token
from zalo_emulator.world import APP_ID, oa_id_of

pytestmark = pytest.mark.django_db
OTHER_OA = oa_id_of("quan-10")


def row():
    return OfficialAccount.objects.get()


def actions():
    return list(Event.objects.filter(action__startswith="zalo").values_list("action", flat=True))


def refused(**facts):
    with pytest.raises(AccountNotConnected) as raised:
        connect(actor=AN, **facts)
    return raised.value.code


def add_user(account):
    sealer, index = keys()
    contact = Contact.objects.create(
        id=reserve_ids("contact", 1)[0], channel=ChannelName.ZALO, state=ContactState.CONFIRMED,
        sealed=b"", secret_hash=7, index_key_id=index.active, sealing_key_id=sealer.active,
        created_at=clock.now(),
    )  # fmt: skip
    contact.sealed = seal_contact(sealer, contact.pk, f"{account.oa_id}/1", "x")
    contact.save()
    return ZaloUser.objects.create(
        contact=contact, account=account, sealing_key_id=sealer.active, created_at=clock.now()
    )


def test_a_consent_becomes_a_connected_account(zalo, unit):
    an = make_officer("an@tan-phu.example", "Nguyễn Văn An", unit, Role.CHIEF)
    verifier = new_verifier()
    account = connect(
        unit=unit,
        oa_id=OA,
        code=consent(zalo, OA, verifier=verifier),
        verifier=verifier,
        actor=Actor(an.pk, "192.0.2.1"),
    )
    assert (account.unit, account.oa_id, account.name) == (unit, OA, "Công an quận Tân Phú")
    assert (account.state, account.connected_by) == (AccountState.CONNECTED, an)
    zalo.token = access_token(account)
    assert zalo.get("/v2.0/oa/getoa")["data"]["oa_id"] == OA
    (event,) = Event.objects.filter(action="zalo_connected")
    assert (event.unit_id, event.actor_id, event.subject) == (unit.pk, an.pk, f"zalo:{OA}")


def test_a_code_without_its_verifier_is_worth_nothing(zalo, unit):
    code = consent(zalo, OA, verifier=new_verifier())
    assert refused(unit=unit, oa_id=OA, code=code, verifier=new_verifier()) == "oauth_-14005"
    assert not OfficialAccount.objects.exists()
    assert actions() == []


def test_a_code_works_once(zalo, unit):
    verifier = new_verifier()
    code = consent(zalo, OA, verifier=verifier)
    connect(unit=unit, oa_id=OA, code=code, verifier=verifier, actor=AN)
    kept = tokens_of(row())
    assert refused(unit=unit, oa_id=OA, code=code, verifier=verifier) == "oauth_-14005"
    assert tokens_of(row()) == kept


def test_another_unit_s_account_is_not_taken_and_keeps_its_tokens(zalo, account):
    other, verifier = make_unit("quan-10", "Công an Quận 10"), new_verifier()
    code = consent(zalo, OA, verifier=verifier)
    assert refused(unit=other, oa_id=OA, code=code, verifier=verifier) == "taken"
    zalo.token = access_token(account)
    assert zalo.get("/v2.0/oa/getoa")["error"] == 0


def test_a_second_account_waits_until_the_first_was_left(zalo, account, unit):
    verifier = new_verifier()
    code = consent(zalo, OTHER_OA, verifier=verifier)
    assert refused(unit=unit, oa_id=OTHER_OA, code=code, verifier=verifier) == "other"
    assert row().oa_id == OA


def test_tokens_of_another_account_than_was_said_are_not_the_unit_s(zalo, unit):
    verifier = new_verifier()
    code = consent(zalo, OTHER_OA, verifier=verifier)
    assert refused(unit=unit, oa_id=OA, code=code, verifier=verifier) == "mismatch"
    assert not OfficialAccount.objects.exists()


def test_and_if_it_is_another_unit_s_that_unit_goes_on_with_them(zalo, unit):
    theirs = connect_unit(zalo, make_unit("quan-10", "Công an Quận 10"))
    verifier = new_verifier()
    code = consent(zalo, OTHER_OA, verifier=verifier)
    assert refused(unit=unit, oa_id=OA, code=code, verifier=verifier) == "mismatch"
    zalo.token = access_token(theirs)
    assert zalo.get("/v2.0/oa/getoa")["data"]["oa_id"] == OTHER_OA


def test_an_account_that_zalo_does_not_name_at_once_is_asked_again(zalo, unit):
    zalo.fault("/v2.0/oa/getoa", "status", count=1)
    assert connect_unit(zalo, unit).name == "Công an quận Tân Phú"


def test_an_account_that_zalo_does_not_name_is_nobodys(zalo, unit):
    """The address that led back names any OA that whoever opens it likes."""
    zalo.fault("/v2.0/oa/getoa", "status")
    verifier = new_verifier()
    code = consent(zalo, OA, verifier=verifier)
    assert refused(unit=unit, oa_id=OA, code=code, verifier=verifier) == "unproved"
    assert not OfficialAccount.objects.exists()


def test_but_the_units_own_goes_on_with_its_new_tokens(zalo, account, unit):
    zalo.fault("/v2.0/oa/getoa", "status")
    again = connect_unit(zalo, unit)
    zalo.control("faults", method="DELETE")
    assert check(again) == ""


def test_zalo_away_connects_nothing(zalo, unit):
    verifier = new_verifier()
    code = consent(zalo, OA, verifier=verifier)
    zalo.fault("/v4/oa/access_token", "status", count=1)
    assert refused(unit=unit, oa_id=OA, code=code, verifier=verifier) == "unreached"
    # The code was not used: the same button once more.
    connect(unit=unit, oa_id=OA, code=code, verifier=verifier, actor=AN)


# Leaving


def test_who_leaves_forgets_the_tokens_and_knows_the_people_again(zalo, account, unit):
    add_user(account)
    assert disconnect(unit=unit, actor=AN) is True
    left = row()
    assert (left.state, left.sealed) == (AccountState.STOPPED, None)
    with pytest.raises(AccountNotReady):
        access_token(account)
    assert actions() == ["zalo_connected", "zalo_disconnected"]
    assert disconnect(unit=unit, actor=AN) is False
    connect_unit(zalo, unit)
    assert row().users.count() == 1
    assert row().users.get().contact.state == ContactState.CONFIRMED


def test_another_account_after_it_has_other_people(zalo, account, unit):
    user = add_user(account)
    disconnect(unit=unit, actor=AN)
    connect_unit(zalo, unit, OTHER_OA)
    assert (row().oa_id, row().name) == (OTHER_OA, "Công an Quận 10")
    assert row().users.count() == 0
    # Nothing that they ask for later could be found, so nothing of them is kept.
    assert not Contact.objects.filter(pk=user.contact_id).exists()


# How it is


def test_a_check_keeps_what_zalo_tells(zalo, account):
    zalo.act("follow")
    assert check(account) == ""
    kept = row()
    assert kept.profile["followers"] == 1
    assert kept.profile["is_verified"] is True
    assert kept.profile["package"] == "Tiêu chuẩn"
    assert set(kept.quota) == {"sub_quota", "zns_daily"}
    assert kept.quota["zns_daily"]["remain"] == kept.quota["zns_daily"]["total"] > 0
    assert kept.quota_at is not None
    assert actions() == ["zalo_connected"]  # the clock's checks are nobody's deed


def test_an_account_without_a_paying_one_has_no_templates(zalo, account):
    zalo.control(f"oas/{OA}", {"has_zca": False})
    assert check(account) == ""
    assert set(row().quota) == {"sub_quota"}
    assert row().profile["pays_templates"] is False


def test_a_chief_s_check_tries_again_what_rested(zalo, account):
    OfficialAccount.objects.update(
        failure="zalo_-224", failed_at=clock.now(), rests_until=clock.now()
    )
    account.refresh_from_db()
    assert check(account, actor=AN) == ""
    assert (row().failure, row().rests_until) == ("", None)
    assert actions() == ["zalo_connected", "zalo_checked"]


def test_a_check_says_what_is_wrong(zalo, account):
    zalo.control(f"oas/{OA}", {"has_api_package": False})
    assert check(account, actor=AN) == "zalo_-224"
    assert row().failure == "zalo_-224"


def test_an_account_whose_token_is_another_s_is_stopped(zalo, account):
    OfficialAccount.objects.update(oa_id="12345")
    account.refresh_from_db()
    assert check(account) == accounts.OTHER_OA
    assert (row().state, row().failure) == (AccountState.BROKEN, "other_oa")
    assert Event.objects.filter(action="zalo_broken").count() == 1


def test_all_are_checked_though_one_is_broken(zalo, account):
    connect_unit(zalo, make_unit("quan-10", "Công an Quận 10"))
    zalo.control("grants", {"app_id": APP_ID, "oa_id": OA}, method="DELETE")
    assert check_all() == 1
    assert OfficialAccount.objects.get(oa_id=OTHER_OA).quota_at is not None
