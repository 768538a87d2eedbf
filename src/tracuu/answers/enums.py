from django.db import models
from django.utils.translation import gettext_lazy as _


class Live(models.TextChoices):
    """What is shown beside an answer from today's data instead of from its text."""

    NOTHING = "", _("Không có")
    PLACE = "place", _("Giờ làm việc và địa chỉ")
    LOOKUP = "lookup", _("Tra cứu thẻ")
    CONTACTS = "contacts", _("Liên hệ")


class VersionState(models.TextChoices):
    DRAFT = "draft", _("Bản nháp")
    PUBLISHED = "published", _("Đã công bố")
    WITHDRAWN = "withdrawn", _("Đã rút")


class OutsideKind(models.TextChoices):
    """What happens to a question that we do not answer."""

    REDIRECT = "redirect", _("Chỉ sang nơi khác")
    REFUSE = "refuse", _("Từ chối")
    SMALL_TALK = "smalltalk", _("Chào hỏi, không rõ")


class Deed(models.TextChoices):
    """What is counted each week, by unit and topic."""

    ASKED = "asked", _("Được hỏi")
    ANSWERED = "answered", _("Trả lời ngay")
    OFFERED = "offered", _("Đưa ra để chọn")
    CHOSEN = "chosen", _("Đã chọn một câu")
    HANDED_OVER = "handed_over", _("Chuyển cán bộ")
    REFUSED = "refused", _("Từ chối")
    USEFUL = "useful", _("Hữu ích")
    WRONG = "wrong", _("Chưa đúng")


class AskedKind(models.TextChoices):
    """Why editors see a question."""

    UNANSWERED = "unanswered", _("Chưa trả lời được")
    NONE_OF_THESE = "none", _("Không phải các câu đưa ra")
    WRONG = "wrong", _("Bị chê “Chưa đúng”")
    CHOSEN = "chosen", _("Người hỏi tự chọn câu")


class AskedState(models.TextChoices):
    """What editors made of a question."""

    OPEN = "open", _("Chờ xem")
    PHRASING = "phrasing", _("Thành cách hỏi")
    DRAFTED = "drafted", _("Thành bản nháp")
    OUTSIDE = "outside", _("Ngoài phạm vi")
    DISMISSED = "dismissed", _("Bỏ qua")


class SuggestionDeed(models.TextChoices):
    ADD = "add", _("Thêm")
    REMOVE = "remove", _("Bỏ")


class SuggestionState(models.TextChoices):
    OPEN = "open", _("Chờ duyệt")
    ACCEPTED = "accepted", _("Đã nhận")
    REFUSED = "refused", _("Không nhận")


class LessonState(models.TextChoices):
    """A lesson is what a new model learns; it is in use only when it answers no worse."""

    WAITING = "waiting", _("Chờ học")
    LEARNING = "learning", _("Đang học")
    WORSE = "worse", _("Trả lời kém đi, chờ phụ trách")
    IN_USE = "in_use", _("Đang dùng")
    DROPPED = "dropped", _("Đã bỏ")
