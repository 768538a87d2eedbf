"""Decoding text once its encoding is known."""

import re
from collections.abc import Callable
from enum import StrEnum
from functools import partial

from tracuu.names.legacy.tables import TCVN3, VISCII, VNI, VPS
from tracuu.names.letters import TONE_DIGITS, compose


class Encoding(StrEnum):
    """How the letters of a text are written; UNICODE means there is nothing to decode."""

    UNICODE = "unicode"
    TCVN3 = "tcvn3"
    VNI = "vni"
    VISCII = "viscii"
    VPS = "vps"
    VIQR = "viqr"
    CP1258 = "cp1258"
    UTF8_MOJIBAKE = "utf8_mojibake"


def _bytes_shown_by(codec: str) -> dict[int, str]:
    """Return each character a Windows code page draws for a byte -> that byte as a character."""
    shown = {byte: bytes([byte]).decode(codec, errors="ignore") for byte in range(0x80, 0x100)}
    return {ord(char): chr(byte) for byte, char in shown.items() if char}


# The five bytes that Windows-1252 leaves undefined reach us as control characters.
_CP1252_BYTES = _bytes_shown_by("cp1252")
_CP1258_BYTES = _bytes_shown_by("cp1258")


def as_bytes_text(text: str) -> str:
    """Return text in which every character that Windows drew for a byte 80..9F is that byte."""
    return text.translate(_CP1252_BYTES)


def decode(text: str, encoding: Encoding) -> str:
    """Return the text with its letters in Unicode; what the encoding does not know stays.

    >>> decode("NguyÔn ThÞ Hoµ", Encoding.TCVN3)
    'Nguyễn Thị Hoà'
    >>> decode("Ñaëng Vaên Taùm", Encoding.VNI)
    'Đặng Văn Tám'
    """
    return _DECODERS[encoding](text)


def _by_letter(table: dict[int, str], text: str) -> str:
    return compose(_even_case(as_bytes_text(text).translate(table)))


def _even_case(text: str) -> str:
    """TCVN3 has no capitals with tones, a capital font drew them: HUúNH decodes to HUỳNH."""
    plain = [char for char in text if char.isascii() and char.isalpha()]
    if len(plain) > 1 and all(char.isupper() for char in plain):
        words = (word for word in re.findall(r"\w+", text))
        if any(sum(char in plain for char in word) > 1 for word in words):
            return text.upper()
    return text


def _both_cases(table: dict[str, str]) -> dict[str, str]:
    """Return the table with the mixed spellings of capital fonts: a capital before a small mark."""
    mixed = {old[0].upper() + old[1:]: new.upper() for old, new in table.items() if len(old) > 1}
    return mixed | table


_VNI = _both_cases(VNI)
_VNI_PAIRS = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))


def _vni(text: str) -> str:
    return compose(_VNI_PAIRS.sub(lambda match: _VNI[match[0]], as_bytes_text(text)))


_VIQR_LETTER = re.compile(r"dD|[dD]{2}|([aeiouyAEIOUY])([(^+*]?)([`'?~.]?)")
_VIQR_SHAPES = {"(": "\u0306", "^": "\u0302", "+": "\u031b", "*": "\u031b", "": ""}
_VIQR_TONES = dict(zip("'`?~.", TONE_DIGITS, strict=True)) | {"": ""}


def _viqr(text: str) -> str:
    return compose(_VIQR_LETTER.sub(_viqr_letter, text))


def _viqr_letter(match: re.Match[str]) -> str:
    if match[1] is None:
        return "Đ" if match[0][0] == "D" else "đ"
    return match[1] + _VIQR_SHAPES[match[2]] + _VIQR_TONES[match[3]]


def _cp1258(text: str) -> str:
    plain = as_bytes_text(text)
    try:
        return compose(plain.encode("latin-1").decode("cp1258"))
    except UnicodeError:
        return text


_MOST_ROUNDS = 3
# A no-break space that was made a plain space, or cut off at the end: "HoÃ ng" held Ã + A0.
_LOST_NBSP = re.compile("(?<=[\u00c2-\u00c6])(?: |$)|(?<=[\u00e1][\u00ba\u00bb])(?: |$)")


def _utf8_mojibake(text: str) -> str:
    for _ in range(_MOST_ROUNDS):
        narrowed = _utf8_once(text)
        if narrowed is None:
            break
        text = narrowed
    return compose(text)


def _utf8_once(text: str) -> str | None:
    if text.isascii():
        return None
    for plain in (as_bytes_text(text), text.translate(_CP1258_BYTES)):
        for attempt in (plain, _LOST_NBSP.sub("\u00a0", plain)):
            try:
                return attempt.encode("latin-1").decode("utf-8")
            except UnicodeError:
                continue
    return None


def _letters(table: dict[str, str]) -> dict[int, str]:
    return {ord(old): new for old, new in table.items()}


_DECODERS: dict[Encoding, Callable[[str], str]] = {
    Encoding.UNICODE: compose,
    Encoding.TCVN3: partial(_by_letter, _letters(TCVN3)),
    Encoding.VNI: _vni,
    Encoding.VISCII: partial(_by_letter, _letters(VISCII)),
    Encoding.VPS: partial(_by_letter, _letters(VPS)),
    Encoding.VIQR: _viqr,
    Encoding.CP1258: _cp1258,
    Encoding.UTF8_MOJIBAKE: _utf8_mojibake,
}
