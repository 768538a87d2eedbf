"""Addresses of a unit's messages to citizens; `console.urls` takes them in."""

from django.urls import path

from tracuu.console.notices.views import (
    decide_on_dead,
    send_list_corrections,
    show_notices,
)

urlpatterns = [
    path("<slug:slug>/messages/", show_notices, name="notices"),
    path("<slug:slug>/messages/failed/", decide_on_dead, name="decide_on_dead"),
    path("<slug:slug>/lists/<int:pk>/corrections/", send_list_corrections, name="list_corrections"),
]
