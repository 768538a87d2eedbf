"""Addresses of the answers of a unit; `console.urls` takes them in."""

from django.urls import path

from tracuu.console.answers.views import (
    approve_answer,
    release_answer,
    show_answers,
    show_topic,
    withdraw_answer,
    write_answer,
)

urlpatterns = [
    path("<slug:slug>/answers/", show_answers, name="answers"),
    path("<slug:slug>/answers/<slug:topic>/", show_topic, name="answer_topic"),
    path("<slug:slug>/answers/<slug:topic>/write/", write_answer, name="write_answer"),
    path("<slug:slug>/answers/<int:pk>/approve/", approve_answer, name="approve_answer"),
    path("<slug:slug>/answers/<int:pk>/withdraw/", withdraw_answer, name="withdraw_answer"),
    path("<slug:slug>/answers/<int:pk>/release/", release_answer, name="release_answer"),
]
