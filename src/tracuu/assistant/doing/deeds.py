"""Which function does which deed."""

from collections.abc import Callable

from tracuu.assistant.decisions import Decision
from tracuu.assistant.doing import (
    bindings,
    later,
    looking_up,
    menus,
    officers,
    people,
    places,
    questions,
    watches,
)
from tracuu.assistant.doing.replying import Reply, Turn
from tracuu.assistant.enums import Deed

DEEDS: dict[Deed, Callable[[Turn, Decision], Reply]] = {
    Deed.NOTHING: menus.do_nothing,
    Deed.GREET: menus.greet,
    Deed.SHOW_MENU: menus.show_menu,
    Deed.CANCEL: menus.cancel,
    Deed.BE_POLITE: menus.be_polite,
    Deed.SAY_NOT_UNDERSTOOD: menus.say_not_understood,
    Deed.TAKE_ATTACHMENT: menus.take_attachment,
    Deed.TELL_PAGE: menus.tell_page,
    Deed.TELL_OLD_BUTTON: menus.tell_old_button,
    Deed.TELL_MISTYPED: menus.tell_mistyped,
    Deed.SPEAK_LANGUAGE: menus.speak_language,
    Deed.ASK_NAME: people.ask_name,
    Deed.ASK_BIRTH: people.ask_birth,
    Deed.ASK_FACT: people.ask_fact,
    Deed.ASK_WHAT_IS_WRONG: people.ask_what_is_wrong,
    Deed.LOOK_UP: looking_up.look_up,
    Deed.SHOW_MINE: bindings.show_mine,
    Deed.SHOW_MINE_OR_ASK: bindings.show_mine_or_ask,
    Deed.BIND: bindings.bind,
    Deed.UNBIND: bindings.unbind,
    Deed.WATCH: watches.watch,
    Deed.LIST_WATCHES: watches.list_watches,
    Deed.STOP_WATCH: watches.stop_watch,
    Deed.ASK_LATER: later.ask_later,
    Deed.KEEP_PHONE: later.keep_phone,
    Deed.KEEP_EMAIL: later.keep_email,
    Deed.FORGET_LATER: later.forget_later,
    Deed.SHOW_PLACE: places.show_place,
    Deed.INVITE_QUESTION: questions.invite_question,
    Deed.ANSWER_QUESTION: questions.answer_question,
    Deed.SHOW_TOPIC: questions.show_topic,
    Deed.REFUSE_CHOICES: questions.refuse_choices,
    Deed.TAKE_FEEDBACK: questions.take_feedback,
    Deed.HAND_OVER: officers.hand_over,
    Deed.SAY_STILL_WAITING: officers.say_still_waiting,
    Deed.CALL_OFF: officers.call_off,
}
