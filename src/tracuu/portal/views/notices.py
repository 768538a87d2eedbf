"""The unit's notice of cards that nobody fetched: initials, years, quarters, and the way to look up."""

from django.http import Http404, HttpRequest, HttpResponse

from tracuu.cards.ageing.notices import LYING_DAYS, find_notice
from tracuu.cards.ageing.wording import ShownNotice
from tracuu.portal.pages import page, takes, unit_or_404
from tracuu.portal.presenters import ShownUnit

_KEEP_SECONDS = 60


@takes("GET", "HEAD")
def show_notice(request: HttpRequest, slug: str) -> HttpResponse:
    unit = unit_or_404(slug)
    notice = None if unit.closed_on else find_notice(unit)
    if notice is None:
        raise Http404
    context = {
        "unit": ShownUnit.of(unit),
        "notice": ShownNotice.of(notice),
        "days": LYING_DAYS,
        "can_look_up": unit.publishes_lists,
    }
    return page(request, "portal/notice.html", context, keep_seconds=_KEEP_SECONDS)
