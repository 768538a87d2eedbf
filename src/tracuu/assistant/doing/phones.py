"""A telephone number for news that come when the chat is closed: asked for, kept sealed, forgotten.

Zalo lets an account write for seven days after a person's last word; later a message goes as a template
to a number that the person gave (ADR 0015). It is asked for only where the unit has such templates.
"""

from django.utils.translation import gettext

from tracuu.assistant.decisions import WRONG, Decision
from tracuu.assistant.doing import buttons
from tracuu.assistant.doing.people import ask_again
from tracuu.assistant.doing.places import asked_again
from tracuu.assistant.doing.replying import Reply, Turn, lines, paragraphs
from tracuu.core.crypto import SealBroken, keys
from tracuu.messaging.chat.content import Button
from tracuu.messaging.models import ZaloUser
from tracuu.messaging.zalo import users
from tracuu.messaging.zalo.ways import open_phone

_SHOWN = 3


def offer(turn: Turn) -> tuple[str, tuple[Button, ...]]:
    """The sentence and the button that ask for a number; nothing where none is needed or one is known."""
    user = _user(turn)
    if user is None or not user.account.templates or user.sealed_phone is not None:
        return "", ()
    text = gettext(
        "Nếu đã 7 ngày bạn không nhắn, Zalo không cho chúng tôi nhắn ở đây nữa. Để lại số điện thoại thì"
        " tin vẫn đến bạn."
    )
    return text, (buttons.phone(),)


def ask_phone(turn: Turn, decision: Decision) -> Reply:
    """Which number; or the same again, with what was wrong."""
    dialogue = decision.dialogue
    example = gettext("Ví dụ: 0901 234 567.")
    if decision.argument == WRONG:
        fault = gettext("Số di động có 10 chữ số và bắt đầu bằng 0. Bạn xem lại giúp.")
        return ask_again(turn, dialogue, fault, example)
    text = paragraphs(
        lines(gettext("Bạn gõ số điện thoại đang dùng Zalo."), example),
        gettext(
            "Chúng tôi cất kín số này và chỉ dùng để báo tin về thẻ. Muốn xoá, bạn gõ “xoá số điện"
            " thoại”."
        ),
    )
    return Reply(text, dialogue, (buttons.cancel(),))


def keep_phone(turn: Turn, decision: Decision) -> Reply:
    """Seal it; `argument` is the number. One that was given before is replaced."""
    user, number = _user(turn), decision.argument
    if user is None or not users.keep_phone(user, number):
        return ask_phone(turn, Decision(decision.deed, decision.dialogue, WRONG))
    text = gettext(
        "Đã cất số có ba số cuối là %(digits)s. Khi không nhắn được ở đây, tin về thẻ sẽ đến số này."
    )
    ways = (buttons.watches(), buttons.another(), buttons.person())
    return Reply(text % {"digits": number[-_SHOWN:]}, decision.dialogue, ways)


def forget_phone(turn: Turn, decision: Decision) -> Reply:
    """Erase it; the watches stay."""
    is_erased = forget(turn)
    text = (
        gettext("Đã xoá số điện thoại của bạn. Các lời nhờ báo tin vẫn còn.")
        if is_erased
        else gettext("Chúng tôi không giữ số điện thoại nào của bạn.")
    )
    again = asked_again(decision.dialogue.step)
    return Reply(paragraphs(text, again), decision.dialogue, (buttons.watches(), buttons.look_up()))


def forget(turn: Turn) -> bool:
    """Whether there was a number; there is none any more."""
    user = _user(turn)
    return user is not None and users.forget_phone(user)


def shown(turn: Turn) -> str:
    """Which number is kept, by its last digits; "" when none is."""
    user = _user(turn)
    if user is None or user.sealed_phone is None:
        return ""
    try:
        number = open_phone(keys()[0], bytes(user.sealed_phone), user.pk)
    except SealBroken:
        return ""
    return gettext(
        "Khi không nhắn được ở đây, tin đến số điện thoại có ba số cuối là %(digits)s."
    ) % {"digits": number[-_SHOWN:]}


def _user(turn: Turn) -> ZaloUser | None:
    return ZaloUser.objects.select_related("account").filter(pk=turn.contact.pk).first()
