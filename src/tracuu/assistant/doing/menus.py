"""Greeting, menu, stopping, and what is said when nothing was understood."""

from django.utils.translation import gettext

from tracuu.assistant.decisions import PICTURES, Decision
from tracuu.assistant.doing import buttons
from tracuu.assistant.doing.officers import hand_over_for
from tracuu.assistant.doing.places import asked_again, place_of
from tracuu.assistant.doing.replying import Reply, Turn, paragraphs
from tracuu.assistant.enums import Wish
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


def greet(turn: Turn, decision: Decision) -> Reply:
    return Reply(welcome(turn.unit), decision.dialogue, buttons.menu())


def show_menu(_turn: Turn, decision: Decision) -> Reply:
    return Reply(gettext("Bạn cần việc gì?"), decision.dialogue, buttons.menu())


def cancel(_turn: Turn, decision: Decision) -> Reply:
    text = gettext("Vâng, đã dừng. Khi cần, bạn bấm một nút dưới đây hoặc gõ điều cần hỏi.")
    return Reply(text, decision.dialogue, buttons.menu())


def thank(_turn: Turn, decision: Decision) -> Reply:
    text = gettext("Vâng. Khi cần gì về thẻ căn cước, bạn cứ nhắn ở đây.")
    return Reply(text, decision.dialogue, (buttons.look_up(), buttons.ask(), buttons.person()))


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
    ways = (buttons.cancel(),) if again else buttons.menu()
    if kind in PICTURES:
        text = gettext(
            "Bạn đừng gửi ảnh giấy tờ vào đây. Chúng tôi không xem và không lưu ảnh hay tệp bạn gửi;"
            " để tra cứu chỉ cần họ tên và ngày sinh."
        )
    elif kind in {"audio", "voice"}:
        text = gettext(
            "Tôi chưa nghe được tin thoại. Bạn gõ giúp điều cần hỏi, hoặc gọi cho đơn vị."
        )
        ways = (*buttons.calling(gettext("Gọi đơn vị"), turn.unit.phone), *ways)[:5]
    elif kind == "location":
        text = place_of(turn.unit)
    elif kind == "info":
        text = gettext("Cảm ơn bạn. Đơn vị chỉ dùng số điện thoại này để báo tin về thẻ cho bạn.")
    elif kind == "sticker":
        text = gettext("Khi cần gì về thẻ căn cước, bạn cứ bấm một nút hoặc gõ điều cần hỏi.")
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
    """A button of somebody who was looked up before: it must not act on whoever came after."""
    text = gettext("Nút này thuộc lần tra cứu trước. Bạn tra cứu lại người đó rồi bấm lại.")
    return Reply(text, decision.dialogue, (buttons.look_up(), buttons.person()))


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
