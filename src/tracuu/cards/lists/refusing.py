"""What speaks against publishing a list, each as one sentence for the officer."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracuu.cards.enums import ListState
from tracuu.cards.errors import Refusal
from tracuu.cards.models import CardList, UnitLedger
from tracuu.cards.rules import MOST_FOREIGN, MOST_REJECTED
from tracuu.cards.wording import date_text
from tracuu.units.models import Unit
from tracuu.units.wording import unit_name

# What `reading.plausible` finds strange about the columns of names and births.
COLUMN_DOUBTS: dict[str, str | Promise] = {
    "names_repeat": gettext_lazy(
        "Cột họ và tên chỉ có vài tên lặp đi lặp lại: có thể là cột phường, trạng thái hay cột khác."
    ),
    "names_strange": gettext_lazy("Phần lớn ô ở cột họ và tên không giống họ tên đầy đủ."),
    "births_young": gettext_lazy(
        "Hơn một nửa số người có ngày sinh trong vài năm gần đây: có thể là cột ngày thu nhận."
    ),
    "births_one_year": gettext_lazy(
        "Gần như mọi người sinh cùng một năm: có thể là một cột ngày khác."
    ),
    "births_repeat": gettext_lazy(
        "Chỉ có vài ngày sinh lặp đi lặp lại: có thể là một cột ngày khác."
    ),
}


def refusals(card_list: CardList) -> list[Refusal]:
    """Everything that speaks against it now; empty when it may be published as it is.

    Some a chief may override with a reason; the others tell what has to be done first.
    """
    return [*_must_be_done(card_list), *_may_be_overridden(card_list)]


def _must_be_done(card_list: CardList) -> Iterator[Refusal]:
    ledger = UnitLedger.objects.get(unit_id=card_list.unit_id)
    report = card_list.report
    if ledger.version != card_list.base_version:
        yield Refusal(
            "stale",
            _("Từ lúc đọc danh sách này, dữ liệu của đơn vị đã thay đổi. Hãy so sánh lại."),
            is_overridable=False,
        )
    if report.get("day_month_doubt"):
        yield Refusal(
            "day_month",
            _("Ngày và tháng sinh có vẻ bị đổi chỗ. Hãy chọn “đổi lại” hoặc “giữ nguyên”."),
            is_overridable=False,
        )
    if not card_list.are_columns_confirmed:
        for code in report.get("column_doubts", []):
            yield Refusal("columns", str(COLUMN_DOUBTS[code]), is_overridable=False)
    if not report.get("accepted"):
        yield Refusal(
            "nothing",
            _("Không có dòng nào dùng được, nên không có gì để công bố."),
            is_overridable=False,
        )


def _may_be_overridden(card_list: CardList) -> Iterator[Refusal]:
    report = card_list.report
    published = CardList.objects.filter(unit_id=card_list.unit_id, state=ListState.PUBLISHED)
    same = published.filter(sha256=card_list.sha256).order_by("-published_at").first()
    if same is not None:
        sentence = _("Chính tệp này đã được công bố (danh sách số %(number)s).")
        yield Refusal("repeat", sentence % {"number": same.pk})
    share = report.get("foreign_share", 0.0)
    if share > MOST_FOREIGN:
        other = Unit.objects.filter(pk=report.get("foreign_unit")).first()
        whose = unit_name(other) if other is not None else _("một đơn vị khác")
        yield Refusal(
            "foreign",
            _("Khoảng %(share)s số người trong tệp là người của %(unit)s. Có thể nhầm đơn vị.")
            % {"share": f"{share:.0%}", "unit": whose},
        )
    newest = UnitLedger.objects.get(unit_id=card_list.unit_id).data_as_of
    if newest is not None and card_list.as_of < newest:
        yield Refusal(
            "older",
            _("Danh sách ngày %(day)s cũ hơn danh sách mới nhất (%(newest)s).")
            % {"day": date_text(card_list.as_of), "newest": date_text(newest)},
        )
    read, rejected = report.get("read", 0), report.get("rejected", 0)
    if read and rejected / read > MOST_REJECTED:
        yield Refusal(
            "rejected",
            _("%(rejected)s trên %(read)s dòng bị từ chối, quá %(most)s. Hãy sửa tệp trước.")
            % {"rejected": rejected, "read": read, "most": f"{MOST_REJECTED:.0%}"},
        )
