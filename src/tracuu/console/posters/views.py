"""The way to the unit on Zalo, for officers to hang up and to hand on."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from tracuu.console.pages import officer_page, page
from tracuu.console.posters.pdf import Poster, draw_poster
from tracuu.console.requests import OfficerRequest
from tracuu.core.qr import qr_path
from tracuu.messaging.zalo.links import find_chat_link, is_broken
from tracuu.units.models import Unit


@officer_page()
def show_poster(request: OfficerRequest, unit: Unit) -> HttpResponse:
    link = find_chat_link(unit)
    context: dict[str, Any] = {"link": link, "plain_link": link.partition("://")[2]}
    if link:
        context["qr_path"], context["qr_size"] = qr_path(link)
    else:
        context["is_broken"] = is_broken(unit)
    return page(request, "console/posters/poster.html", context)


@officer_page()
def download_poster(request: OfficerRequest, unit: Unit) -> HttpResponse:
    link = find_chat_link(unit)
    if not link:
        return redirect("console:poster", unit.slug)
    poster = Poster.of(unit, link=link, check_at=_check_address(request))
    return HttpResponse(
        draw_poster(poster),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="ap-phich-zalo-{unit.slug}.pdf"'},
    )


def _check_address(request: HttpRequest) -> str:
    """As it is typed: without https://, and in Vietnamese."""
    path = reverse("portal:check_message")
    whole = f"{settings.BASE_URL.rstrip('/')}{path}" if settings.BASE_URL else ""
    return (whole or request.build_absolute_uri(path)).partition("://")[2]
