"""Questions without the people in them: what may be kept for the editors.

Names, days, numbers, addresses of every kind give way to a word in brackets. What must be told apart
is a name and a word: "Lê Phi" and "lệ phí", "phản ánh" and "Phan Anh". Where letters decide nothing
(no marks, no capitals), a name is believed after a word that announces one ("tôi tên là …") and when
a family name is followed by a middle name that is hardly anything else ("nguyen van", "tran thi"). A
given name alone, without a capital, stays: it says nobody.
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
    r"\b(?:ngày\s+|ngay\s+)?\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*(?P<year>\d{2,4})\b"
    r"|\b(?:ngày|ngay)\s+\d{1,2}\s+(?:tháng|thang)\s+\d{1,2}(?:\s+(?:năm|nam)\s+(?P<of>\d{2,4}))?",
    re.IGNORECASE,
)
_BORN = re.compile(
    r"(?<!học )(?<!hoc )\b(?:sinh|sn|ns)\s*(?:ngày|ngay|năm|nam)?\s*:?\s*"
    r"(?:\d{1,2}\s*[/.\-]\s*\d{1,2}(?:\s*[/.\-]\s*\d{2,4})?|\d{4})\b",
    re.IGNORECASE,
)
# A street and what follows it: a number, or a name with a capital.
_PLACE = re.compile(
    r"\b(?i:số nhà|so nha|hẻm|hem|ngõ|ngách|ngach|kiệt|đường|duong|(?<!thành )phố|thôn|ấp"
    r"|tổ dân phố|to dan pho|căn hộ|can ho|block|lô)\s+(?i:số\s+|so\s+)?"
    r"(?P<what>[^\s,.;?!]+)(?:\s+[^\s,.;?!]+){0,3}"
)
_HOUSE = re.compile(r"\b\d{1,4}[a-z]?(?:/\d{1,4}[a-z]?)+\b", re.IGNORECASE)
_DIGITS = re.compile(r"(?<![\w])[\w+]*\d(?:[ .\-]?[\w]*\d)*\w*", re.ASCII)
_DIGIT_RUN = re.compile(r"\d+", re.ASCII)
_MONEY = re.compile(
    r"^ ?(?:đ|d|k|tr|đồng|dong|nghìn|nghin|ngàn|ngan|triệu|trieu|vnd)\b", re.IGNORECASE
)
_LONGEST_RUN, _MOST_DIGITS, _MOST_OF_MONEY = 3, 5, 8
_YEARS = range(1950, 2051)
_LAW_SINCE = 2021  # nobody who asks was born since
_LAST_DAY = 31
_PUBLIC_NUMBERS = ("1900", "1800")
_TOKEN = re.compile(r"[^\W\d_]+|[\d]+|\[[^\]]+\]|[^\w\s]|_|\s+")
_LETTERS = re.compile(r"[^\W\d_]+")

# Words after which a name comes, also when it is typed without capitals and marks.
_ANNOUNCE = re.compile(
    r"(?:họ(?: và)? tên|ho(?: va)? ten|tên(?: (?:là|tôi|em|mình|cháu|con|anh|chị|ông|bà|của))*"
    r"|ten(?: (?:la|toi|em|minh|chau|con|anh|chi|ong|ba|cua))*"
    r"|(?:tôi|em|mình|cháu|con) là|(?:toi|em|minh|chau|con) la)\s*:?\s*$",
    re.IGNORECASE,
)
_ADDRESS = frozenset("anh chị ông bà cô chú bác em cháu bé con cậu dì chồng vợ mẹ bố ba má".split())
_MIDDLE = frozenset("van thi huu duc dinh ngoc quoc xuan cong trong minh kim hong gia".split())
_SURE_MIDDLE = frozenset({"van", "thi", "huu"})
# Family names that are hardly another word when they are typed without marks, and those that are.
_SURE_FAMILY = frozenset("nguyen tran pham huynh hoang phan bui ngo truong doan trinh".split())
_FAMILY = _SURE_FAMILY | frozenset("vu vo dang do duong dinh le ly ho dao mai cao luong".split())
_NO_FAMILY = frozenset(
    {("do", "thi"), ("dang", "thi"), ("vo", "thi"), ("ly", "thi"), ("mai", "thi")}
)
_FAMILY_AS_WRITTEN = frozenset(
    "nguyễn trần phạm huỳnh hoàng phan vũ võ đặng bùi đỗ ngô dương đinh trịnh lê trương đoàn hồ lý"
    " đào phùng tạ lâm tô thái hà lương đàm mã châu kiều quách tống tăng thạch nông lò mai cao".split()
)
# Words that end a name: hardly anybody is called so, or the sentence goes on.
_NO_NAME = frozenset(
    syllable(word).folded
    for word in (
        "sinh o co lam duoc thi la cho bi muon da chua ngay so cccd cmnd hoi can cuoc the nay cua va"
        " voi den di ve khong toi em minh xin nho tai roi vay ma nhu ghi doi mat lay nhan phai gi"
        " dang ky anh chi ban mot ai nao sai dung con nha que xa phuong quan huyen tinh nguoi a"
    ).split()
)
# "giữ nguyên văn bản" and the like: what looks like a family and a middle name is none.
_WORDS_AFTER_MIDDLE = frozenset({"ban", "bang", "phong"})
_PROVINCES = frozenset(
    tuple(name.split("-"))
    for name in (
        "ha-noi ha-nam ha-tinh ha-giang thai-binh thai-nguyen thai-lan ninh-binh ninh-thuan lam-dong"
        " cao-bang lang-son lai-chau long-an dong-nai dong-thap quang-nam quang-tri quang-ngai"
        " quang-ninh quang-binh hai-phong hai-duong bac-ninh bac-giang tien-giang tra-vinh"
    ).split()
)
_MOST_SYLLABLES, _FEWEST_UNMARKED = 5, 3


def mask(text: str) -> str:
    """The text without names, days, long numbers, addresses, links.

    >>> mask("Tôi là Nguyễn Văn Không, sinh 02/09/1990, sđt 0901 234 567, lệ phí bao nhiêu?")
    'Tôi là [tên], [ngày], sđt [số], lệ phí bao nhiêu?'
    >>> mask("phản ánh lệ phí 30.000đ ở phường, luật 2023, mẫu CT07, 12 số, mức 2")
    'phản ánh lệ phí 30.000đ ở phường, luật 2023, mẫu CT07, 12 số, mức 2'
    """
    plain = unicodedata.normalize("NFC", text)
    plain = _LINK.sub(LINK, plain)
    plain = _BORN.sub(DAY, plain)
    plain = _DAY.sub(_day, plain)
    plain = _PLACE.sub(_place, plain)
    plain = _HOUSE.sub(_house, plain)
    plain = _DIGITS.sub(_number, plain)
    return _mask_names(plain)


def _day(found: re.Match[str]) -> str:
    """A day of these years is one of the law, not of a birth."""
    year = found["year"] or found["of"] or ""
    return found[0] if len(year) == len("2021") and int(year) >= _LAW_SINCE else DAY


def _place(found: re.Match[str]) -> str:
    begins = found["what"][0]
    return PLACE if begins.isdigit() or begins.isupper() else found[0]


def _house(found: re.Match[str]) -> str:
    """12/3/4 and 120/5 are houses, 30/4 is a day of every year."""
    parts = [int(part) for part in _DIGIT_RUN.findall(found[0])]
    is_house = len(parts) > len(("day", "month")) or max(parts) > _LAST_DAY
    is_law_day = len(parts) == len(("day", "month", "year")) and parts[-1] >= _LAW_SINCE
    return NUMBER if is_house and not is_law_day else found[0]


def _number(found: re.Match[str]) -> str:
    runs = _DIGIT_RUN.findall(found[0])
    digits = "".join(runs)
    is_short = max(map(len, runs)) <= _LONGEST_RUN and len(digits) <= _MOST_DIGITS
    is_year = found[0] == digits and int(digits) in _YEARS
    follows = found.string[found.end() :]
    is_money = bool(_MONEY.match(follows) or re.search(r"\d(?:k|tr|d|vnd)$", found[0]))
    is_law_day = bool(re.match(r"[/\-]", follows) or found.string[: found.start()].endswith("/"))
    is_public = digits.startswith(_PUBLIC_NUMBERS)
    is_kept = is_short or is_year or is_public or is_law_day
    return found[0] if is_kept or (is_money and len(digits) <= _MOST_OF_MONEY) else NUMBER


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
        if tuple(folded[:2]) in _PROVINCES:
            return 0
        is_announced = bool(_ANNOUNCE.search(said))
        if run[0].istitle() and self.has_small:
            return self._with_capitals(run, folded, said, is_announced=is_announced)
        return self._without_capitals(run, folded, is_announced=is_announced)

    def _with_capitals(
        self, run: list[str], folded: list[str], said: str, *, is_announced: bool
    ) -> int:
        length = _until(len(run), lambda at: run[at].istitle())
        if length > 1 and folded[0] in FAMILY_FOLDED and self._is_family(run[0]):
            return length
        before = said.lower().split()[-1:]
        is_addressed = bool(before) and before[0] in _ADDRESS
        is_called = folded[0] in COMMON_FOLDED - _NO_NAME
        return length if is_called and (is_announced or is_addressed) else 0

    def _without_capitals(self, run: list[str], folded: list[str], *, is_announced: bool) -> int:
        """Family name, a middle name that is hardly another word, and what is given after it."""

        def can_be_given(at: int) -> bool:
            return folded[at] in COMMON_FOLDED - _NO_NAME

        if folded[0] not in _FAMILY or len(run) < 2 or not self._is_family(run[0]):  # noqa: PLR2004
            return 0
        sure = _MIDDLE if folded[0] in _SURE_FAMILY else _SURE_MIDDLE
        is_name = (
            len(run) >= _FEWEST_UNMARKED
            and folded[1] in sure
            and folded[2] not in _WORDS_AFTER_MIDDLE
            and (folded[1] != "thi" or can_be_given(2))
            and tuple(folded[:2]) not in _NO_FAMILY
        )
        if is_name:
            return 2 + _until(min(len(run), 4) - 2, lambda at: can_be_given(2 + at))
        is_called = is_announced and (can_be_given(1) or folded[1] in _SURE_MIDDLE)
        return _until(len(run), lambda at: at == 1 or can_be_given(at)) if is_called else 0

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
