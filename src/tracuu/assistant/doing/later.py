"""A way for news that comes when the chat is closed: asked for, kept sealed, forgotten.

Zalo lets an account write for seven days after a person's last word. Later a message goes as a template
to a number that the person gave, where the unit has templates, or to an e-mail address (ADR 0015).
"""

from django.utils.translation import gettext

from tracuu.assistant.decisions import WRONG, Decision
from tracuu.assistant.doing import buttons
from tracuu.assistant.doing.people import ask_again
from tracuu.assistant.doing.places import asked_again
from tracuu.assistant.doing.replying import Reply, Turn, lines, paragraphs
from tracuu.assistant.enums import Step
from tracuu.core.crypto import SealBroken, keys
from tracuu.messaging.channels import is_offered
from tracuu.messaging.chat.content import Button
from tracuu.messaging.contacts import masked
from tracuu.messaging.enums import ChannelName
from tracuu.messaging.errors import ContactNotUnderstood, TooManyContacts
from tracuu.messaging.models import Watch, ZaloUser
from tracuu.messaging.next_contacts import forget_ways, leave_email
from tracuu.messaging.zalo import users
from tracuu.messaging.zalo.ways import open_phone

_SHOWN = 3


def offer(turn: Turn) -> tuple[str, tuple[Button, ...]]:
    """The sentence and the button that ask for a way; nothing where there is none, or one is known."""
    user = _user(turn)
    if user is None or user.sealed_phone is not None or user.next_contact_id is not None:
        return "", ()
    closed = gettext("Nếu đã 7 ngày bạn không nhắn, Zalo không cho chúng tôi nhắn ở đây nữa.")
    if _takes_phone(user) and _takes_email():
        label = gettext("Để lại số điện thoại hoặc e-mail")
        told = gettext("Để lại số điện thoại hoặc e-mail thì tin vẫn đến bạn.")
    elif _takes_phone(user):
        label = gettext("Để lại số điện thoại")
        told = gettext("Để lại số điện thoại thì tin vẫn đến bạn.")
    elif _takes_email():
        label = gettext("Để lại e-mail")
        told = gettext("Để lại e-mail thì tin vẫn đến bạn.")
    else:
        return "", ()
    return f"{closed} {told}", (buttons.later(label),)


def ask_later(turn: Turn, decision: Decision) -> Reply:
    """Which number or address; or the same again, with what was wrong."""
    user, dialogue = _user(turn), decision.dialogue
    takes_phone, takes_email = user is not None and _takes_phone(user), _takes_email()
    if not takes_phone and not takes_email:
        text = gettext("Đơn vị này chỉ báo tin được ở đây.")
        return Reply(text, dialogue.rested(), (buttons.watches(),))
    if not Watch.objects.filter(contact=turn.contact).exists():
        text = gettext("Bạn chưa nhờ báo tin của ai. Hãy tra cứu rồi bấm “Báo cho tôi khi có thẻ”.")
        return Reply(text, dialogue.rested(), (buttons.look_up(),))
    number = gettext("Số di động có 10 chữ số và bắt đầu bằng 0, ví dụ 0901 234 567.")
    address = gettext("Địa chỉ e-mail có dạng ten@nhacungcap.vn.")
    examples = lines(number if takes_phone else "", address if takes_email else "")
    if decision.argument == WRONG:
        return ask_again(turn, dialogue, gettext("Tôi chưa đọc được. Bạn xem lại giúp."), examples)
    if takes_phone and takes_email:
        asked = gettext("Bạn gõ số điện thoại đang dùng Zalo, hoặc địa chỉ e-mail.")
    elif takes_phone:
        asked = gettext("Bạn gõ số điện thoại đang dùng Zalo.")
    else:
        asked = gettext("Bạn gõ địa chỉ e-mail.")
    kept = gettext(
        "Chúng tôi cất kín và chỉ dùng để báo tin về thẻ. Muốn xoá, bạn gõ “xoá cách liên lạc”."
    )
    return Reply(paragraphs(lines(asked, examples), kept), dialogue, (buttons.cancel(),))


