"""Addresses of the citizens' pages; nothing about a person ever stands in one."""

from django.urls import path

from tracuu.portal.views.home import show_home
from tracuu.portal.views.lookup import show_lookup
from tracuu.portal.views.units import show_unit

app_name = "portal"
urlpatterns = [
    path("", show_home, name="home"),
    path("<slug:slug>/", show_unit, name="unit"),
    path("<slug:slug>/tra-cuu/", show_lookup, name="lookup"),
]
