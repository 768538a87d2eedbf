"""Addresses of the answers of a unit; `console.urls` takes them in.

The words that stand where a topic could are reserved (`answers.drafting.RESERVED`).
"""

from django.urls import path

from tracuu.console.answers.asked import decide_on_asked, show_asked, show_asked_group
from tracuu.console.answers.drafts import edit_answer, publish_answer, review_answer
from tracuu.console.answers.figures import show_figures
from tracuu.console.answers.law import change_law, show_law
from tracuu.console.answers.lessons import (
    change_checks,
    decide_on_lesson,
    decide_on_suggestions,
    show_checks,
    show_lessons,
)
from tracuu.console.answers.outside import confirm_group, edit_group, show_groups
from tracuu.console.answers.phrasings import show_phrasings
from tracuu.console.answers.trying import try_question
from tracuu.console.answers.views import (
    release_answer,
    show_answers,
    show_topic,
    withdraw_answer,
    write_answer,
)

_HERE = "<slug:slug>/answers/"
urlpatterns = [
    path(_HERE, show_answers, name="answers"),
    path(f"{_HERE}asked/", show_asked, name="asked"),
    path(f"{_HERE}asked/<int:pk>/", show_asked_group, name="asked_group"),
    path(f"{_HERE}asked/<int:pk>/decide/", decide_on_asked, name="decide_on_asked"),
    path(f"{_HERE}checks/", show_checks, name="answer_checks"),
    path(f"{_HERE}checks/change/", change_checks, name="change_checks"),
    path(f"{_HERE}figures/", show_figures, name="answer_figures"),
    path(f"{_HERE}law/", show_law, name="law"),
    path(f"{_HERE}law/change/", change_law, name="change_law"),
    path(f"{_HERE}lessons/", show_lessons, name="lessons"),
    path(f"{_HERE}lessons/suggestions/", decide_on_suggestions, name="decide_on_suggestions"),
    path(f"{_HERE}lessons/<int:pk>/", decide_on_lesson, name="decide_on_lesson"),
    path(f"{_HERE}outside/", show_groups, name="outside"),
    path(f"{_HERE}outside/<slug:code>/", edit_group, name="edit_outside"),
    path(f"{_HERE}outside/<slug:code>/confirm/", confirm_group, name="confirm_outside"),
    path(f"{_HERE}try/", try_question, name="try_question"),
    path(f"{_HERE}<int:pk>/edit/", edit_answer, name="edit_answer"),
    path(f"{_HERE}<int:pk>/review/", review_answer, name="review_answer"),
    path(f"{_HERE}<int:pk>/approve/", publish_answer, name="approve_answer"),
    path(f"{_HERE}<int:pk>/withdraw/", withdraw_answer, name="withdraw_answer"),
    path(f"{_HERE}<int:pk>/release/", release_answer, name="release_answer"),
    path(f"{_HERE}<slug:topic>/", show_topic, name="answer_topic"),
    path(f"{_HERE}<slug:topic>/write/", write_answer, name="write_answer"),
    path(f"{_HERE}<slug:topic>/phrasings/", show_phrasings, name="phrasings"),
]
