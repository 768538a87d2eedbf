"""Connecting a unit's Official Account, leaving it, and asking Zalo how it is."""

from typing import Any

import structlog
from django.db import IntegrityError, transaction
from django.db.models import Max

from tracuu.audit.operations import Actor, record
from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.messaging.contacts import erase_contact
from tracuu.messaging.enums import AccountState
from tracuu.messaging.errors import AccountNotConnected, SendingFailed
from tracuu.messaging.models import Contact, Forgetting, OfficialAccount
from tracuu.messaging.zalo import tokens
from tracuu.messaging.zalo.answers import Allowance, Profile
from tracuu.messaging.zalo.calling import open_http
from tracuu.messaging.zalo.client import ZaloClient, ask_account
from tracuu.messaging.zalo.oauth import Granted, NotGranted, exchange_code
from tracuu.units.models import Unit

OTHER_OA = "other_oa"
_log = structlog.get_logger()


def find_account(unit: Unit) -> OfficialAccount | None:
    """The unit's account, whatever state it is in, or None."""
    return OfficialAccount.objects.filter(unit=unit).select_related("connected_by").first()


def connect(*, unit: Unit, oa_id: str, code: str, verifier: str, actor: Actor) -> OfficialAccount:
    """Make the code of the consent page the unit's tokens; again for a new consent.

    Raises `AccountNotConnected`. Who it may belong to is asked before the code is used: using it ends
    the tokens that this OA had.
    """
    with tokens.account_lock(oa_id):
        _check_free(unit, oa_id)
        with open_http() as http:
            try:
                granted = exchange_code(http, code, verifier)
                profile = _ask_profile(granted)
            except NotGranted as error:
                raise AccountNotConnected(error.refusal.code) from None
            except SendingFailed:
                raise AccountNotConnected("unreached") from None
        if _is_proved(unit, oa_id, profile):
            return _save(unit, oa_id, granted, profile, actor)
    if profile is None or not profile.oa_id:
        raise AccountNotConnected("unproved")
    _give_to_owner(profile.oa_id, granted)
    raise AccountNotConnected("mismatch")


def _is_proved(unit: Unit, oa_id: str, profile: Profile | None) -> bool:
    """Whether Zalo says that the tokens are this OA's: the address that led back to us says nothing.

    Where Zalo does not say, the unit's own OA is believed: its old tokens are void by now, and whoever
    writes to it writes to this unit already. Another one would bring the unit strangers' words.
    """
    if profile is not None and profile.oa_id:
        return profile.oa_id == oa_id
    return OfficialAccount.objects.filter(unit=unit, oa_id=oa_id).exists()


def find_holder(oa_id: str) -> OfficialAccount | None:
    """Whose the OA is now, here; None once every unit has left it."""
    rows = OfficialAccount.objects.filter(oa_id=oa_id).select_related("unit")
    return rows.exclude(state=AccountState.STOPPED).first()


def _check_free(unit: Unit, oa_id: str) -> None:
    """Raises `AccountNotConnected` when the OA is another unit's, or the unit has another one."""
    holder = find_holder(oa_id)
    if holder is not None and holder.unit_id != unit.pk:
        raise AccountNotConnected("taken")
    mine = OfficialAccount.objects.filter(unit=unit).first()
    if mine is not None and mine.oa_id != oa_id and mine.state != AccountState.STOPPED:
        raise AccountNotConnected("other")


def _ask_profile(granted: Granted) -> Profile | None:
    """Whose tokens these are; None when Zalo does not say now, asked twice."""
    for _try in range(2):
        try:
            return ask_account(granted.access)
        except SendingFailed as error:
            _log.warning("zalo_account_unasked", failure=error.code)
    return None


def _save(
    unit: Unit, oa_id: str, granted: Granted, profile: Profile | None, actor: Actor
) -> OfficialAccount:
    now = clock.now()
    try:
        with transaction.atomic():
            account, is_new = OfficialAccount.objects.select_for_update().get_or_create(
                unit=unit,
                defaults={
                    "oa_id": oa_id,
                    "tenure": _next_tenure(oa_id),
                    "connected_at": now,
                    "sealing_key_id": keys()[0].active,
                },
            )
            if account.oa_id != oa_id:
                _leave(account)
                account.tenure = _next_tenure(oa_id)
            account.oa_id, account.state = oa_id, AccountState.CONNECTED
            account.name = profile.name[:160] if profile else account.name
            account.connected_at, account.connected_by_id = now, actor.officer_id
            account.failure, account.failed_at, account.rests_until = "", None, None
            account.left_at = None
            account.save()
            tokens.keep(account, granted)
            record(
                actor=actor,
                action="zalo_connected",
                subject=f"zalo:{oa_id}",
                unit_id=unit.pk,
                facts={"is_new": is_new},
            )
    except IntegrityError:  # another unit was connected with it meanwhile
        raise AccountNotConnected("taken") from None
    return account


