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
    """A message in words: `short` for a notification, `body` for a letter, `chat` for a chat.

    All plain text. In a chat the way to see and to stop is a button, which opens `stop_url`.
    """

    subject: str
    short: str
    body: str
    stop_url: str
    chat: str = ""


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
        " liên kết dưới đây và bấm Xác nhận trong 48 giờ. Nếu không phải, hãy bỏ qua e-mail này."
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
_WITH_REASONS = frozenset({Kind.CORRECTION, Kind.REMINDER})


@dataclass(frozen=True, slots=True)
class _Frame:
    """What all messages of a kind, unit, language and step have in common, translated.

    `sentence`, `never`, `own` and `signature` still want what is personal.
    """

    prefix: str
    subject: str
    sentence: str
    step: str
    place: str
    never: str
    own: str
    signature: str


class Composer:
    """Writes the messages of one run: what they share is looked up and translated once."""

    def __init__(self) -> None:
        self._frames: dict[tuple[Kind, int, str, str], _Frame] = {}

    def compose(
        self, *, kind: Kind, unit: Unit, notice: Notice, code: str, secret: str, language: str
    ) -> Text:
        """The message in the language of its reader."""
        step = notice.detail if notice.detail in _STEPS else ""
        key = (kind, unit.pk, language, step)
        frame = self._frames.get(key)
        if frame is None:
            frame = self._frames[key] = _frame(kind, unit, language, step)
        own_url = f"{settings.BASE_URL}{frame.prefix}/theo-doi/{secret}/"
        sentence = frame.sentence % {"label": _label(notice), "step": frame.step}
        reasons: list[str] = []
        if kind in _WITH_REASONS:
            with translation.override(language):
                reasons = _reasons(kind, notice)
        shown_code = grouped(code)
        told = [sentence, *reasons]
        paragraphs = list(told)
        if kind is Kind.CONFIRM:
            paragraphs.append(own_url)
        if frame.place:
            paragraphs.append(frame.place)
        verify = f"{settings.BASE_URL}{frame.prefix}/xac-minh/"
        paragraphs.append(frame.never % {"code": shown_code, "verify": verify})
        chat = "\n\n".join(paragraphs)
        if kind not in _WITHOUT_PLACE:
            paragraphs.append(frame.own % {"url": own_url})
        return Text(
            subject=frame.subject,
            short="\n".join([*told, frame.signature % {"code": shown_code}]),
            body="\n\n".join(paragraphs) + "\n",
            stop_url=own_url,
            chat=chat,
        )


def _frame(kind: Kind, unit: Unit, language: str, step: str) -> _Frame:
    with translation.override(language):
        return _Frame(
            prefix="/en" if language == "en" else "",
            subject=gettext(_SUBJECTS[kind]) % {"unit": unit_name(unit)},
            sentence=gettext(_SENTENCES[kind]),
            step=gettext(_STEPS[step]) if step else "",
            place="" if kind in _WITHOUT_PLACE else "\n".join(_place(unit)),
            never=gettext(_NEVER),
            own=gettext("Xem hoặc ngừng báo tin: %(url)s"),
            signature=gettext("Mã của tin: %(code)s"),
        )


def say(*, kind: Kind, notice: Notice) -> str:
    """What the message says, in the active language, without its greeting and its codes."""
    step = gettext(_STEPS[notice.detail]) if notice.detail in _STEPS else ""
    sentence = gettext(_SENTENCES[kind]) % {"label": _label(notice), "step": step}
    return " ".join([sentence, *_reasons(kind, notice)])


def _label(notice: Notice) -> str:
    return f" ({notice.label})" if notice.label else ""


def _reasons(kind: Kind, notice: Notice) -> list[str]:
    if kind not in _WITH_REASONS:
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
