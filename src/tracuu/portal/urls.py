"""Addresses of the citizens' pages; nothing about a person ever stands in one.

The code of a letter does, on the address that its QR code opens: it opens no more than three buttons.
So does the code of a binding, for ten minutes: opening its page uses nothing up and asks no table.
"""

from django.urls import path

from tracuu.portal.views.answers import show_answer, show_answers, suggest_questions
from tracuu.portal.views.binding import show_binding
from tracuu.portal.views.chats import continue_on_zalo
from tracuu.portal.views.home import show_home
from tracuu.portal.views.lookup import show_lookup
from tracuu.portal.views.notices import show_notice
from tracuu.portal.views.replies import show_reply
from tracuu.portal.views.service_worker import show_service_worker
from tracuu.portal.views.units import show_unit
from tracuu.portal.views.watches import (
    ask_to_be_told,
    check_message,
    find_watches,
    show_watches,
)

app_name = "portal"
urlpatterns = [
    path("", show_home, name="home"),
    path("hoi-dap/", show_answers, name="answers"),
    path("hoi-dap/goi-y/", suggest_questions, name="suggest_questions"),
    path("hoi-dap/<slug:topic>/", show_answer, name="answer"),
    path("theo-doi/", find_watches, name="find_watches"),
    path("theo-doi/<slug:secret>/", show_watches, name="watches_of"),
    path("xac-minh/", check_message, name="check_message"),
    path("bao-tin-sw.js", show_service_worker, name="service_worker"),
    path("<slug:slug>/bao-tin/", ask_to_be_told, name="watch"),
    path("tra-loi/", show_reply, name="replies"),
    path("tra-loi/<str:code>/", show_reply, name="reply"),
    path("<slug:slug>/", show_unit, name="unit"),
    path("<slug:slug>/tra-cuu/", show_lookup, name="lookup"),
    path("<slug:slug>/gan/<str:code>/", show_binding, name="bind"),
    path("<slug:slug>/tra-cuu/zalo/", continue_on_zalo, name="continue_on_zalo"),
    path("<slug:slug>/thong-bao/", show_notice, name="notice"),
    path("<slug:slug>/hoi-dap/", show_answers, name="unit_answers"),
    path("<slug:slug>/hoi-dap/goi-y/", suggest_questions, name="unit_suggest_questions"),
    path("<slug:slug>/hoi-dap/<slug:topic>/", show_answer, name="unit_answer"),
]
