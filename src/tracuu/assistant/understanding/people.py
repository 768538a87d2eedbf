"""A name, a date of birth and a receipt in one message, in any order, with words around them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from tracuu.assistant.understanding.dates import DateAt, dates_in
from tracuu.assistant.understanding.intents import asks_for_rules, asks_for_state
from tracuu.assistant.understanding.names import find_name, is_asking, is_sure_name
from tracuu.assistant.understanding.sentences import Beside, name_within
from tracuu.core.receipt_codes import read_code
from tracuu.names.common import FAMILY_FOLDED
from tracuu.names.letters import fold
from tracuu.names.syllables import syllable
from tracuu.names.words import words

_MOST_LETTERS = 1000
_MOST_PEOPLE = 6
# People leave no blank between a name and a date, or between a date and what follows.
_GLUED_BEFORE = re.compile(r"(?<=[^\W\d_])[,;:]?(?=\d{1,2}[/.\-]\d{1,2}[/.\-]\d|\d{8}(?!\d))")
_GLUED_BEHIND = re.compile(r"(?<=[/.\-]\d{4})[,;]?(?=[^\W\d_])")
_GLUED_BORN = re.compile(r"(?<!\w)(sn|ns|sinh|dob)(?=\d)", re.IGNORECASE)
_COLON = re.compile(r"(?<=[^\W\d_])\s?[:=]\s?(?=[^\s/])")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)
# What stands between a name and its date; only in this order are they surely no part of the name.
_BEFORE_DATE = re.compile(
    r"[\s,;:.\-–(]*\b(?:sinh ngày|sinh ngay|ngày sinh|ngay sinh|sinh năm|sinh nam|năm sinh"
    r"|(?<=[,;:\-–] )nam sinh"
    r"|sinh tháng|sinh thang|tháng sinh|thang sinh|sinh vào ngày|sinh vao ngay|sinh vào"
    r"|ngày tháng năm sinh|ngay thang nam sinh"
    r"|sn|ns|dob|born on|born in|born|date of birth|birth date|birthday)\b[\s,;:.\-–(là]*$",
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
        # A child's name as a parent says it, but not the family Bế: "Bế Thị Hoài".
        rf"be(?: trai| gai)?(?= (?!thi |van )(?:{'|'.join(sorted(FAMILY_FOLDED))}) )",
        r"my name is|my name|i am|i'm|name is|look up|check|for",
    )
)
_TRAILS = re.compile(
    r"[\s,;:.\-–]+(?:(?:ạ|nhé|nha+|nhá|nè|nhen|nghen|ne)(?: (?:em|anh|chị|ad|ạ|bạn|cô|chú))?"
    r"|ah|ak|với ạ|giúp (?:em|tôi|mình)(?: với)?|cảm ơn(?: ạ)?|please"
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
    receipt, tokens = _take_receipt(_tokens(text))
    dates = dates_in(tokens, today)
    told = _with_date(tokens, dates[0]) if dates else _without_date(" ".join(tokens))
    if told.full_name and told.birth_date and asks_for_rules(told.rest):
        # Whose papers it is about changes nothing of the answer.
        return Told(receipt=receipt, rest=" ".join(tokens))
    return replace(told, receipt=receipt)


def find_people(text: str, *, today: date) -> tuple[tuple[str, str], ...]:
    """Everybody in a message who has a name and a date of their own, in their order, as typed.

    >>> found = find_people("bé Lê Thị An 2/9/2010 và bé Lê Văn Bình sn 3/4/2012", today=date(2026, 1, 1))
    >>> [name for name, _born in found]
    ['Lê Thị An', 'Lê Văn Bình']
    """
    _receipt, tokens = _take_receipt(_tokens(text))
    ends = sorted(one.stop for one in dates_in(tokens, today) if one.reads and not one.is_deed)
    if len(ends) < len(("one", "other")):
        return ()
    people: dict[tuple[str, str], None] = {}
    for start, end in pairwise((0, *ends)):
        part = tokens[start:end]
        dates = dates_in(part, today)
        told = _with_date(part, dates[0]) if dates else Told()
        if told.full_name:
            people[told.full_name, told.birth_date] = None
    # Beside one person a second date is of something else.
    return tuple(people)[:_MOST_PEOPLE] if len(people) > 1 else ()


def _tokens(text: str) -> list[str]:
    """The words of a message; a line ends what it says, as a comma does."""
    typed = unicodedata.normalize("NFC", text[:_MOST_LETTERS])
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    plain = " ".join(line if line[-1] in ".,;:?!-–" else f"{line}," for line in lines)
    plain = _COLON.sub(": ", _ORDINAL.sub("", plain.removesuffix(",")))
    plain = _GLUED_BORN.sub(r"\1 ", plain)
    return _GLUED_BEHIND.sub(" ", _GLUED_BEFORE.sub(" ", plain)).split()


def _with_date(tokens: Sequence[str], born: DateAt) -> Told:
    before = " ".join(tokens[: _without_day_word(tokens, born.start)])
    after = " ".join(tokens[born.stop :])
    before = _without_birth_words(before, is_year=born.is_year)
    name = _name_beside(before, after)
    around = f"{before} {after}".strip()
    if name:
        return Told(full_name=name, birth_date=born.text, rest=_without(around, name))
    for part, other, beside in ((before, after, Beside.END), (after, before, Beside.START)):
        name, rest = name_within(part, beside=beside)
        if name:
            return Told(full_name=name, birth_date=born.text, rest=f"{rest} {other}".strip())
    return Told(birth_date=born.text, rest=_AROUND_A_DATE.sub(" ", around).strip(_EDGES))


def _without_date(text: str) -> Told:
    """Without a date only a sure name is one that stands in a sentence which asks for nothing else."""
    name = find_name(_undressed(text))
    if name:
        return Told(full_name=name, rest=text)
    name, rest = name_within(text)
    is_told = bool(name) and is_sure_name(name) and not asks_for_rules(rest)
    if is_told and (asks_for_state(rest) or not is_asking(rest)):
        return Told(full_name=name, rest=rest)
    return Told(rest=text)


def _without(text: str, name: str) -> str:
    return " ".join(text.replace(name, " ", 1).split()).strip(_EDGES)


def _name_beside(before: str, after: str) -> str:
    """The name in front of the date, or behind it."""
    for part, other in ((before, after), (after, before)):
        name = find_name(_undressed(part), has_date=True)
        # "Năm 2024 đổi thẻ hết bao nhiêu" is about nobody.
        if name and (not is_asking(other) or is_sure_name(name)):
            return _tightened(name)
    return ""


def _tightened(name: str) -> str:
    """Without the words in front of a family's name: "hai bé Nguyễn Văn An"."""
    if syllable(name.split(maxsplit=1)[0]).folded in FAMILY_FOLDED:
        return name
    within, _rest = name_within(name, beside=Beside.END)
    return within if within and name.endswith(within) else name


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
    is_written_as_name &= word.isupper() or not left[0].isupper()
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


def _without_day_word(tokens: Sequence[str], start: int) -> int:
    """Where what stands before the date ends: ngày and mùng belong to the date."""
    is_led = start > 0 and fold(tokens[start - 1]).strip(" :,") in {"ngay", "mung", "mong"}
    return start - 1 if is_led else start
