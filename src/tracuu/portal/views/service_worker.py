"""The small program that a browser keeps to show a notification while no page is open."""

from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse

from tracuu.portal.pages import takes


@takes("GET", "HEAD")
def show_service_worker(_request: HttpRequest) -> HttpResponse:
    """At the root, so that it may open any of our pages; browsers ask for it anew each day."""
    response = HttpResponse(_source(), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "max-age=600"
    return response


@lru_cache(maxsize=1)
def _source() -> str:
    path = finders.find("portal/service-worker.js")
    assert isinstance(path, str)
    return Path(path).read_text(encoding="utf-8")
