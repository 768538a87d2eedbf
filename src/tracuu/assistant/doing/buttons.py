"""The buttons. What each says when it is tapped is understood when it is typed, too."""

from django.utils.translation import gettext

from tracuu.assistant.doing.replying import address_of_page, clipped
from tracuu.assistant.enums import Wish
from tracuu.assistant.understanding.wishes import command
from tracuu.messaging.chat.content import Button, Tap
from tracuu.units.models import Unit


def say(label: str) -> Button:
    """Says its own words, as if the citizen had typed them."""
    return Button(clipped(label), Tap.SAY, label)


def hidden(label: str, wish: Wish, argument: str = "") -> Button:
    """Says what must not be mistaken, and is not shown in the chat."""
    return Button(clipped(label), Tap.SAY, command(wish, argument), shows=False)


def opening(label: str, address: str) -> tuple[Button, ...]:
    """Opens a page; none while the page has no address."""
    return (Button(label, Tap.OPEN, address),) if address else ()


def page_of(unit: Unit) -> str:
    """The address of the unit's own page."""
    return address_of_page(f"/{unit.slug}/")


def look_up() -> Button:
    return say(gettext("Tra cứu CCCD"))


def ask() -> Button:
    return say(gettext("Hỏi đáp CCCD"))


def person() -> Button:
    return say(gettext("Hỏi cán bộ"))


def place() -> Button:
    return say(gettext("Giờ và địa điểm"))


def watch() -> Button:
    return say(gettext("Báo cho tôi khi có thẻ"))


def later(label: str) -> Button:
    return hidden(label, Wish.LATER)


def watches() -> Button:
    return say(gettext("Đang chờ những ai"))


def another() -> Button:
    return say(gettext("Tra cứu người khác"))


def more() -> Button:
    return say(gettext("Xem các ngày và chi tiết"))


def one_more_fact() -> Button:
    return say(gettext("Thêm một thông tin"))


def unbind() -> Button:
    return say(gettext("Gỡ hồ sơ"))


def cancel() -> Button:
    return say(gettext("Thôi"))


def wrong_name() -> Button:
    return say(gettext("Sửa họ tên"))


def wrong_birth() -> Button:
    return say(gettext("Sửa ngày sinh"))


def menu() -> tuple[Button, ...]:
    """What one can do here; the other language comes last."""
    other = (
        hidden("Tiếng Việt", Wish.VIETNAMESE) if _is_english() else hidden("English", Wish.ENGLISH)
    )
    return (look_up(), ask(), person(), place(), other)


def _is_english() -> bool:
    return gettext("Thôi") != "Thôi"


def label_of_form() -> str:
    return gettext("Nhập trên trang web")
