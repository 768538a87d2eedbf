"""Whom we have erased at their wish, Zalo is asked to forget too: what the account noted of them there.

Asked by a job, since nobody waits for Zalo within the transaction that erases. Until Zalo has answered
the id lies sealed in a row of its own; it goes with the answer, or after a month.
"""

import datetime

import structlog
from django.db.models import QuerySet

from tracuu.core import clock
from tracuu.core.crypto import SealBroken, keys
from tracuu.messaging.enums import AccountState
from tracuu.messaging.errors import ChannelNotReady, ContactGone, SendingFailed
from tracuu.messaging.models import Forgetting, OfficialAccount
from tracuu.messaging.rules import MOST_ATTEMPTS, wait_before
from tracuu.messaging.sealing import of_forgetting
from tracuu.messaging.zalo.client import ZaloClient

KEPT_DAYS = 30
_REST = datetime.timedelta(hours=1)
_MOST = 500
_log = structlog.get_logger()


def ask_to_forget(account: OfficialAccount, user_id: str) -> None:
    """Note that Zalo is to forget this person; in the transaction that erases them here."""
    sealer, now = keys()[0], clock.now()
    Forgetting.objects.create(
        account=account,
        sealed=sealer.seal(user_id.encode(), of_forgetting(account.pk)),
        sealing_key_id=sealer.active,
        not_before=now,
        created_at=now,
    )


def ask_zalo() -> int:
    """Ask for whoever is due at the accounts that are connected; how many Zalo has forgotten."""
    _give_up_old()
    due = Forgetting.objects.filter(
        not_before__lte=clock.now(), account__state=AccountState.CONNECTED
    )
    ids = set(due.order_by().values_list("account_id", flat=True))
    accounts = OfficialAccount.objects.filter(pk__in=ids).order_by("pk")
    return sum(_ask(account, due.filter(account=account)) for account in accounts)


def _ask(account: OfficialAccount, due: QuerySet[Forgetting]) -> int:
    done = 0
    try:
        with ZaloClient(account) as zalo:
            for row in due.order_by("not_before", "pk")[:_MOST]:
                done += _ask_one(zalo, row)
    except ChannelNotReady as error:
        due.update(not_before=error.until or clock.now() + _REST)
    return done


def _ask_one(zalo: ZaloClient, row: Forgetting) -> bool:
    """Whether Zalo has nothing of them now. Raises `ChannelNotReady`: no fault of this one's."""
    try:
        zalo.forget_user(keys()[0].open(bytes(row.sealed), of_forgetting(row.account_id)).decode())
    except ChannelNotReady:
        raise
    except ContactGone:
        row.delete()  # whom Zalo does not know there is nothing to forget of
        return False
    except SealBroken:
        _again(row, "seal_broken")
        return False
    except SendingFailed as error:
        _again(row, error.code)
        return False
    row.delete()
    return True


def _again(row: Forgetting, failure: str) -> None:
    row.attempts += 1
    if row.attempts >= MOST_ATTEMPTS:
        row.delete()
        _log.error("zalo_not_forgotten", account=row.account_id, failure=failure)
        return
    row.not_before = clock.now() + wait_before(row.attempts)
    row.save(update_fields=["attempts", "not_before"])


def _give_up_old() -> None:
    """An account that was left, or is broken for a month, is asked nothing more."""
    before = clock.now() - datetime.timedelta(days=KEPT_DAYS)
    count, _by_model = Forgetting.objects.filter(created_at__lt=before).delete()
    if count:
        _log.warning("zalo_not_forgotten", count=count, failure="too_old")
