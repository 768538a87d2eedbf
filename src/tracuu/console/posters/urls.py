"""Addresses of the poster; `console.urls` takes them in."""

from django.urls import path

from tracuu.console.posters.views import download_poster, show_poster

urlpatterns = [
    path("<slug:slug>/poster/", show_poster, name="poster"),
    path("<slug:slug>/poster/a4.pdf", download_poster, name="poster_file"),
]
