"""Greeting, menu, stopping, and what is said when nothing was understood."""

from django.utils.translation import gettext

from tracuu.assistant.decisions import ALONE, PICTURES, Decision
from tracuu.assistant.dialogue import Dialogue
from tracuu.assistant.doing import buttons
from tracuu.assistant.doing.officers import hand_over_for
from tracuu.assistant.doing.people import mistyped
from tracuu.assistant.doing.places import asked_again, place_of
from tracuu.assistant.doing.replying import Reply, Turn, lines, paragraphs
from tracuu.assistant.enums import Step, Wish
from tracuu.messaging.chat.calling import call_buttons
from tracuu.messaging.models import ZaloUser
from tracuu.messaging.zalo.users import claim_greeting
from tracuu.units.models import Unit
from tracuu.units.wording import unit_name


def welcome(unit: Unit) -> str:
    """Who speaks, what one can do here, and what the police never ask for."""
    return paragraphs(
        gettext("Chào bạn. Đây là trợ lý tự động của %(unit)s.") % {"unit": unit_name(unit)},
        gettext(
            "Bạn có thể tra cứu thẻ căn cước, hỏi về thủ tục, hoặc nhắn cho cán bộ ngay tại đây. Hãy"
            " bấm một nút bên dưới, hoặc gõ điều bạn cần."
        ),
        never_asked(),
    )


def never_asked() -> str:
    """The one warning that every citizen should have read."""
    return gettext(
        "Công an không bao giờ hỏi mật khẩu, mã OTP hay yêu cầu chuyển tiền qua tin nhắn. Bạn cũng đừng"
        " gửi số hay ảnh giấy tờ."
    )


def thanks_for_following(unit: Unit, dialogue: Dialogue, *, is_first: bool) -> str:
    """What following brings; `is_first`: nobody has told the warning yet."""
    return paragraphs(
        gettext(
            "Cảm ơn bạn đã quan tâm %(unit)s. Từ nay, tin về thẻ mà bạn nhờ báo sẽ đến ngay trong khung"
            " chat này."
        )
        % {"unit": unit_name(unit)},
        never_asked() if is_first else "",
        asked_again(dialogue.step),
    )


def greet(turn: Turn, decision: Decision) -> Reply:
    """Whole once a day, short after that; in the middle of something only a word."""
    dialogue = decision.dialogue
    again = asked_again(dialogue.step)
    if again:
        return Reply(lines(gettext("Chào bạn."), again), dialogue, (buttons.cancel(),))
    user = ZaloUser.objects.filter(contact=turn.contact).first()
    if user is None or claim_greeting(user):
        return Reply(welcome(turn.unit), dialogue.at(Step.MENU), buttons.menu())
    return Reply(gettext("Chào bạn. Bạn cần việc gì?"), dialogue, buttons.menu())


def show_menu(_turn: Turn, decision: Decision) -> Reply:
    return Reply(gettext("Bạn cần việc gì?"), decision.dialogue, buttons.menu())


def cancel(_turn: Turn, decision: Decision) -> Reply:
    if decision.argument == ALONE:
        text = gettext("Vâng. Khi cần gì về thẻ căn cước, bạn cứ nhắn ở đây nhé.")
        return Reply(text, decision.dialogue)
    text = gettext("Vâng, đã dừng. Khi cần, bạn bấm một nút dưới đây hoặc gõ điều cần hỏi.")
    return Reply(text, decision.dialogue, buttons.menu())


def be_polite(turn: Turn, decision: Decision) -> Reply:
    """Thanks, a nod, a good-bye, a sticker: a short word back, and none to the same once more.

    What was being asked for is asked for still.
    """
    kind, dialogue = decision.argument, decision.dialogue
    again = asked_again(dialogue.step)
    if again:
        return Reply(f"{_polite_word(kind)} {again}", dialogue, (buttons.cancel(),), polite=kind)
    if dialogue.polite == kind:
        return Reply("", dialogue)
    is_stranger = turn.conversation.last_outbound_at is None
    ways = (buttons.look_up(), buttons.ask()) if is_stranger else ()
    text = f"{_polite_word(kind)} {_at_your_service(kind)}"
    return Reply(text, dialogue, ways, polite=kind)