def _next_tenure(oa_id: str) -> int:
    """What tells the people of this unit from those of the units that had the OA before."""
    newest = OfficialAccount.objects.filter(oa_id=oa_id).aggregate(newest=Max("tenure"))["newest"]
    return 0 if newest is None else newest + 1


def _leave(account: OfficialAccount) -> None:
    """The people of the account before are not those of the next: they have other ids there, and
    nothing that they ask for later could be found.
    """
    for contact in Contact.objects.filter(zalo_user__account=account):
        erase_contact(contact)
    account.users.all().delete()
    Forgetting.objects.filter(account=account).delete()
    account.quota, account.profile, account.name = {}, {}, ""
    account.quota_at = account.heard_at = account.reconciled_at = None
    account.heard_event = ""


def _give_to_owner(oa_id: str, granted: Granted) -> None:
    """The tokens of another unit's OA: what it had is void now, and these are its own."""
    with tokens.account_lock(oa_id):
        owner = OfficialAccount.objects.filter(oa_id=oa_id, state=AccountState.CONNECTED).first()
        if owner is not None:
            tokens.keep(owner, granted)


def disconnect(*, unit: Unit, actor: Actor) -> bool:
    """Forget the tokens; who follows stays known for the day it is connected again. False: none."""
    account = OfficialAccount.objects.filter(unit=unit).exclude(state=AccountState.STOPPED).first()
    if account is None:
        return False
    with tokens.account_lock(account.oa_id), transaction.atomic():
        account = OfficialAccount.objects.select_for_update().get(pk=account.pk)
        account.state, account.sealed, account.access_ends_at = AccountState.STOPPED, None, None
        account.failure, account.failed_at, account.rests_until = "", None, None
        account.left_at = clock.now()
        account.save()
        record(
            actor=actor,
            action="zalo_disconnected",
            subject=f"zalo:{account.oa_id}",
            unit_id=unit.pk,
        )
    return True


def check(account: OfficialAccount, *, actor: Actor | None = None) -> str:
    """Ask Zalo whose the token is and what is left, and keep it; "" or the code of what is wrong.

    With an `actor`, who looked after it: what rested is tried again.
    """
    if actor is not None and account.state == AccountState.CONNECTED:
        _record_check(account, actor)
    try:
        with ZaloClient(account) as zalo:
            profile = zalo.get_account()
            package = zalo.list_allowances()
            templates = _ask_templates(zalo, profile)
    except SendingFailed as error:
        return error.code
    account.name = profile.name[:160] or account.name
    account.profile = _as_json(profile)
    account.quota = {each.kind: _left(each) for each in [*package, *templates]}
    account.quota_at = clock.now()
    account.save(update_fields=["name", "profile", "quota", "quota_at"])
    if profile.oa_id in ("", account.oa_id):
        return ""
    tokens.break_account(account, OTHER_OA)
    return OTHER_OA


def check_all() -> int:
    """Ask for every account that is connected; how many are well."""
    connected = OfficialAccount.objects.filter(state=AccountState.CONNECTED)
    return sum(not check(account) for account in list(connected.order_by("pk")))


def _ask_templates(zalo: ZaloClient, profile: Profile) -> list[Allowance]:
    """Only who is linked to a paying account has template messages."""
    if not profile.pays_templates:
        return []
    try:
        return [zalo.ask_template_allowance()]
    except SendingFailed:
        return []


@transaction.atomic
def _record_check(account: OfficialAccount, actor: Actor) -> None:
    account.failure, account.failed_at, account.rests_until = "", None, None
    account.save(update_fields=["failure", "failed_at", "rests_until"])
    record(
        actor=actor,
        action="zalo_checked",
        subject=f"zalo:{account.oa_id}",
        unit_id=account.unit_id,
    )


def _as_json(profile: Profile) -> dict[str, Any]:
    return {
        "is_verified": profile.is_verified,
        "followers": profile.followers,
        "package": profile.package,
        "package_ends_on": profile.package_ends_on and profile.package_ends_on.isoformat(),
        "pays_templates": profile.pays_templates,
    }


def _left(allowance: Allowance) -> dict[str, Any]:
    return {
        "remain": allowance.remain,
        "total": allowance.total,
        "ends_on": allowance.ends_on and allowance.ends_on.isoformat(),
    }
