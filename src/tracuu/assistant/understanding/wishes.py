"""What people say instead of tapping: whole messages that mean a button, in many spellings."""

import re
from typing import NamedTuple

from tracuu.assistant.enums import Wish
from tracuu.assistant.understanding.phrases import PATTERNS, PHRASES
from tracuu.assistant.understanding.reactions import is_reaction, is_unhappy
from tracuu.assistant.understanding.words import plain, trimmings
from tracuu.names.letters import fold

# A button that must not be mistaken says this, hidden: "#" and a word, perhaps something after it.
_SIGN = "#"
_MOST_ARGUMENT = 60
_MOST_BINDING = 100
# Behind a button's words: whom it is about (`assistant.about`).
_ABOUT = re.compile(r"(?:^|\s)@([a-p]{16})$")
COMMANDS = {
    "#menu": Wish.MENU,
    "#thoi": Wish.CANCEL,
    "#tracuu": Wish.LOOK_UP,
    "#hoidap": Wish.ASK,
    "#canbo": Wish.PERSON,
    "#diadiem": Wish.PLACE,
    "#baotoi": Wish.WATCH,
    "#dangcho": Wish.WATCHES,
    "#ngungbao": Wish.STOP_WATCH,
    "#delai": Wish.LATER,
    "#chitiet": Wish.MORE,
    "#loai": Wish.FACT_KIND,
    "#suaten": Wish.WRONG_NAME,
    "#suangay": Wish.WRONG_BIRTH,
    "#cuatoi": Wish.MINE,
    "#chude": Wish.TOPIC,
    "#huuich": Wish.USEFUL,
    "#chuadung": Wish.NOT_RIGHT,
    "#caukhac": Wish.NONE_OF_THESE,
    "#ngaycu": Wish.SAME_BIRTH,
    "#english": Wish.ENGLISH,
    "#tiengviet": Wish.VIETNAMESE,
    "#chinam": Wish.ONLY_YEAR,
    "#tiep": Wish.NEXT,
}

# Without their marks these two are one word.
_MARKED = {"dừng": Wish.CANCEL, "đúng": Wish.NOD}
_STOP_NUMBER = re.compile(
    r"(?:ngung bao|dung bao|xoa|huy bao|stop)(?: tin)?(?: so| so thu)? ([0-9]{1,2})"
)
_STOP_ALL = re.compile(
    r"(?:ngung bao|dung bao|xoa|huy bao|stop)(?: tin)? (?:tat ca|het|tat|all|everything)"
)
ALL = "all"
# What the counter's code is said with, on its page and by who types it from there.
_BIND = re.compile(
    r"\W*(?:da |vang |cho (?:toi |em )?|toi |em )*(?:gan|lien ket)(?: ho so| hs)?(?: so| ma)?"
    r"[\s:]+(\S.*)",
    re.DOTALL,
)
_POLITE = re.compile(r"\s+(?:a|nhe|nha|giup toi|giup em|voi)\W*$")
_CODE_SIGNS = re.compile(r"[a-z0-9]{8,16}")
# A group of a code is four signs, and none of them a vowel but what was mistyped.
_A_WORD = re.compile(r"(?![a-z]{4}$)[a-z]*[aeiouy][a-z]*")
_BETWEEN = re.compile(r"[\s\-–—_.,·]+")


class Wanted(NamedTuple):
    """A wish, what it is about (a topic, a watch, a kind of fact), and the mark of whom."""

    wish: Wish
    argument: str = ""
    about: str = ""


def command(wish: Wish, argument: str = "", about: str = "") -> str:
    """What a button says that must not be mistaken.

    >>> command(Wish.USEFUL, "le-phi")
    '#huuich le-phi'
    """
    said = f"{_WORD_OF[wish]} {argument}".rstrip()
    return f"{said} @{about}" if about else said


def words_of_command(text: str) -> str:
    """A hidden button in words, for an officer who reads the conversation.

    >>> words_of_command("#canbo"), words_of_command("#chude le-phi"), words_of_command("#1 gì?")
    ('Hỏi cán bộ', 'Chọn: le-phi', '#1 gì?')
    """
    wanted = _read_command(text)
    if wanted is None:
        return text
    words = _SAID.get(wanted.wish, "Chọn")
    return f"{words}: {wanted.argument}" if wanted.argument else words


