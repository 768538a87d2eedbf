"""What is said where there is no answer, in the language that is active.

Each reason has words of its own, and nobody is blamed: who is angry because their card is late is told
what helps, not taken for somebody who asks after others.
"""

from dataclasses import dataclass

from django.utils.translation import gettext

from tracuu.answers.asking import Reply
from tracuu.answers.enums import OutsideKind
from tracuu.answers.matching.decision import Outcome
from tracuu.answers.models import OutsideGroup

OTHER_PEOPLE, UNLAWFUL, ABUSE = "nguoi-khac", "trai-phap-luat", "xuc-pham"


@dataclass(frozen=True, slots=True)
class Said:
    """A title and a sentence or two.

    `leads_on` are topics that help who asked like this; `offers_lookup`: their own card may be meant.
    """

    title: str
    advice: str
    leads_on: tuple[str, ...] = ()
    offers_lookup: bool = False


def without_answer(reply: Reply) -> Said:
    """What is said instead of an answer: to choose, whom to ask, or why not."""
    if reply.outcome is Outcome.CHOOSE:
        return Said(
            gettext("Bạn muốn hỏi điều nào?"), gettext("Hãy bấm vào câu gần nhất với ý bạn.")
        )
    if reply.outcome is Outcome.REFUSE:
        return refusal(reply.group)
    group = reply.group
    if group is not None and group.kind == OutsideKind.SMALL_TALK:
        return Said(
            gettext("Bạn cần hỏi gì về thẻ căn cước?"),
            gettext("Hãy ghi một câu ngắn, ví dụ: làm căn cước mất bao lâu."),
        )
    if group is not None and group.redirect:
        return Said(gettext("Việc này do nơi khác giải quyết"), _how_sure(group))
    return Said(
        gettext("Chưa có câu trả lời chắc chắn"),
        gettext("Câu này cần cán bộ trả lời. Hãy gọi hoặc đến đơn vị trong giờ làm việc."),
    )


def refusal(group: OutsideGroup | None) -> Said:
    """Why a question gets no answer, by what it asked for."""
    slug = group.slug if group is not None else ""
    if slug == ABUSE:
        return Said(
            gettext("Có lẽ bạn đang bực mình"),
            gettext(
                "Nếu bạn chờ thẻ đã lâu, hãy tra cứu thẻ hoặc gọi đơn vị để được kiểm tra. Nếu bạn"
                " chưa hài lòng về cách phục vụ, bạn có quyền phản ánh."
            ),
            leads_on=("cham-tra-the", "khieu-nai-phan-anh"),
            offers_lookup=True,
        )
    if slug == OTHER_PEOPLE:
        return Said(
            gettext("Thông tin của người khác không được cho biết ở đây"),
            gettext(
                "Thông tin cá nhân của mỗi người được pháp luật bảo vệ. Nếu bạn hỏi về thẻ của chính"
                " mình hoặc của người nhà, hãy tra cứu thẻ. Nếu việc liên quan đến vi phạm,"
                " hãy trình báo công an nơi bạn ở."
            ),
            offers_lookup=True,
        )
    if slug == UNLAWFUL:
        return Said(
            gettext("Việc này trái pháp luật nên không được hướng dẫn"),
            gettext(
                "Mua bán, làm giả, sửa chữa hoặc dùng giấy tờ của người khác đều bị xử phạt. Nếu có"
                " ai mời bạn làm việc đó, hãy báo công an nơi bạn ở."
            ),
        )
    return Said(
        gettext("Ở đây không làm việc đó"),
        gettext("Chỉ có câu trả lời về thẻ căn cước, VNeID và cư trú, do cán bộ đã duyệt."),
    )


def _how_sure(group: OutsideGroup) -> str:
    if group.is_confirmed:
        return gettext("Hãy liên hệ nơi được ghi dưới đây.")
    return gettext("Nơi thường giải quyết được ghi dưới đây; hãy hỏi lại nơi đó trước khi đi.")
