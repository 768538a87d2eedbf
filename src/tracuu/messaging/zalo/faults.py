"""What an account's row keeps of refusals that concern all of it: until when to rest, and why."""

from django.db.models import Q

from tracuu.core import clock
from tracuu.messaging.models import OfficialAccount
from tracuu.messaging.zalo.codes import Family, Refusal, Verdict, concerns_account, rests_until


def note_refusal(account: OfficialAccount, refusal: Refusal) -> None:
    """Keep a refusal of the whole account. Templates that are refused leave the chat going."""
    if not concerns_account(refusal):
        return
    changes: dict[str, object] = {}
    if refusal.family is Family.OA:
        changes["rests_until"] = account.rests_until = rests_until(refusal)
    if refusal.verdict is not Verdict.NEXT_MINUTE:
        account.failure, account.failed_at = refusal.code, clock.now()
        changes |= {"failure": account.failure, "failed_at": account.failed_at}
    OfficialAccount.objects.filter(pk=account.pk).update(**changes)


def note_success(account: OfficialAccount, family: Family) -> None:
    """Something was sent again: what was refused of this family is over."""
    if not account.failure.startswith(f"{family.value}_"):
        return
    old = account.failure
    account.failure, account.failed_at = "", None
    OfficialAccount.objects.filter(Q(pk=account.pk), failure=old).update(failure="", failed_at=None)
