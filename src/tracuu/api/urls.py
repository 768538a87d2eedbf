"""What machines ask: the API, the health of the server, its counters."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def is_live(_request: HttpRequest) -> HttpResponse:
    """Say that the process answers; asks nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


urlpatterns = [path("health/live", is_live, name="health-live")]
