"""Addresses of the lists of a unit; `console.urls` takes them in."""

from django.urls import path

from tracuu.console.lists.columns import show_columns
from tracuu.console.lists.deeds import (
    answer_dates,
    compare_again,
    confirm_columns,
    discard_list,
    publish_list,
    say_day,
    set_undo_time,
    undo_list,
)
from tracuu.console.lists.rows import download_rejected, show_rows
from tracuu.console.lists.views import show_list, show_lists, show_quality, upload_list

urlpatterns = [
    path("<slug:slug>/lists/", show_lists, name="lists"),
    path("<slug:slug>/lists/upload/", upload_list, name="upload_list"),
    path("<slug:slug>/lists/quality/", show_quality, name="list_quality"),
    path("<slug:slug>/lists/undo-time/", set_undo_time, name="undo_time"),
    path("<slug:slug>/lists/<int:pk>/", show_list, name="list"),
    path("<slug:slug>/lists/<int:pk>/rows/<slug:kind>/", show_rows, name="list_rows"),
    path("<slug:slug>/lists/<int:pk>/rejected.xlsx", download_rejected, name="rejected_rows"),
    path("<slug:slug>/lists/<int:pk>/columns/", show_columns, name="list_columns"),
    path("<slug:slug>/lists/<int:pk>/columns/right/", confirm_columns, name="columns_right"),
    path("<slug:slug>/lists/<int:pk>/day/", say_day, name="list_day"),
    path("<slug:slug>/lists/<int:pk>/dates/", answer_dates, name="list_dates"),
    path("<slug:slug>/lists/<int:pk>/again/", compare_again, name="compare_list_again"),
    path("<slug:slug>/lists/<int:pk>/publish/", publish_list, name="publish_list"),
    path("<slug:slug>/lists/<int:pk>/undo/", undo_list, name="undo_list"),
    path("<slug:slug>/lists/<int:pk>/discard/", discard_list, name="discard_list"),
]
