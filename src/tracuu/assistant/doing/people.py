"""A name, a date and a second fact are asked for, one after the other."""

from django.utils.translation import gettext

from tracuu.assistant.decisions import ALONE, DATED, MISTYPED, PART, WHICH, WRONG, Decision
from tracuu.assistant.dialogue import Dialogue
from tracuu.assistant.doing import buttons
from tracuu.assistant.doing.officers import hand_over_for
from tracuu.assistant.doing.places import asked_again
from tracuu.assistant.doing.replying import Reply, Turn, lines, paragraphs
from tracuu.assistant.enums import Goal, Step, Wish
from tracuu.assistant.web_links import link_to_form
from tracuu.cards.enums import ProofKind
from tracuu.cards.errors import FieldError
from tracuu.cards.wording import error_sentence
from tracuu.core import clock
from tracuu.messaging.chat.content import Button
from tracuu.names import (
    BirthDateNotUnderstood,
    NameNotUnderstood,
    parse_birth_date,
    parse_name,
)

# Whoever cannot make themselves understood three times in a row is helped by a person.
_MOST_MISSES = 2


def ask_name(turn: Turn, decision: Decision) -> Reply:
    """The first question; or the same again, with what was wrong."""
    dialogue = decision.dialogue
    if not turn.unit.publishes_lists or turn.unit.closed_on:
        return elsewhere(turn, dialogue)
    if decision.argument == WRONG:
        return ask_again(turn, dialogue, _name_fault(turn), gettext("Ví dụ: Nguyễn Văn An."))
    if decision.argument == MISTYPED:
        return ask_again(turn, dialogue, mistyped(), asked_again(Step.NAME))
    linked, ways = link_to_form(turn, dialogue)
    if decision.argument == DATED and dialogue.part:
        text = gettext("Năm sinh %(year)s. Họ và tên là gì?") % {"year": dialogue.part}
    elif decision.argument == DATED:
        text = lines(
            gettext("Lần tra cứu trước đã qua nên chúng tôi không còn giữ họ tên.")
            if dialogue.is_new and turn.conversation.last_outbound_at
            else "",
            gettext("Ngày sinh %(date)s. Họ và tên là gì?") % {"date": dialogue.birth_date},
        )
    elif decision.argument == WHICH:
        text = gettext("Để xem hồ sơ này, bạn cho biết họ và tên, rồi đến ngày sinh.")
    else:
        text = lines(
            gettext("Bạn muốn được báo tin của ai? Hãy gõ họ và tên.")
            if dialogue.goal is Goal.WATCH
            else gettext("Bạn cho biết họ và tên của người cần tra cứu."),
            gettext(
                "Đủ họ, tên đệm và tên, có dấu hoặc không dấu. Gõ luôn ngày sinh cũng được, ví dụ:"
                " Nguyễn Văn An 02/09/1990."
            ),
        )
    return Reply(text, linked, (*ways, buttons.cancel()))


def ask_birth(turn: Turn, decision: Decision) -> Reply:
    """The second question; `argument` is the date that was said before of somebody else."""
    dialogue = decision.dialogue
    example = gettext("Ví dụ: 02/09/1990 hoặc 02091990.")
    if decision.argument in {WRONG, MISTYPED}:
        fault = mistyped() if decision.argument == MISTYPED else _birth_fault(turn)
        return ask_again(turn, dialogue, fault, example, buttons.wrong_name())
    if decision.argument == ALONE:
        text = gettext("Không sao, bạn chỉ gõ năm sinh cũng được. Ví dụ: 1950.")
        return Reply(text, dialogue, (buttons.wrong_name(), buttons.cancel()))
    if dialogue.part:
        return _ask_for_the_day(dialogue)
    text = lines(
        gettext("Đã nhận số hồ sơ.") if decision.argument == WHICH else "",
        gettext("%(name)s sinh ngày, tháng, năm nào?") % {"name": dialogue.full_name},
        example,
    )
    same: tuple[Button, ...] = ()
    if decision.argument not in {"", WHICH, PART}:
        label = gettext("Vẫn là %(date)s") % {"date": decision.argument}
        same = (buttons.hidden(label, Wish.SAME_BIRTH, decision.argument),)
    return Reply(text, dialogue, (*same, buttons.wrong_name(), buttons.cancel()))


def _ask_for_the_day(dialogue: Dialogue) -> Reply:
    """The name stays, and the year; only what is missing is asked for."""
    told = {"name": dialogue.full_name, "part": dialogue.part}
    if dialogue.part.isdecimal():
        text = lines(
            gettext("Đã nhận %(name)s, năm sinh %(part)s. Còn thiếu ngày và tháng sinh.") % told,
            gettext("Bạn gõ thêm ngày và tháng, ví dụ 02/09."),
        )
    else:
        text = lines(
            gettext("Đã nhận %(name)s, sinh tháng %(part)s. Còn thiếu ngày sinh.") % told,
            gettext("Bạn gõ đủ ngày, tháng, năm sinh, ví dụ 02/09/1990."),
        )
    only = buttons.hidden(gettext("Giấy tờ không ghi ngày"), Wish.ONLY_YEAR)
    return Reply(text, dialogue, (only, buttons.wrong_name(), buttons.cancel()))


