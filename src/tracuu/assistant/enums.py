"""The words of the dialogue. None of them is shown; docs/developer/conversation.md explains them."""

from enum import StrEnum


class Step(StrEnum):
    """Where a dialogue stands: what the assistant last asked for, if anything."""

    MENU = "menu"
    NAME = "name"
    BIRTH = "birth"
    FACT = "fact"
    LATER = "later"
    ANSWERED = "answered"
    QUESTION = "question"
    CHOOSING = "choosing"


class Goal(StrEnum):
    """What a name and a date are collected for."""

    LOOK_UP = "look_up"
    WATCH = "watch"


class Wish(StrEnum):
    """What somebody wants who taps a button, or says in so many words what a button says."""

    MENU = "menu"
    CANCEL = "cancel"
    LOOK_UP = "look_up"
    ASK = "ask"
    PERSON = "person"
    PLACE = "place"
    WATCH = "watch"
    WATCHES = "watches"
    STOP_WATCH = "stop_watch"
    LATER = "later"
    FORGET_LATER = "forget_later"
    MORE = "more"
    FACT_KIND = "fact_kind"
    WRONG = "wrong"
    WRONG_NAME = "wrong_name"
    WRONG_BIRTH = "wrong_birth"
    MINE = "mine"
    MY_CARD = "my_card"
    BIND = "bind"
    UNBIND = "unbind"
    TOPIC = "topic"
    USEFUL = "useful"
    NOT_RIGHT = "not_right"
    NONE_OF_THESE = "none_of_these"
    SAME_BIRTH = "same_birth"
    ENGLISH = "english"
    VIETNAMESE = "vietnamese"
    HELLO = "hello"
    THANKS = "thanks"
    NOD = "nod"
    BYE = "bye"
    ONLY_YEAR = "only_year"
    NEXT = "next"
    OLD_BUTTON = "old_button"


class Note(StrEnum):
    """Said before anything else: something was sent that nobody here needs."""

    LONG_NUMBER = "long_number"
    SECRET_CODE = "secret_code"  # noqa: S105 (a word, no password)
    PHOTO = "photo"


class Deed(StrEnum):
    """What the assistant does in one turn; each has one function in `assistant.doing`."""

    NOTHING = "nothing"
    GREET = "greet"
    SHOW_MENU = "show_menu"
    CANCEL = "cancel"
    BE_POLITE = "be_polite"
    ASK_NAME = "ask_name"
    ASK_BIRTH = "ask_birth"
    ASK_FACT = "ask_fact"
    ASK_WHAT_IS_WRONG = "ask_what_is_wrong"
    LOOK_UP = "look_up"
    WATCH = "watch"
    LIST_WATCHES = "list_watches"
    STOP_WATCH = "stop_watch"
    ASK_LATER = "ask_later"
    KEEP_PHONE = "keep_phone"
    KEEP_EMAIL = "keep_email"
    FORGET_LATER = "forget_later"
    SHOW_MINE = "show_mine"
    SHOW_MINE_OR_ASK = "show_mine_or_ask"
    BIND = "bind"
    UNBIND = "unbind"
    SHOW_PLACE = "show_place"
    INVITE_QUESTION = "invite_question"
    ANSWER_QUESTION = "answer_question"
    SHOW_TOPIC = "show_topic"
    REFUSE_CHOICES = "refuse_choices"
    TAKE_FEEDBACK = "take_feedback"
    SAY_NOT_UNDERSTOOD = "say_not_understood"
    HAND_OVER = "hand_over"
    SAY_STILL_WAITING = "say_still_waiting"
    CALL_OFF = "call_off"
    TAKE_ATTACHMENT = "take_attachment"
    TELL_PAGE = "tell_page"
    TELL_OLD_BUTTON = "tell_old_button"
    TELL_MISTYPED = "tell_mistyped"
    SPEAK_LANGUAGE = "speak_language"