def find_wish(text: str) -> Wanted | None:
    """What the whole message wants, when it is said as buttons say it.

    >>> find_wish("Cho e gặp cán bộ vs ạ")
    Wanted(wish=<Wish.PERSON: 'person'>, argument='', about='')
    >>> find_wish("#huuich le-phi"), find_wish("lệ phí?")
    (Wanted(wish=<Wish.USEFUL: 'useful'>, argument='le-phi', about=''), None)
    """
    if text.lstrip().startswith(_SIGN):
        return _read_command(text)
    if is_reaction(text):
        return Wanted(Wish.NOT_RIGHT if is_unhappy(text) else Wish.NOD)
    return _find_phrase(text) or _find_binding(text)


def _find_binding(text: str) -> Wanted | None:
    """A code of the counter with its words, rightly typed or not: "gan ho so 114v cvxt 835h".

    >>> _find_binding("Gắn hồ sơ 114V-CVXT-835H ạ").argument
    '114vcvxt835h'
    >>> _find_binding("gắn hồ sơ ở đâu"), _find_binding("gắn hồ sơ cho 2 người")
    (None, None)
    """
    found = _BIND.match(fold(text[:_MOST_BINDING]))
    if found is None:
        return None
    said = _POLITE.sub("", found[1]).strip(" .,;!")
    signs = _BETWEEN.sub("", said)
    is_code = _CODE_SIGNS.fullmatch(signs) and any(map(str.isdigit, signs))
    has_words = any(_A_WORD.fullmatch(part) for part in _BETWEEN.split(said))
    return Wanted(Wish.BIND, signs) if is_code and not has_words else None


def _read_command(text: str) -> Wanted | None:
    word, _, argument = text.strip().partition(" ")
    wish = COMMANDS.get(word.lower())
    if wish is None:
        return None
    found = _ABOUT.search(argument)
    about = found[1] if found else ""
    return Wanted(wish, _ABOUT.sub("", argument).strip()[:_MOST_ARGUMENT], about)


def _find_phrase(text: str) -> Wanted | None:
    if wish := _MARKED.get(text.strip(" .!").lower()):
        return Wanted(wish)
    for words in trimmings(text):
        if wish := _WISH_OF.get(words):
            return Wanted(wish)
        if number := _STOP_NUMBER.fullmatch(words):
            return Wanted(Wish.STOP_WATCH, f"number {number[1]}")
        if _STOP_ALL.fullmatch(words):
            return Wanted(Wish.STOP_WATCH, ALL)
        for wish, pattern in PATTERNS:
            if pattern.fullmatch(words):
                return Wanted(wish)
    return None


# In the officers' language, whatever the citizen's is.
_SAID = {
    Wish.MENU: "Menu",
    Wish.CANCEL: "Thôi",
    Wish.LOOK_UP: "Tra cứu CCCD",
    Wish.ASK: "Hỏi đáp CCCD",
    Wish.PERSON: "Hỏi cán bộ",
    Wish.PLACE: "Giờ và địa điểm",
    Wish.WATCH: "Báo cho tôi khi có thẻ",
    Wish.LATER: "Để lại số điện thoại hoặc e-mail",
    Wish.MORE: "Xem các ngày và chi tiết",
    Wish.WRONG_NAME: "Sửa họ tên",
    Wish.WRONG_BIRTH: "Sửa ngày sinh",
    Wish.USEFUL: "Hữu ích",
    Wish.NOT_RIGHT: "Chưa đúng",
    Wish.STOP_WATCH: "Ngừng báo",
    Wish.SAME_BIRTH: "Vẫn ngày sinh đó",
    Wish.ONLY_YEAR: "Giấy tờ chỉ ghi năm sinh",
    Wish.NEXT: "Tra tiếp người sau",
    Wish.ENGLISH: "English",
    Wish.VIETNAMESE: "Tiếng Việt",
}
_WORD_OF = {wish: word for word, wish in COMMANDS.items()}
# "chi" stands for "gì" where it is typed so, and for itself where it was "chỉ".
_WISH_OF = {
    words: wish
    for wish, told in PHRASES.items()
    for phrase in told.split(", ")
    for words in (plain(phrase), phrase)
}
