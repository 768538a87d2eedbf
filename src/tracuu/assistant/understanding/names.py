"""Is this a person's name, or something else that somebody says?

`parse_name` reads any words as a name, for a form asks for nothing else. In a chat people also ask,
greet and complain; what is taken for a name here must look like one.
"""

import re
import unicodedata
from itertools import pairwise

from tracuu.names import NameNotUnderstood, parse_name
from tracuu.names.common import COMMON, COMMON_FOLDED, FAMILY_FOLDED
from tracuu.names.letters import fold
from tracuu.names.syllables import syllable
from tracuu.names.words import words

MOST_WORDS = 8
_SURE_WORDS = range(2, 7)
_NAME_WORDS = range(3, 6)
_MOST_LETTERS = 80
_LETTERS = re.compile(r"[^\W\d_]")
_ODD = re.compile(r"[?!=<>{}@#$%^&*\\|~_\";:/]")
# Words of questions. What is a syllable of names too (Thế, Được, Cần) is taken out below.
_ASKING = frozenset(
    words(
        "không ko khong k hông hong hok chưa chua rồi roi gì gi z j nào nao đâu dau nhiêu nhieu lâu lau"
        " thế the sao khi lúc làm lam cccd cmnd cmt vneid căn cước can cuoc chứng minh ơi oi ad admin"
        " hỏi hoi muốn muon cần phải phai bị bi mất mat đổi doi giấy giay tờ số so ngày ngay tháng"
        " nhé nhe nha ạ vậy vay tôi toi tui mình em e con cháu của cua cho với voi và va là la có co"
        " được duoc dc này nay kia hết het hạn han tiền tien phí phi hẹn hen nhận nhan thẻ lấy lay"
        " đăng ký ky đến den về ve ở o thì thi mà ma nếu neu còn nhưng xin vui lòng giúp giup bao giờ"
        " gio mấy may ai người nguoi khác khac rồi sai đúng the cái cai lại lai hộ chiếu khẩu tạm trú"
        " công an cong what where when how why is are the my your card can please help not want need"
        " nhầm sai lộn hello hi thanks thank yes no ok oke okay dạ vâng vang"
    )
)


def _may_be_of_a_name(word: str) -> bool:
    if word.isascii():
        return syllable(word).folded in COMMON_FOLDED
    return syllable(word).canonical in COMMON


_NEVER = frozenset(word for word in _ASKING if not _may_be_of_a_name(word))
# Two words that together are no name, whatever each of them is.
_PAIRS = frozenset(
    (
        "bao nhiêu,bao lâu,bao giờ,thế nào,ở đâu,khi nào,tại sao,vì sao,làm sao,mấy giờ,cần gì,là gì,"
        "được không,có được,phải không,thủ tục,lệ phí,căn cước,hộ khẩu,tạm trú,thường trú,đăng ký,"
        "đăng kí,cấp lại,cấp đổi,làm lại,hết hạn,gia hạn,giấy tờ,hộ chiếu,xin chào,cảm ơn,tra cứu,"
        "hỏi đáp,cán bộ,công an,địa chỉ,điện thoại,định danh,tài khoản,làm thẻ,nhận thẻ,mất thẻ,"
        "đổi thẻ,khai sinh,kết hôn,số định,vân tay,chụp ảnh,lịch hẹn,gặp người,thẻ mới,thẻ cũ,"
        "tờ khai,chứng minh,nhân dân,số định,tổng đài,miễn phí,ngày sinh,họ tên,hay quá,tốt quá,tệ quá"
    ).split(",")
)
# Written without marks a pair may be a name (Lê Phi): what was asked then decides.
_FOLDED_PAIRS = frozenset(map(fold, _PAIRS))


def find_name(text: str, *, has_date: bool = False) -> str:
    """The name that these words are, as typed; "" when they are no name.

    Beside a date of birth (`has_date`) odd words may be a rare name.

    >>> find_name("Nguyễn Hữu Trí"), find_name("h'hen niê"), find_name("làm cccd mất bao lâu")
    ('Nguyễn Hữu Trí', "h'hen niê", '')
    """
    name = " ".join(unicodedata.normalize("NFC", text).split()).strip(" .,;:-–")
    found = name.split()
    if not 1 <= len(found) <= MOST_WORDS or len(name) > _MOST_LETTERS or _ODD.search(name):
        return ""
    if not all(map(_LETTERS.search, found)) or _asks(found, 2 if has_date else 1):
        return ""
    try:
        parse_name(name)
    except NameNotUnderstood:
        return ""
    return name


def is_sure_name(name: str) -> bool:
    """Whether nobody would take these words for anything but a name, whatever was asked.

    >>> is_sure_name("Nguyễn Hữu Trí"), is_sure_name("le phi"), is_sure_name("Trí")
    (True, False, False)
    """
    found = [syllable(word) for word in name.split()]
    if len(found) not in _SURE_WORDS or found[0].folded not in FAMILY_FOLDED:
        return False
    is_marked = not name.isascii()
    if not all(
        one.canonical in COMMON if is_marked else one.folded in COMMON_FOLDED for one in found
    ):
        return False
    return len(found) > 2 or _is_titled(name)  # noqa: PLR2004 (two small words may be anything)


def is_asking(text: str) -> bool:
    """Whether this is surely no name: it has a question's words or sign in it.

    >>> is_asking("bao lâu có thẻ?"), is_asking("Trần Minh")
    (True, False)
    """
    return "?" in text or _asks(unicodedata.normalize("NFC", text).split())


def _asks(found: list[str], may_be_odd: int = 1) -> bool:
    """One word of a question is enough, but not in what begins like a name and is hardly longer."""
    if not found:
        return False
    lower = [word.lower().strip(".,;:!?") for word in found]
    begins_like_one = syllable(lower[0]).folded in FAMILY_FOLDED and len(found) in _NAME_WORDS
    odd = sum(word in _NEVER for word in lower)
    if odd > (may_be_odd if begins_like_one else 0):
        return True
    pairs = (f"{one} {other}" for one, other in pairwise(lower))
    return any(pair in (_FOLDED_PAIRS if pair.isascii() else _PAIRS) for pair in pairs)


def _is_titled(name: str) -> bool:
    return all(word[:1].isupper() for word in name.split())
