"""Why rows are kept out, in a few words each."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_DAMAGED, _NO_NAME, _NO_BIRTH = _("họ tên bị lỗi phông"), _("thiếu họ tên"), _("thiếu ngày sinh")
REASONS: dict[str, str | Promise] = {
    "name_missing": _NO_NAME,
    "name_empty": _NO_NAME,
    "name_no_letters": _NO_NAME,
    "name_damaged": _DAMAGED,
    "name_too_long": _("họ tên quá dài"),
    "name_not_a_name": _("họ tên có số hoặc ký hiệu"),
    "birth_missing": _NO_BIRTH,
    "birth_empty": _NO_BIRTH,
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
