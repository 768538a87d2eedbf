"""A view that does the least a view with a database can do: one indexed read, answered as JSON."""

from django.http import HttpRequest, JsonResponse
from django.urls import path

from tracuu.cards.models import Application
from tracuu.config.urls import urlpatterns as project_urls


def bare(_request: HttpRequest, application_id: int) -> JsonResponse:
    """Read one row by its primary key, under the same middleware as everything else."""
    row = Application.objects.values("id", "unit_id", "person_hash").get(pk=application_id)
    return JsonResponse(row)


urlpatterns = [
    path("bare/<int:application_id>", bare),
    *project_urls,
]
