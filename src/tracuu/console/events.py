"""How an event of the record reads: who, did what, to what, when, from where."""

import datetime
from dataclasses import dataclass
from typing import Self

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracuu.accounts.enums import Role
from tracuu.accounts.models import Officer
from tracuu.audit.models import Event
from tracuu.core.clock import VIETNAM

_ACTIONS: dict[str, str | Promise] = {
    "access_reset": gettext_lazy("Đặt lại cách đăng nhập"),
    "invitation_accepted": gettext_lazy("Nhận lời mời"),
    "invitation_withdrawn": gettext_lazy("Thu hồi lời mời"),
    "list_published": gettext_lazy("Công bố danh sách"),
    "list_withdrawn": gettext_lazy("Thu hồi danh sách"),
    "membership_ended": gettext_lazy("Kết thúc công tác tại đơn vị"),
    "officer_added": gettext_lazy("Thêm cán bộ"),
    "officer_invited": gettext_lazy("Mời cán bộ"),
    "password_changed": gettext_lazy("Đổi mật khẩu"),
    "role_given": gettext_lazy("Giao vai trò"),
    "second_factor_added": gettext_lazy("Bật bước xác minh thứ hai"),
    "second_factor_failed": gettext_lazy("Sai mã xác minh"),
    "second_factor_removed": gettext_lazy("Gỡ bước xác minh thứ hai"),
    "second_factor_renewed": gettext_lazy("Tạo lại mã dự phòng"),
    "session_ended": gettext_lazy("Kết thúc một phiên đăng nhập"),
    "sign_in_failed": gettext_lazy("Đăng nhập không thành công"),
    "signed_in": gettext_lazy("Đăng nhập"),
    "signed_out": gettext_lazy("Đăng xuất"),
    "unit_added": gettext_lazy("Thêm đơn vị"),
}


def action_text(action: str) -> str:
    """The action in words; one that this page has no words for yet shows its code."""
    return str(_ACTIONS.get(action, action))


def names_of(officer_ids: list[int]) -> dict[int, str]:
    """The names of these officers, whether they still work here or not."""
    return dict(Officer.objects.filter(pk__in=officer_ids).values_list("pk", "full_name"))


@dataclass(frozen=True, slots=True)
class ShownEvent:
    number: int
    at: datetime.datetime
    who: str
    action: str
    subject: str
    facts: str
    origin: str

    @classmethod
    def of(cls, event: Event, names: dict[int, str]) -> Self:
        return cls(
            number=event.number,
            at=event.at.astimezone(VIETNAM),
            who=_who(event, names),
            action=action_text(event.action),
            subject=event.subject,
            facts=", ".join(_fact(key, value) for key, value in event.facts.items()),
            origin=_("máy chủ") if event.origin in ("cli", "demo") else event.origin,
        )


def _who(event: Event, names: dict[int, str]) -> str:
    if event.actor_id is not None:
        return names.get(event.actor_id, str(event.actor_id))
    return _("Quản trị hệ thống") if event.origin in ("cli", "demo") else _("Chưa đăng nhập")


def _fact(key: str, value: object) -> str:
    if key in ("role", "was") and value in Role.values:
        return str(Role(value).label)
    return f"{key} {value}" if value is not None else ""
