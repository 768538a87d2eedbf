"""The lookup in the chat: the same operation, limits, tiers and words as on the web."""

from django.utils.translation import gettext

from tracuu.assistant.decisions import Decision
from tracuu.assistant.dialogue import Dialogue
from tracuu.assistant.doing import buttons
from tracuu.assistant.doing.people import elsewhere
from tracuu.assistant.doing.places import place_of
from tracuu.assistant.doing.replying import Reply, Turn, fitting, lines, paragraphs
from tracuu.assistant.enums import Step, Wish
from tracuu.assistant.web_links import link_to_form
from tracuu.cards.answer_wording import (
    WAITING,
    ShownDetails,
    birth_text,
    details_in_lines,
    freshness,
    unconfirmed_advice,
    unconfirmed_text,
    unconfirmed_title,
    usual_time,
)
from tracuu.cards.enums import ProofKind, Stage
from tracuu.cards.errors import LookupNotUnderstood, TooManyLookups, UnitTakesNoLookups
from tracuu.cards.lookup import Answer
from tracuu.cards.operations import look_up as look_up_card
from tracuu.cards.wording import advice_sentence, date_text, error_sentence, stage_sentence
from tracuu.core import clock
from tracuu.messaging.chat.content import Button
from tracuu.names import parse_birth_date


def look_up(turn: Turn, decision: Decision) -> Reply:
    """Where the card of the person is, or what to mend."""
    dialogue = decision.dialogue
    try:
        answer = look_up_card(
            unit=turn.unit,
            full_name=dialogue.full_name,
            birth_date=dialogue.birth_date,
            proof=dialogue.proof,
            caller=turn.caller,
        )
    except UnitTakesNoLookups:
        return elsewhere(turn, dialogue)
    except LookupNotUnderstood as error:
        return _mend(dialogue, error)
    except TooManyLookups as error:
        return slow_down(turn, dialogue, error)
    head = f"{dialogue.full_name}, {_born(dialogue.birth_date)}:"
    is_fact_wrong = dialogue.proof is not None and answer.stage is None
    text = _wrong_fact(answer, head, dialogue) if is_fact_wrong else answer_text(answer, head)
    # What did not open the second tier is forgotten: a watch with it would never be told.
    known = dialogue if answer.details else dialogue.at(Step.ANSWERED, fact_kind="", fact="")
    ways = answer_buttons(answer)
    if not dialogue.others:
        return Reply(text, known, ways)
    name, _born_on = dialogue.others[0]
    further = gettext("Bạn còn hỏi %(name)s: bấm nút dưới đây, hoặc gõ “tiếp”.") % {"name": name}
    label = gettext("Tra tiếp: %(name)s") % {"name": name}
    return Reply(paragraphs(text, further), known, (buttons.hidden(label, Wish.NEXT), *ways))


def _wrong_fact(answer: Answer, head: str, dialogue: Dialogue) -> str:
    """The second fact opened nothing: the same words whoever is listed, or nobody."""
    fact = {
        ProofKind.RECEIPT: gettext("Số hồ sơ hoặc mã nhận thẻ"),
        ProofKind.PHONE_LAST4: gettext("Bốn số cuối điện thoại"),
        ProofKind.ID_LAST4: gettext("Bốn số cuối CCCD hoặc CMND"),
    }[ProofKind(dialogue.fact_kind)]
    return paragraphs(
        lines(
            head,
            f"{unconfirmed_title()}. "
            + gettext("%(fact)s vừa gõ chưa khớp với họ tên và ngày sinh này.") % {"fact": fact},
            gettext("Điều đó không có nghĩa là thẻ của bạn có vấn đề."),
        ),
        gettext(
            "Bạn xem lại giấy hẹn rồi gõ lại, hoặc bấm “Thêm một thông tin” để thử thông tin khác."
        ),
        freshness(answer.data_as_of),
    )


def _born(typed: str) -> str:
    """The date as it was understood: who sees another one than they meant can say so."""
    born = parse_birth_date(typed, today=clock.today())
    return typed if born.is_century_guessed else birth_text(born.isoformat(), date_text)


def answer_text(answer: Answer, head: str) -> str:
    """The answer in words; `head` is whose it is: the name as typed, the date as understood."""
    if answer.stage is None:
        return fitting(
            paragraphs(
                lines(head, f"{unconfirmed_title()}. {unconfirmed_text()}"),
                unconfirmed_advice(),
                gettext(
                    "Bạn có thể thử lại với một thông tin chỉ bạn có (số hồ sơ trên giấy hẹn, bốn số cuối"
                    " điện thoại hoặc CCCD), hay nhờ chúng tôi báo khi có thẻ."
                ),
                lines(usual_time(answer.unit), freshness(answer.data_as_of)),
            )
        )
    details = ""
    if answer.details is not None:
        details = lines(*details_in_lines(ShownDetails.of(answer.details, answer.stage)))
    return fitting(
        paragraphs(
            lines(head, f"{stage_sentence(answer.stage)} {advice_sentence(answer.stage)}"),
            details,
            place_of(answer.unit),
            freshness(answer.data_as_of),
        )
    )


def answer_buttons(answer: Answer) -> tuple[Button, ...]:
    """Five at most; every unconfirmed answer has the same."""
    if answer.stage is None:
        return (
            buttons.watch(),
            buttons.one_more_fact(),
            buttons.place(),
            buttons.person(),
            buttons.another(),
        )
    may_wait = answer.stage in WAITING or answer.stage is Stage.NEEDS_CORRECTION
    return (
        *((buttons.watch(),) if may_wait else ()),
        *(() if answer.details else (buttons.more(),)),
        buttons.place(),
        buttons.person(),
        buttons.another(),
    )


def slow_down(turn: Turn, dialogue: Dialogue, error: TooManyLookups) -> Reply:
    """A limit was met: when to try again, and the ways on that there are meanwhile."""
    minutes = -(-error.retry_after // 60)
    linked, ways = link_to_form(turn, dialogue)
    text = paragraphs(
        gettext(
            "Vừa có nhiều lượt tra cứu liên tiếp. Để bảo vệ thông tin của mọi người, chúng tôi tạm dừng"
            " tra cứu ở đây."
        ),
        gettext("Hãy thử lại sau %(minutes)s phút. Nếu cần gấp, bạn có thể gọi cho đơn vị.")
        % {"minutes": minutes},
    )
    return Reply(text, linked, (*ways, buttons.place(), buttons.person()))


def _mend(dialogue: Dialogue, error: LookupNotUnderstood) -> Reply:
    """Back to the step whose answer cannot be used, with what to mend."""
    fields = {each.field for each in error.errors}
    text = lines(*(error_sentence(each) for each in error.errors))
    if "full_name" in fields:
        back = dialogue.at(Step.NAME, full_name="")
        return Reply(text, back, (buttons.cancel(),), is_missed=True)
    if "birth_date" in fields:
        back = dialogue.at(Step.BIRTH, birth_date="")
        ways = (buttons.wrong_name(), buttons.cancel())
        return Reply(text, back, ways, is_missed=True)
    back = dialogue.at(Step.FACT, fact="")
    return Reply(text, back, (buttons.cancel(),), is_missed=True)
