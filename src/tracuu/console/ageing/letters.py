"""A run of letters: addresses in, a PDF out, nothing of either kept."""

import os
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from tracuu.accounts import permissions
from tracuu.cards.ageing.addresses import AddressBook, AddressLine, read_file, read_pasted
from tracuu.cards.ageing.letters import MOST_LETTERS, keep_run, plan_letters
from tracuu.cards.errors import LettersNotPrinted
from tracuu.cards.lists.reading import ListNotReadable
from tracuu.cards.rules import Age
from tracuu.cards.sentences import said
from tracuu.console.ageing.forms import LettersForm
from tracuu.console.ageing.pdf import Sender, draw_letters
from tracuu.console.ageing.views import AGES_BY_KEY
from tracuu.console.events import AGE_NAMES
from tracuu.console.lists.uploads import NamelessUpload
from tracuu.console.pages import officer_page, page
from tracuu.console.requests import OfficerRequest
from tracuu.core import clock
from tracuu.units.models import Unit


@csrf_exempt  # `_print` checks the token, when what the body holds has a place to go
@officer_page("GET", "HEAD", "POST", check=permissions.check_can_edit_lists)
def make_letters(request: OfficerRequest, unit: Unit, age: str) -> HttpResponse:
    chosen = AGES_BY_KEY.get(age)
    if chosen is None:
        raise Http404
    if request.method != "POST":
        return _form(request, chosen, LettersForm())
    request.upload_handlers = [NamelessUpload(request)]
    return _print(request, unit, chosen)


@csrf_protect
def _print(request: HttpRequest, unit: Unit, age: Age) -> HttpResponse:
    form = LettersForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, age, form)
    told = form.cleaned_data
    try:
        lines = read_pasted(told["addresses"])
        if told["file"]:
            lines += _read(told["file"].file.fileno(), first=len(lines) + 1)
        run = plan_letters(
            unit=unit, age=age, book=AddressBook(lines, clock.today()), again=told["again"]
        )
        # Only a letter that was drawn counts as printed.
        content = draw_letters(run, Sender.of(unit, _reply_address(request)))
        keep_run(
            unit=unit,
            age=age,
            run=run,
            again=told["again"],
            actor=request.actor,  # type: ignore[attr-defined]
        )
    except (LettersNotPrinted, ListNotReadable) as error:
        form.add_error(None, said(str(error)))
        return _form(request, age, form)
    response = HttpResponse(content, content_type="application/pdf")
    name = f"thu-{unit.slug}-{clock.today().isoformat()}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _read(handle: int, first: int) -> list[AddressLine]:
    """The lines of the uploaded file, under the number of their row, or behind those that were typed."""
    lines = read_file(Path(f"/proc/{os.getpid()}/fd/{handle}"))
    if first == 1:
        return lines
    return [
        AddressLine(number, one.receipt, one.full_name, one.birth_date, one.address)
        for number, one in enumerate(lines, start=first)
    ]


def _reply_address(request: HttpRequest) -> str:
    path = reverse("portal:replies")
    return (
        f"{settings.BASE_URL.rstrip('/')}{path}"
        if settings.BASE_URL
        else (request.build_absolute_uri(path))
    )


def _form(request: HttpRequest, age: Age, form: LettersForm) -> HttpResponse:
    context = {"form": form, "age": age, "age_name": AGE_NAMES[age.key], "most": MOST_LETTERS}
    status = 422 if form.errors else 200
    return page(request, "console/ageing/letters.html", context, status=status)
