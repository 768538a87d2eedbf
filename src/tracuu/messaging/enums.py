from django.db import models
from django.utils.translation import gettext_lazy as _


class ChannelName(models.TextChoices):
    """The ways on which a person can be told."""

    EMAIL = "email", _("E-mail")
    PUSH = "push", _("Thông báo trên máy này")
    PAPER = "paper", _("Mã trên giấy")
    ZALO = "zalo", _("Zalo")


class ContactState(models.TextChoices):
    """Nothing but the request to confirm goes to a contact that is not confirmed."""

    NEW = "new", _("Chưa xác nhận")
    CONFIRMED = "confirmed", _("Đã xác nhận")
    GONE = "gone", _("Không còn nhận được")


class DeliveryState(models.TextChoices):
    """`waiting` (contact not confirmed yet) → `queued` → `sending` → `sent`; or the ways out.

    A delivery of an undone list is `recalled`. `dead` is for an officer to read and try again. What
    had to be left because the contact is gone or erased is `dropped`.
    """

    WAITING = "waiting", _("Chờ xác nhận")
    QUEUED = "queued", _("Chờ gửi")
    SENDING = "sending", _("Đang gửi")
    SENT = "sent", _("Đã gửi")
    RECALLED = "recalled", _("Đã thu hồi")
    DEAD = "dead", _("Không gửi được")
    DROPPED = "dropped", _("Không cần gửi nữa")


class AccountState(models.TextChoices):
    """A broken one has no tokens that work: a chief connects it again. A stopped one was left by us."""

    CONNECTED = "connected", _("Đang kết nối")
    BROKEN = "broken", _("Cần kết nối lại")
    STOPPED = "stopped", _("Đã ngắt")


class EventState(models.TextChoices):
    """`skipped` is kept and counted, and nothing of ours; `failed` gave up and is for an operator."""

    NEW = "new", _("Mới")
    TAKEN = "taken", _("Đang xử lý")
    DONE = "done", _("Đã xử lý")
    SKIPPED = "skipped", _("Không cần xử lý")
    FAILED = "failed", _("Không xử lý được")


class EventPriority(models.IntegerChoices):
    """What a person says or does; what Zalo reports besides, of which there is more than of the first."""

    CONVERSATION = 0
    REST = 1


class ConversationState(models.TextChoices):
    """Who speaks: the assistant; nobody yet, an officer is waited for; the officer who took it."""

    ASSISTANT = "assistant", _("Trợ lý trả lời")
    WAITING = "waiting", _("Chờ cán bộ")
    OFFICER = "officer", _("Cán bộ đang trả lời")


class Author(models.TextChoices):
    """Who said it; `unit` is a message about a card, which no one wrote."""

    CITIZEN = "citizen", _("Người dân")
    ASSISTANT = "assistant", _("Trợ lý")
    OFFICER = "officer", _("Cán bộ")
    UNIT = "unit", _("Đơn vị")


class Kind(models.TextChoices):
    """What a message is about; the word is shown to whoever checks its code."""

    CONFIRM = "confirm", _("Xác nhận nhận tin")
    READY = "ready", _("Thẻ đã về đơn vị")
    MOVED = "moved", _("Hồ sơ có bước mới")
    CORRECTION = "correction", _("Hồ sơ cần bổ sung")
    HANDED_OVER = "handed_over", _("Thẻ đã được trả")
    REMINDER = "reminder", _("Nhắc bổ sung hồ sơ")
    CHASE = "chase", _("Nhắc đến nhận thẻ")
    MISTAKE = "mistake", _("Đính chính tin trước")
    EXPIRED = "expired", _("Hết hạn báo tin")
    CHAT = "chat", _("Trả lời trong trò chuyện")


class Way(models.TextChoices):
    """On which way a message goes, and why on that one: the first of these that is open.

    `channel` is every contact that has one way only. `none` waits until the person writes again, and
    so does `other`, of whose news somebody was told on another channel meanwhile. `next` goes to the
    contact that stands behind the one on Zalo, which had no way open.
    """

    CHANNEL = "channel", _("Cách báo đã chọn")
    FREE = "free", _("Zalo: người dân mới nhắn trong 48 giờ")
    WELCOME = "welcome", _("Zalo: người mới quan tâm, chưa nhắn lần nào")
    CHARGED = "charged", _("Zalo: người dân nhắn trong 7 ngày, tính vào gói tin")
    TEMPLATE = "template", _("Zalo: tin theo mẫu đến số điện thoại người dân đã cho")
    NEXT = "next", _("E-mail người dân đã để lại, vì Zalo không cho nhắn")
    OTHER = "other", _("Chờ người dân nhắn lại; tin này đã báo bằng cách khác")
    NONE = "none", _("Chờ người dân nhắn lại")


class Priority(models.IntegerChoices):
    """Smaller goes first. Asked for this minute; news of a card; what can wait for a quiet hour."""

    ASKED = 0
    NEWS = 1
    BULK = 2
