"""Slips inside one word of a Vietnamese name. Every function returns the word itself when it cannot."""

import random
import unicodedata
from itertools import pairwise

_TONES = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_VNI_TONES = {"\u0300": "2", "\u0301": "1", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_TELEX = {"ă": "aw", "â": "aa", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}
_VNI = {"ă": "a8", "â": "a6", "ê": "e6", "ô": "o6", "ơ": "o7", "ư": "u7", "đ": "d9"}
_HOOK, _TILDE = "\u0309", "\u0303"
_VOWELS = "aăâeêioôơuưy"
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
# Where the ear hears one sound in a region: beginnings, ends, and two pairs of whole words.
_BEGINNINGS = (
    ("x", "s"), ("s", "x"), ("tr", "ch"), ("ch", "tr"), ("gi", "d"), ("d", "gi"), ("v", "d"),
    ("r", "d"), ("n", "l"), ("l", "n"),
)  # fmt: skip
_ENDS = (("ng", "n"), ("nh", "n"), ("n", "ng"), ("c", "t"), ("t", "c"))
_WORDS = {"phước": "phúc", "phúc": "phước", "nhựt": "nhật", "nhật": "nhựt"}
_DOUBLE = ("oa", "oe", "uy")


def fold(word: str) -> str:
    """The word without any mark, as typed with no input method."""
    bare = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    return bare.replace("đ", "d").replace("Đ", "D")


def parted(word: str) -> tuple[str, str, int]:
    """The word without its tone, the tone's combining mark ("" for none), and the letter it stood on."""
    letters: list[str] = []
    tone, place = "", -1
    for letter in unicodedata.normalize("NFC", word):
        marks = unicodedata.normalize("NFD", letter)
        found = [mark for mark in marks if mark in _TONES]
        if found:
            tone, place = found[0], len(letters)
        letters.append(unicodedata.normalize("NFC", "".join(m for m in marks if m not in _TONES)))
    return "".join(letters), tone, place


def toned(bare: str, tone: str, place: int) -> str:
    """The word with the tone put on the letter at `place`."""
    return unicodedata.normalize("NFC", f"{bare[: place + 1]}{tone}{bare[place + 1 :]}")


def other_place_of_tone(word: str, _rng: random.Random) -> str:
    """Hòa becomes hoà, and back: both are taught."""
    bare, tone, place = parted(word)
    for pair in _DOUBLE:
        at = bare.lower().find(pair)
        if tone and at >= 0 and at + 2 == len(bare) and not bare.lower().startswith("qu"):
            return toned(bare, tone, at if place == at + 1 else at + 1)
    return word


def tone_on_wrong_letter(word: str, _rng: random.Random) -> str:
    """Hoàng becomes Hòang, Quý becomes Qúy."""
    bare, tone, place = parted(word)
    if not tone:
        return word
    for at in (place - 1, place + 1):
        if 0 <= at < len(bare) and bare[at].lower() in _VOWELS:
            return toned(bare, tone, at)
    return word


def other_spelling_of_i(word: str, _rng: random.Random) -> str:
    """Lý becomes Lí, Mĩ becomes Mỹ; only where both are written. Y alone is a sign, not a spelling."""
    bare, tone, place = parted(word)
    low = bare.lower()
    if (
        low == "y"
        or low[:-1] not in {"", "h", "k", "l", "m", "s", "t", "v", "qu"}
        or low[-1:] not in {"i", "y"}
    ):
        return word
    new = {"i": "y", "y": "i", "I": "Y", "Y": "I"}[bare[-1]]
    return toned(bare[:-1] + new, tone, place) if tone else bare[:-1] + new


def other_tone(word: str, rng: random.Random) -> str:
    """Hỏi and ngã are one to many ears; any other tone when the word has neither."""
    bare, tone, place = parted(word)
    if tone in (_HOOK, _TILDE):
        return toned(bare, _TILDE if tone == _HOOK else _HOOK, place)
    ends_hard = fold(bare).lower().endswith(("c", "ch", "p", "t"))
    tones = ["\u0301", "\u0323"] if ends_hard else ["", "\u0300", "\u0301", "\u0323"]
    new = rng.choice([one for one in tones if one != tone])
    if place < 0:
        place = next((at for at, c in enumerate(bare) if c.lower() in _VOWELS), -1)
    return toned(bare, new, place) if place >= 0 else word


def regional(word: str, rng: random.Random) -> str:
    """As it is heard in another region."""
    low = word.lower()
    if low in _WORDS:
        return _cased(_WORDS[low], word)
    found = [new + low[len(old) :] for old, new in _BEGINNINGS if _begins(low, old)]
    bare, tone, place = parted(low)
    for old, new in _ENDS:
        if bare.endswith(old) and not (old == "n" and bare.endswith("ng")):
            cut = bare[: -len(old)] + new
            found.append(toned(cut, tone, place) if tone else cut)
    return _cased(rng.choice(found), word) if found else word


def _begins(word: str, beginning: str) -> bool:
    rest = fold(word[len(beginning) :])
    return word.startswith(beginning) and rest[:1] in tuple("aeiouy")


def slip_of_finger(word: str, rng: random.Random) -> str:
    """A neighbouring key, a letter missing, doubled, or two exchanged."""
    at, kind = rng.randrange(len(word)), rng.randrange(4)
    if kind == 0:
        near = _neighbours(fold(word[at]).lower())
        return word[:at] + _cased(rng.choice(near), word[at]) + word[at + 1 :] if near else word
    if kind == 1:
        return word[:at] + word[at + 1 :] if len(word) > 1 else word
    if kind == 2:
        return word[: at + 1] + word[at:]
    if at + 1 < len(word):
        return _cased(word[:at] + word[at + 1] + word[at] + word[at + 2 :], word)
    return word


def _neighbours(letter: str) -> str:
    for row in _ROWS:
        for left, right in pairwise(f" {row} "):
            if left == letter:
                at = row.index(letter)
                return "".join([row[at - 1 : at], right]).strip()
    return ""


def raw_keystrokes(words: list[str], rng: random.Random) -> list[str]:
    """What was typed while the input method was off: Telex or VNI, the tone at the end of a word."""
    letters, tones = rng.choice([(_TELEX, _TONES), (_VNI, _VNI_TONES)])
    typed = []
    for word in words:
        bare, tone, _ = parted(word)
        keys = "".join(_cased(letters.get(c.lower(), c), c) for c in bare)
        typed.append(keys + tones.get(tone, ""))
    return typed


def _cased(new: str, like: str) -> str:
    if len(like) > 1 and like.isupper():
        return new.upper()
    return new[:1].upper() + new[1:].lower() if like[:1].isupper() else new.lower()
