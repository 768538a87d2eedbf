"""What Zalo tells of people and accounts, as we use it; what is missing or odd is left out."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracuu.core.clock import VIETNAM
from tracuu.messaging.zalo.calling import read_id, read_number


@dataclass(frozen=True, slots=True)
class Quota:
    """What may still be written to one person. `remain` and `total` are None where Zalo tells none."""

    last_interaction_at: datetime.datetime | None
    remain: int | None
    total: int | None


@dataclass(frozen=True, slots=True, repr=False)
class UserPage:
    """Some of the ids of who follows or wrote; `total` of all that match."""

    total: int
    user_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """One person as the OA knows them; `phone` is what they gave in the chat, or ""."""

    user_id: str
    name: str
    is_following: bool
    last_interaction_on: datetime.date | None
    phone: str


@dataclass(frozen=True, slots=True, repr=False)
class HistoryItem:
    """One message of a conversation; `is_ours` when the OA said it."""

    message_id: str
    is_ours: bool
    sent_at: datetime.datetime | None
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Profile:
    """The account itself. `is_verified` and the like are None where Zalo does not tell."""

    oa_id: str
    name: str
    is_verified: bool | None
    followers: int | None
    package: str
    package_ends_on: datetime.date | None
    pays_templates: bool


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many are left of so many; `kind` is Zalo's word."""

    kind: str
    remain: int | None
    total: int | None
    ends_on: datetime.date | None = None


def read_quota(data: Any) -> Quota:
    told = _mapping(data)
    reply = _mapping(told.get("cs_reply"))
    return Quota(
        last_interaction_at=_moment(told.get("last_interaction")),
        remain=read_number(reply.get("remain")),
        total=read_number(reply.get("total")),
    )


def read_users(data: Any) -> UserPage:
    told = _mapping(data)
    ids = tuple(
        user_id for each in _list(told.get("users")) if (user_id := read_id(each.get("user_id")))
    )
    return UserPage(total=read_number(told.get("total")) or 0, user_ids=ids)


def read_person(data: Any) -> Person:
    told = _mapping(data)
    shared = _mapping(told.get("shared_info"))
    return Person(
        user_id=read_id(told.get("user_id")),
        name=str(told.get("display_name") or ""),
        is_following=bool(told.get("user_is_follower")),
        last_interaction_on=_day(told.get("user_last_interaction_date")),
        phone=read_id(shared.get("phone")),
    )


def read_history(data: Any) -> list[HistoryItem]:
    return [
        HistoryItem(
            message_id=read_id(each.get("message_id")),
            is_ours=read_number(each.get("src")) == 0,
            sent_at=_moment(each.get("time")),
            kind=str(each.get("type") or ""),
            text=str(each.get("message") or ""),
        )
        for each in _list(data)
    ]


def read_profile(data: Any) -> Profile:
    """Sources disagree whether the id is `oa_id` or `oaid`: either is read."""
    told = _mapping(data)
    verified = told.get("is_verified")
    return Profile(
        oa_id=read_id(told.get("oa_id")) or read_id(told.get("oaid")),
        name=str(told.get("name") or ""),
        is_verified=verified if isinstance(verified, bool) else None,
        followers=read_number(told.get("num_follower")),
        package=str(told.get("package_name") or ""),
        package_ends_on=_day(told.get("package_valid_through_date")),
        pays_templates=bool(told.get("linked_ZCA")),
    )


def read_allowances(data: Any) -> list[Allowance]:
    """What is left of the OA's package and of what was bought."""
    return [
        Allowance(
            kind=str(each.get("quota_type") or ""),
            remain=read_number(each.get("remain")),
            total=read_number(each.get("total")),
            ends_on=_day(each.get("valid_through")),
        )
        for each in _list(data)
    ]


def read_template_allowance(data: Any) -> Allowance:
    """What is left of today's template messages."""
    told = _mapping(data)
    return Allowance(
        kind="zns_daily",
        remain=read_number(told.get("remainingQuota")),
        total=read_number(told.get("dailyQuota")),
    )


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _moment(value: Any) -> datetime.datetime | None:
    """Milliseconds since 1970; 0 is never."""
    number = read_number(value)
    if not number:
        return None
    try:
        return datetime.datetime.fromtimestamp(number / 1000, datetime.UTC)
    except (OverflowError, OSError, ValueError):
        return None


def _day(value: Any) -> datetime.date | None:
    """Days are told as dd/MM/yyyy."""
    try:
        return datetime.datetime.strptime(str(value), "%d/%m/%Y").replace(tzinfo=VIETNAM).date()
    except ValueError:
        return None
