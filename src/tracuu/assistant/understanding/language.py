"""Which language somebody writes in: Vietnamese unless it is surely English."""

import re
import unicodedata

from tracuu.answers.matching.spelling import is_english

_MARKED = re.compile("[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ]")
_WORD = re.compile(r"[a-z']+")
# Whole messages in English that no Vietnamese would mean in Vietnamese.
_MESSAGES = frozenset(
    (
        "in english, speak english, english please, look up my card, check my card, my card, opening"
        " hours, where are you, help me, talk to an officer, talk to a person, ask an officer,"
        " speak to an officer, is my card ready, my id card, notify me, wrong name, wrong date,"
        " where is my card, when will my card be ready, i need help"
    ).split(", ")
)
# Words that are English and no syllables of a name: two of them settle it.
_COMMON = frozenset(
    """
    the my is are was card please want need check look when where how what can could would you your
    ready have has been not yet from with for and this that lost new get help hello thanks thank i'm
    i've i am would like know about time open today tomorrow officer police apply name date birth
    born live pick it up abroad don't remember
    """.split()
)
_ENOUGH = 3


def writes_english(text: str) -> bool:
    """Whether this is surely English.

    >>> writes_english("Hello, I want to check my card please"), writes_english("check the cccd")
    (True, False)
    """
    found = _WORD.findall(text.lower())
    if not text.isascii() or not found:
        return False
    if " ".join(found) in _MESSAGES or is_english(text):
        return True
    known = sum(word in _COMMON for word in found)
    return known >= _ENOUGH and known * 2 > len(found)


def writes_vietnamese(text: str) -> bool:
    """Whether it has letters that only Vietnamese is written with; names have them in any language.

    >>> writes_vietnamese("lệ phí?"), writes_vietnamese("le phi?")
    (True, False)
    """
    return bool(_MARKED.search(unicodedata.normalize("NFC", text).lower()))
