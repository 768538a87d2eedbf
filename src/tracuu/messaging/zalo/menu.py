"""The menu of an OA: what a chief types into OA Manager, since Zalo documents no call for it.

A tap on a query says its words as the citizen's (`user_send_text`); a link opens Zalo's browser.
"""

from dataclasses import dataclass

LOOK_UP = "#tracuu"
ANSWERS = "#hoidap"
OFFICER = "#canbo"


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One line; `value` is the query or the address."""

    label: str
    value: str
    is_link: bool = False


def menu_of(web_page: str) -> list[MenuItem]:
    """The menu of a unit whose page for looking up is `web_page`. Labels are Vietnamese always: this
    is what citizens read.
    """
    return [
        MenuItem("Tra cứu CCCD", LOOK_UP),
        MenuItem("Hỏi đáp CCCD", ANSWERS),
        MenuItem("Hỏi cán bộ", OFFICER),
        MenuItem("Tra cứu trên trang web", web_page, is_link=True),
    ]
