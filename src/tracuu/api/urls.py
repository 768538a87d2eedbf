"""What machines ask: the API, the health of the server, its counters."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from tracuu.api import docs, errors, health
from tracuu.api.api import api


def _unknown(_request: HttpRequest, **_parts: str) -> HttpResponseBase:
    return errors.not_found()


def _api_patterns() -> list[URLPattern]:
    patterns = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern)]
    for pattern in patterns:
        pattern.callback = errors.for_machines(pattern.callback)
    return patterns


urlpatterns = [
    path("health/live", health.is_live, name="health-live"),
    path("health/ready", health.is_ready, name="health-ready"),
    path("health/work", health.keeps_up, name="health-work"),
    path("metrics", health.count, name="metrics"),
    path("api/openapi.json", errors.for_machines(docs.openapi), name="api-openapi"),
    path("api/docs", docs.page, name="api-docs"),
    path("api/", ((_api_patterns()), "ninja", "api")),
    path("api/<path:unknown>", errors.for_machines(_unknown)),
]
