"""What the inbox shows of conversations, in words, so that the templates hold no logic."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Self

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracuu.core.clock import VIETNAM
from tracuu.messaging.chat.chasing import is_overdue
from tracuu.messaging.chat.content import Said
from tracuu.messaging.chat.inbox import Row, Turn, tag_of
from tracuu.messaging.chat.masking import has_long_numbers, mask_digits
from tracuu.messaging.chat.overhearing import ANSWERED_ON_ZALO
from tracuu.messaging.chat.windows import Window, WindowKind
from tracuu.messaging.enums import Author, ChannelName, ConversationState, DeliveryState, Kind
from tracuu.messaging.models import ChatMessage, Conversation, Delivery
from tracuu.units.models import Unit
from tracuu.units.wording import when_text

_SHOWN_WORDS = 160
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
REASONS: Mapping[str, str | Promise] = {
    "asked": gettext_lazy("Xin gặp cán bộ"),
    "not_understood": gettext_lazy("Trợ lý không hiểu"),
    "no_answer": gettext_lazy("Chưa có câu trả lời sẵn"),
    "abuse": gettext_lazy("Lời lẽ không phù hợp"),
    ANSWERED_ON_ZALO: gettext_lazy("Cán bộ trả lời trên Zalo"),
}
_OTHER_REASON = gettext_lazy("Trợ lý chuyển sang")
_KINDS: Mapping[str, str | Promise] = {
    "audio": gettext_lazy("Tin thoại"),
    "business_card": gettext_lazy("Danh thiếp"),
    "file": gettext_lazy("Tệp"),
    "gif": gettext_lazy("Ảnh động"),
    "image": gettext_lazy("Ảnh"),
    "link": gettext_lazy("Liên kết"),
    "location": gettext_lazy("Vị trí"),
    "sticker": gettext_lazy("Nhãn dán"),
    "video": gettext_lazy("Video"),
}
_AUTHORS: Mapping[Author, str | Promise] = {
    Author.CITIZEN: gettext_lazy("Người dân"),
    Author.ASSISTANT: gettext_lazy("Trợ lý"),
    Author.OFFICER: gettext_lazy("Cán bộ"),
    Author.UNIT: gettext_lazy("Đơn vị"),
}


def name_of(conversation: Conversation) -> str:
    """Whom officers see: the channel and four signs, never an id or a name of Zalo's."""
    channel = ChannelName(conversation.contact.channel).label
    return _("Người dùng %(channel)s · %(tag)s") % {
        "channel": channel, "tag": tag_of(conversation),
    }  # fmt: skip


def waited_text(since: datetime.datetime, now: datetime.datetime) -> str:
    """How long somebody has waited: "dưới 1 phút", "25 phút", "3 giờ", "2 ngày"."""
    seconds = max(0, int((now - since).total_seconds()))
    if seconds < _MINUTE:
        return _("dưới 1 phút")
    if seconds < _HOUR:
        count = seconds // _MINUTE
        return _("%(count)s phút") % {"count": count}
    if seconds < _DAY:
        count = seconds // _HOUR
        return _("%(count)s giờ") % {"count": count}
    count = seconds // _DAY
    return _("%(count)s ngày") % {"count": count}


def reason_text(conversation: Conversation) -> str:
    """Why the assistant handed it over; "" when it did not."""
    return str(REASONS.get(conversation.reason, _OTHER_REASON)) if conversation.reason else ""


@dataclass(frozen=True, slots=True, repr=False)
class ShownRow:
    """A conversation in the list."""

    number: int
    name: str
    waited: str
    is_late: bool
    is_chased: bool
    reason: str
    words: str
    holder: str
    is_bound: bool
    is_with_assistant: bool

    @classmethod
    def of(cls, row: Row, unit: Unit, now: datetime.datetime, minutes: int) -> Self:
        """`minutes` is how long the unit lets a citizen wait."""
        one = row.conversation
        since = one.waiting_since
        return cls(
            number=one.pk,
            name=name_of(one),
            waited=waited_text(since, now) if since else "",
            is_late=since is not None and is_overdue(unit, since, now, minutes),
            is_chased=one.chased_at is not None,
            reason=reason_text(one),
            words=_words(row.last),
            holder=one.officer.full_name if one.officer else "",
            is_bound=one.bound_person is not None,
            is_with_assistant=one.state == ConversationState.ASSISTANT,
        )


@dataclass(frozen=True, slots=True, repr=False)
class ShownTurn:
    """One thing that was said; `day` is set on the first of a day, `url` leads to what was attached."""

    number: int
    day: str
    time: str
    is_citizen: bool
    is_officer: bool
    author: str
    text: str
    buttons: Sequence[str]
    attached: str
    url: str
    mark: str
    is_failed: bool


