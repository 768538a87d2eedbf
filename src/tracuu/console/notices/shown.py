"""What the officers' pages say of messages: numbers and reasons, never a name or an address."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracuu.cards.models import CardList
from tracuu.cards.telling.publication import event_of
from tracuu.messaging.enums import ChannelName, DeliveryState, Kind
from tracuu.messaging.models import Delivery
from tracuu.messaging.queries import Held, HeldReason, count_by_event, find_next_of

# Zalo's numbers for who did not write for 7 days, or not at all.
_TOO_LATE = _("người dân không nhắn trong 7 ngày nên Zalo không cho gửi")
_REASONS: Mapping[str, str | Promise] = {
    "connection_lost": _("mất kết nối với máy chủ e-mail"),
    "push_service_away": _("không gọi được dịch vụ thông báo của trình duyệt"),
    "seal_broken": _("nội dung đã hỏng, không mở được"),
    "zalo_-230": _TOO_LATE,
    "zalo_-232": _TOO_LATE,
    "zalo_answer_lost": _("Zalo không trả lời kịp"),
    "zalo_unknown": _("đơn vị chưa kết nối Zalo"),
    "words_erased": _("cuộc trò chuyện đã được xoá"),
    "fault": _("lỗi của phần mềm; hãy báo người quản trị"),
}
_REFUSED = _("nơi nhận từ chối (%(code)s)")


@dataclass(frozen=True, slots=True)
class ShownDead:
    """A message that gave up."""

    number: int
    kind: str
    channel: str
    at: datetime.datetime
    attempts: int
    reason: str

    @classmethod
    def of(cls, row: Delivery) -> "ShownDead":
        known = _REASONS.get(row.failure)
        return cls(
            number=row.pk,
            kind=str(Kind(row.kind).label),
            channel=str(ChannelName(row.contact.channel).label) if row.contact else "–",
            at=row.created_at,
            attempts=row.attempts,
            reason=str(known) if known else str(_REFUSED) % {"code": row.failure},
        )


_WAITS: Mapping[HeldReason, str | Promise] = {
    HeldReason.ACCOUNT: _("Chờ kết nối lại Zalo"),
    HeldReason.NO_WAY: _(
        "Trên Zalo: chờ người dân nhắn lại (đã quá 7 ngày, không có mẫu hay số điện thoại)"
    ),
    HeldReason.TOLD_OTHERWISE: _(
        "Trên Zalo: chờ người dân nhắn lại; cùng tin này đã có người nhận qua e-mail hoặc thông báo"
    ),
    HeldReason.QUOTA: _("Gói tin Zalo hôm nay đã hết: gửi tiếp lúc 7:00"),
    HeldReason.CONFIRM: _("Chờ chủ địa chỉ e-mail xác nhận"),
}


@dataclass(frozen=True, slots=True)
class ShownHeld:
    """Messages that wait for the same reason."""

    reason: str
    count: int
    since: datetime.datetime

    @classmethod
    def of(cls, held: Held) -> "ShownHeld":
        return cls(str(_WAITS[held.reason]), held.count, held.since)


@dataclass(frozen=True, slots=True)
class ListMessages:
    """What became of the messages of one list."""

    held: int
    held_until: datetime.datetime | None
    waiting: int
    sent: int
    recalled: int
    failed: int
    put_right: int

    @property
    def total(self) -> int:
        return self.held + self.waiting + self.sent + self.recalled + self.failed


def messages_of(card_list: CardList) -> ListMessages:
    """Numbers for the page of a list."""
    event = event_of(card_list.pk)
    counts = count_by_event(event)
    told = (DeliveryState.SENT, DeliveryState.SENDING)
    return ListMessages(
        held=counts.get(DeliveryState.QUEUED, 0),
        held_until=find_next_of(event),
        waiting=counts.get(DeliveryState.WAITING, 0),
        sent=sum(counts.get(state, 0) for state in told),
        recalled=counts.get(DeliveryState.RECALLED, 0),
        failed=counts.get(DeliveryState.DEAD, 0),
        put_right=sum(count_by_event(f"undo:{event}").values()),
    )
