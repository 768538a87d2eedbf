"""Every address of the house."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("", include("tracuu.api.urls")),
    path("webhooks/", include("tracuu.webhooks.urls")),
    path("console/", include("tracuu.console.urls")),
    *i18n_patterns(path("", include("tracuu.portal.urls")), prefix_default_language=False),
]
