"""A person can always be reached: the conversation is handed to the unit's officers."""

from django.utils.translation import gettext

from tracuu.assistant.decisions import Decision
from tracuu.assistant.dialogue import Dialogue
from tracuu.assistant.doing import buttons
from tracuu.assistant.doing.replying import Reply, Turn, paragraphs
from tracuu.assistant.enums import Step
from tracuu.core import clock
from tracuu.messaging.chat.calling import call_while_open
from tracuu.messaging.chat.handing_over import hand_over as hand_to_officers
from tracuu.messaging.chat.handing_over import let_assistant_speak
from tracuu.units.models import Unit
from tracuu.units.rules import is_open, next_opening
from tracuu.units.wording import hours_text, unit_name, when_text


def hand_over(turn: Turn, decision: Decision) -> Reply:
    """Somebody asked for a person."""
    return hand_over_for(turn, decision.dialogue, decision.argument)


def hand_over_for(turn: Turn, dialogue: Dialogue, reason: str) -> Reply:
    """Hand over, and say when somebody will answer."""
    hand_to_officers(conversation=turn.conversation, reason=reason)
    text = paragraphs(
        _head(turn.unit, reason),
        when_answered(turn.unit),
        gettext(
            "Bạn viết rõ điều cần hỏi vào đây. Đừng gửi số hay ảnh giấy tờ, mật khẩu, mã OTP: cán bộ"
            " không bao giờ hỏi những thứ đó."
        ),
    )
    ways = (*call_while_open(turn.unit), buttons.look_up(), buttons.cancel())
    return Reply(text, dialogue.without_person().at(Step.MENU), ways)


def _head(unit: Unit, reason: str) -> str:
    names = {"unit": unit_name(unit)}
    if reason == "asked":
        return gettext("Đã chuyển tin của bạn cho cán bộ %(unit)s.") % names
    if reason == "abuse":
        return gettext("Tôi chuyển cuộc trò chuyện này cho cán bộ %(unit)s.") % names
    return (
        gettext("Tôi chưa trả lời được câu này nên đã chuyển tin của bạn cho cán bộ %(unit)s.")
        % names
    )


def when_answered(unit: Unit) -> str:
    """When somebody will answer: now that the unit is open, or when it opens next."""
    now = clock.now()
    hours = hours_text(unit)
    if is_open(unit.opening_hours, now):
        told = gettext("Cán bộ sẽ trả lời bạn ngay tại đây, khi có người rảnh.")
    elif (opens := next_opening(unit.opening_hours, now)) is not None:
        told = gettext(
            "Bây giờ đơn vị đang nghỉ. Cán bộ sẽ trả lời bạn tại đây khi làm việc lại, từ %(time)s."
        ) % {"time": when_text(opens, now)}
    else:
        told = gettext("Cán bộ sẽ trả lời bạn tại đây trong giờ làm việc.")
    return f"{told} {gettext('Giờ làm việc')}: {hours}." if hours else told


def say_still_waiting(turn: Turn, decision: Decision) -> Reply:
    """Asked for a person again, before one came."""
    text = paragraphs(
        gettext("Tin của bạn đang chờ cán bộ. Bạn không cần gửi lại."), when_answered(turn.unit)
    )
    return Reply(
        text, decision.dialogue, (*call_while_open(turn.unit), buttons.look_up(), buttons.cancel())
    )


def call_off(turn: Turn, decision: Decision) -> Reply:
    """Whoever waited for a person needs none any more."""
    let_assistant_speak(turn.conversation)
    text = gettext("Vâng, cán bộ không cần trả lời nữa. Cần lại, bạn bấm “Hỏi cán bộ”.")
    return Reply(text, decision.dialogue, buttons.menu())
