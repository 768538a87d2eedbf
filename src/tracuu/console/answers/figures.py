"""How questions were answered, week by week, in a unit and in each below it."""

from django.http import HttpResponse

from tracuu.answers.figures import list_weeks, list_weeks_below
from tracuu.console.pages import officer_page, page
from tracuu.console.requests import OfficerRequest
from tracuu.core import clock
from tracuu.units.models import Unit

_WEEKS = 12


@officer_page()
def show_figures(request: OfficerRequest, unit: Unit) -> HttpResponse:
    today = clock.today()
    context = {
        "weeks": list_weeks(unit, today, _WEEKS),
        "below": list_weeks_below(unit, today),
    }
    return page(request, "console/answers/figures.html", context)
