"""Detecting the encoding of a column, and repairing one cell without harming a good one."""

import operator
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from tracuu.names.common import COMMON
from tracuu.names.legacy.decoding import Encoding, as_bytes_text, decode
from tracuu.names.letters import split_tones, with_tone
from tracuu.names.syllables import syllable

_SINGLE_BYTE = (Encoding.TCVN3, Encoding.VNI, Encoding.VISCII, Encoding.VPS, Encoding.CP1258)
# A no-break space is no end of a word here: it is half a letter in some of the readings.
_WORDS = re.compile(r"(?:[^\s\-.,;:()/'\"\d]|\xa0)+")
# Signs that a text is VIQR: a shape, or a tone between a vowel and another letter, or at a word's
# end beside such a sign. A question mark alone is a lost letter, not a hook.
_VIQR_SIGN = re.compile(
    r"[aeouAEOU][(^+*]|[aeiouyAEIOUY][`~]|[aeiouyAEIOUY]['.](?=[a-zA-Z])|[dD]{2}"
    r"|[aeiouyAEIOUY][.] .*[aeiouyAEIOUY][.](?= )"
)
_MOJIBAKE_SIGN = re.compile(
    "[\u00c2-\u00c6\u00e1\u0102\u0103][^A-Za-z]|[\u00c3\u00c2\u00c4\u00c6]$"
)
_LONGEST = 1000


class _Score(NamedTuple):
    """How good a reading is; compared field by field, the first difference decides.

    `balance` is possible syllables less impossible ones: readings cut a text into words
    differently (VIQR writes with full stops), so a mere count would not compare.
    """

    balance: int
    common: int
    placed: int

    def __add__(self, other: tuple[object, ...]) -> "_Score":
        assert isinstance(other, _Score)
        return _Score(*map(operator.add, self, other))


def _words(text: str) -> list[str]:
    return _WORDS.findall(text)


def _score(text: str) -> _Score:
    found = [syllable(word) for word in _words(text)]
    possible = sum(one.is_possible for one in found)
    return _Score(
        2 * possible - len(found),
        sum(one.canonical in COMMON for one in found),
        sum(_is_well_placed(one.text.lower()) for one in found),
    )


@lru_cache(maxsize=4096)
def _is_well_placed(word: str) -> bool:
    """Whether the tone stands where it is printed: of HÀ and HAỈ, both possible, HÀ is likelier."""
    letters, tones = split_tones(word)
    if not tones or with_tone(letters, tones) == word:
        return True
    return letters.endswith(("oa", "oe", "uy")) and split_tones(word[-1])[1] == tones


def _is_byte_like(text: str) -> bool:
    """Whether every character could be one byte of an old encoding, as a spreadsheet shows it."""
    return as_bytes_text(text).isascii() or max(as_bytes_text(text)) <= "\u00ff"


def detect(texts: Sequence[str]) -> Encoding:
    """Return the encoding of a whole column by counting possible syllables under each reading.

    Cells with letters beyond U+00FF are Unicode already and say nothing about the others. On a
    draw the column is Unicode: a wrong repair is worse than none.

    >>> detect(["NguyÔn ThÞ Hoµ", "TrÇn V¨n Nam", "Lª Lan"]).value
    'tcvn3'
    >>> detect(["Nguyễn Thị Hoà", "Lê Lan", "Tran Van Nam"]).value
    'unicode'
    """
    cells = [text[:_LONGEST] for text in texts if text]
    suspects = [text for text in cells if not text.isascii() and _is_byte_like(text)]
    choices: list[Encoding] = [Encoding.UNICODE, *_SINGLE_BYTE]
    if not suspects:
        suspects = [text for text in cells if text.isascii() and _VIQR_SIGN.search(text)]
        choices = [Encoding.UNICODE, Encoding.VIQR]
    if not suspects or any(map(_MOJIBAKE_SIGN.search, cells)):
        suspects = [text for text in cells if not text.isascii()] or suspects
        choices.append(Encoding.UTF8_MOJIBAKE)
    return max(choices, key=lambda encoding: _total(suspects, encoding))


def _total(texts: Iterable[str], encoding: Encoding) -> _Score:
    total = _Score(0, 0, 0)
    for text in texts:
        total += _score(decode(text, encoding))
    return total


def repair(text: str, hint: Encoding = Encoding.UNICODE) -> str:
    """Return one cell in Unicode; `hint` is what `detect` said about its column.

    A cell that reads well as Unicode stays as it is, for people go on typing into old lists.

    >>> repair("TrÇn V¨n Nam"), repair("Trần Văn Nam", Encoding.TCVN3)
    ('Trần Văn Nam', 'Trần Văn Nam')
    """
    text = text[:_LONGEST]
    if text.isascii():
        return _repair_viqr(text, hint)
    choices = _choices(text, hint)
    if not choices:
        return text
    as_it_is = _score(text)
    if as_it_is.balance == len(_words(text)) and not _is_byte_like(text):
        return text
    best, score = text, as_it_is
    for encoding in choices:
        reading = decode(text, encoding)
        reading_score = _score(reading)
        # Under the column's own encoding a better known name wins; without a hint the text must
        # gain possible syllables, and most of it must then be possible.
        is_clear = reading_score.balance > max(as_it_is.balance, 0)
        if reading_score > score and (is_clear or encoding == hint):
            best, score = reading, reading_score
    return best


def _repair_viqr(text: str, hint: Encoding) -> str:
    """VIQR is plain ASCII, so every word must come out possible: H'Hen and N.T. are not VIQR."""
    if not (hint == Encoding.VIQR or _VIQR_SIGN.search(text)):
        return text
    reading = decode(text, Encoding.VIQR)
    return reading if all(syllable(word).is_possible for word in _words(reading)) else text


def _choices(text: str, hint: Encoding) -> list[Encoding]:
    choices: list[Encoding] = [] if hint in {Encoding.UNICODE, Encoding.VIQR} else [hint]
    if _MOJIBAKE_SIGN.search(text):
        choices.append(Encoding.UTF8_MOJIBAKE)
    if _is_byte_like(text):
        choices += _SINGLE_BYTE
    return choices
