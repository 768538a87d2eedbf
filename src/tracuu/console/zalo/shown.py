"""How an account is, in words: for the page of the connection and the first screen of the day."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tracuu.console.fields import day_text
from tracuu.console.templatetags.day import thousands
from tracuu.console.zalo.sentences import sentence_of
from tracuu.core import clock
from tracuu.messaging.enums import AccountState
from tracuu.messaging.models import OfficialAccount
from tracuu.messaging.zalo.links import chat_link

# A webhook that hears nothing for so long in a unit with followers is worth a look.
_SILENT = datetime.timedelta(days=3)
_NEW = datetime.timedelta(hours=1)
# A package that ends within these days is to be renewed now.
_ENDING = datetime.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of how it is; `is_bad` where somebody should look."""

    name: str
    value: str
    is_bad: bool = False


@dataclass(frozen=True, slots=True)
class ShownAccount:
    """The account as the page tells it; `is_broken` when only a new consent helps."""

    oa_id: str
    name: str
    chat_url: str
    is_connected: bool
    is_broken: bool
    trouble: str
    facts: list[Fact]

    @classmethod
    def of(cls, account: OfficialAccount) -> "ShownAccount":
        return cls(
            oa_id=account.oa_id,
            name=account.name or account.oa_id,
            chat_url=chat_link(account.oa_id),
            is_connected=account.state != AccountState.STOPPED,
            is_broken=account.state == AccountState.BROKEN,
            trouble=trouble_of(account),
            facts=list(_facts(account)),
        )


def trouble_of(account: OfficialAccount) -> str:
    """The sentence about what is wrong, or ""."""
    if account.state == AccountState.BROKEN:
        return sentence_of(account.failure or "zalo_broken")
    if account.state == AccountState.STOPPED or not account.failure:
        return ""
    return sentence_of(account.failure)


def _facts(account: OfficialAccount) -> Iterator[Fact]:
    if account.state == AccountState.STOPPED:
        return
    yield Fact(_("Mã truy cập"), *_tokens(account))
    yield Fact(_("Nghe từ Zalo"), *_heard(account))
    yield from _profile(account)
    yield from _quotas(account)
    yield Fact(_("Kiểm tra lần cuối"), _moment(account.quota_at))


def _tokens(account: OfficialAccount) -> tuple[str, bool]:
    ends = account.access_ends_at
    if account.state == AccountState.BROKEN or ends is None:
        return _("không dùng được"), True
    told = _("làm mới lúc %(at)s, dùng được đến %(ends)s") % {
        "at": _moment(account.refreshed_at),
        "ends": _moment(ends),
    }
    return told, ends <= clock.now()


def _heard(account: OfficialAccount) -> tuple[str, bool]:
    if account.heard_at is None:
        is_new = clock.now() - account.connected_at < _NEW
        told = _("chưa có gì") if is_new else _("chưa có gì; hãy xem địa chỉ webhook ở cuối trang")
        return told, not is_new
    told = f"{_moment(account.heard_at)} ({account.heard_event})"
    return told, clock.now() - account.heard_at > _SILENT


def _profile(account: OfficialAccount) -> Iterator[Fact]:
    told = account.profile
    if told.get("is_verified") is not None:
        is_verified = bool(told["is_verified"])
        words = _("đã xác thực") if is_verified else _("chưa xác thực")
        yield Fact(_("Xác thực OA"), words, not is_verified)
    if told.get("followers") is not None:
        yield Fact(_("Người quan tâm"), thousands(int(told["followers"])))
    if told.get("package"):
        ends = _day(told.get("package_ends_on"))
        words = _("%(package)s, đến %(ends)s") if ends else "%(package)s"
        is_ending = bool(ends) and told["package_ends_on"] <= f"{clock.today() + _ENDING}"
        yield Fact(_("Gói dịch vụ"), words % {"package": told["package"], "ends": ends}, is_ending)


def _quotas(account: OfficialAccount) -> Iterator[Fact]:
    names = {
        "sub_quota": _("Tin trong gói còn lại"),
        "zns_daily": _("Tin mẫu (ZBS) hôm nay còn lại"),
    }
    for kind, name in names.items():
        left = account.quota.get(kind)
        if left and left.get("remain") is not None:
            yield Fact(name, _left(left["remain"], left.get("total")), left["remain"] == 0)
    if account.profile and not account.profile.get("pays_templates"):
        yield Fact(names["zns_daily"], _("chưa liên kết tài khoản trả phí"))


def _left(remain: int, total: int | None) -> str:
    if total is None:
        return thousands(remain)
    return _("%(remain)s trên %(total)s") % {
        "remain": thousands(remain),
        "total": thousands(total),
    }


def _moment(moment: datetime.datetime | None) -> str:
    return "–" if moment is None else f"{moment.astimezone(clock.VIETNAM):%d/%m/%Y %H:%M}"


def _day(text: str | None) -> str:
    return day_text(datetime.date.fromisoformat(text)) if text else ""
