"""Numbers that nobody here asks for: of ID cards, of telephones, one-time codes. None is kept."""

import re
from collections.abc import Callable

from tracuu.answers.matching.spelling import fold

# In one piece, or in the groups in which people write such numbers.
_LONG = re.compile(r"(?<!\d)\+?\d(?:[ .\-]?\d){8,}(?!\d)")
_MASK = "•"
_PHONE = re.compile(r"(?:0|\+?84)\d{9}")
_MOBILE = re.compile(r"(?:0|840?)([35789]\d{8})")
# Dates of birth beside another number would otherwise make one long number of both.
_DATE = re.compile(r"(?<!\d)\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?\d{4}(?!\d)")
_EMAIL = re.compile(r"[^\s@<>,;:()]+@[^\s@<>,;:()]+\.[^\s@<>,;:().]{2,}")
_NEARLY_EMAIL = re.compile(r"\S+\s?@\s?\S+(?:(?<=[.,])\s\S{2,4}|\s[.,]\s?\S{2,4})?")
_CODE_WORDS = re.compile(r"\b(?:otp|ma xac (?:thuc|nhan|minh)|mat khau|password|pass|ma pin)\b")
_CODE = re.compile(r"(?<![\d/.\-])\d{4,8}(?![\d/.\-])")
_TOKEN = re.compile(r"\S+")
_EDGES = " .,;:!?()\"'“”‘’"
_IS = frozenset({"la", "is", "=", ":"})
# "Mật khẩu là gì" tells none.
_ASKING = frozenset("gi j nao sao bao ai dau khong ko k chua what".split())
_FEWEST_SIGNS = 4


def masked(text: str, *, keeps_phones: bool = False) -> str:
    """The text as it may be kept: every digit of a long number, or of a one-time code, is a dot.

    With `keeps_phones` a telephone number stays: an officer may have asked for it.

    >>> masked("so cua toi 079 091 001 234, sinh 17/05/1991")
    'so cua toi ••• ••• ••• •••, sinh 17/05/1991'
    >>> masked("OTP 445566"), masked("goi 0901 234 567", keeps_phones=True)
    ('OTP ••••••', 'goi 0901 234 567')
    """
    told = _apart_from_dates(text, lambda part: _LONG.sub(_kept(keeps_phones), part))
    if not has_secret_code(text):
        return told
    told = _without_spans(told, _password_spans(text), lambda part: _MASK * len(part))
    return _CODE.sub(_hidden, told)


def has_long_number(text: str) -> bool:
    """Whether a number as long as that of an ID card or a telephone was typed.

    >>> has_long_number("cccd 079091001234"), has_long_number("17/05/1991 1234")
    (True, False)
    """
    return bool(_LONG.search(_DATE.sub(" / ", text)))


def find_phone(text: str) -> str:
    """The one long number in it, a mobile number of Vietnam, as 84 and nine digits; else "".

    All begin with 03, 05, 07, 08 or 09 and have ten digits since Quyết định 798/QĐ-BTTTT of 25 May 2018.

    >>> find_phone("số em: 0901.234.567 ạ"), find_phone("+84 901 234 567"), find_phone("079091001234")
    ('84901234567', '84901234567', '')
    """
    told = [re.sub(r"[^0-9]", "", found) for found in _LONG.findall(_DATE.sub(" / ", text))]
    found = _MOBILE.fullmatch(told[0]) if len(told) == 1 else None
    return f"84{found[1]}" if found else ""


def find_email(text: str) -> str:
    """The e-mail address in it; "" when there is none, or several. Whether it can be one is not asked.

    >>> find_email("mail em: an.le@example.vn ạ"), find_email("an@ example.vn")
    ('an.le@example.vn', '')
    """
    found = _EMAIL.findall(text)
    return found[0] if len(found) == 1 else ""


def without_email(text: str) -> str:
    """The text as it may be kept of one that tells an address, rightly typed or not.

    >>> without_email("an.le@example.vn ạ"), without_email("an.le @ gmail. com")
    ('••• ạ', '•••')
    """
    return _NEARLY_EMAIL.sub(_MASK * 3, text)


def has_secret_code(text: str) -> bool:
    """Whether a password or a one-time code was typed, which nobody may ask for.

    >>> has_secret_code("mật khẩu zalo của tôi là abc123"), has_secret_code("mật khẩu là gì?")
    (True, False)
    >>> has_secret_code("mã OTP của em là 123456"), has_secret_code("có ai hỏi mã OTP của em")
    (True, False)
    """
    if not _CODE_WORDS.search(fold(text)):
        return False
    return bool(_CODE.search(_DATE.sub(" / ", text)) or _password_spans(text))


def without_numbers(text: str) -> str:
    """The text without the numbers that are not kept."""
    is_secret = has_secret_code(text)
    if is_secret:
        text = _without_spans(text, _password_spans(text), lambda _part: " ")
    told = _apart_from_dates(text, lambda part: _LONG.sub(" ", part))
    return _CODE.sub(" ", told) if is_secret else told


def without_long_numbers(text: str) -> str:
    """The text without numbers that are no part of a name or a date, whatever else is left.

    >>> without_long_numbers("Lê An 02091990 079091001234")
    'Lê An 02091990'
    """
    told = " ".join(token for token in text.split() if not has_long_number(token))
    return without_numbers(told) if has_long_number(told) else told


def _password_spans(text: str) -> list[tuple[int, int]]:
    """Where passwords stand: behind the word for one, letters and digits mixed, or what ends "… là"."""
    found = list(_TOKEN.finditer(text))
    folded = [fold(token[0]).strip(_EDGES) for token in found]
    named = _CODE_WORDS.search(" ".join(folded))
    if named is None:
        return []
    first = " ".join(folded)[: named.end()].count(" ") + 1
    spans = []
    for at in range(first, len(found)):
        word = found[at][0].strip(_EDGES)
        is_mixed = any(map(str.isalpha, word)) and any(map(str.isdigit, word))
        is_told = at == len(found) - 1 and _tells(found[at - 1][0], folded[at - 1])
        is_told = is_told and "?" not in found[at][0] and folded[at] not in _ASKING
        if len(word) >= _FEWEST_SIGNS and (is_mixed or is_told):
            spans.append(found[at].span())
    return spans


def _tells(token: str, folded: str) -> bool:
    return folded in _IS or token.endswith((":", "="))


def _without_spans(text: str, spans: list[tuple[int, int]], change: Callable[[str], str]) -> str:
    for start, end in reversed(spans):
        text = f"{text[:start]}{change(text[start:end])}{text[end:]}"
    return text


def _apart_from_dates(text: str, change: Callable[[str], str]) -> str:
    """Change what stands between dates: a date and a number beside it would look like one number."""
    parts: list[str] = []
    at = 0
    for found in _DATE.finditer(text):
        parts += [change(text[at : found.start()]), found[0]]
        at = found.end()
    return "".join([*parts, change(text[at:])])


def _kept(keeps_phones: bool) -> Callable[[re.Match[str]], str]:  # noqa: FBT001 (of a private function)
    def kept(found: re.Match[str]) -> str:
        is_phone = _PHONE.fullmatch(re.sub(r"[ .\-]", "", found[0]))
        return found[0] if keeps_phones and is_phone else _hidden(found)

    return kept


def _hidden(found: re.Match[str]) -> str:
    return "".join(_MASK if letter.isdigit() else letter for letter in found[0])
