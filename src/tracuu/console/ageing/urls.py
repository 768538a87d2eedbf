"""Addresses of cards that lie, letters and the notice; `console.urls` takes them in."""

from django.urls import path

from tracuu.console.ageing.letters import make_letters
from tracuu.console.ageing.notices import make_unit_notice, show_notice, take_down
from tracuu.console.ageing.views import show_ageing

urlpatterns = [
    path("<slug:slug>/ageing/", show_ageing, name="ageing"),
    path("<slug:slug>/ageing/notice/", show_notice, name="notice"),
    path("<slug:slug>/ageing/notice/make/", make_unit_notice, name="make_notice"),
    path("<slug:slug>/ageing/notice/take-down/", take_down, name="take_notice_down"),
    path("<slug:slug>/ageing/<slug:age>/", show_ageing, name="ageing_of"),
    path("<slug:slug>/ageing/<slug:age>/letters/", make_letters, name="letters"),
]