def keep_phone(turn: Turn, decision: Decision) -> Reply:
    """Seal it; `argument` is the number. One that was given before is replaced."""
    user, number = _user(turn), decision.argument
    if user is None or not _takes_phone(user) or not users.keep_phone(user, number):
        return _not_this(turn, decision)
    text = gettext(
        "Đã cất số có ba số cuối là %(digits)s. Khi không nhắn được ở đây, tin về thẻ sẽ đến số này."
    )
    return Reply(text % {"digits": number[-_SHOWN:]}, decision.dialogue, _ways())


def keep_email(turn: Turn, decision: Decision) -> Reply:
    """`argument` is the address; whoever reads there is asked first. Whether it is known is not told."""
    user = _user(turn)
    if user is None or not _takes_email():
        return _not_this(turn, decision)
    try:
        contact = leave_email(user, decision.argument)
    except ContactNotUnderstood:
        return _not_this(turn, decision)
    except TooManyContacts:
        text = gettext("Hôm nay bạn đã để lại nhiều địa chỉ. Ngày mai bạn thử lại nhé.")
        return Reply(text, decision.dialogue, _ways())
    text = paragraphs(
        gettext("Đã ghi e-mail %(address)s. Khi không nhắn được ở đây, tin về thẻ sẽ đến đó.")
        % {"address": masked(contact)},
        gettext(
            "Nếu địa chỉ chưa xác nhận, hãy mở e-mail chúng tôi gửi hôm nay và bấm Xác nhận trong 48"
            " giờ."
        ),
    )
    return Reply(text, decision.dialogue, _ways())


def forget_later(turn: Turn, decision: Decision) -> Reply:
    """Erase both; the watches stay."""
    text = (
        gettext("Đã xoá số điện thoại và e-mail bạn để lại. Các lời nhờ báo tin vẫn còn.")
        if forget(turn)
        else gettext("Chúng tôi không giữ số điện thoại hay e-mail nào của bạn.")
    )
    again = asked_again(decision.dialogue.step)
    return Reply(paragraphs(text, again), decision.dialogue, (buttons.watches(), buttons.look_up()))


def forget(turn: Turn) -> bool:
    """Whether something had been left; nothing of it is kept any more."""
    user = _user(turn)
    return user is not None and forget_ways(user)


def shown(turn: Turn) -> str:
    """What was left, so that its owner knows it again; "" when nothing was."""
    user = _user(turn)
    if user is None:
        return ""
    try:
        return lines(_shown_phone(user), _shown_email(user))
    except SealBroken:
        return ""


def _shown_phone(user: ZaloUser) -> str:
    if user.sealed_phone is None:
        return ""
    number = open_phone(keys()[0], bytes(user.sealed_phone), user.pk)
    told = gettext("Khi không nhắn được ở đây, tin đến số điện thoại có ba số cuối là %(digits)s.")
    return told % {"digits": number[-_SHOWN:]}


def _shown_email(user: ZaloUser) -> str:
    if user.next_contact is None:
        return ""
    told = gettext(
        "Khi không nhắn được ở đây, tin đến e-mail %(address)s, nếu địa chỉ đã được xác nhận."
    )
    return told % {"address": masked(user.next_contact)}


def _not_this(turn: Turn, decision: Decision) -> Reply:
    asked = decision.dialogue.at(Step.LATER)
    return ask_later(turn, Decision(decision.deed, asked, WRONG))


def _ways() -> tuple[Button, ...]:
    return (buttons.watches(), buttons.another(), buttons.person())


def _takes_phone(user: ZaloUser) -> bool:
    return bool(user.account.templates)


def _takes_email() -> bool:
    return is_offered(ChannelName.EMAIL)


def _user(turn: Turn) -> ZaloUser | None:
    rows = ZaloUser.objects.select_related("account", "contact", "next_contact")
    return rows.filter(pk=turn.contact.pk).first()
