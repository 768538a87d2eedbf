"""Questions without the people in them: what may be kept for the editors.

Names, days, numbers, addresses of every kind give way to a word in brackets. What must be told apart
is a name and a word: "Lê Phi" and "lệ phí", "phản ánh" and "Phan Anh". Where letters decide nothing
(no marks, no capitals), a name is believed after a word that announces one ("tôi tên là …") and when
a family name is followed by a middle name that is hardly anything else ("nguyen van", "tran thi").
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from tracuu.names.common import COMMON_FOLDED, FAMILY_FOLDED
from tracuu.names.syllables import syllable

NAME, NUMBER, DAY, PLACE, LINK = "[tên]", "[số]", "[ngày]", "[địa chỉ]", "[liên kết]"
_LINK = re.compile(r"(?:https?://|www\.)\S+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\S+\.(?:vn|com|net)/\S*")
_DAY = re.compile(
    r"\b(?:ngày\s+|ngay\s+)?\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{2,4}\b"
    r"|\b(?:ngày|ngay)\s+\d{1,2}\s+(?:tháng|thang)\s+\d{1,2}(?:\s+(?:năm|nam)\s+\d{2,4})?"
    r"|\b(?:sinh|sn|ns)\s*(?:ngày|ngay|năm|nam)?\s*:?\s*\d{1,4}(?:\s*[/.\-]\s*\d{1,4})*\b",
    re.IGNORECASE,
)
# A street number and what follows, up to the next comma or a word that no street begins with.
_PLACE = re.compile(
    r"\b(?:số nhà|so nha|hẻm|hem|ngõ|ngách|ngach|kiệt|đường|duong|phố|thôn|ấp|tổ dân phố|to dan pho"
    r"|căn hộ|can ho|block|lô)\s+(?:số\s+|so\s+)?(?=\d|[A-ZĐÀ-Ỹ])[^,.;?!\n]{1,40}",
    re.IGNORECASE,
)
_HOUSE = re.compile(r"\b\d{1,4}[a-z]?(?:/\d{1,4}[a-z]?)+\b", re.IGNORECASE)
_DIGITS = re.compile(r"(?<![\w])[\w+]*\d(?:[ .\-]?[\w]*\d)*\w*", re.ASCII)
_MONEY = re.compile(
    r"^ ?(?:đ|d|k|tr|đồng|dong|nghìn|nghin|ngàn|ngan|triệu|trieu|vnd)\b", re.IGNORECASE
)
_MOST_DIGITS = 3
_LAW_YEARS = range(2010, 2041)
_TOKEN = re.compile(r"[^\W\d_]+|[\d]+|\[[^\]]+\]|[^\w\s]|_|\s+")
_LETTERS = re.compile(r"[^\W\d_]+")

# Words after which a name comes, also when it is typed without capitals and marks.
_ANNOUNCE = re.compile(
    r"(?:họ(?: và)? tên|ho(?: va)? ten|tên(?: (?:là|tôi|em|mình|cháu|con|anh|chị|ông|bà|của))*"
    r"|ten(?: (?:la|toi|em|minh|chau|con|anh|chi|ong|ba|cua))*"
    r"|(?:tôi|em|mình|cháu|con) là|(?:toi|minh|chau) la)\s*:?\s*$",
    re.IGNORECASE,
)
_ADDRESS = frozenset("anh chị ông bà cô chú bác em cháu bé con cậu dì chong vo mẹ bố ba má".split())
_MIDDLE = frozenset("van thi huu duc dinh ngoc quoc xuan cong trong minh kim hong gia".split())
# Family names that are hardly another word when they are typed without marks.
_SURE_FAMILY = frozenset(
    "nguyen tran pham huynh hoang phan vu vo dang bui do ngo duong dinh trinh le truong doan".split()
)
# Words that end a name: nobody is called so, or the sentence goes on.
_NO_NAME = frozenset(
    syllable(word).folded
    for word in (
        "sinh o co lam duoc thi la cho bi muon da chua nam ngay so cccd cmnd hoi can cuoc the nay"
        " cua va voi den di ve khong toi em minh xin nho tai tu roi vay ma nhu ghi in doi mat lay"
        " nhan phai gi dang ky nguyen tac lieu le phi ho khau anh chi ban sao mot hai ba ai nao sai"
        " dung con nha que xa phuong quan huyen tinh"
    ).split()
)
_FAMILY_AS_WRITTEN = frozenset(
    "nguyễn trần phạm huỳnh hoàng phan vũ võ đặng bùi đỗ ngô dương đinh trịnh lê trương đoàn hồ lý"
    " đào phùng tạ lâm tô thái hà lương đàm mã châu kiều quách tống tăng thạch nông lò".split()
)
_MOST_SYLLABLES = 5
_FEWEST_UNMARKED = 3


def mask(text: str) -> str:
    """The text without names, days, long numbers, addresses, links.

    >>> mask("Tôi là Nguyễn Văn Không, sinh 02/09/1990, sđt 0901 234 567, lệ phí bao nhiêu?")
    'Tôi là [tên], [ngày], sđt [số], lệ phí bao nhiêu?'
    >>> mask("phản ánh lệ phí 30.000đ ở phường, luật 2023, mẫu CT07, 12 số, mức 2")
    'phản ánh lệ phí 30.000đ ở phường, luật 2023, mẫu CT07, 12 số, mức 2'
    """
    plain = unicodedata.normalize("NFC", text)
    plain = _LINK.sub(LINK, plain)
    plain = _DAY.sub(DAY, plain)
    plain = _PLACE.sub(PLACE, plain)
    plain = _HOUSE.sub(NUMBER, plain)
    plain = _DIGITS.sub(_number, plain)
    return _mask_names(plain)


def _number(found: re.Match[str]) -> str:
    digits = "".join(filter(str.isdigit, found[0]))
    is_short = len(digits) <= _MOST_DIGITS
    is_year = found[0].isdigit() and found[0].isascii() and int(found[0]) in _LAW_YEARS
    is_money = _MONEY.match(found.string[found.end() :]) or re.search(
        r"\d(?:k|tr|d|vnd)$", found[0]
    )
    if is_short or is_year or (is_money and len(digits) <= 2 * _MOST_DIGITS + 1):
        return found[0]
    return NUMBER


def _mask_names(text: str) -> str:
    tokens = _TOKEN.findall(text)
    words = [token for token in tokens if _LETTERS.fullmatch(token)]
    sentence = _Sentence(
        has_small=any(word.islower() for word in words),
        has_marks=any(not word.isascii() for word in words),
    )
    masked: list[str] = []
    place = 0
    while place < len(tokens):
        length = 0
        if _LETTERS.fullmatch(tokens[place]):
            length = sentence.name_length(_run(tokens, place), "".join(masked))
        masked.append(NAME if length else tokens[place])
        place += max(1, 2 * length - 1)
    return "".join(masked)


def _run(tokens: list[str], place: int) -> list[str]:
    """The words from here on that stand next to each other, a space between."""
    run = [tokens[place]]
    while (
        len(run) < _MOST_SYLLABLES
        and place + 2 < len(tokens)
        and tokens[place + 1].isspace()
        and _LETTERS.fullmatch(tokens[place + 2])
    ):
        place += 2
        run.append(tokens[place])
    return run


@dataclass(frozen=True, slots=True)
class _Sentence:
    """What can be told of a name in it: whether capitals and marks decide anything."""

    has_small: bool
    has_marks: bool

    def name_length(self, run: list[str], said: str) -> int:
        """How many of these words are a name; 0 when none is."""
        folded = [syllable(word.lower()).folded for word in run]

        def can_be_given(at: int) -> bool:
            return folded[at] in COMMON_FOLDED - _NO_NAME

        if _ANNOUNCE.search(said) and can_be_given(0):
            return _until(len(run), can_be_given)
        if not run[0].istitle():
            return self._without_capitals(run, folded, can_be_given)
        length = _until(len(run), lambda at: run[at].istitle())
        if folded[0] in FAMILY_FOLDED and length > 1 and self._is_family(run[0]):
            return length
        before = said.lower().split()[-1:]
        is_addressed = bool(before) and before[0] in _ADDRESS and can_be_given(0)
        return length if is_addressed and self.has_small else 0

    def _without_capitals(
        self, run: list[str], folded: list[str], can_be_given: Callable[[int], bool]
    ) -> int:
        """Family name, a middle name that is hardly another word, and what is given after it."""
        if len(run) < _FEWEST_UNMARKED or folded[0] not in _SURE_FAMILY or folded[1] not in _MIDDLE:
            return 0
        if not can_be_given(2) or not self._is_family(run[0]):
            return 0
        return 2 + _until(min(len(run), 4) - 2, lambda at: can_be_given(2 + at))

    def _is_family(self, word: str) -> bool:
        """In a sentence with marks: đang is no Đặng, lệ no Lê."""
        if not self.has_marks:
            return True
        return word.lower() in _FAMILY_AS_WRITTEN or word.isascii()


def _until(most: int, goes_on: Callable[[int], bool]) -> int:
    length = 1
    while length < most and goes_on(length):
        length += 1
    return length
