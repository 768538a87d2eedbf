"""The lists of a unit, the way in for a new one, and one list from its upload to its withdrawal."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from tracuu.accounts import permissions
from tracuu.cards.enums import ListState, Stage
from tracuu.cards.errors import UploadNotStored
from tracuu.cards.jobs import read_list
from tracuu.cards.lists.quality import list_quality
from tracuu.cards.lists.receiving import receive_upload
from tracuu.cards.lists.refusing import refusals
from tracuu.cards.lists.releasing import undo_bar
from tracuu.cards.lists.reviewing import get_understood
from tracuu.cards.models import CardList
from tracuu.cards.queries import find_card_list, get_undo_minutes, list_recent_lists
from tracuu.console.lists.forms import FIELDS, DayForm, UndoTimeForm, UploadForm
from tracuu.console.lists.plots import plot
from tracuu.console.lists.shown import counts_of, day_of, summary_of
from tracuu.console.lists.uploads import NamelessUpload, blocks_of
from tracuu.console.notices.shown import messages_of
from tracuu.console.pages import officer_page, page
from tracuu.console.requests import OfficerRequest
from tracuu.units.models import Unit

edits = permissions.check_can_edit_lists
_MOST_DAYS = 30
_REFRESH_SECONDS = 2


@officer_page()
def show_lists(request: OfficerRequest, unit: Unit) -> HttpResponse:
    return _lists(request, unit, UploadForm())


@csrf_exempt  # `_upload` checks the token, when what the body holds has a place to go
@officer_page("POST", check=edits)
def upload_list(request: OfficerRequest, unit: Unit) -> HttpResponse:
    request.upload_handlers = [NamelessUpload(request)]
    return _upload(request, unit)


@csrf_protect
def _upload(request: HttpRequest, unit: Unit) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _lists(request, unit, form, status=422)
    told = form.cleaned_data
    try:
        card_list = receive_upload(
            unit=unit,
            file_name=told["file"].name,
            blocks=blocks_of(told["file"]),
            actor=request.actor,  # type: ignore[attr-defined]
            as_of=told["as_of"],
            stage=Stage[told["stage"].upper()],
            overrides_hand=told["overrides_hand"],
        )
    except UploadNotStored as error:
        form.add_error("file", str(error))
        return _lists(request, unit, form, status=422)
    wake_reader(card_list)
    return redirect("console:list", unit.slug, card_list.pk)


def wake_reader(card_list: CardList) -> None:
    """Should this be lost, or the queue be out of reach, the sweep finds the list within a minute."""

    def wake() -> None:
        read_list(card_list.pk)

    transaction.on_commit(wake, robust=True)


def _lists(
    request: HttpRequest, unit: Unit, form: UploadForm, *, status: int = 200
) -> HttpResponse:
    minutes = get_undo_minutes(unit)
    context = {
        "form": form,
        "lists": list_recent_lists(unit),
        "undo_minutes": minutes,
        "undo_form": UndoTimeForm(initial={"minutes": minutes}),
        "is_chief": permissions.can_override_refusals(request.user, unit),  # type: ignore[arg-type]
    }
    return page(request, "console/lists/lists.html", context, status=status)


@officer_page()
def show_list(request: OfficerRequest, unit: Unit, pk: int) -> HttpResponse:
    """What there is to see and to do, by the state of the list."""
    card_list = get_list(unit, pk)
    officer = request.user
    is_reviewed = card_list.state == ListState.REVIEWED
    against = refusals(card_list) if is_reviewed else []
    understood = get_understood(card_list)
    context = {
        "list": card_list,
        "is_waiting": card_list.state in {ListState.UPLOADED, ListState.READING},
        "is_reviewed": is_reviewed,
        "profile": understood.profile if understood else None,
        "fields": FIELDS,
        "counts": counts_of(card_list),
        "summary": summary_of(card_list),
        "refusals": against,
        "is_blocked": any(not one.is_overridable for one in against),
        "day": day_of(card_list, understood.day if understood else None),
        "day_form": DayForm(initial={"as_of": card_list.as_of}),
        "doubts_columns": any(one.code == "columns" for one in against),
        "doubts_dates": any(one.code == "day_month" for one in against),
        "is_stale": any(one.code == "stale" for one in against),
        "can_edit": permissions.can_edit_lists(officer, unit),
        "can_publish": permissions.can_publish_lists(officer, unit),
        "can_override": permissions.can_override_refusals(officer, unit),
        "undo": undo_bar(
            card_list,
            officer_id=officer.pk,
            is_chief=permissions.can_override_refusals(officer, unit),
        ),
        "told": messages_of(card_list),
        "has_rejected": bool(card_list.report.get("rejected")) and card_list.sealed_key is not None,
    }
    response = page(request, "console/lists/list.html", context)
    if context["is_waiting"]:
        response.headers["Refresh"] = str(_REFRESH_SECONDS)
    return response


@officer_page()
def show_quality(request: OfficerRequest, unit: Unit) -> HttpResponse:
    """How good the unit's publications were, over time; those that were withdrawn are not plotted."""
    reports = list_quality(unit)
    stand = [one for one in reports if not one.is_withdrawn]
    labels = [f"{one.published_at:%d/%m/%Y}" for one in stand]
    plots: list[tuple[str, list[float | None], float]] = [
        (_("Độ phủ: phần hồ sơ chưa trả mà danh sách nhắc đến"), [r.coverage for r in stand], 1),
        (_("Phần dòng bị từ chối"), [*(r.rejected for r in stand)], 0.2),
        (_("Tuổi của danh sách khi công bố, ngày"), [*(r.age_days for r in stand)], _MOST_DAYS),
    ]
    context = {
        "reports": list(reversed(reports)),
        "plots": [(title, plot(values, labels, most=most), most) for title, values, most in plots],
    }
    return page(request, "console/lists/quality.html", context)


def get_list(unit: Unit, pk: int) -> CardList:
    """The unit's list, or 404; another unit's is 404 too."""
    card_list = find_card_list(unit, pk)
    if card_list is None or card_list.state == ListState.STAGING:
        raise Http404
    return card_list


def say_error(request: HttpRequest, error: Exception) -> None:
    messages.error(request, str(error))
