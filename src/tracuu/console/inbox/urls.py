"""Addresses of a unit's inbox; `console.urls` takes them in. They name nobody."""

from django.urls import path

from tracuu.console.inbox.conversation import (
    answer,
    close,
    compose,
    end_bond,
    hand_back,
    show_conversation,
    show_digits,
    show_news,
    take,
)
from tracuu.console.inbox.drafts import draft_answer
from tracuu.console.inbox.lists import show_inbox, show_inbox_news
from tracuu.console.inbox.replies import (
    add_reply,
    edit_reply,
    send_chief_mail_again,
    set_times,
    show_replies,
)

_ONE = "<slug:slug>/inbox/<int:pk>/"
urlpatterns = [
    path("<slug:slug>/inbox/", show_inbox, name="inbox"),
    path("<slug:slug>/inbox/news/", show_inbox_news, name="inbox_news"),
    path("<slug:slug>/inbox/replies/", show_replies, name="canned_replies"),
    path("<slug:slug>/inbox/replies/add/", add_reply, name="add_canned_reply"),
    path("<slug:slug>/inbox/replies/<slug:code>/edit/", edit_reply, name="edit_canned_reply"),
    path("<slug:slug>/inbox/times/", set_times, name="inbox_times"),
    path("<slug:slug>/inbox/chief-mail/", send_chief_mail_again, name="chief_mail_again"),
    path(_ONE, show_conversation, name="conversation"),
    path(f"{_ONE}news/", show_news, name="conversation_news"),
    path(f"{_ONE}digits/", show_digits, name="conversation_digits"),
    path(f"{_ONE}take/", take, name="take_conversation"),
    path(f"{_ONE}answer/", answer, name="answer_conversation"),
    path(f"{_ONE}compose/", compose, name="compose_answer"),
    path(f"{_ONE}back/", hand_back, name="hand_conversation_back"),
    path(f"{_ONE}close/", close, name="close_conversation"),
    path(f"{_ONE}unbind/", end_bond, name="unbind_conversation"),
    path(f"{_ONE}draft/", draft_answer, name="draft_from_conversation"),
]
