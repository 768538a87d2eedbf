"""Raw keystrokes: what Telex and VNI typing leaves behind when the input method was off."""

import re

from tracuu.names.letters import split_tones, with_tone
from tracuu.names.syllables import syllable
from tracuu.names.words import words

_TELEX_TONES = {"s": "1", "f": "2", "r": "3", "x": "4", "j": "5"}
_VOWEL = re.compile("[aăâeêioôơuưyw]")
_TELEX_TONE_KEYS = re.compile("[sfrxj]")
_DOUBLED = re.compile("([aeo])([^aeo]*)\\1")
_LATE_DOUBLED = re.compile("([aeo])[^aeo]+\\1")
_CIRCUMFLEX = {"a": "â", "e": "ê", "o": "ô"}

# Words that are names somewhere else although, read as Telex, they are syllables too. They are
# read as keystrokes only beside others: Lee Thij Thuyr is Lê Thị Thủy, Lee Min Ho is Lee Min Ho.
_ALSO_NAMES = frozenset(
    words(
        "max rex lex tex dex tux jax gus los tor nor der mar lars luis pier hans var moong lee bee "
        "dee see kee mee gee tee teen keen been seen deen moon soon hoon boon koon toon loon loo "
        "boo koo soo choo taan saan haan maan"
    )
)


def is_keystrokes(token: str) -> bool:
    """Whether a token is beyond doubt what an input method would have composed."""
    return token.lower() not in _ALSO_NAMES and from_keystrokes(token) is not None


def from_keystrokes(token: str) -> str | None:
    """Return the syllable that these keys would have made, or None when they make none.

    >>> from_keystrokes("DDawngj"), from_keystrokes("Tra62n"), from_keystrokes("Samuel")
    ('Đặng', 'Trần', None)
    """
    lower = token.lower()
    if len(lower) > 12:  # noqa: PLR2004  (nghieengr and some spare)
        return None
    letters, tones = split_tones(lower)
    if tones:
        # The tone is there already: a further key is a slip, and a slip is not ours to mend.
        return None
    result = _vni(letters) if any(char.isdigit() for char in letters) else _telex(letters)
    if result is None or result == lower or result.isascii() or not syllable(result).is_possible:
        return None
    return _cased_like(token, result)


def _cased_like(token: str, result: str) -> str:
    cased = [char for char in token if char.isalpha()]
    if len(cased) > 1 and all(char.isupper() for char in cased):
        # DD is one letter; a short word in capitals such as DDo stays as it is typed.
        return result.upper()
    return result.capitalize() if cased[:1] and cased[0].isupper() else result


def _telex(keys: str) -> str | None:
    keys = re.sub("^dd", "đ", keys)
    first = _VOWEL.search(keys)
    if not first:
        return None
    onset, rest = keys[: first.start()], keys[first.start() :]
    found = {_TELEX_TONES[key] for key in _TELEX_TONE_KEYS.findall(rest)}
    if len(found) > 1 or "z" in rest:
        return None
    if not found and _LATE_DOUBLED.search(rest):
        # Lana is a name; only with a tone key is it Lân typed letter by letter: Lanaf.
        return None
    rest = _telex_shapes(_TELEX_TONE_KEYS.sub("", rest), is_after_q=onset.endswith("q"))
    if onset == "d" and rest.endswith("d"):
        onset, rest = "đ", rest[:-1]
    return with_tone(onset + rest, found.pop() if found else "")


def _telex_shapes(rest: str, *, is_after_q: bool) -> str:
    rest = _DOUBLED.sub(lambda match: _CIRCUMFLEX[match[1]] + match[2], rest, count=1)
    keys = rest.count("w")
    if not keys:
        return rest
    if rest.startswith("w"):
        # A w with no vowel before it is the letter ư: DDwcs, Twowng.
        return re.sub("(?<=o)w", "", rest.replace("w", "ư", 1)).replace("ưo", "ươ")
    return _horned(rest.replace("w", ""), is_after_q=is_after_q)


def _horned(plain: str, *, is_after_q: bool) -> str:
    if is_after_q and plain.startswith("ua"):
        return "uă" + plain[2:]
    for old, new in (("uo", "ươ"), ("ua", "ưa"), ("oa", "oă"), ("uu", "ưu"), ("a", "ă")):
        if old in plain:
            return plain.replace(old, new, 1)
    return plain.replace("o", "ơ", 1) if "o" in plain else plain.replace("u", "ư", 1)


def _vni(keys: str) -> str | None:
    digits = [char for char in keys if char.isdigit()]
    letters = "".join(char for char in keys if not char.isdigit())
    tones = {digit for digit in digits if digit in "12345"}
    if len(tones) > 1 or not letters or len(digits) > 4:  # noqa: PLR2004
        return None
    for digit in digits:
        shaped = _vni_shape(letters, digit)
        if shaped is None:
            return None
        letters = shaped
    return with_tone(letters, tones.pop() if tones else "")


def _vni_shape(letters: str, digit: str) -> str | None:
    if digit in "12345":
        return letters
    changed = {
        "6": lambda: re.sub("([aeo])(?!.*[aeo])", lambda m: _CIRCUMFLEX[m[1]], letters, count=1),
        "7": lambda: (
            re.sub("uo|ưo|uơ", "ươ", letters)
            if "o" in letters and "u" in letters
            else letters.replace("o", "ơ", 1)
            if "o" in letters
            else letters.replace("u", "ư", 1)
        ),
        "8": lambda: letters.replace("a", "ă", 1),
        "9": lambda: letters.replace("d", "đ", 1),
    }.get(digit, lambda: letters)()
    if changed == letters and not (digit == "7" and "ươ" in letters):
        return None
    return changed
