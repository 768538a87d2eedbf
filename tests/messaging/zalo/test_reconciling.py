"""Who follows, by Zalo's own list: against the emulator, and both ways."""

import datetime
from dataclasses import dataclass

import msgpack
import pytest
from django.core.cache import cache

from emulated_zalo import OA, emulated, reached, served
from factories import make_unit
from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.messaging.models import Contact, ZaloUser
from tracuu.messaging.sealing import of_tokens
from tracuu.messaging.zalo import reconciling
from tracuu.messaging.zalo.reconciling import reconcile, reconcile_all
from tracuu.messaging.zalo.users import find_or_add_user, find_user, follow, unfollow
from webhooks.calls import make_account
from zalo_emulator.world import user_id_of

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 3, 2, 5, 0, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


@dataclass
class Page:
    total: int
    user_ids: list[str]


class Lister:
    """`user/getlist` of an emulator; counts what was asked."""

    def __init__(self, zalo):
        self._zalo = zalo
        self.asked = []

    def list_users(self, offset, count, *, is_follower=None, period=""):
        asked = {"offset": offset, "count": count, "is_follower": str(is_follower).lower()}
        if period:
            asked["last_interaction_period"] = period
        self.asked.append(asked)
        answer = self._zalo.get("/v3.0/oa/user/getlist", asked)
        assert answer["error"] == 0, answer
        data = answer["data"]
        return Page(data["total"], [each["user_id"] for each in data["users"]])


@pytest.fixture
def zalo(tmp_path):
    cache.clear()
    with emulated(tmp_path / "zalo.sqlite3") as zalo:
        zalo.grant()
        zalo.at("2026-03-02T12:00:00")
        yield zalo


@pytest.fixture
def account(db):
    return make_account(make_unit(), OA)


@pytest.fixture(autouse=True)
def noon():
    with clock.stopped_at(NOON):
        yield


def followers(account) -> set[str]:
    rows = ZaloUser.objects.filter(account=account, is_following=True)
    return set(rows.values_list("pk", flat=True))


def known(account, person_id: str) -> ZaloUser | None:
    return find_user(account, user_id_of(OA, person_id))


def test_who_follows_there_follows_here_and_nobody_else(zalo, account):
    for person_id in ("tri", "hoa", "duong"):
        zalo.act("follow", person_id)
    zalo.act("text", "nam", text="Chào")  # wrote, and does not follow
    zalo.act("unfollow", "duong")
    still = find_or_add_user(account, user_id_of(OA, "hoa"))
    follow(still, NOON - DAY)
    gone = find_or_add_user(account, user_id_of(OA, "duong"))
    follow(gone, NOON - DAY)
    left = find_or_add_user(account, user_id_of(OA, "tri"))
    unfollow(left, NOON - 2 * DAY)

    difference = reconcile(account, Lister(zalo))

    assert followers(account) == {known(account, "tri").pk, still.pk}
    assert known(account, "nam") is None
    assert (difference.listed, difference.found, difference.lost) == (2, 1, 1)
    assert difference.is_complete
    assert known(account, "hoa").followed_at == NOON - DAY
    assert known(account, "duong").unfollowed_at == NOON
    account.refresh_from_db()
    assert account.reconciled_at == NOON
    again = reconcile(account, Lister(zalo))
    assert (again.found, again.lost) == (0, 0)


def test_somebody_nobody_told_us_of_is_added(zalo, account):
    zalo.act("follow", "tri")
    assert reconcile(account, Lister(zalo)).found == 1
    user = known(account, "tri")
    assert (user.is_following, user.followed_at, user.interacted_at) == (True, NOON, None)
    assert user_id_of(OA, "tri").encode() not in bytes(Contact.objects.get().sealed)


def test_what_events_told_meanwhile_is_younger(zalo, account):
    zalo.act("follow", "tri")
    tri = find_or_add_user(account, user_id_of(OA, "tri"))
    hoa = find_or_add_user(account, user_id_of(OA, "hoa"))
    follow(hoa, NOON - DAY)

    class Meanwhile(Lister):
        def list_users(self, *arguments, **more):
            page = super().list_users(*arguments, **more)
            unfollow(tri, NOON + datetime.timedelta(seconds=1))
            unfollow(hoa, NOON + datetime.timedelta(seconds=1))
            follow(hoa, NOON + datetime.timedelta(seconds=2))
            return page

    reconcile(account, Meanwhile(zalo))
    assert not known(account, "tri").is_following
    assert known(account, "hoa").is_following


def test_every_page_is_read(zalo, account):
    zalo.control("followers", {"oa_id": OA, "count": 120})
    lister = Lister(zalo)
    assert reconcile(account, lister).found == 120
    assert [each["offset"] for each in lister.asked] == [0, 50, 100]
    assert ZaloUser.objects.filter(is_following=True).count() == 120


def add_by_days(zalo, days: int, each: int) -> None:
    for number in range(days):
        at = NOON - number * DAY
        zalo.control(
            "followers",
            {"oa_id": OA, "count": each, "prefix": f"day{number}",
             "last_interaction_at": int(at.timestamp() * 1000)},
        )  # fmt: skip


def test_more_than_zalo_lists_at_once_are_asked_by_days(zalo, account, monkeypatch):
    monkeypatch.setattr(reconciling, "MOST_LISTED", 100)
    add_by_days(zalo, 5, 60)
    lister = Lister(zalo)
    difference = reconcile(account, lister)
    assert (difference.listed, difference.found, difference.is_complete) == (300, 300, True)
    assert all("last_interaction_period" in each for each in lister.asked[1:])


def test_who_could_not_be_listed_is_not_taken_for_lost(zalo, account, monkeypatch):
    monkeypatch.setattr(reconciling, "MOST_LISTED", 50)
    add_by_days(zalo, 2, 60)
    here = find_or_add_user(account, "999")
    follow(here, NOON - DAY)
    difference = reconcile(account, Lister(zalo))
    assert (difference.is_complete, difference.lost) == (False, 0)
    here.refresh_from_db()
    assert here.is_following


@pytest.mark.django_db(transaction=True)
def test_one_account_that_cannot_be_asked_keeps_no_other_away(tmp_path, settings, caplog):
    broken = make_account(make_unit("quan-10", "Công an Quận 10"), "1")
    working = make_account(make_unit(), OA)
    with served(tmp_path / "zalo.sqlite3") as address, reached(address) as zalo:
        settings.ZALO_OPENAPI_URL = address
        give_token(working, zalo.grant()["access_token"])
        give_token(broken, "x")
        zalo.act("follow", "tri")
        (difference,) = reconcile_all()
    assert difference.found == 1
    assert "zalo_reconcile_failed" in caplog.text


def give_token(account, token: str) -> None:
    """As the console page of connecting does it."""
    account.sealed = keys()[0].seal(msgpack.packb([token, "r"]), of_tokens(account.pk))
    account.access_ends_at = clock.now() + datetime.timedelta(hours=20)
    account.save()
