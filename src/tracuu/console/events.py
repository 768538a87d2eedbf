"""How an event of the record reads: who, did what, to what, when, from where."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter
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
    "answer_approved": gettext_lazy("Phê duyệt câu trả lời"),
    "answer_drafted": gettext_lazy("Viết câu trả lời"),
    "answer_published": gettext_lazy("Công bố câu trả lời"),
    "answer_quarantined": gettext_lazy("Tạm dừng câu trả lời"),
    "answer_released": gettext_lazy("Hiện lại câu trả lời"),
    "answer_withdrawn": gettext_lazy("Rút câu trả lời"),
    "card_corrected": gettext_lazy("Sửa một hồ sơ"),
    "invitation_accepted": gettext_lazy("Nhận lời mời"),
    "invitation_withdrawn": gettext_lazy("Thu hồi lời mời"),
    "list_columns_mapped": gettext_lazy("Sửa ý nghĩa các cột của danh sách"),
    "list_reread": gettext_lazy("So sánh lại danh sách"),
    "list_dates_answered": gettext_lazy("Trả lời về ngày và tháng của danh sách"),
    "list_discarded": gettext_lazy("Bỏ danh sách"),
    "list_published": gettext_lazy("Công bố danh sách"),
    "list_rows_exported": gettext_lazy("Tải các dòng bị từ chối"),
    "list_rows_read": gettext_lazy("Xem các dòng của danh sách"),
    "list_uploaded": gettext_lazy("Tải danh sách lên hệ thống"),
    "list_withdrawn": gettext_lazy("Thu hồi danh sách"),
    "membership_ended": gettext_lazy("Kết thúc công tác tại đơn vị"),
    "officer_added": gettext_lazy("Thêm cán bộ"),
    "officer_invited": gettext_lazy("Mời cán bộ"),
    "password_changed": gettext_lazy("Đổi mật khẩu"),
    "phrasings_added": gettext_lazy("Thêm cách hỏi"),
    "role_given": gettext_lazy("Giao vai trò"),
    "second_factor_added": gettext_lazy("Bật bước xác minh thứ hai"),
    "second_factor_failed": gettext_lazy("Sai mã xác minh"),
    "second_factor_removed": gettext_lazy("Gỡ bước xác minh thứ hai"),
    "second_factor_renewed": gettext_lazy("Tạo lại mã dự phòng"),
    "session_ended": gettext_lazy("Kết thúc một phiên đăng nhập"),
    "sign_in_failed": gettext_lazy("Đăng nhập không thành công"),
    "signed_in": gettext_lazy("Đăng nhập"),
    "signed_out": gettext_lazy("Đăng xuất"),
    "undo_time_set": gettext_lazy("Đặt thời gian tự thu hồi"),
    "unit_added": gettext_lazy("Thêm đơn vị"),
}


_KINDS: dict[str, str | Promise] = {
    "answer": gettext_lazy("câu trả lời số"),
    "invitation": gettext_lazy("lời mời số"),
    "list": gettext_lazy("danh sách số"),
    "topic": gettext_lazy("chủ đề"),
    "unit": gettext_lazy("đơn vị"),
}
_FACTS: dict[str, str | Promise] = {
    "accepted": gettext_lazy("chấp nhận"),
    "as_of": gettext_lazy("số liệu ngày"),
    "count": gettext_lazy("số lượng"),
    "from": gettext_lazy("từ ngày"),
    "kind": gettext_lazy("loại"),
    "new": gettext_lazy("mới"),
    "read": gettext_lazy("đọc được"),
    "rejected": gettext_lazy("từ chối"),
    "topic": gettext_lazy("chủ đề"),
    "was": gettext_lazy("trước đây"),
}


def list_actions() -> list[tuple[str, str]]:
    """Each kind of deed that has words, by these words."""
    return sorted(((action, str(text)) for action, text in _ACTIONS.items()), key=itemgetter(1))


def action_text(action: str) -> str:
    """The action in words; one that this page has no words for yet shows its code."""
    return str(_ACTIONS.get(action, action))


def names_of(officer_ids: list[int]) -> dict[int, str]:
    """The names of these officers, whether they still work here or not."""
    return dict(Officer.objects.filter(pk__in=officer_ids).values_list("pk", "full_name"))


def officer_ids_in(events: Iterable[Event]) -> list[int]:
    """The officers who did something, and those to whom it was done."""
    events = list(events)
    subjects = (event.subject.partition(":") for event in events)
    done_to = [int(key) for kind, _colon, key in subjects if kind == "officer" and key.isdigit()]
    return [*done_to, *(event.actor_id for event in events if event.actor_id is not None)]


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
            subject=_subject(event.subject, names),
            facts=", ".join(filter(None, map(_fact, event.facts.items()))),
            origin=_("máy chủ") if event.origin in ("cli", "demo") else event.origin,
        )


def _who(event: Event, names: dict[int, str]) -> str:
    if event.actor_id is not None:
        return names.get(event.actor_id, str(event.actor_id))
    return _("Quản trị hệ thống") if event.origin in ("cli", "demo") else _("Chưa đăng nhập")


def _subject(subject: str, names: dict[int, str]) -> str:
    """`officer:7` is that officer's name; others say what they are and which."""
    kind, _colon, key = subject.partition(":")
    if kind == "officer":
        return names.get(int(key), key) if key.isdigit() else "–"
    return f"{_KINDS[kind]} {key}" if kind in _KINDS else subject


def _fact(fact: tuple[str, object]) -> str:
    """One fact in a few letters; what has an inner structure is not for this table."""
    key, value = fact
    if isinstance(value, str) and value in Role.values:
        label = str(Role(value).label)
        return label if key == "role" else f"{_FACTS[key]} {label}" if key in _FACTS else label
    if isinstance(value, dict | list) or not value:
        return ""
    return f"{_FACTS.get(key, key)} {value}"
