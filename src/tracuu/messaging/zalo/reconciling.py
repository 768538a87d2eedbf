"""Once a night: who follows, by Zalo's own list; what events did not tell is put right on both sides.

`user/getlist` shows the first 10,000 of what matches. An account with more is asked by the day of the
last interaction, a span of days halved until it fits; following is one, so every follower has a day.
"""

import datetime
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

import structlog
from django.db import models, transaction

from tracuu.core import clock
from tracuu.messaging.contacts import address_hashes
from tracuu.messaging.enums import AccountState, ChannelName
from tracuu.messaging.errors import SendingFailed
from tracuu.messaging.models import OfficialAccount, ZaloUser
from tracuu.messaging.zalo.client import ZaloClient
from tracuu.messaging.zalo.users import address_of, find_or_add_user, find_user
from tracuu.messaging.zalo.withdrawals import find_withdrawn

PAGE = 50
MOST_LISTED = 10_000
_FIRST_DAY = datetime.date(2014, 1, 1)  # Official Accounts are not older
_TOGETHER = 500
_log = structlog.get_logger()


class Page(Protocol):
    """A page of `user/getlist`: how many match in all, and the ids of this page."""

    @property
    def total(self) -> int: ...
    @property
    def user_ids(self) -> Collection[str]: ...


class Lister(Protocol):
    """What of the client is needed here."""

    def list_users(
        self, offset: int, count: int, *, is_follower: bool | None = None, period: str = ""
    ) -> Page:
        """Raises the errors of `messaging.errors`."""
        ...


@dataclass(frozen=True, slots=True)
class Difference:
    """What a night put right; `is_complete` is whether everybody could be listed."""

    listed: int
    found: int
    lost: int
    is_complete: bool


def reconcile_all() -> list[Difference]:
    """Every connected account, the one that waited longest first; one that fails stops no other."""
    done = []
    rows = OfficialAccount.objects.filter(state=AccountState.CONNECTED).select_related("unit")
    for account in rows.order_by(models.F("reconciled_at").asc(nulls_first=True)):
        try:
            with ZaloClient(account) as client:
                difference = reconcile(account, client)
        except SendingFailed as error:
            _log.warning("zalo_reconcile_failed", unit=account.unit.slug, code=error.code)
            continue
        except Exception as error:  # noqa: BLE001 (one account's trouble keeps no other away)
            _log.error("zalo_reconcile_fault", error=type(error).__qualname__)
            continue
        done.append(difference)
        if difference.found or difference.lost or not difference.is_complete:
            _log.info(
                "zalo_followers_put_right",
                unit=account.unit.slug,
                listed=difference.listed,
                found=difference.found,
                lost=difference.lost,
                is_complete=difference.is_complete,
            )
    return done


def reconcile(account: OfficialAccount, lister: Lister) -> Difference:
    """Make our followers those of Zalo. Raises the errors of the client; what was done by then stays.

    Who followed or left after this began is left to the events: those are younger. Who asked to be
    forgotten is not known again for being in a list.
    """
    began = clock.now()
    walk = _Walk(lister)
    seen: set[int] = set()
    found = listed = 0
    for ids in _in_parts(walk.user_ids()):
        listed += len(ids)
        known = _known(account, ids)
        seen.update(user.pk for user in known.values())
        withdrawn = find_withdrawn(account, [one for one in ids if one not in known])
        for user_id in ids:
            if user_id in withdrawn:
                continue
            user = known.get(user_id)
            if user is None or not user.is_following:
                number = _found(account, user_id, began)
                if number is not None:
                    seen.add(number)
                    found += 1
    lost = _lose(account, seen, began) if walk.is_complete else 0
    OfficialAccount.objects.filter(pk=account.pk).update(reconciled_at=began)
    return Difference(listed=listed, found=found, lost=lost, is_complete=walk.is_complete)


