"""The masked notice: what hangs on the board, made by an editor, and seen by everybody then."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tracuu.accounts import permissions
from tracuu.cards.ageing.notices import LYING_DAYS, find_notice, make_notice, take_notice_down
from tracuu.cards.ageing.wording import ShownNotice
from tracuu.cards.errors import LettersNotPrinted
from tracuu.console.pages import officer_page, page
from tracuu.console.requests import OfficerRequest
from tracuu.core.qr import qr_path
from tracuu.units.models import Unit

_publishes = permissions.check_can_publish_lists


@officer_page()
def show_notice(request: OfficerRequest, unit: Unit) -> HttpResponse:
    """To be printed; until an editor makes one there is none."""
    notice = find_notice(unit)
    lookup = reverse("portal:lookup", args=[unit.slug])
    address = (
        f"{settings.BASE_URL.rstrip('/')}{lookup}"
        if settings.BASE_URL
        else request.build_absolute_uri(lookup)
    )
    path, size = qr_path(address, is_dense=True)
    context = {
        "notice": ShownNotice.of(notice) if notice else None,
        "days": LYING_DAYS,
        "qr_path": path,
        "qr_size": size,
        "address": address.partition("://")[2],
        "may_publish": permissions.can_publish_lists(request.user, unit),
    }
    return page(request, "console/ageing/notice.html", context)


@officer_page("POST", check=_publishes)
def make_unit_notice(request: OfficerRequest, unit: Unit) -> HttpResponse:
    try:
        make_notice(unit=unit, actor=request.actor)
    except LettersNotPrinted as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("Đã lập thông báo mới. Trang của đơn vị cũng hiện thông báo này.")
        )
    return redirect("console:notice", unit.slug)


@officer_page("POST", check=_publishes)
def take_down(request: OfficerRequest, unit: Unit) -> HttpResponse:
    take_notice_down(unit=unit, actor=request.actor)
    messages.success(request, _("Đã gỡ thông báo."))
    return redirect("console:notice", unit.slug)
