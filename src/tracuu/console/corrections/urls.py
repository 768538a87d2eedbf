"""Addresses of faulty files and their reasons; `console.urls` takes them in. None names anybody."""

from django.urls import path

from tracuu.console.corrections.reasons import add_reason, edit_reason, show_reasons
from tracuu.console.corrections.views import (
    send_back,
    show_correction,
    show_corrections,
    take_in,
)

urlpatterns = [
    path("<slug:slug>/corrections/", show_corrections, name="corrections"),
    path("<slug:slug>/corrections/person/", show_correction, name="correction"),
    path("<slug:slug>/corrections/send-back/", send_back, name="send_back"),
    path("<slug:slug>/corrections/take-in/", take_in, name="take_in"),
    path("<slug:slug>/reasons/", show_reasons, name="reasons"),
    path("<slug:slug>/reasons/new/", add_reason, name="add_reason"),
    path("<slug:slug>/reasons/of/<slug:code>/", edit_reason, name="edit_reason"),
]
