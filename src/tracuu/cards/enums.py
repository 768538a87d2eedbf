from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.IntegerChoices):
    """Where a card is. Numbers are stored; `code` is the word that the API and files speak."""

    COLLECTED = 1, _("Đã thu nhận hồ sơ")
    PROCESSING = 2, _("Đang xử lý")
    PRINTING = 3, _("Đang in thẻ")
    AT_UNIT = 4, _("Thẻ đã về đơn vị, chờ nhận")
    HANDED_OVER = 5, _("Đã trả thẻ")
    NEEDS_CORRECTION = 6, _("Hồ sơ cần bổ sung")
    # Not a stage of a card: this row's identity was corrected, another row speaks for the person.
    REPLACED = 0, _("Đã thay bằng hồ sơ đúng")

    @property
    def code(self) -> str:
        return self.name.lower()


class ListState(models.TextChoices):
    STAGING = "staging", _("Đang đọc")
    PUBLISHED = "published", _("Đã công bố")
    WITHDRAWN = "withdrawn", _("Đã thu hồi")


class ProofKind(models.TextChoices):
    """The second fact: something that the person holds."""

    RECEIPT = "receipt", _("Số hồ sơ trên giấy hẹn")
    PHONE_LAST4 = "phone_last4", _("4 số cuối điện thoại đã đăng ký")
    ID_LAST4 = "id_last4", _("4 số cuối CCCD/CMND")


class Outcome(models.TextChoices):
    FOUND = "found", _("Tìm thấy")
    UNCONFIRMED = "unconfirmed", _("Chưa xác nhận được")
