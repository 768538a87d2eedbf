"""What officers need not read of a conversation, and what must not leave it.

Long numbers (identity numbers, telephones) show their last three digits until an officer asks for them.
A question that goes to the editors also loses names and dates.
"""

import re

from tracuu.units.rules import fold

_MOST_LETTERS = 2000
_KEPT = 3
_LONG = 9
_HIDDEN = "•"
# Digits with at most one sign between two of them; a date has eight, and is left.
_NUMBER = re.compile(r"(?<![\w])\+?\d(?:[ .\-]?\d){8,}(?!\w)")
_DIGITS = re.compile(r"\d+(?:[ .\-/]\d+)*")
_WORDS = re.compile(r"[^\W\d_]+")
_NAME = "[họ tên]"
_FIGURE = "[số]"
# Names of families: nine of ten people bear one of these. Not La: everybody says "là".
_FAMILIES = frozenset(
    (
        "nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh trinh doan luong"
        " mai truong lam dao ta cao thai luu ha to chau quach ton kieu khuc"
    ).split()
)
_LONGEST_NAME = 6
_FOLLOWED_BY_DATE = re.compile(r"^\W*(?:sinh|sn|ns|ngày|ngay)?\W*\d")


def mask_digits(text: str) -> str:
    """Long numbers with all but their last three digits hidden.

    >>> mask_digits("Số em 0912 345 678, sinh 17/05/1991, giấy hẹn TP-211015")
    'Số em •••678, sinh 17/05/1991, giấy hẹn TP-211015'
    """
    return _NUMBER.sub(_masked, text)


def has_long_numbers(text: str) -> bool:
    """Whether `mask_digits` hides anything."""
    return _NUMBER.search(text) is not None


def _masked(found: re.Match[str]) -> str:
    digits = [sign for sign in found[0] if sign.isdigit()]
    if len(digits) < _LONG:
        return found[0]
    return _HIDDEN * 3 + "".join(digits[-_KEPT:])


def without_person(text: str) -> str:
    """The question without names, dates and numbers, for eyes that need not know who asked.

    What it cannot see is left to the officer who reads it before it is kept.

    >>> without_person("Em là Nguyễn Thị Lan 17/05/1991, mất giấy hẹn thì sao ạ?")
    'Em là [họ tên] [số], mất giấy hẹn thì sao ạ?'
    """
    text = " ".join(text.split())[:_MOST_LETTERS]
    words = list(_WORDS.finditer(text))
    spans = _names_in(text, words)
    for begins, ends in reversed(spans):
        text = text[:begins] + _NAME + text[ends:]
    return _DIGITS.sub(_FIGURE, text)


def _names_in(text: str, words: list[re.Match[str]]) -> list[tuple[int, int]]:
    """Runs of words that begin with a family's name, and are capitalised or stand before a date."""
    spans: list[tuple[int, int]] = []
    place = 0
    while place < len(words):
        length = _name_length(text, words, place)
        if length:
            spans.append((words[place].start(), words[place + length - 1].end()))
        place += length or 1
    return spans


def _name_length(text: str, words: list[re.Match[str]], place: int) -> int:
    """How many words from this one on are a name; 0 when none is."""
    if fold(words[place][0]) not in _FAMILIES:
        return 0
    run = [words[place]]
    for word in words[place + 1 : place + _LONGEST_NAME]:
        if text[run[-1].end() : word.start()].strip():
            break
        run.append(word)
    capitals = 0
    while capitals < len(run) and run[capitals][0][0].isupper():
        capitals += 1
    if capitals > 1:
        return capitals
    is_before_date = len(run) > 1 and _FOLLOWED_BY_DATE.match(text[run[-1].end() :])
    return len(run) if is_before_date else 0
