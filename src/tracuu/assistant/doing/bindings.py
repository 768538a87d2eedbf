"""The application that this account was bound to at the counter: bound, shown, and let go."""

from dataclasses import replace

from django.utils.translation import gettext

from tracuu.assistant.decisions import WHICH, Decision
from tracuu.assistant.dialogue import Dialogue
from tracuu.assistant.doing import buttons
from tracuu.assistant.doing.looking_up import answer_text, look_up
from tracuu.assistant.doing.people import ask_birth, ask_name
from tracuu.assistant.doing.places import asked_again
from tracuu.assistant.doing.replying import Reply, Turn, paragraphs
from tracuu.assistant.enums import Deed, Step, Wish
from tracuu.cards.binding import bind as bind_chat
from tracuu.cards.binding import find_bound, was_made_here
from tracuu.cards.binding import unbind as unbind_chat
from tracuu.cards.lookup import Answer
from tracuu.cards.operations import own_answer


def show_mine(turn: Turn, decision: Decision) -> Reply:
    """The bound application; without one a lookup begins."""
    chosen = find_bound(turn.conversation)
    if chosen is None:
        reply = ask_name(turn, Decision(Deed.ASK_NAME, decision.dialogue))
        why = gettext(
            "Zalo này chưa được gắn với hồ sơ nào. Cán bộ ở quầy gắn được cho bạn; còn bây giờ, bạn tra"
            " cứu bằng họ tên và ngày sinh."
        )
        return Reply(paragraphs(why, reply.text), reply.dialogue, reply.buttons)
    return _mine(decision.dialogue, own_answer(unit=turn.unit, chosen=chosen))


def show_mine_or_ask(turn: Turn, decision: Decision) -> Reply:
    """Who asks for their own card is asked for a name only when this account is bound to none."""
    chosen = find_bound(turn.conversation)
    if chosen is None:
        return ask_name(turn, Decision(Deed.ASK_NAME, decision.dialogue))
    return _mine(decision.dialogue, own_answer(unit=turn.unit, chosen=chosen))


def _mine(dialogue: Dialogue, answer: Answer, head: str = "") -> Reply:
    text = answer_text(answer, head or gettext("Hồ sơ gắn với Zalo này:"))
    ways = (buttons.place(), buttons.person(), buttons.another(), buttons.unbind())
    return Reply(text, Dialogue(topic=dialogue.topic), ways)


def bind(turn: Turn, decision: Decision) -> Reply:
    """Twelve signs were said: those of the counter bind this account, those of a slip open a lookup.

    Said with the counter's words, or made at a counter, they are no slip's: why they bind nothing is
    one sentence, whatever was being asked for. A slip's are taken for what was asked (`fallback`).
    """
    made = bind_chat(conversation=turn.conversation, code=decision.argument)
    is_counters = turn.heard.wish is Wish.BIND
    if made is None and not is_counters and not was_made_here(decision.argument):
        return _of_a_slip(turn, decision)
    if made is None:
        text = gettext(
            "Mã này không dùng được: có thể gõ nhầm, đã dùng hoặc quá 10 phút. Bạn nhờ cán bộ ở quầy"
            " tạo mã mới."
        )
        known = decision.dialogue
        if not is_counters:
            known = replace(known, fact="", fact_kind="")
        text = paragraphs(text, asked_again(known.step))
        return Reply(text, known, (buttons.look_up(), buttons.person()))
    head = paragraphs(
        gettext(
            "Đã gắn Zalo này với hồ sơ %(label)s. Có tin về thẻ, chúng tôi nhắn ngay tại đây. Muốn xem"
            " lại, bạn gõ “hồ sơ của tôi”."
        )
        % {"label": made.label},
        gettext("Hồ sơ gắn với Zalo này:"),
    )
    return _mine(decision.dialogue, own_answer(unit=turn.unit, chosen=made.person), head)


def _of_a_slip(turn: Turn, decision: Decision) -> Reply:
    dialogue = decision.dialogue
    if decision.fallback is Deed.LOOK_UP:
        return look_up(turn, Decision(Deed.LOOK_UP, dialogue.at(Step.ANSWERED)))
    if decision.fallback is Deed.ASK_BIRTH:
        return ask_birth(turn, Decision(Deed.ASK_BIRTH, dialogue, WHICH))
    if decision.fallback is Deed.NOTHING:
        return Reply("", dialogue)
    return ask_name(turn, Decision(Deed.ASK_NAME, dialogue.at(Step.NAME), WHICH))


def unbind(turn: Turn, decision: Decision) -> Reply:
    """Let it go, by the citizen's own word; there may be none."""
    if unbind_chat(conversation=turn.conversation):
        text = gettext("Đã gỡ hồ sơ khỏi Zalo này. Muốn gắn lại, bạn nhờ cán bộ ở quầy.")
    else:
        text = gettext("Zalo này chưa được gắn với hồ sơ nào.")
    again = asked_again(decision.dialogue.step)
    ways = (buttons.look_up(), buttons.person())
    return Reply(paragraphs(text, again), decision.dialogue, ways)