def _polite_word(kind: str) -> str:
    if kind == Wish.THANKS:
        return gettext("Không có gì.")
    if kind == Wish.BYE:
        return gettext("Chào bạn.")
    return gettext("Vâng.") if kind == Wish.NOD else gettext("Cảm ơn bạn.")


def _at_your_service(kind: str) -> str:
    if kind == Wish.BYE:
        return gettext("Chúc bạn một ngày tốt lành.")
    if kind in {Wish.THANKS, Wish.NOD}:
        return gettext("Cần gì thêm, bạn cứ nhắn ở đây nhé.")
    return gettext("Cần hỏi gì về thẻ căn cước, bạn cứ gõ ở đây nhé.")


def say_not_understood(turn: Turn, decision: Decision) -> Reply:
    """Say so once; the second time a person is asked."""
    if decision.dialogue.misses:
        return hand_over_for(turn, decision.dialogue, "not_understood")
    text = gettext(
        "Xin lỗi, tôi chưa hiểu ý bạn. Bạn gõ lại bằng một câu ngắn, hoặc bấm một nút dưới đây."
    )
    return Reply(text, decision.dialogue, buttons.menu(), is_missed=True)


def take_attachment(turn: Turn, decision: Decision) -> Reply:
    """What is no text. Pictures are warned of (a note before this), and none is kept."""
    kind, dialogue = decision.argument, decision.dialogue
    again = asked_again(dialogue.step)
    ways = (buttons.cancel(),) if again else (buttons.look_up(), buttons.person())
    if kind in PICTURES:
        text = gettext(
            "Bạn đừng gửi ảnh giấy tờ vào đây. Chúng tôi không xem và không lưu ảnh hay tệp bạn gửi;"
            " để tra cứu chỉ cần họ tên và ngày sinh."
        )
    elif kind in {"audio", "voice"}:
        text = gettext(
            "Tôi chưa nghe được tin thoại. Bạn gõ giúp điều cần hỏi, hoặc gọi cho đơn vị."
        )
        ways = (*call_buttons(turn.unit), *ways)
    elif kind == "location":
        text = place_of(turn.unit)
    elif kind == "info":
        text = gettext("Cảm ơn bạn. Đơn vị chỉ dùng số điện thoại này để báo tin về thẻ cho bạn.")
    else:
        text = gettext("Tôi chỉ đọc được chữ. Bạn gõ giúp điều cần hỏi.")
    return Reply(paragraphs(text, again), dialogue, ways)


def tell_page(_turn: Turn, decision: Decision) -> Reply:
    """The number of a button was typed that only opens a page, or calls."""
    page = decision.argument
    if page.startswith("http"):
        text = gettext("Bạn mở ở đây: %(page)s") % {"page": page}
    else:
        text = f"{gettext('Điện thoại')}: {page}"
    return Reply(text, decision.dialogue, (buttons.cancel(),))


def tell_old_button(_turn: Turn, decision: Decision) -> Reply:
    """A button of somebody who was looked up before: it must not act on whoever came after.

    With `ALONE` a number was typed below which no button stands any more.
    """
    if decision.argument == ALONE:
        text = gettext("Các lựa chọn lần trước đã qua. Bạn cần việc gì?")
        return Reply(text, decision.dialogue, buttons.menu())
    text = gettext("Nút này thuộc lần tra cứu trước. Bạn tra cứu lại người đó rồi bấm lại.")
    return Reply(text, decision.dialogue, (buttons.look_up(), buttons.person()))


def tell_mistyped(_turn: Turn, decision: Decision) -> Reply:
    """Twelve signs of which one is wrong: of a slip or of the counter."""
    ways = (buttons.look_up(), buttons.person())
    return Reply(mistyped(), decision.dialogue, ways, is_missed=True)


def speak_language(turn: Turn, decision: Decision) -> Reply:
    """The language was changed before this is said."""
    if turn.heard.wish is Wish.ENGLISH:
        text = gettext(
            "Từ đây trợ lý trả lời bằng tiếng Anh. Câu hỏi về thủ tục hiện chỉ có tiếng Việt."
        )
    else:
        text = gettext("Từ đây trợ lý trả lời bằng tiếng Việt.")
    again = asked_again(decision.dialogue.step)
    ways = (buttons.cancel(),) if again else buttons.menu()
    return Reply(paragraphs(text, again), decision.dialogue, ways)


def do_nothing(_turn: Turn, decision: Decision) -> Reply:
    return Reply("", decision.dialogue)
