"""Saying what the columns of a file mean."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from tracuu.cards.errors import ListNotReady
from tracuu.cards.lists.reading.fields import Field
from tracuu.cards.lists.releasing import remap_columns
from tracuu.cards.lists.reviewing import get_understood
from tracuu.console.lists.forms import FIELDS
from tracuu.console.lists.views import edits, get_list, say_error, wake_reader
from tracuu.console.pages import officer_page, page
from tracuu.console.requests import OfficerRequest
from tracuu.units.models import Unit


@officer_page("GET", "HEAD", "POST", check=edits)
def show_columns(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
    """The columns of the first sheet; what is sent is compared with what was recognised."""
    card_list = get_list(unit, pk)
    understood = get_understood(card_list)
    if understood is None or not understood.headers:
        raise Http404
    columns = [one for one in understood.headers[0]["columns"] if one["text"]]
    if request.method == "POST":
        # The columns by place: a header's text never travels as the name of a field.
        mapping = {
            column["text"]: chosen
            for place, column in enumerate(columns)
            if (chosen := _chosen(request.POST.get(f"column_{place}", ""), column["field"]))
        }
        try:
            remap_columns(card_list=card_list, mapping=mapping, actor=request.actor)
            wake_reader(card_list)
        except ListNotReady as error:
            say_error(request, error)
        return redirect("console:list", unit.slug, pk)
    context = {"list": card_list, "columns": columns, "fields": FIELDS}
    return page(request, "console/lists/columns.html", context)


def _chosen(field: str, recognised: str) -> str:
    """The field to map the column to; a recognised column that is not to be used holds numbers only."""
    if field in FIELDS:
        return field
    return Field.NUMBER.value if recognised else ""
