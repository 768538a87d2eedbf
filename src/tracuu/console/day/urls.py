"""Addresses of the first screen and of the rows behind its numbers; `console.urls` takes them in."""

from django.urls import path

from tracuu.console.day.cards import show_cards
from tracuu.console.day.views import show_lookups, show_unit

urlpatterns = [
    path("<slug:slug>/", show_unit, name="unit"),
    path("<slug:slug>/lookups/", show_lookups, name="lookups"),
    path("<slug:slug>/cards/<slug:stage>/<slug:age>/", show_cards, name="cards"),
]
