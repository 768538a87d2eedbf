"""What a list's page shows: its counts, each with the way to its rows."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tracuu.cards.enums import DayFrom, RowKind
from tracuu.cards.lists.as_of import FoundDay
from tracuu.cards.lists.vault import file_name_of
from tracuu.cards.models import CardList
from tracuu.console.fields import day_text
from tracuu.console.templatetags.day import thousands

# In the order of the page: the count in the report, its words, and the kind of rows behind it.
_COUNTS: tuple[tuple[str, str | Promise, str], ...] = (
    ("new", _("Hồ sơ mới"), "new"),
    ("moved_forward", _("Tiến thêm một bước"), "moved_forward"),
    ("relocated", _("Đổi hộc"), ""),
    ("reasoned", _("Đổi lý do hoặc hạn bổ sung"), ""),
    ("unchanged", _("Không đổi"), "unchanged"),
    ("corrected", _("Sửa thông tin"), RowKind.CORRECTED),
    ("namesakes", _("Trùng họ tên và ngày sinh với người khác"), RowKind.NAMESAKE),
    ("moved_back", _("Đòi lùi trạng thái (không áp dụng)"), RowKind.MOVED_BACK),
    ("held", _("Cán bộ đã sửa tay sau ngày này (giữ nguyên)"), RowKind.HELD),
    ("handed_over", _("Đã trả ở quầy (giữ nguyên)"), RowKind.HANDED_OVER),
    ("vanished", _("Có ở danh sách trước, vắng ở danh sách này"), "vanished"),
    ("foreign", _("Giống người của đơn vị khác"), RowKind.FOREIGN),
    ("rejected", _("Bị từ chối vì có ô chưa đúng"), RowKind.REJECTED),
    ("ambiguous", _("Bị từ chối vì không rõ là ai"), RowKind.AMBIGUOUS),
    ("duplicates", _("Lặp lại trong tệp"), ""),
)
_ALWAYS = frozenset(
    {"new", "moved_forward", "unchanged", "moved_back", "vanished", "ambiguous", "rejected"}
)
KIND_NAMES: dict[str, str | Promise] = {str(kind): label for _count, label, kind in _COUNTS if kind}


@dataclass(frozen=True, slots=True)
class Count:
    label: str | Promise
    number: int
    kind: str
    is_bad: bool


def rejected_cells(report: Mapping[str, int]) -> int:
    """The rows with a wrong cell: `rejected` counts those who are nobody's too."""
    return report.get("rejected", 0) - report.get("ambiguous", 0)


def counts_of(card_list: CardList) -> list[Count]:
    """The counts of the review; those that are nought and seldom matter are left out."""
    report: dict[str, Any] = card_list.report
    numbers = {**report, "rejected": rejected_cells(report)}
    return [
        Count(label, numbers.get(name, 0), str(kind), name in {"rejected", "ambiguous", "foreign"})
        for name, label, kind in _COUNTS
        if numbers.get(name, 0) or name in _ALWAYS
    ]


def summary_of(card_list: CardList) -> str:
    """In one line what publishing would do; what seldom happens is told when it does."""
    numbers: dict[str, int] = card_list.report
    new, forward, corrected, rejected = (
        {"count": thousands(numbers.get(name, 0))}
        for name in ("new", "moved_forward", "corrected", "rejected")
    )
    parts = [
        gettext("%(count)s hồ sơ mới") % new,
        gettext("%(count)s tiến thêm") % forward,
        gettext("%(count)s sửa thông tin") % corrected,
        gettext("%(count)s bị từ chối") % rejected,
    ]
    if not numbers.get("corrected"):
        del parts[2]
    return ", ".join(parts) + "."


@dataclass(frozen=True, slots=True)
class ShownDay:
    """Where the day of a list comes from, and the words of the file that say it, with their sheet.

    `other` is the day that the file says and its officer does not.
    """

    source: str
    is_doubted: bool
    quote: str = ""
    sheet: str = ""
    other: datetime.date | None = None


def day_of(card_list: CardList, found: FoundDay | None) -> ShownDay:
    """What an officer should know about the day before publishing."""
    source = DayFrom(card_list.as_of_from)
    if source is DayFrom.UPLOAD:
        sentence = gettext("Tệp không ghi ngày nào, nên đang lấy ngày tải lên. Hãy ghi đúng ngày.")
        return ShownDay(sentence, is_doubted=True)
    if found is None:
        return ShownDay(gettext("Ngày do cán bộ ghi."), is_doubted=False)
    if found.day != card_list.as_of:
        sentence = (
            gettext("Ngày do cán bộ ghi. Tệp lại ghi ngày %(day)s, ở dòng %(row)s:")
            if found.text
            else gettext("Ngày do cán bộ ghi. Tên tệp lại ghi ngày %(day)s:")
        )
        told = sentence % {"day": day_text(found.day), "row": found.row}
        return ShownDay(told, True, *_quoted(card_list, found), other=found.day)  # noqa: FBT003
    sentence = (
        gettext("Đúng như tệp ghi ở dòng %(row)s:") % {"row": found.row}
        if found.text
        else gettext("Đúng như tên tệp:")
    )
    return ShownDay(sentence, False, *_quoted(card_list, found))  # noqa: FBT003


def _quoted(card_list: CardList, found: FoundDay) -> tuple[str, str]:
    return (found.text or file_name_of(card_list)), found.sheet
