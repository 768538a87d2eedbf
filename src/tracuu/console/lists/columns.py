"""Saying what the columns of a file mean."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tracuu.audit.operations import record
from tracuu.cards.errors import ListNotReady
from tracuu.cards.lists.reading.fields import Field
from tracuu.cards.lists.reading.layout import keys_of
from tracuu.cards.lists.releasing import remap_columns
from tracuu.cards.lists.reviewing import get_understood
from tracuu.cards.models import CardList
from tracuu.console.lists.forms import FIELDS
from tracuu.console.lists.views import edits, get_list, say_error, wake_reader
from tracuu.console.pages import officer_page, page
from tracuu.console.requests import OfficerRequest
from tracuu.units.models import Unit

# Django takes fifty fields of a form; no list of people has so many columns.
_MOST_COLUMNS = 40
_BIRTHS = {Field.BIRTH, Field.BIRTH_MALE, Field.BIRTH_FEMALE, Field.YEAR}


@officer_page("GET", "HEAD", "POST", check=edits)
def show_columns(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
    """The columns of the first sheet; what is sent is compared with what was recognised.

    Cells stand beside them as samples: people are read here, and the record tells it.
    """
    card_list = get_list(unit, pk)
    understood = get_understood(card_list)
    if understood is None or not understood.headers:
        raise Http404
    columns = _columns(understood.headers[0]["columns"])
    error, chosen = "", _preselected(columns, card_list.mapping)
    if request.method == "POST":
        # The columns by place: a header's text never travels as the name of a field.
        chosen = [
            _chosen(request.POST.get(f"column_{place}", ""), column["field"])
            for place, column in enumerate(columns)
        ]
        error = what_is_wrong(chosen)
        if not error:
            _read_again(request, card_list, columns, chosen)
            return redirect("console:list", unit.slug, pk)
    record(
        actor=request.actor,
        action="list_columns_read",
        subject=f"list:{card_list.pk}",
        unit_id=unit.pk,
    )
    context = {
        "list": card_list,
        "columns": list(zip(columns, chosen, strict=True)),
        "fields": FIELDS,
        "error": error,
    }
    return page(request, "console/lists/columns.html", context, status=422 if error else 200)


def _columns(columns: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Those that have a header or hold something, each with the `key` by which it is spoken of."""
    keys = keys_of([(one["letter"], one["text"]) for one in columns])
    told = [{**one, "key": key} for one, key in zip(columns, keys, strict=True)]
    return [one for one in told if one["text"] or one["field"] or one["samples"]][:_MOST_COLUMNS]


def _preselected(columns: Sequence[Mapping[str, Any]], said: Mapping[str, str]) -> list[str]:
    """What was said of each column, else what was recognised; of two alike the first has it."""
    chosen: list[str] = []
    for column in columns:
        wishes = (said.get(column["key"], ""), column["field"])
        free = (one for one in wishes if one and (one == Field.NUMBER or one not in chosen))
        chosen.append(next(free, ""))
    return chosen


def _read_again(
    request: OfficerRequest,
    card_list: CardList,
    columns: Sequence[Mapping[str, Any]],
    chosen: Sequence[str],
) -> None:
    mapping = {column["key"]: field for column, field in zip(columns, chosen, strict=True) if field}
    try:
        remap_columns(card_list=card_list, mapping=mapping, actor=request.actor)
        wake_reader(card_list)
    except ListNotReady as error:
        say_error(request, error)


def what_is_wrong(chosen: Sequence[str]) -> str:
    """Why a list cannot be read with these fields, in a sentence; empty when it can.

    >>> what_is_wrong(["name", "birth", "number", "number", ""])
    ''
    """
    used = Counter(field for field in chosen if field and field != Field.NUMBER)
    twice = next((field for field, columns in used.items() if columns > 1), None)
    if twice is not None:
        sentence = _("Hai cột cùng là “%(field)s”. Hãy giữ một cột.")
        return sentence % {"field": FIELDS[twice]}
    if {Field.NAME, Field.SURNAME} <= used.keys():
        return _("Hãy chọn một trong hai: “Họ và tên”, hoặc “Họ và tên đệm” cùng với “Tên”.")
    if not (Field.NAME in used or Field.GIVEN in used):
        return _("Hãy chọn cột họ và tên.")
    if not _BIRTHS & used.keys():
        return _("Hãy chọn cột ngày sinh.")
    return ""


def _chosen(field: str, recognised: str) -> str:
    """The field to map the column to; a recognised column that is not to be used holds numbers only."""
    if field in FIELDS:
        return field
    return Field.NUMBER.value if recognised else ""
