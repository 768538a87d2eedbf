"""The rows of a list, by kind and page; and those to be mended, as a file."""

from typing import Any

from django.http import Http404, HttpResponse

from tracuu.audit.operations import record
from tracuu.cards.enums import RowKind
from tracuu.cards.lists.comparing import list_missing
from tracuu.cards.lists.rejected_file import export_rejected
from tracuu.cards.lists.review_rows import PAGE, count_rows, list_page
from tracuu.cards.lists.reviewing import get_understood
from tracuu.cards.lists.taken import TAKEN, list_taken
from tracuu.cards.models import CardList
from tracuu.console.lists.shown import KIND_NAMES, rejected_cells
from tracuu.console.lists.views import edits, get_list
from tracuu.console.pages import officer_page, page
from tracuu.console.requests import OfficerRequest
from tracuu.units.models import Unit

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MENDABLE = (RowKind.REJECTED, RowKind.AMBIGUOUS)


@officer_page(check=edits)
def show_rows(request: OfficerRequest, unit: Unit, pk: int, kind: str) -> HttpResponse:
    """Fifty rows of a kind. Names of people are read here, so only those who edit lists do."""
    card_list = get_list(unit, pk)
    if kind not in KIND_NAMES:
        raise Http404
    number = _page_number(request)
    if kind in TAKEN:
        rows: list[Any] = list_taken(card_list, kind, number, PAGE)
    elif kind == "vanished":
        rows = list_missing(card_list, number, PAGE)
    else:
        rows = list_page(card_list, RowKind(kind), number)
    record(
        actor=request.actor,
        action="list_rows_read",
        subject=f"list:{card_list.pk}",
        unit_id=unit.pk,
        facts={"kind": kind, "page": number},
    )
    total = _total(card_list, kind)
    context = {
        "list": card_list,
        "kind": kind,
        "title": KIND_NAMES[kind],
        "rows": rows,
        "is_mendable": kind in _MENDABLE,
        "headers": _headers(card_list) if kind in _MENDABLE else {},
        "units": _unit_names(rows) if kind == "foreign" else {},
        "number": number,
        "before": number - 1,
        "after": number + 1 if number * PAGE < total else 0,
        "total": total,
        "all": _all(card_list, kind, total),
    }
    return page(request, "console/lists/rows.html", context)


def _page_number(request: OfficerRequest) -> int:
    asked = request.GET.get("page", "1")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1  # noqa: PLR2004


def _total(card_list: CardList, kind: str) -> int:
    if kind in TAKEN or kind == "vanished":
        return int(card_list.report.get(kind, 0))
    return count_rows(card_list)[kind]


def _all(card_list: CardList, kind: str, kept: int) -> int:
    """How many there are, also those that are not kept for eyes."""
    report = card_list.report
    if kind == RowKind.REJECTED:
        return rejected_cells(report)
    return int(report.get(kind, kept))


def _unit_names(rows: list[Any]) -> dict[int, str]:
    named = Unit.objects.filter(pk__in={row.other_unit for row in rows})
    return dict(named.values_list("pk", "name"))


def _headers(card_list: CardList) -> dict[str, list[str]]:
    understood = get_understood(card_list)
    if understood is None:
        return {}
    return {one["name"]: [cell["shown"] for cell in one["columns"]] for one in understood.headers}


@officer_page(check=edits)
def download_rejected(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
    """The rejected rows with the reason beside each; the file's name tells nothing of its people."""
    card_list = get_list(unit, pk)
    if card_list.sealed_key is None or not card_list.report.get("rejected"):
        raise Http404
    content = export_rejected(card_list=card_list, actor=request.actor)
    name = f"danh-sach-{card_list.pk}-can-sua.xlsx"
    return HttpResponse(
        content,
        content_type=_XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
