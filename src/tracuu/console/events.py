"""How an event of the record reads: who, did what, to what, when, from where."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import Self

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracuu.accounts.enums import Role
from tracuu.accounts.models import Officer
from tracuu.answers.enums import AskedState
from tracuu.audit.models import Event
from tracuu.cards.enums import Collector, Paper, Reply, Stage
from tracuu.console.fields import day_text
from tracuu.console.lists.shown import KIND_NAMES
from tracuu.console.subjects import Ways
from tracuu.core.clock import VIETNAM

AGE_NAMES: dict[str, str | Promise] = {
    "0-3": gettext_lazy("0–3 ngày"),
    "4-14": gettext_lazy("4–14 ngày"),
    "15-45": gettext_lazy("15–45 ngày"),
    "46-90": gettext_lazy("46–90 ngày"),
    "91": gettext_lazy("trên 90 ngày"),
}
_ACTIONS: dict[str, str | Promise] = {
    "application_bound": gettext_lazy("Người dân gắn hồ sơ vào Zalo"),
    "application_unbound": gettext_lazy("Gỡ hồ sơ khỏi Zalo"),
    "binding_code_made": gettext_lazy("Tạo mã gắn hồ sơ vào Zalo"),
    "canned_reply_saved": gettext_lazy("Sửa câu trả lời mẫu"),
    "conversation_answered": gettext_lazy("Trả lời người dân"),
    "conversation_closed": gettext_lazy("Kết thúc cuộc trò chuyện"),
    "conversation_handed_back": gettext_lazy("Trả cuộc trò chuyện cho trợ lý"),
    "conversation_read": gettext_lazy("Đọc cuộc trò chuyện"),
    "conversation_taken": gettext_lazy("Nhận cuộc trò chuyện"),
    "inbox_read": gettext_lazy("Xem hộp thư"),
    "inbox_times_set": gettext_lazy("Đặt thời gian chờ của hộp thư"),
    "access_reset": gettext_lazy("Đặt lại cách đăng nhập"),
    "answer_approved": gettext_lazy("Phê duyệt câu trả lời"),
    "answer_drafted": gettext_lazy("Viết câu trả lời"),
    "answer_published": gettext_lazy("Công bố câu trả lời"),
    "answer_quarantined": gettext_lazy("Tạm dừng câu trả lời"),
    "answer_released": gettext_lazy("Hiện lại câu trả lời"),
    "answer_withdrawn": gettext_lazy("Rút câu trả lời"),
    "check_added": gettext_lazy("Thêm câu kiểm tra"),
    "check_removed": gettext_lazy("Bỏ câu kiểm tra"),
    "lesson_begun": gettext_lazy("Nhận cách hỏi để học"),
    "lesson_dropped": gettext_lazy("Bỏ bài học"),
    "lesson_in_use": gettext_lazy("Dùng bài học"),
    "lesson_overridden": gettext_lazy("Vẫn dùng bài học trả lời kém đi"),
    "corrections_read": gettext_lazy("Xem hồ sơ cần bổ sung"),
    "letter_answered": gettext_lazy("Người nhận thư trả lời"),
    "letters_printed": gettext_lazy("In thư báo"),
    "notice_made": gettext_lazy("Lập thông báo che tên"),
    "notice_taken_down": gettext_lazy("Gỡ thông báo che tên"),
    "reason_saved": gettext_lazy("Sửa danh mục lý do bổ sung"),
    "card_corrected": gettext_lazy("Sửa một hồ sơ"),
    "card_handed_over": gettext_lazy("Trả thẻ"),
    "card_looked_up": gettext_lazy("Tra cứu một người"),
    "hand_over_undone": gettext_lazy("Huỷ một lần trả thẻ"),
    "cards_read": gettext_lazy("Xem các thẻ theo trạng thái"),
    "invitation_accepted": gettext_lazy("Nhận lời mời"),
    "invitation_withdrawn": gettext_lazy("Thu hồi lời mời"),
    "list_columns_confirmed": gettext_lazy("Xác nhận các cột của danh sách"),
    "list_columns_mapped": gettext_lazy("Sửa ý nghĩa các cột của danh sách"),
    "list_columns_read": gettext_lazy("Xem các cột của danh sách"),
    "list_reread": gettext_lazy("So sánh lại danh sách"),
    "list_dates_answered": gettext_lazy("Trả lời về ngày và tháng của danh sách"),
    "list_day_said": gettext_lazy("Ghi lại ngày của danh sách"),
    "list_discarded": gettext_lazy("Bỏ danh sách"),
    "list_published": gettext_lazy("Công bố danh sách"),
    "list_rows_exported": gettext_lazy("Tải các dòng bị từ chối"),
    "list_rows_read": gettext_lazy("Xem các dòng của danh sách"),
    "list_uploaded": gettext_lazy("Tải danh sách lên hệ thống"),
    "list_withdrawn": gettext_lazy("Thu hồi danh sách"),
    "membership_ended": gettext_lazy("Kết thúc công tác tại đơn vị"),
    "chief_mail_retried": gettext_lazy("Gửi lại e-mail báo phụ trách"),
    "corrections_sent": gettext_lazy("Gửi tin đính chính"),
    "messages_dropped": gettext_lazy("Bỏ tin không gửi được"),
    "messages_retried": gettext_lazy("Gửi lại tin không gửi được"),
    "officer_added": gettext_lazy("Thêm cán bộ"),
    "officer_invited": gettext_lazy("Mời cán bộ"),
    "password_changed": gettext_lazy("Đổi mật khẩu"),
    "phrasings_added": gettext_lazy("Thêm cách hỏi"),
    "phrasings_refused": gettext_lazy("Không nhận cách hỏi"),
    "phrasings_suggested": gettext_lazy("Đề xuất cách hỏi"),
    "questions_decided": gettext_lazy("Xử lý câu hỏi của người dân"),
    "redirect_confirmed": gettext_lazy("Xác nhận nơi giải quyết"),
    "redirect_written": gettext_lazy("Ghi nơi giải quyết"),
    "role_given": gettext_lazy("Giao vai trò"),
    "second_factor_added": gettext_lazy("Bật bước xác minh thứ hai"),
    "second_factor_failed": gettext_lazy("Sai mã xác minh"),
    "second_factor_removed": gettext_lazy("Gỡ bước xác minh thứ hai"),
    "second_factor_renewed": gettext_lazy("Tạo lại mã dự phòng"),
    "session_ended": gettext_lazy("Kết thúc một phiên đăng nhập"),
    "sign_in_failed": gettext_lazy("Đăng nhập không thành công"),
    "signed_in": gettext_lazy("Đăng nhập"),
    "signed_out": gettext_lazy("Đăng xuất"),
    "slip_issued": gettext_lazy("In phiếu nhận thẻ"),
    "undo_time_set": gettext_lazy("Đặt thời gian tự thu hồi"),
    "unit_added": gettext_lazy("Thêm đơn vị"),
    "zalo_broken": gettext_lazy("Mất kết nối với Zalo"),
    "zalo_checked": gettext_lazy("Kiểm tra kết nối Zalo"),
    "zalo_connected": gettext_lazy("Kết nối Zalo"),
    "zalo_disconnected": gettext_lazy("Ngắt kết nối Zalo"),
    "zalo_data_erased": gettext_lazy("Xoá dữ liệu theo yêu cầu của người dùng Zalo"),
    "zalo_template_set": gettext_lazy("Chọn mẫu tin ZBS"),
    "zalo_template_tried": gettext_lazy("Gửi thử mẫu tin ZBS"),
}


_KINDS: dict[str, str | Promise] = {
    "application": gettext_lazy("hồ sơ số"),
    "canned": gettext_lazy("câu mẫu"),
    "conversation": gettext_lazy("cuộc trò chuyện số"),
    "answer": gettext_lazy("câu trả lời số"),
    "invitation": gettext_lazy("lời mời số"),
    "lesson": gettext_lazy("bài học số"),
    "list": gettext_lazy("danh sách số"),
    "outside": gettext_lazy("việc ngoài phạm vi"),
    "reason": gettext_lazy("lý do"),
    "topic": gettext_lazy("chủ đề"),
    "unit": gettext_lazy("đơn vị"),
    "zalo": gettext_lazy("OA số"),
}
_FACTS: dict[str, str | Promise] = {
    "accepted": gettext_lazy("chấp nhận"),
    "age": gettext_lazy("chờ"),
    "ambiguous": gettext_lazy("không rõ là ai"),
    "as_of": gettext_lazy("số liệu ngày"),
    "bytes": gettext_lazy("dung lượng (byte)"),
    "corrected": gettext_lazy("sửa thông tin"),
    "correction": gettext_lazy("lý do:"),
    "due_on": gettext_lazy("hạn bổ sung"),
    "failure": gettext_lazy("lỗi"),
    "day_month": gettext_lazy("ngày và tháng:"),
    "duplicates": gettext_lazy("lặp lại"),
    "foreign": gettext_lazy("giống người đơn vị khác"),
    "held": gettext_lazy("giữ nguyên vì sửa tay"),
    "key": gettext_lazy("khoá số"),
    "kind": gettext_lazy("loại:"),
    "minutes": gettext_lazy("số phút"),
    "moved_back": gettext_lazy("đòi lùi"),
    "moved_forward": gettext_lazy("tiến lên"),
    "namesakes": gettext_lazy("trùng tên và ngày sinh"),
    "count": gettext_lazy("số lượng"),
    "from": gettext_lazy("từ ngày"),
    "new": gettext_lazy("mới"),
    "override_reason": gettext_lazy("lý do:"),
    "page": gettext_lazy("trang"),
    "read": gettext_lazy("đọc được"),
    "rejected": gettext_lazy("từ chối"),
    "reasoned": gettext_lazy("đổi lý do, hạn bổ sung"),
    "return_minutes": gettext_lazy("số phút trợ lý trả lời thay"),
    "relocated": gettext_lazy("đổi hộc"),
    "rows": gettext_lazy("số dòng"),
    "stage": gettext_lazy("trạng thái:"),
    "topic": gettext_lazy("chủ đề:"),
    "unchanged": gettext_lazy("không đổi"),
    "vanished": gettext_lazy("vắng mặt"),
    "was": gettext_lazy("trước đây"),
    "worse": gettext_lazy("kém đi"),
}
# For machines: they stay in the record and out of the table.
_UNSHOWN = frozenset(
    {
        "after",
        "day_month_doubt",
        "foreign_share",
        "foreign_unit",
        "is_active",
        "is_new",
        "mentioned_open",
        "open",
    }
)
# Facts that are codes, with what they mean.
_VALUES: dict[str, dict[str, str | Promise]] = {
    "age": {**AGE_NAMES, "replies": gettext_lazy("thư đã có trả lời")},
    "day_month": {
        "keep": gettext_lazy("giữ nguyên"),
        "swap": gettext_lazy("đã đổi lại ngày và tháng"),
    },
    "kind": KIND_NAMES,
    "stage": {stage.code: stage.label for stage in Stage},
}


# Facts that are a code each: the words say all of it.
_CODES: dict[str, dict[str, str | Promise]] = {
    "collector": {each.value: each.label for each in Collector},
    "reply": {each.value: each.label for each in Reply},
    "paper": {each.value: each.label for each in Paper},
    "digits": {"shown": gettext_lazy("hiện đủ các số")},
    "state": {each.value: each.label for each in AskedState},
    "slip": {"new": gettext_lazy("mã mới"), "again": gettext_lazy("in lại")},
    "way": {
        "receipt_code": gettext_lazy("bằng mã nhận thẻ"),
        "receipt": gettext_lazy("bằng số hồ sơ"),
        "person": gettext_lazy("bằng họ tên và ngày sinh"),
        "chosen": gettext_lazy("mở hồ sơ"),
        "nobody": gettext_lazy("không tìm thấy ai"),
    },
}


_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_DAY_LENGTH = 10


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
    """`link` and `ticket` lead to the subject, by address or through the counter; often neither does."""

    number: int
    at: datetime.datetime
    who: str
    action: str
    subject: str
    facts: str
    origin: str
    link: str
    ticket: str

    @classmethod
    def of(cls, event: Event, names: dict[int, str], ways: Ways) -> Self:
        return cls(
            number=event.number,
            at=event.at.astimezone(VIETNAM),
            who=_who(event, names),
            action=action_text(event.action),
            subject=_subject(event.subject, names),
            facts=", ".join(filter(None, map(_fact, event.facts.items()))),
            origin=_ORIGINS[event.origin]() if event.origin in _ORIGINS else event.origin,
            link=ways.links.get(event.subject, ""),
            ticket=ways.tickets.get(event.subject, ""),
        )


_ORIGINS = {
    "cli": lambda: _("máy chủ"),
    "demo": lambda: _("máy chủ"),
    "letter": lambda: _("thư"),
    "worker": lambda: _("máy chủ"),
    "zalo": lambda: _("Zalo"),
}


def _who(event: Event, names: dict[int, str]) -> str:
    if event.actor_id is not None:
        return names.get(event.actor_id, str(event.actor_id))
    if event.origin == "letter":
        return _("Người nhận thư")
    if event.origin == "worker":
        return _("Hệ thống")
    if event.origin == "zalo":
        return _("Người dân")
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
    if key in _CODES:
        return str(_CODES[key].get(str(value), value))
    if isinstance(value, str) and value in Role.values:
        label = str(Role(value).label)
        return label if key == "role" else f"{_FACTS[key]} {label}" if key in _FACTS else label
    if isinstance(value, dict | list) or not value or key in _UNSHOWN:
        return ""
    meaning = _VALUES.get(key, {}).get(str(value)) or _dated(value)
    return f"{_FACTS.get(key, key)} {meaning}"


def _dated(value: object) -> object:
    """A day or a moment as it is read here, in the time of Việt Nam; anything else as it is."""
    if not isinstance(value, str) or not _ISO.match(value):
        return value
    try:
        if len(value) == _DAY_LENGTH:
            return day_text(datetime.date.fromisoformat(value))
        return f"{datetime.datetime.fromisoformat(value).astimezone(VIETNAM):%d/%m/%Y %H:%M}"
    except ValueError:
        return value