class _Walk:
    """Everybody whom Zalo lists as a follower, each once."""

    def __init__(self, lister: Lister) -> None:
        self._lister = lister
        self.is_complete = True

    def user_ids(self) -> Iterator[str]:
        first = self._list(0, PAGE, "")
        if first.total <= MOST_LISTED:
            yield from self._pages(first, "")
            return
        told: set[str] = set()
        for user_id in self._between(_FIRST_DAY, clock.today()):
            if user_id not in told:
                told.add(user_id)
                yield user_id
        # Somebody without a day, or who moved to another while we read: nobody is taken for lost.
        self.is_complete = self.is_complete and len(told) >= first.total

    def _between(self, first_day: datetime.date, last_day: datetime.date) -> Iterator[str]:
        period = f"{first_day:%Y_%m_%d}:{last_day:%Y_%m_%d}"
        page = self._list(0, PAGE, period)
        if page.total <= MOST_LISTED or first_day == last_day:
            self.is_complete = self.is_complete and page.total <= MOST_LISTED
            yield from self._pages(page, period)
            return
        middle = first_day + (last_day - first_day) // 2
        # The younger half first: who interacts meanwhile moves there, and is not missed for it.
        yield from self._between(middle + datetime.timedelta(days=1), last_day)
        yield from self._between(first_day, middle)

    def _pages(self, page: Page, period: str) -> Iterator[str]:
        offset = 0
        while page.user_ids:
            yield from page.user_ids
            offset += len(page.user_ids)
            if offset >= min(page.total, MOST_LISTED):
                return
            page = self._list(offset, min(PAGE, MOST_LISTED - offset), period)

    def _list(self, offset: int, count: int, period: str) -> Page:
        more = {"period": period} if period else {}
        return self._lister.list_users(offset, count, is_follower=True, **more)


def _in_parts(user_ids: Iterable[str]) -> Iterator[list[str]]:
    part: list[str] = []
    for user_id in user_ids:
        part.append(user_id)
        if len(part) == _TOGETHER:
            yield part
            part = []
    if part:
        yield part


def _known(account: OfficialAccount, user_ids: Collection[str]) -> dict[str, ZaloUser]:
    by_hash = {
        found: user_id
        for user_id in user_ids
        for found in address_hashes(ChannelName.ZALO, address_of(account, user_id))
    }
    rows = ZaloUser.objects.filter(
        account=account,
        contact__channel=ChannelName.ZALO,
        contact__address_hash__in=list(by_hash),
    ).select_related("contact")
    return {by_hash[user.contact.address_hash or 0]: user for user in rows}


@transaction.atomic
def _found(account: OfficialAccount, user_id: str, began: datetime.datetime) -> int | None:
    """Zalo says that this person follows; unless an event told otherwise since we began.

    None when they have asked meanwhile that nothing of them is kept.
    """
    user = find_user(account, user_id)
    if user is None:
        user = find_or_add_user(account, user_id)
        # Only now: adding waits for whoever is erasing them.
        if find_withdrawn(account, [user_id]):
            transaction.set_rollback(True)
            return None
    rows = ZaloUser.objects.filter(
        models.Q(unfollowed_at=None) | models.Q(unfollowed_at__lt=began), pk=user.pk
    )
    rows.update(is_following=True, followed_at=began)
    number: int = user.pk
    return number


def _lose(account: OfficialAccount, seen: set[int], began: datetime.datetime) -> int:
    """Who follows here and is not in the list, nor came since."""
    here = ZaloUser.objects.filter(account=account, is_following=True).filter(
        models.Q(followed_at=None) | models.Q(followed_at__lt=began)
    )
    gone = [pk for pk in here.values_list("pk", flat=True) if pk not in seen]
    lost = 0
    for start in range(0, len(gone), _TOGETHER):
        part = here.filter(pk__in=gone[start : start + _TOGETHER])
        lost += part.update(is_following=False, unfollowed_at=began)
    return lost
