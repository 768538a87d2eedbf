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
    HANDED_OVER = "handed_over", _("Chuyển cán bộ")
    REFUSED = "refused", _("Từ chối")
    USEFUL = "useful", _("Hữu ích")
    WRONG = "wrong", _("Chưa đúng")
