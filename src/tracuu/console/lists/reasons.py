"""Why rows are kept out, in a few words each."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "name_missing": _("thiếu họ tên"),
    "name_empty": _("ô họ tên trống"),
    "name_no_letters": _("họ tên không có chữ nào"),
    "name_damaged": _("họ tên bị lỗi phông"),
    "name_too_long": _("họ tên quá dài"),
    "name_not_a_name": _("họ tên có số hoặc ký hiệu"),
    "birth_missing": _("thiếu ngày sinh"),
    "birth_empty": _("ô ngày sinh trống"),
    "birth_twice": _("ngày sinh ở cả hai cột Nam và Nữ"),
    "birth_format": _("chưa đọc được ngày sinh"),
    "birth_impossible": _("ngày sinh không có thật"),
    "birth_future": _("ngày sinh ở tương lai"),
    "birth_too_old": _("năm sinh quá xưa"),
    "birth_ambiguous": _("ngày sinh đọc được hai cách"),
    "stage_unknown": _("chưa hiểu trạng thái"),
    "conflict": _("số hồ sơ của người khác"),
    "several": _("không rõ là ai"),
}


def reason_text(code: str) -> str:
    """The reason in words; one that this page has no words for yet shows its code."""
    return str(REASONS.get(code, code))
