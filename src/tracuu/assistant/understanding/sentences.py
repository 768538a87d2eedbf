"""A person's name inside of a sentence: "tra giùm tôi với, tên chị là Nguyễn Thị Lan sinh 3/4/1985 nha".

Where the name begins and ends, its syllables tell; that it is a name at all, what stands around it: a
word that announces one, the date of birth right beside it, capitals, marks. A family name alone proves
nothing: "lệ phí", "hồ sơ", "la" and "mai" begin like names too.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracuu.assistant.understanding.names import find_name, is_sure_name
from tracuu.names.common import COMMON, COMMON_FOLDED
from tracuu.names.letters import fold
from tracuu.names.syllables import syllable
from tracuu.names.words import words


class Beside(StrEnum):
    """Where a date of birth touches the text: behind its end, before its start, or nowhere."""

    END = "end"
    START = "start"
    NOWHERE = ""


_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_MOST_WORDS = 5
_FEWEST, _WHOLE = 2, 3
_ENOUGH = 4
# In a sentence only these begin a name; as they are written, and without marks.
_FAMILY = frozenset(
    words(
        "nguyễn trần lê phạm phan hoàng vũ đặng bùi huỳnh đỗ võ hồ ngô dương đinh trương đoàn đào trịnh"
        " lý hà lương mai cao lưu nông tạ phùng vương chu lâm triệu thái tô đàm tống kiều quách châu tăng"
        " từ nghiêm doãn bạch lữ thân mạc tôn giang khổng diệp khuất kim lại hứa đồng thạch danh điểu sơn"
    )
)
_FAMILY_FOLDED = frozenset(map(fold, _FAMILY))
# Without marks hardly anything but a family's name.
_PLAIN = frozenset(words("nguyen tran pham huynh hoang phan bui ngo truong doan trinh nghiem"))
_MIDDLE = frozenset(
    words("van thi huu duc dinh ngoc quoc xuan cong trong minh kim hong gia thanh hoang")
)
_NO_LAST = frozenset(words("van thi"))
# Behind a whole name in small letters these go on with the sentence.
_GOES_ON = frozenset(
    words(
        "a ak ah nha nhe nhen nghe da em e la thi sinh sn ns co cho can o tai ngay nam lam duoc dc cua va"
        " voi vs oi di lay ve den chua roi ma may gium dum giup ho hoi muon da dang bi please born dob"
        " and is"
    )
)
_TITLE = (
    r"(?:toi|tui|em|e|minh|mik|mk|con|chau|me|ma|bo|ba|cha|chi|anh|ong|co|chu|bac|be|vo|chong|ck|vk|no"
    r"|ban)"
)
# The last words before a name.
_ANNOUNCED = re.compile(
    rf"(?:\bho (?:va |ten dem va )?ten|\bhoten|\bten day du|\bten|\b(?:full )?name)"
    rf"(?: (?:la|is|cua|khai sinh|{_TITLE}))*\W*$"
)
_CALLED = re.compile(
    rf"(?:\b(?:cua|cho|la|for|of|i'?m|i am|mr|mrs|ms|ong|ba|anh|chi|co|chu|bac|cau|di|be|con|chau"
    rf"|vo|chong|me|ma|bo|em|me ruot|bo ruot|nguoi)(?: {_TITLE}| gai| trai| ten| la)*)\W*$"
)
# A street, a school or a ward is called after somebody.
_PLACE = re.compile(
    r"\b(?:phuong|quan|xa|huyen|duong|pho|truong|thpt|thcs|benh vien|cong vien|ngo|hem|cho|cau|ap|thon"
    r"|khu|to|so \d+\w*|tinh|thanh pho|tp|ngan hang|hem \d+)\W*$"
)


@dataclass(frozen=True, slots=True)
class _Found:
    name: str
    start: int
    end: int
    weight: int


def name_within(text: str, *, beside: Beside = Beside.NOWHERE) -> tuple[str, str]:
    """The name in this part of a sentence and what is left of it; ("", text) when there is none.

    >>> name_within("tra giùm tôi với, tên chị là Nguyễn Thị Lan", beside=Beside.END)
    ('Nguyễn Thị Lan', 'tra giùm tôi với, tên chị là')
    >>> name_within("lệ phí làm thẻ là bao nhiêu")
    ('', 'lệ phí làm thẻ là bao nhiêu')
    """
    text = unicodedata.normalize("NFC", text)
    found = max(_candidates(text, beside), key=lambda one: one.weight, default=None)
    if found is None or found.weight < _ENOUGH:
        return "", text
    rest = f"{text[: found.start]} {text[found.end :]}"
    return found.name, " ".join(rest.split())


def _candidates(text: str, beside: Beside) -> Iterator[_Found]:
    found = list(_WORD.finditer(text))
    has_small = any(one[0].islower() for one in found)
    for at, first in enumerate(found):
        run = found[at : at + _run_length(text, found[at:])]
        length = _length([one[0] for one in run])
        if length < _FEWEST:
            continue
        start, end = first.start(), run[length - 1].end()
        name = find_name(text[start:end], has_date=True)
        before = fold(text[:start])
        if not name or _PLACE.search(before):
            continue
        weight = _weight(name, before, is_titled=has_small and _is_titled(name))
        if beside is Beside.END and not _WORD.search(text, end):
            weight += 3
        elif beside is Beside.START and at == 0:
            weight += 2
        yield _Found(name, start, end, weight)


def _weight(name: str, before: str, *, is_titled: bool) -> int:
    """How much speaks for it, but for a date beside it; four is enough."""
    told = name.split()
    family = fold(told[0])
    weight = 0
    if _ANNOUNCED.search(before):
        weight += 4
    elif _CALLED.search(before):
        weight += 2
    if is_titled:
        weight += 2
    if not name.isascii() and all(syllable(word).canonical in COMMON for word in told):
        weight += 1
    if len(told) >= _WHOLE and (family in _PLAIN or fold(told[1]) in _MIDDLE):
        weight += 1
    is_odd = family not in _PLAIN and len(told) < _WHOLE and not is_titled
    return weight - (2 if is_odd or not (is_sure_name(name) or len(told) == _FEWEST) else 0)


def _run_length(text: str, found: Sequence[re.Match[str]]) -> int:
    """How many words stand next to each other, nothing but blanks between."""
    length = 1
    while (
        length < min(len(found), _MOST_WORDS)
        and not text[found[length - 1].end() : found[length].start()].strip()
    ):
        length += 1
    return length


def _length(run: Sequence[str]) -> int:
    """How many of these words are one name; 0 when the first is no family's name."""
    if not _is_family(run[0]):
        return 0
    length = 1
    while length < len(run) and _goes_with(run, length):
        length += 1
    return 0 if fold(run[length - 1]) in _NO_LAST else length


def _is_family(word: str) -> bool:
    """Đang is no Đặng, lệ no Lê: marks that are there count."""
    lower = word.lower()
    return lower in _FAMILY_FOLDED if word.isascii() else lower in _FAMILY


def _goes_with(run: Sequence[str], at: int) -> bool:
    """Whether the word belongs to the name before it."""
    word = run[at]
    if run[0][:1].isupper() and run[1][:1].isupper() and not word[:1].isupper():
        return False
    one = syllable(word.lower())
    known = one.folded in COMMON_FOLDED if word.isascii() else one.canonical in COMMON
    if fold(run[at - 1]) in _NO_LAST:
        return known or one.is_possible  # behind Văn and Thị comes whatever somebody is called
    is_written_as_name = word[:1].isupper() and run[0][:1].isupper()
    may_go_on = at >= _FEWEST and not is_written_as_name
    return known and not (may_go_on and one.folded in _GOES_ON)


def _is_titled(name: str) -> bool:
    return all(word[:1].isupper() for word in name.split())
