"""The words of messages. Each says who writes, what is so, what to do, and how to check and to stop.

Nothing in them is worth stealing: no full name, no number, no address of a person; and no link asks
for anything. Initials and year of birth tell a household who is meant.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from tracuu.core.receipt_codes import grouped
from tracuu.messaging.enums import Kind
from tracuu.messaging.notices import Notice
from tracuu.units.models import Unit
from tracuu.units.wording import hours_text, unit_name


@dataclass(frozen=True, slots=True, repr=False)
class Text:
    """A message in words: `short` for a notification, `body` for a letter, both plain text."""

    subject: str
    short: str
    body: str
    stop_url: str


_SUBJECTS: Mapping[Kind, str] = {
    Kind.CONFIRM: gettext_noop("Xác nhận địa chỉ để nhận tin từ %(unit)s"),
    Kind.READY: gettext_noop("Thẻ đã về %(unit)s"),
    Kind.MOVED: gettext_noop("Hồ sơ có bước mới ở %(unit)s"),
    Kind.CORRECTION: gettext_noop("Hồ sơ cần bổ sung ở %(unit)s"),
    Kind.HANDED_OVER: gettext_noop("Thẻ đã có người nhận ở %(unit)s"),
    Kind.REMINDER: gettext_noop("Nhắc bạn: hồ sơ cần bổ sung ở %(unit)s"),
    Kind.CHASE: gettext_noop("Nhắc bạn: thẻ đang chờ ở %(unit)s"),
    Kind.MISTAKE: gettext_noop("Đính chính tin trước của %(unit)s"),
    Kind.EXPIRED: gettext_noop("Lời nhờ báo tin ở %(unit)s đã hết hạn"),
}
_SENTENCES: Mapping[Kind, str] = {
    Kind.CONFIRM: gettext_noop(
        "Bạn (hoặc ai đó) vừa nhờ báo tin về thẻ căn cước cho địa chỉ này. Nếu đúng là bạn, hãy mở"
        " liên kết dưới đây và bấm Xác nhận trong 48 giờ. Nếu không phải, hãy bỏ qua thư này."
    ),
    Kind.READY: gettext_noop(
        "Thẻ bạn nhờ báo tin%(label)s đã về đơn vị. Bạn có thể đến nhận trong giờ làm việc. Hãy mang"
        " theo giấy hẹn và giấy tờ tuỳ thân."
    ),
    Kind.MOVED: gettext_noop("Hồ sơ bạn nhờ báo tin%(label)s có bước mới: %(step)s."),
    Kind.CORRECTION: gettext_noop(
        "Hồ sơ bạn nhờ báo tin%(label)s cần được bổ sung thì mới làm tiếp được."
    ),
    Kind.HANDED_OVER: gettext_noop(
        "Thẻ bạn nhờ báo tin%(label)s đã được trao cho người nhận. Nếu bạn chưa nhận, hãy gọi hoặc đến"
        " đơn vị để kiểm tra."
    ),
    Kind.REMINDER: gettext_noop(
        "Hồ sơ bạn nhờ báo tin%(label)s vẫn chờ được bổ sung. Hãy đến sớm để khỏi phải làm lại từ đầu."
    ),
    Kind.CHASE: gettext_noop(
        "Thẻ bạn nhờ báo tin%(label)s vẫn đang chờ ở đơn vị. Bạn có thể đến nhận, hoặc nhờ người nhận"
        " thay."
    ),
    Kind.MISTAKE: gettext_noop(
        "Tin chúng tôi gửi trước đây%(label)s bị nhầm, xin bạn đừng làm theo. Chúng tôi xin lỗi bạn và"
        " sẽ báo lại khi có tin đúng."
    ),
    Kind.EXPIRED: gettext_noop(
        "Đã 180 ngày kể từ khi bạn nhờ báo tin, nên chúng tôi ngừng báo và xoá thông tin của bạn. Nếu"
        " còn chờ thẻ, hãy tra cứu lại và nhờ báo tin lần nữa."
    ),
}
# The codes of `cards.enums.Stage`, as a step on the way.
_STEPS: Mapping[str, str] = {
    "collected": gettext_noop("đã thu nhận hồ sơ"),
    "processing": gettext_noop("đang xử lý"),
    "printing": gettext_noop("đang in thẻ"),
}
_NEVER = gettext_noop(
    "Công an không hỏi mật khẩu, mã OTP hay tiền qua tin nhắn. Mã của tin này là %(code)s; bạn có thể"
    " kiểm tra ở %(verify)s"
)
_WITHOUT_PLACE = frozenset({Kind.CONFIRM, Kind.EXPIRED})


def compose(
    *, kind: Kind, unit: Unit, notice: Notice, code: str, secret: str, language: str
) -> Text:
    """The message in the language of its reader."""
    with translation.override(language):
        prefix = "/en" if language == "en" else ""
        own_url = f"{settings.BASE_URL}{prefix}/theo-doi/{secret}/"
        names = _names(unit, notice)
        subject = gettext(_SUBJECTS[kind]) % names
        sentence = gettext(_SENTENCES[kind]) % names
        paragraphs = [sentence, *_reasons(kind, notice)]
        if kind is Kind.CONFIRM:
            paragraphs.append(own_url)
        if kind not in _WITHOUT_PLACE:
            paragraphs.append("\n".join(_place(unit)))
        verify = f"{settings.BASE_URL}{prefix}/xac-minh/"
        paragraphs.append(gettext(_NEVER) % {"code": grouped(code), "verify": verify})
        if kind not in {Kind.CONFIRM, Kind.EXPIRED}:
            paragraphs.append(gettext("Xem hoặc ngừng báo tin: %(url)s") % {"url": own_url})
        signature = gettext("Mã tin: %(code)s") % {"code": grouped(code)}
        short = "\n".join([sentence, *_reasons(kind, notice), signature])
        return Text(subject, short, "\n\n".join(paragraphs) + "\n", own_url)


def say(*, kind: Kind, unit: Unit, notice: Notice) -> str:
    """What the message says, in the active language, without its greeting and its codes."""
    names = _names(unit, notice)
    return " ".join([gettext(_SENTENCES[kind]) % names, *_reasons(kind, notice)])


def _names(unit: Unit, notice: Notice) -> dict[str, str]:
    return {
        "unit": unit_name(unit),
        "label": f" ({notice.label})" if notice.label else "",
        "step": gettext(_STEPS[notice.detail]) if notice.detail in _STEPS else "",
    }


def _reasons(kind: Kind, notice: Notice) -> list[str]:
    if kind not in {Kind.CORRECTION, Kind.REMINDER}:
        return []
    if not notice.detail:
        return [
            gettext(
                "Để xem lý do và giấy tờ cần mang, hãy tra cứu với số hồ sơ trên giấy hẹn, hoặc gọi"
                " cho đơn vị."
            )
        ]
    told = [gettext("Lý do: %(reason)s") % {"reason": notice.detail}]
    if notice.bring:
        told.append(gettext("Hãy mang theo: %(papers)s") % {"papers": notice.bring})
    if notice.until:
        day = date.fromisoformat(notice.until)
        told.append(gettext("Hãy đến trước ngày %(day)s.") % {"day": f"{day:%d/%m/%Y}"})
    return told


def _place(unit: Unit) -> list[str]:
    lines: list[tuple[Callable[[], str], str]] = [
        (lambda: gettext("Địa chỉ"), unit.address),
        (lambda: gettext("Giờ làm việc"), hours_text(unit)),
        (lambda: gettext("Điện thoại"), unit.phone),
    ]
    return [unit_name(unit), *(f"{word()}: {told}" for word, told in lines if told)]
