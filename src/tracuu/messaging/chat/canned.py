"""Replies that are said often, with what is true today in the place of their placeholders.

Every unit begins with the shipped ones; a unit's own row of the same code stands before a shipped one,
any other code is a further reply of that unit alone.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from tracuu.audit.operations import Actor, record
from tracuu.messaging.errors import AnswerNotPossible, CannedReplyNotValid
from tracuu.messaging.models import CannedReply
from tracuu.units.models import Unit
from tracuu.units.rules import fold

MOST_REPLIES = 40
# By their words in a reply; the caller knows what each is today.
PLACEHOLDERS = (
    "don_vi", "dia_chi", "gio", "dien_thoai", "le_phi", "giay_to", "tra_cuu", "hoi_dap",
)  # fmt: skip
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_LONGEST_CODE = 40


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply as it is used: `is_shipped` when the unit has not reworded it."""

    code: str
    title: str
    text: str
    is_active: bool = True
    is_shipped: bool = True


# Said to citizens in their own chat: in Vietnamese, whatever language the officer's pages speak.
SHIPPED = {
    one.code: one
    for one in (
        Reply(
            "gio-dia-chi",
            "Giờ và địa điểm",
            "{don_vi} làm việc {gio}, tại {dia_chi}. Điện thoại: {dien_thoai}.",
        ),
        Reply("giay-to", "Giấy tờ cần mang", "{giay_to}"),
        Reply("le-phi", "Lệ phí hôm nay", "{le_phi}"),
        Reply(
            "tra-cuu",
            "Tra cứu trên web",
            "Bạn tra cứu thẻ ở {tra_cuu}, cần họ tên và ngày sinh. Nếu có số hồ sơ trên giấy hẹn, bạn"
            " nhập thêm để xem chi tiết.",
        ),
        Reply(
            "den-quay",
            "Mời đến quầy",
            "Việc này cần xem giấy tờ của bạn. Mời bạn đến quầy của {don_vi}, {dia_chi}, giờ làm việc"
            " {gio}, mang theo giấy hẹn và giấy tờ tuỳ thân.",
        ),
        Reply(
            "an-toan",
            "Cảnh báo lừa đảo",
            "Công an không hỏi mật khẩu, mã OTP hay tiền qua tin nhắn. Nếu có người xưng là công an mà"
            " đòi những thứ đó, bạn đừng làm theo và hãy gọi {dien_thoai}.",
        ),
    )
}


def list_replies(unit: Unit, *, with_inactive: bool = False) -> list[Reply]:
    """The unit's replies: shipped ones in their order, reworded or not, then its own by title."""
    own = {
        row.code: Reply(row.code, row.title, row.text, row.is_active, is_shipped=False)
        for row in CannedReply.objects.filter(unit=unit).order_by("title")
    }
    replies = [own.pop(code, shipped) for code, shipped in SHIPPED.items()]
    return [one for one in (*replies, *own.values()) if one.is_active or with_inactive]


def find_reply(unit: Unit, code: str) -> Reply | None:
    """The unit's reply of this code, used or not, or None."""
    return next((one for one in list_replies(unit, with_inactive=True) if one.code == code), None)


def fill(text: str, values: Mapping[str, str]) -> str:
    """The reply with what is true today; raises `AnswerNotPossible` when something is not known.

    >>> fill("{don_vi} làm việc {gio}.", {"don_vi": "Đơn vị", "gio": "7:00–21:00"})
    'Đơn vị làm việc 7:00–21:00.'
    """
    missing = [name for name in _PLACEHOLDER.findall(text) if not values.get(name)]
    if missing:
        raise AnswerNotPossible(
            _("Chưa biết %(names)s của hôm nay nên không chèn được câu này. Hãy viết tay.")
            % {"names": ", ".join(f"{{{name}}}" for name in dict.fromkeys(missing))}
        )
    return _PLACEHOLDER.sub(lambda found: values[found[1]], text)


@transaction.atomic
def save_reply(
    *, unit: Unit, code: str, title: str, text: str, is_active: bool, actor: Actor
) -> CannedReply:
    """Reword a reply of the unit, or (without a code) add one; told in the record.

    Raises `CannedReplyNotValid`.
    """
    unknown = [name for name in _PLACEHOLDER.findall(text) if name not in PLACEHOLDERS]
    if unknown:
        raise CannedReplyNotValid(
            _("Không có ô {%(name)s}. Các ô dùng được: %(known)s.")
            % {"name": unknown[0], "known": ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)}
        )
    own = CannedReply.objects.filter(unit=unit)
    if not code:
        code = _new_code(title, {*SHIPPED, *own.values_list("code", flat=True)})
        if own.count() >= MOST_REPLIES:
            raise CannedReplyNotValid(_("Đã có nhiều câu trả lời mẫu. Hãy sửa một câu có sẵn."))
    elif code not in SHIPPED and not own.filter(code=code).exists():
        raise CannedReplyNotValid(_("Đơn vị không có câu trả lời mẫu này."))
    reply, _is_new = CannedReply.objects.update_or_create(
        unit=unit, code=code, defaults={"title": title, "text": text, "is_active": is_active}
    )
    record(
        actor=actor,
        action="canned_reply_saved",
        subject=f"canned:{code}",
        unit_id=unit.pk,
        facts={"is_active": is_active},
    )
    return reply


def _new_code(title: str, taken: set[str]) -> str:
    plain = "-".join(fold(title).split())[: _LONGEST_CODE - 3].strip("-") or "reply"
    codes = (plain if number == 1 else f"{plain}-{number}" for number in range(1, 100))
    code = next((code for code in codes if code not in taken), "")
    if not code:
        raise CannedReplyNotValid(_("Đơn vị đã có nhiều câu tên như vậy."))
    return code
