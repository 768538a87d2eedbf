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
    """A file of the console: uploaded → reading → reviewed → published → withdrawn, or failed.

    `staging` is a list that the command line reads and publishes in one go.
    """

    STAGING = "staging", _("Đang nhập")
    UPLOADED = "uploaded", _("Chờ đọc")
    READING = "reading", _("Đang đọc")
    REVIEWED = "reviewed", _("Chờ công bố")
    PUBLISHED = "published", _("Đã công bố")
    WITHDRAWN = "withdrawn", _("Đã thu hồi")
    FAILED = "failed", _("Không đọc được")


class DayFrom(models.TextChoices):
    """Who says the day of a list: an officer goes before the file, a title before its name."""

    OFFICER = "officer", _("Cán bộ ghi")
    TITLE = "title", _("Ghi trong tệp")
    FILE_NAME = "file_name", _("Theo tên tệp")
    UPLOAD = "upload", _("Ngày tải lên")


# Rows of such a list may be staged, and nobody sees them.
UNSEEN = (ListState.STAGING, ListState.UPLOADED, ListState.READING, ListState.REVIEWED)


class RowKind(models.TextChoices):
    """Why a row of a list needs a person's eyes."""

    REJECTED = "rejected", _("Bị từ chối")
    AMBIGUOUS = "ambiguous", _("Không rõ là ai")
    MOVED_BACK = "moved_back", _("Đòi lùi trạng thái")
    HELD = "held", _("Cán bộ đã sửa tay sau ngày của danh sách")
    HANDED_OVER = "handed_over", _("Đã trả ở quầy")
    CORRECTED = "corrected", _("Sửa thông tin")
    NAMESAKE = "namesake", _("Trùng họ tên và ngày sinh")
    FOREIGN = "foreign", _("Giống người của đơn vị khác")


class ProofKind(models.TextChoices):
    """The second fact: something that the person holds."""

    RECEIPT = "receipt", _("Số hồ sơ trên giấy hẹn, hoặc mã nhận thẻ")
    PHONE_LAST4 = "phone_last4", _("4 số cuối điện thoại đã đăng ký")
    ID_LAST4 = "id_last4", _("4 số cuối CCCD/CMND")


class Outcome(models.TextChoices):
    FOUND = "found", _("Tìm thấy")
    UNCONFIRMED = "unconfirmed", _("Chưa xác nhận được")


class Collector(models.TextChoices):
    """Who took the card from the counter."""

    SELF = "self", _("Chính chủ")
    PROXY = "proxy", _("Người nhận thay")


class Paper(models.TextChoices):
    """What a proxy showed; which of them is enough is the officer's to judge.

    Civil Code 91/2015/QH13: article 138 (a person empowers another), article 136 (parents and
    guardians represent a child or a ward).
    """

    AUTHORISATION = "authorisation", _("Giấy uỷ quyền")
    FAMILY = "family", _("Giấy khai sinh hoặc giấy tờ về giám hộ")
    APPOINTMENT = "appointment", _("Giấy hẹn của người có thẻ")
    OTHER = "other", _("Giấy tờ khác")


class ChaseKind(models.TextChoices):
    """How somebody was told about a card that lies, or a file that is faulty."""

    TOLD = "told", _("Đã nhắn tin")
    LETTER = "letter", _("Đã in thư")


class Reply(models.TextChoices):
    """What the receiver of a letter answers."""

    COMING = "coming", _("Sẽ đến nhận")
    MOVED = "moved", _("Đã chuyển nơi ở")
    NOT_MINE = "not_mine", _("Không phải người này")