def shown_turns(
    turns: Sequence[Turn], notices: Sequence[Delivery], *, shows_digits: bool
) -> list[ShownTurn]:
    """What was said and what was told of cards, in the order of time, each day named once."""
    told = [(turn.message.created_at, _turn(turn, shows_digits=shows_digits)) for turn in turns]
    told += [(one.sent_at or one.created_at, _notice(one)) for one in notices]
    told.sort(key=lambda pair: pair[0])
    if not told:
        return []
    days = [at.astimezone(VIETNAM).date() for at, _turn_ in told]
    is_new = [True, *(one != other for one, other in pairwise(days))]
    return [
        replace(turn, day=f"{day:%d/%m/%Y}" if new else "")
        for (_at, turn), day, new in zip(told, days, is_new, strict=True)
    ]


def has_hidden_digits(turns: Sequence[Turn]) -> bool:
    """Whether any of it has a number that is masked."""
    return any(has_long_numbers(turn.said.text) for turn in turns)


def window_text(window: Window, now: datetime.datetime) -> str:
    """Which of Zalo's rules applies to an answer now."""
    if window.kind is WindowKind.FREE and window.ends_at:
        return _("Trả lời miễn phí đến %(time)s.") % {"time": when_text(window.ends_at, now)}
    if window.kind is WindowKind.CHARGED and window.ends_at:
        return _(
            "Đã quá 48 giờ từ lần cuối người này nhắn: trả lời sẽ tính phí hoặc trừ hạn mức, đến"
            " %(time)s."
        ) % {"time": when_text(window.ends_at, now)}
    if window.kind is WindowKind.GONE:
        return _("Người này đã chặn hoặc rời Zalo của đơn vị nên không nhận được tin nữa.")
    if window.kind is WindowKind.LEFT:
        return _("Đơn vị đã ngắt kết nối tài khoản Zalo mà người này nhắn, nên không gửi được.")
    return _(
        "Đã quá 7 ngày từ lần cuối người này nhắn: Zalo không cho gửi. Nếu người này để lại số điện"
        " thoại, hãy gọi; nếu không, hãy đợi người này nhắn lại."
    )


def _words(said: Said | None) -> str:
    if said is None:
        return ""
    text = mask_digits(" ".join(said.text.split())) or _attached(said)
    return text if len(text) <= _SHOWN_WORDS else f"{text[:_SHOWN_WORDS].rstrip()}…"


def _attached(said: Said) -> str:
    return "" if said.kind == "text" else str(_KINDS.get(said.kind, said.kind))


def _turn(turn: Turn, *, shows_digits: bool) -> ShownTurn:
    message, said = turn.message, turn.said
    author = Author(message.author)
    name = str(_AUTHORS[author])
    if message.officer is not None:
        name = message.officer.full_name
    url = dict(said.payload).get("url", "")
    return ShownTurn(
        number=message.pk,
        day="",
        time=f"{message.created_at.astimezone(VIETNAM):%H:%M}",
        is_citizen=author is Author.CITIZEN,
        is_officer=author is Author.OFFICER,
        author=name,
        text=said.text if shows_digits else mask_digits(said.text),
        buttons=[one.label for one in said.buttons],
        attached=_attached(said),
        url=url if url.startswith("https://") else "",
        mark=_mark(message),
        is_failed=message.delivery is not None
        and message.delivery.state in {DeliveryState.DEAD, DeliveryState.DROPPED},
    )


def _notice(row: Delivery) -> ShownTurn:
    at = (row.sent_at or row.created_at).astimezone(VIETNAM)
    return ShownTurn(
        number=0,
        day="",
        time=f"{at:%H:%M}",
        is_citizen=False,
        is_officer=False,
        author=str(_AUTHORS[Author.UNIT]),
        text=_("Tin báo: %(kind)s.") % {"kind": Kind(row.kind).label},
        buttons=(),
        attached="",
        url="",
        mark=_mark_of(row),
        is_failed=False,
    )


def _mark(message: ChatMessage) -> str:
    """Where what we said is on its way; "" of a citizen's words."""
    if message.author == Author.CITIZEN:
        return ""
    return _mark_of(message.delivery)


def _mark_of(row: Delivery | None) -> str:
    if row is None:
        return ""
    if row.state == DeliveryState.SENT:
        if row.seen_at is not None:
            return _("Đã xem")
        return _("Đã gửi") if row.delivered_at is None else _("Đã nhận")
    if row.state in {DeliveryState.DEAD, DeliveryState.DROPPED}:
        return _("Không gửi được")
    if row.state == DeliveryState.RECALLED:
        return _("Đã thu hồi")
    return _("Đang gửi")
