"""Letters and their marks: composing, splitting off tones, folding."""

import re
import unicodedata

TONE_DIGITS = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
TONE_MARKS = {digit: mark for mark, digit in TONE_DIGITS.items()}
VOWELS = frozenset("aeiouy")

# A run of marks longer than this is an attack or an accident, never a letter of a name.
_MARKS_PER_LETTER = 4
_MARK_RUN = re.compile("[\u0300-\u036f]+")
_STROKED_D = re.compile("([Dd])[\u0334-\u0338]")
_SHAPES = "\u031b\u0302\u0306"

_UNMARKED = str.maketrans(
    {"đ": "d", "ƀ": "b", "ł": "l", "ø": "o", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ħ": "h"}
)


def compose(text: str) -> str:
    """Return NFC in which the order of marks no longer matters.

    Unicode keeps two marks of the same class in the order they were typed, so ễ typed as
    e + tilde + circumflex stays different from ễ under NFC. We put the mark that makes the
    letter (circumflex, breve, horn) before the tone, then compose.

    >>> compose("Nguye\u0303\u0302n") == "Nguyễn"
    True
    """
    if text.isascii():
        return text
    composed = unicodedata.normalize("NFC", text)
    if not _MARK_RUN.search(composed):
        return composed
    decomposed = _STROKED_D.sub(_stroked, unicodedata.normalize("NFD", composed))
    return unicodedata.normalize("NFC", _MARK_RUN.sub(_ordered, decomposed))


def _stroked(match: re.Match[str]) -> str:
    return "Đ" if match[1] == "D" else "đ"


def _ordered(match: re.Match[str]) -> str:
    marks = sorted(dict.fromkeys(match[0]), key=_mark_rank)
    return "".join(marks[:_MARKS_PER_LETTER])


def _mark_rank(mark: str) -> int:
    if mark in _SHAPES:
        return 0
    return 2 if mark in TONE_DIGITS else 1


def split_tones(text: str) -> tuple[str, str]:
    """Return the letters without tone marks, and the tones as digits in order.

    Only a mark on a vowel is a tone; the tilde of ñ belongs to its letter.

    >>> split_tones("hòa"), split_tones("lựơng"), split_tones("muñoz")
    (('hoa', '2'), ('lương', '5'), ('muñoz', ''))
    """
    if text.isascii():
        return text, ""
    letters: list[str] = []
    tones: list[str] = []
    base = ""
    for character in unicodedata.normalize("NFD", text):
        if character in TONE_DIGITS and base in VOWELS:
            tones.append(TONE_DIGITS[character])
            continue
        letters.append(character)
        if not unicodedata.combining(character):
            base = character
    return unicodedata.normalize("NFC", "".join(letters)), "".join(tones)


def fold(text: str) -> str:
    """Return lower-case text without any mark.

    >>> fold("ĐẶNG Blŭm")
    'dang blum'
    """
    lower = text.lower()
    if lower.isascii():
        return lower
    decomposed = unicodedata.normalize("NFD", lower)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return bare.translate(_UNMARKED)


def with_tone(letters: str, tone: str) -> str:
    """Put a tone digit back on the vowel that carries it in print (old style: hòa, thúy).

    >>> [with_tone(letters, "2") for letters in ("nguyên", "hoa", "quyên", "gia")]
    ['nguyền', 'hòa', 'quyền', 'già']
    """
    if tone not in TONE_MARKS:
        return letters
    position = _tone_position(letters)
    if position is None:
        return letters
    marked = letters[: position + 1] + TONE_MARKS[tone] + letters[position + 1 :]
    return compose(marked)


def _tone_position(letters: str) -> int | None:
    bare = fold(letters)
    start = 2 if bare[:2] in {"qu", "gi"} and bare[2:3] in VOWELS and bare[2:3] else 0
    vowels = [at for at in range(start, len(bare)) if bare[at] in VOWELS]
    if not vowels or len(bare) != len(letters):
        # æ and ß fold to two letters; no tone belongs there.
        return None
    shaped = [at for at in vowels if letters[at] in "ăâêôơư"]
    if shaped:
        return shaped[-1]
    ends_open = vowels[-1] == len(bare) - 1
    if len(vowels) == 1 or (len(vowels) == 2 and ends_open):  # noqa: PLR2004
        return vowels[0]
    return vowels[1]
