"""A name, a date of birth and a receipt in one message, in any order, with words around them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracuu.assistant.understanding.names import find_name, is_asking, is_sure_name
from tracuu.core.receipt_codes import read_code
from tracuu.names import BirthDateNotUnderstood, parse_birth_date
from tracuu.names.letters import fold
from tracuu.names.words import words

_MOST_LETTERS = 300
_MOST_DATE_WORDS = 9
# People leave no blank between a name and a date, or between a date and what follows.
_GLUED_BEFORE = re.compile(r"(?<=[^\W\d_])[,;:]?(?=\d{1,2}[/.\-]\d{1,2}[/.\-]\d|\d{8}(?!\d))")
_GLUED_BEHIND = re.compile(r"(?<=[/.\-]\d{4})[,;]?(?=[^\W\d_])")
_NUMERIC = re.compile(r"[0-9oil|/\\.,;:\-_?x*…]+", re.IGNORECASE)
_DATE_WORDS = frozenset(
    words(
        "ngay thang nam mung mong gieng chap mot hai ba tu bon nam sau bay tam chin muoi"
        " january february march april may june july august september october november december"
        " jan feb mar apr jun jul aug sep sept oct nov dec / - . , of th st nd rd"
    )
)
_FULL = re.compile(r"\d{1,2}\D{1,12}\d{1,2}\D{1,12}\d{2,4}|\d{6,8}|(?:19|20)\d{2}")
# What stands between a name and its date; only in this order are they surely no part of the name.
_BEFORE_DATE = re.compile(
    r"[\s,;:.\-–(]*\b(?:sinh ngày|sinh ngay|ngày sinh|ngay sinh|sinh năm|sinh nam|năm sinh"
    r"|(?<=[,;:\-–] )nam sinh"
    r"|ngày tháng năm sinh|sn|ns|dob|born on|born|date of birth|birth date|birthday)\b[\s,;:.\-–(là]*$",
    re.IGNORECASE,
)
_MAYBE_BEFORE_DATE = re.compile(r"\s+(?:sinh|ngày|ngay)\s*[:.]?\s*$", re.IGNORECASE)
_MAYBE_BEFORE_YEAR = re.compile(r"\s+(?:năm|nam)\s*[:.]?\s*$", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d{2}")
_EDGES = " .,;:-–()"
# What people say with a date that they correct.
_AROUND_A_DATE = re.compile(
    r"(?<!\w)(?:dạ|ạ|à|ủa|nhầm|nham|lộn|sai|rồi|roi|sửa lại|sua lại|sua lai|phải là|phai la|đúng là"
    r"|dung la|mới đúng|moi dung|không phải|khong phai|ngày sinh|ngay sinh|sinh ngày|sinh ngay|sinh|là"
    r"|la)"
    r"(?!\w)",
    re.IGNORECASE,
)
_MIDDLE_ONLY = frozenset(words("van thi"))
_FEWEST_WHOLE = 3
# Compared without marks; "e", "m" and "t" are how the young write em, mình and tôi.
_ME = r"(?:toi|em|minh|con|chau|tui|e|m|t)"
_LEADS = tuple(
    re.compile(rf"(?:{lead})(?![^\W_])[\s,;:.\-–=]*")
    for lead in (
        r"da|vang|xin chao|chao(?: ad| ban| anh| chi| can bo)?|alo|hello|hi|ad(?:min)? oi|ad(?:min)?",
        r"anh oi|chi oi|em chao",
        rf"(?:cho|xin)(?: {_ME})? hoi",
        (
            rf"(?:(?:nho|giup|xin|cho|muon|can|{_ME}) )*(?:tra cuu|kiem tra|check|xem|tra|tim)"
            rf"(?: giup| ho| dum| gium)?(?: {_ME})?"
            r"(?: the can cuoc| the| cccd| can cuoc cong dan| can cuoc| ho so)*(?: cua| cho)?"
        ),
        r"(?:the|cccd|can cuoc|ho so) (?:cua|cho)",
        (
            r"(?:cho |cua )?(?:me|bo|ba|ma|vo|chong|con|be|chau|anh|chi|em|ong|ban)(?: trai| gai)?"
            rf" {_ME}(?: ten)?(?: la)?"
        ),
        rf"(?:ho va ten|ho ten|hoten|ten|full name|name)(?: cua)?(?: {_ME}| be)?(?: la)?",
        rf"{_ME} ten(?: la)?|{_ME} la",
        r"my name is|my name|i am|i'm|name is|look up|check|for",
    )
)
_TRAILS = re.compile(
    r"[\s,;:.\-–]+(?:ạ|nhé|nha|nhá|ah|ak|với ạ|giúp (?:em|tôi|mình)(?: với)?|cảm ơn(?: ạ)?|please"
    r"|thanks)\W*$",
    re.IGNORECASE,
)
_RECEIPT = re.compile(r"[A-ZĐ]{1,6}[-./]?\d{3,}[A-Z0-9\-./]*", re.IGNORECASE)
_RECEIPT_WORDS = re.compile(
    r"(?:mã nhận thẻ|mã hồ sơ|số hồ sơ|mã|số biên nhận|giấy hẹn(?: số)?|ma nhan the|ma ho so|so ho so"
    r"|receipt|code)\s*(?:là|la|is|:)?\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, repr=False)
class Told:
    """What a message holds of one person, as typed; "" where it holds nothing.

    `rest` is what is left when that is taken out. A `birth_date` may be one that cannot be: who
    typed it is told so.
    """

    full_name: str = ""
    birth_date: str = ""
    receipt: str = ""
    rest: str = ""


def find_person(text: str, *, today: date) -> Told:
    """Take a message apart.

    >>> text = "ten e la nguyen huu tri, sn 17 thang 5 nam 1991 ạ"
    >>> told = find_person(text, today=date(2026, 11, 24))
    >>> told.full_name, told.birth_date
    ('nguyen huu tri', '17 thang 5 nam 1991')
    """
    typed = unicodedata.normalize("NFC", text[:_MOST_LETTERS])
    typed = _GLUED_BEHIND.sub(" ", _GLUED_BEFORE.sub(" ", " ".join(typed.split())))
    tokens = typed.split()
    receipt, tokens = _take_receipt(tokens)
    found = _find_date(tokens, today)
    if found is None:
        rest = " ".join(tokens)
        return Told(full_name=find_name(_undressed(rest)), receipt=receipt, rest=rest)
    start, end = found
    before = " ".join(tokens[: _without_day_word(tokens, start)])
    after = " ".join(tokens[end:])
    born = " ".join(tokens[start:end]).strip(" .,;:()")
    before = _without_birth_words(before, is_year=bool(_YEAR.fullmatch(born)))
    name = _name_beside(before, after)
    rest = "" if name else _AROUND_A_DATE.sub(" ", f"{before} {after}").strip(_EDGES)
    return Told(full_name=name, birth_date=born, receipt=receipt, rest=rest)


def _name_beside(before: str, after: str) -> str:
    """The name in front of the date, or behind it."""
    for part, other in ((before, after), (after, before)):
        name = find_name(_undressed(part), has_date=True)
        # "Năm 2024 đổi thẻ hết bao nhiêu" is about nobody.
        if name and (not is_asking(other) or is_sure_name(name)):
            return name
    return ""


def _without_birth_words(before: str, *, is_year: bool) -> str:
    """Sinh and Năm may be the given name: "Phạm Văn Năm 1950" keeps it, "Lê Thị Lan sinh 1950" not."""
    shorter = _BEFORE_DATE.sub("", before)
    if shorter != before:
        return shorter.strip()
    shorter = _MAYBE_BEFORE_DATE.sub("", before)
    if is_year:
        shorter = _MAYBE_BEFORE_YEAR.sub("", shorter)
    left = shorter.split()
    is_cut_short = len(left) == _FEWEST_WHOLE and fold(left[-1]) in _MIDDLE_ONLY
    if shorter == before or len(left) < _FEWEST_WHOLE or is_cut_short:
        return before
    word = before[len(shorter) :].strip(" :.")
    is_written_as_name = word[:1].isupper() and left[-1][:1].isupper()
    return before if is_written_as_name else shorter


def _undressed(text: str) -> str:
    """Without what people say around a name."""
    before = ""
    text = text.strip(_EDGES)
    while text != before:
        before = text
        text = _TRAILS.sub("", text)
        for lead in _LEADS:
            folded = fold(text)
            found = lead.match(folded)
            # What is wholly such words is no name; a name may begin with one (Bà, Con, Ten).
            if found and found.end() < len(text) == len(folded):
                text = text[found.end() :]
    return text.strip(_EDGES)


def _take_receipt(tokens: Sequence[str]) -> tuple[str, list[str]]:
    """The receipt number or code among the words, and the other words."""
    for at, token in enumerate(tokens):
        bare = token.strip(".,;:()")
        if _RECEIPT.fullmatch(bare) or _is_code(bare):
            before = _RECEIPT_WORDS.sub("", " ".join(tokens[:at])).split()
            return bare, [*before, *tokens[at + 1 :]]
    return "", list(tokens)


def _is_code(word: str) -> bool:
    """An ID number is twelve signs as well: a code has letters and digits."""
    is_mixed = any(map(str.isalpha, word)) and any(map(str.isdigit, word))
    return is_mixed and read_code(word) is not None


def _find_date(tokens: Sequence[str], today: date) -> tuple[int, int] | None:
    """Where the date stands: the longest run of words that reads as one, else that looks like one."""
    wrong: tuple[int, int] | None = None
    best: tuple[int, int] | None = None
    for start, token in enumerate(tokens):
        if not _has_digit(token) or not _is_of_date(token):
            continue
        end = _end_of_date(tokens, start)
        for stop in range(end, start, -1):
            if not _has_digit(tokens[stop - 1]):
                continue
            if best is not None and stop - start <= best[1] - best[0]:
                break
            if _reads(tokens[start:stop], today):
                best = (start, stop)
                break
        if wrong is None and _FULL.fullmatch(" ".join(tokens[start:end]).strip(" .,;")):
            wrong = (start, end)
    return best or wrong


def _without_day_word(tokens: Sequence[str], start: int) -> int:
    """Where what stands before the date ends: ngày and mùng belong to the date."""
    is_led = start > 0 and fold(tokens[start - 1]).strip(" :,") in {"ngay", "mung", "mong"}
    return start - 1 if is_led else start


def _end_of_date(tokens: Sequence[str], start: int) -> int:
    end = start
    while end < len(tokens) and end - start < _MOST_DATE_WORDS and _is_of_date(tokens[end]):
        end += 1
    while end > start and not _has_digit(tokens[end - 1]):
        end -= 1
    return end


def _is_of_date(token: str) -> bool:
    return bool(_NUMERIC.fullmatch(token)) or fold(token).strip(".,") in _DATE_WORDS


def _has_digit(token: str) -> bool:
    return any("0" <= letter <= "9" for letter in token)


def _reads(tokens: Sequence[str], today: date) -> bool:
    text = " ".join(tokens).strip(" .,;:()")
    if not _FULL.search(text):
        return False  # 5 and 1/2 may be anything
    try:
        parse_birth_date(text, today=today)
    except BirthDateNotUnderstood:
        return False
    return True
