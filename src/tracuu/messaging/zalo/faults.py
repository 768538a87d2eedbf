"""What an account's row keeps of refusals that concern all of it: until when to rest, and why."""

from tracuu.core import clock
from tracuu.messaging.models import OfficialAccount
from tracuu.messaging.zalo.codes import (
    OUT_OF_QUOTA_CODES,
    Family,
    Refusal,
    Verdict,
    concerns_account,
    rests_until,
)


def note_refusal(account: OfficialAccount, refusal: Refusal) -> None:
    """Keep a refusal of the whole account. Refused templates and a used-up quota leave the chat going."""
    is_of_all = concerns_account(refusal)
    changes: dict[str, object] = {}
    if is_of_all and refusal.family is Family.OA:
        changes["rests_until"] = account.rests_until = rests_until(refusal)
    is_told = is_of_all or refusal.verdict is Verdict.OUT_OF_QUOTA
    if is_told and refusal.verdict is not Verdict.NEXT_MINUTE:
        account.failure, account.failed_at = refusal.code, clock.now()
        changes |= {"failure": account.failure, "failed_at": account.failed_at}
    if changes:
        OfficialAccount.objects.filter(pk=account.pk).update(**changes)


def note_success(account: OfficialAccount, family: Family) -> None:
    """Something was sent again: what was refused of this family is over.

    Not a quota of today: who is in the free 48 hours is written to without it.
    """
    old = account.failure
    if not old.startswith(f"{family.value}_"):
        return
    begins = clock.day_bounds(clock.today())[0]
    if old in OUT_OF_QUOTA_CODES and account.failed_at and account.failed_at >= begins:
        return
    account.failure, account.failed_at = "", None
    OfficialAccount.objects.filter(pk=account.pk, failure=old).update(failure="", failed_at=None)
