"""Receipt codes: the twelve signs on the slip that a person holds until the card is there.

Eleven random signs of nineteen (46.7 bits) and one to check them. See `docs/adr/0008`.

- The signs are digits, and letters that look like none of them. What is read for a sign that is not
  there is the one that it looks like: O is 0, l is 1, S is 5.
- No vowel, no D, no W: a scanner types like a keyboard, and where Telex or VNI is switched on, these
  are what the letters and digits after them would turn into Vietnamese letters.
- Nineteen is a prime, so a weighted sum finds every wrong sign and every two that changed places.
"""

import re
import secrets
import unicodedata

ALPHABET = "0123456789CHKMNPTVX"
LENGTH = 12
_VALUES = {sign: value for value, sign in enumerate(ALPHABET)}
_LOOKS_LIKE = str.maketrans("OQDILZSGBU", "000112568V")
_BETWEEN = re.compile(r"[\s\-–—_.·]+")
_GROUP = 4
# Three groups of four that stand by themselves; looked at from every word on. One in an address is
# somebody's secret and no code that was written down.
_IN_A_TEXT = re.compile(r"(?<![\w/])(?=(\w{4}(?:[\s\-–—_.·]*\w{4}){2})(?![\w/]))")


def new_code() -> str:
    """A code that nobody has and nobody can guess.

    One of 2,200 would have no letter, and look like the number of an ID card: it is drawn again.
    """
    while True:
        drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
        code = drawn + _check_sign(drawn)
        if not code.isdecimal():
            return code


def read_code(text: str) -> str | None:
    """The code that somebody typed or scanned, or None when it is none.

    >>> read_code(" 7k2m 0chx-4ptk ") == read_code("7K2M-OCHX-4PTK")
    True
    """
    plain = _plain(text)
    return plain if _has_the_form(plain) and _sum(plain) == 0 else None


def find_code(text: str) -> str | None:
    """The first code in a text, as of a whole message that was pasted, or None.

    >>> find_code("Mã của tin này là 7K2M-0CHX-4PTK; kiểm tra ở https://tra-cuu.example/xac-minh/")
    '7K2M0CHX4PTK'
    """
    found = (read_code(each) for each in _IN_A_TEXT.findall(text))
    return next(filter(None, found), None)


def is_mistyped_code(text: str) -> bool:
    """Whether it has the form of a code, but a sign of it is wrong."""
    plain = _plain(text)
    return _has_the_form(plain) and _sum(plain) != 0


def grouped(code: str) -> str:
    """The code as people read it.

    >>> grouped("7K2M0CHX4PTK")
    '7K2M-0CHX-4PTK'
    """
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def _plain(text: str) -> str:
    plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", text))
    return plain.upper().translate(_LOOKS_LIKE)


def _has_the_form(plain: str) -> bool:
    return len(plain) == LENGTH and all(sign in _VALUES for sign in plain)


def _sum(plain: str) -> int:
    """Each sign has a weight of its own, from 12 down to 1 for the one that checks the others."""
    weighted = zip(range(len(plain), 0, -1), plain, strict=True)
    return sum(weight * _VALUES[sign] for weight, sign in weighted) % len(ALPHABET)


def _check_sign(drawn: str) -> str:
    return ALPHABET[-_sum(drawn + ALPHABET[0]) % len(ALPHABET)]
