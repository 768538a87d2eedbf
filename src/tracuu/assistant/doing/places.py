"""Where the unit is and when it is open: today's data, never remembered text."""

from django.utils.translation import gettext

from tracuu.assistant.decisions import Decision
from tracuu.assistant.doing import buttons
from tracuu.assistant.doing.replying import Reply, Turn, lines, paragraphs
from tracuu.assistant.enums import Step
from tracuu.core import clock
from tracuu.messaging.chat.calling import call_buttons
from tracuu.messaging.chat.content import Button
from tracuu.units.models import Unit
from tracuu.units.wording import hours_text, open_now_text, unit_name


def show_place(turn: Turn, decision: Decision) -> Reply:
    """Hours, place and telephone, and whether it is open now."""
    text = paragraphs(place_of(turn.unit), asked_again(decision.dialogue.step))
    found = (*call_buttons(turn.unit), *_others(decision))
    return Reply(text, decision.dialogue, found)


def _others(decision: Decision) -> tuple[Button, ...]:
    if asked_again(decision.dialogue.step):
        return (buttons.cancel(),)
    return (buttons.look_up(), buttons.person())


def place_of(unit: Unit) -> str:
    """The unit's name, hours, address and telephone, one a line."""
    invented = f" ({gettext('số liệu minh hoạ')})" if unit.is_invented else ""
    hours = hours_text(unit)
    return lines(
        unit_name(unit),
        f"{gettext('Giờ làm việc')}: {hours or gettext('Chưa có, hãy gọi trước khi đến')}."
        f" {open_now_text(unit, clock.now()) if hours else ''}".rstrip(),
        f"{gettext('Địa chỉ')}: {unit.address}{invented}" if unit.address else "",
        f"{gettext('Điện thoại')}: {unit.phone}{invented}" if unit.phone else "",
    )


def asked_again(step: Step) -> str:
    """What is still asked for, after something else was answered in between."""
    if step is Step.NAME:
        return gettext("Để tra cứu tiếp, bạn gõ họ và tên.")
    if step is Step.BIRTH:
        return gettext("Để tra cứu tiếp, bạn gõ ngày, tháng, năm sinh.")
    if step is Step.LATER:
        return gettext("Để nhận tin cả khi đã lâu không nhắn, bạn gõ cách liên lạc khác.")
    if step is Step.FACT:
        return gettext("Để xem chi tiết, bạn gõ thông tin chỉ bạn có.")
    return ""