def mistyped() -> str:
    """Of a code of twelve signs, which check each other."""
    return gettext("Mã này có chữ hoặc số chưa đúng. Bạn xem lại từng chữ rồi gõ lại cả mã.")


def ask_fact(turn: Turn, decision: Decision) -> Reply:
    """Something that only the person holds opens the second tier."""
    dialogue = decision.dialogue
    if decision.argument == WHICH:
        text = gettext("%(digits)s là bốn số cuối của số nào?") % {"digits": dialogue.fact}
        return Reply(text, dialogue, (*_kinds(but=ProofKind.RECEIPT), buttons.cancel()))
    if decision.argument in {WRONG, MISTYPED}:
        example = gettext("Ví dụ: HS-00123, hoặc bốn số cuối.")
        is_code = decision.argument == MISTYPED
        fault = mistyped() if is_code else gettext("Tôi chưa đọc được thông tin này.")
        return ask_again(turn, dialogue, fault, example)
    if dialogue.fact_kind:
        return Reply(_wanted(dialogue), dialogue, (buttons.cancel(),))
    text = gettext(
        "Bạn gõ một thông tin chỉ bạn có: số hồ sơ trên giấy hẹn, mã nhận thẻ, hoặc bốn số cuối của"
        " điện thoại hay CCCD đã ghi khi làm hồ sơ. Đừng gõ cả số."
    )
    return Reply(text, dialogue, (*_kinds(), buttons.cancel()))


def ask_what_is_wrong(_turn: Turn, decision: Decision) -> Reply:
    """Whoever says that something is wrong chooses what."""
    ways = (buttons.wrong_name(), buttons.wrong_birth(), buttons.another(), buttons.person())
    return Reply(gettext("Bạn muốn sửa điều gì?"), decision.dialogue, ways)


def elsewhere(turn: Turn, dialogue: Dialogue) -> Reply:
    """This unit keeps no lists: its page says which one does."""
    text = paragraphs(
        gettext("Đơn vị này không tra cứu thẻ ở đây."),
        gettext("Bạn tra cứu ở đơn vị nơi đã làm thẻ, hoặc nhắn cho cán bộ."),
    )
    ways = (*_own_page(turn), buttons.ask(), buttons.person(), buttons.place())
    return Reply(text, Dialogue(topic=dialogue.topic), ways)


def _own_page(turn: Turn) -> tuple[Button, ...]:
    address = buttons.page_of(turn.unit)
    return buttons.opening(gettext("Chọn đơn vị"), address)


def ask_again(turn: Turn, dialogue: Dialogue, fault: str, example: str, *more: Button) -> Reply:
    """The same question with what was wrong; a person is offered, and then asked."""
    if dialogue.misses >= _MOST_MISSES:
        return hand_over_for(turn, dialogue, "not_understood")
    help_wanted = (buttons.person(),) if dialogue.misses else ()
    ways = (*more, *help_wanted, buttons.cancel())
    return Reply(lines(fault, example), dialogue, ways, is_missed=True)


def _name_fault(turn: Turn) -> str:
    try:
        parse_name(turn.heard.question)
    except NameNotUnderstood as error:
        return error_sentence(FieldError("full_name", error.code, error.message))
    return gettext("Tôi chưa đọc được họ tên. Bạn chỉ gõ họ và tên ghi trên giấy tờ.")


def _birth_fault(turn: Turn) -> str:
    try:
        parse_birth_date(turn.heard.question, today=clock.today())
    except BirthDateNotUnderstood as error:
        return error_sentence(FieldError("birth_date", error.code, error.message))
    return gettext("Tôi chưa đọc được ngày sinh.")


def _kinds(but: ProofKind | None = None) -> tuple[Button, ...]:
    return tuple(
        buttons.hidden(str(kind.label), Wish.FACT_KIND, kind.value)
        for kind in ProofKind
        if kind is not but
    )


def _wanted(dialogue: Dialogue) -> str:
    return {
        ProofKind.RECEIPT: gettext(
            "Bạn gõ số hồ sơ trên giấy hẹn, hoặc mã nhận thẻ. Ví dụ: HS-00123."
        ),
        ProofKind.PHONE_LAST4: gettext(
            "Bạn gõ bốn số cuối của số điện thoại đã ghi khi làm hồ sơ."
        ),
        ProofKind.ID_LAST4: gettext("Bạn gõ bốn số cuối của số CCCD hoặc CMND. Đừng gõ cả số."),
    }[ProofKind(dialogue.fact_kind)]
