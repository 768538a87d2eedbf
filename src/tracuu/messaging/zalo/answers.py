"""What Zalo tells of people and accounts, as we use it; what is missing or odd is left out."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracuu.core.clock import VIETNAM
from tracuu.messaging.zalo.calling import read_id, read_number


@dataclass(frozen=True, slots=True, repr=False)
class UserPage:
    """Some of the ids of who follows or wrote; `total` of all that match."""

    total: int
    user_ids: tuple[str, ...]


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


@dataclass(frozen=True, slots=True)
class TemplateName:
    """A ZBS template as the list of them shows it."""

    template_id: str
    name: str
    is_enabled: bool


@dataclass(frozen=True, slots=True)
class TemplateParameter:
    """One place of a template to be filled; `most` letters, None where Zalo tells no limit."""

    name: str
    is_required: bool
    most: int | None


@dataclass(frozen=True, slots=True)
class TemplateFacts:
    """One ZBS template: what it wants, what it costs ("" where Zalo does not say), how it looks."""

    template_id: str
    name: str
    is_enabled: bool
    parameters: tuple[TemplateParameter, ...]
    price: str
    preview_url: str


def read_users(data: Any) -> UserPage:
    told = _mapping(data)
    ids = tuple(
        user_id for each in _list(told.get("users")) if (user_id := read_id(each.get("user_id")))
    )
    return UserPage(total=read_number(told.get("total")) or 0, user_ids=ids)


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


def read_template_names(data: Any) -> list[TemplateName]:
    """Of a list of templates, those that have an id."""
    return [
        TemplateName(template_id, str(each.get("templateName") or ""), _is_enabled(each))
        for each in _list(data)
        if (template_id := read_id(each.get("templateId"))).isdecimal()
    ]


def read_template(data: Any) -> TemplateFacts:
    told = _mapping(data)
    parameters = tuple(
        TemplateParameter(
            name=name,
            # Whoever does not say is believed to want it: a place left empty is refused (-1122).
            is_required=bool(each.get("require", True)),
            most=read_number(each.get("maxLength")),
        )
        for each in _list(told.get("listParams"))
        if (name := read_id(each.get("name")))
    )
    preview = str(told.get("previewUrl") or "")
    return TemplateFacts(
        template_id=read_id(told.get("templateId")),
        name=str(told.get("templateName") or ""),
        is_enabled=_is_enabled(told),
        parameters=parameters,
        price=str(told.get("price") or ""),
        preview_url=preview if preview.startswith("https://") else "",
    )


def _is_enabled(told: Mapping[str, Any]) -> bool:
    return str(told.get("status")).upper() == "ENABLE"


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
