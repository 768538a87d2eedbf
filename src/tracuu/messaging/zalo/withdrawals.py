"""Who asked to be forgotten is not brought back by Zalo's list of followers, until they come back.

What is kept for it is a keyed hash of account and person: it names nobody, and cannot be tried out
without the key.
"""

import datetime
from collections.abc import Collection

from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.messaging.models import OfficialAccount, Withdrawal

# Lists come every night while an account is connected; who is in none for so long follows no more.
UNLISTED_DAYS = 180


def remember(account: OfficialAccount, user_id: str, at: datetime.datetime) -> None:
    """The person wished at this moment that nothing of them is kept; of several the last counts."""
    index = keys()[1]
    rows = Withdrawal.objects.filter(person_hash__in=_hashes(account.oa_id, user_id))
    last = max([at, *rows.values_list("at", flat=True)])
    rows.delete()
    Withdrawal.objects.update_or_create(
        person_hash=_hash(account.oa_id, user_id),
        defaults={
            "account": account,
            "index_key_id": index.active,
            "at": last,
            "listed_at": clock.now(),
        },
    )


def lift(oa_id: str, user_id: str, at: datetime.datetime) -> bool:
    """The person did something at this moment: their wish ends with it.

    False when it was done before the wish and is only heard of now: it belongs to what was erased.
    """
    rows = Withdrawal.objects.filter(person_hash__in=_hashes(oa_id, user_id))
    if rows.filter(at__gte=at).exists():
        return False
    rows.delete()
    return True


def find_withdrawn(account: OfficialAccount, user_ids: Collection[str]) -> set[str]:
    """Those of a list who are not to be kept; that the list named them is noted, under today's key."""
    key_id = keys()[1].active
    owner = {found: one for one in user_ids for found in _hashes(account.oa_id, one)}
    found = set()
    for row in Withdrawal.objects.filter(person_hash__in=list(owner)):
        user_id = owner[row.person_hash]
        row.person_hash, row.index_key_id = _hash(account.oa_id, user_id), key_id
        row.account, row.listed_at = account, clock.now()
        row.save(update_fields=["account", "person_hash", "index_key_id", "listed_at"])
        found.add(user_id)
    return found


def sweep_withdrawals() -> int:
    """Forget those whom the lists of their OA have named no more for half a year; how many.

    While no list comes nobody is forgotten: the next one would bring them back.
    """
    total = 0
    for account in OfficialAccount.objects.all():
        if account.reconciled_at is None:
            continue
        before = account.reconciled_at - datetime.timedelta(days=UNLISTED_DAYS)
        rows = Withdrawal.objects.filter(account__oa_id=account.oa_id, listed_at__lt=before)
        total += rows.delete()[0]
    return total


def _hashes(oa_id: str, user_id: str) -> list[int]:
    return [_hash(oa_id, user_id, key_id) for key_id in keys()[1].key_ids]


def _hash(oa_id: str, user_id: str, key_id: int | None = None) -> int:
    return keys()[1].digest(f"zalo-withdrawn|{oa_id}|{user_id}", key_id)
