"""What speaks against publishing a list, each as one sentence for the officer."""

from collections.abc import Iterator

from tracuu.cards.enums import ListState
from tracuu.cards.errors import Refusal
from tracuu.cards.models import CardList, UnitLedger
from tracuu.cards.rules import MOST_FOREIGN, MOST_REJECTED
from tracuu.units.models import Unit


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
            "Từ lúc đọc danh sách này, dữ liệu của đơn vị đã thay đổi. Hãy đọc lại để so sánh lại.",
            is_overridable=False,
        )
    if report.get("day_month_doubt"):
        yield Refusal(
            "day_month",
            "Ngày và tháng sinh có vẻ bị đổi chỗ. Hãy chọn “đổi lại” hoặc “giữ nguyên”.",
            is_overridable=False,
        )
    if not report.get("accepted"):
        yield Refusal(
            "nothing",
            "Không có dòng nào dùng được, nên không có gì để công bố.",
            is_overridable=False,
        )


def _may_be_overridden(card_list: CardList) -> Iterator[Refusal]:
    report = card_list.report
    published = CardList.objects.filter(unit_id=card_list.unit_id, state=ListState.PUBLISHED)
    same = published.filter(sha256=card_list.sha256).order_by("-published_at").first()
    if same is not None:
        yield Refusal("repeat", f"Chính tệp này đã được công bố (danh sách số {same.pk}).")
    share = report.get("foreign_share", 0.0)
    if share > MOST_FOREIGN:
        other = Unit.objects.filter(pk=report.get("foreign_unit")).first()
        whose = other.name if other is not None else "một đơn vị khác"
        yield Refusal(
            "foreign",
            f"Khoảng {share:.0%} số người trong tệp là người của {whose}. Có thể nhầm đơn vị.",
        )
    newest = UnitLedger.objects.get(unit_id=card_list.unit_id).data_as_of
    if newest is not None and card_list.as_of < newest:
        yield Refusal(
            "older",
            f"Danh sách ngày {card_list.as_of:%d/%m/%Y} cũ hơn danh sách mới nhất"
            f" ({newest:%d/%m/%Y}).",
        )
    read, rejected = report.get("read", 0), report.get("rejected", 0)
    if read and rejected / read > MOST_REJECTED:
        yield Refusal(
            "rejected",
            f"{rejected} trên {read} dòng bị từ chối, quá {MOST_REJECTED:.0%}. Hãy sửa tệp trước.",
        )
