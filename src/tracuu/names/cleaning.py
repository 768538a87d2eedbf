"""The display form of a name: what an officer or a citizen meant to type, case kept."""

import re
import unicodedata

from tracuu.names.letters import compose, fold
from tracuu.names.words import words

# Nobody's name is longer, and normalising hostile text costs the square of its length.
MAX_TEXT = 1000

# What one repair uncovers, the next round repairs: A0: is A0, and A0 is AO.
_MOST_ROUNDS = 8

_SPACES = re.compile(r"\s+")
# Controls, format characters (zero width, bidi, BOM, soft hyphen), variation selectors, fillers,
# and pictures that phones put beside a name.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\u2600-\u27bf\U0001f000-\U0001faff]"
)
_COMPATIBILITY = re.compile(
    "[\u2070-\u218f\u2460-\u24ff\ufb00-\ufb06\uff00-\uffef\U0001d400-\U0001d7ff]"
)
_APOSTROPHES = re.compile(
    "[\u2018\u2019\u201b\u02b9\u02bb\u02bc\u02bd\u02c8\u2032\u2035\u00b4`\uff07]"
)
_HYPHENS = re.compile("[\u2010-\u2015\u2212\u2043\ufe58\ufe63]")
_QUOTES = re.compile("[\u201c\u201d\u201e\u00ab\u00bb]")

# Letters that look like Latin ones, drawn by a wrong keyboard or by recognition of a scan.
_LATIN_LOOKS = str.maketrans(
    "АВЕКМНОРСТУХІЈЅҮԚԜаеорсухіјѕһԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορυχικ",
    "ABEKMHOPCTYXIJSYQWaeopcyxijshqwABEZHIKMNOPTYXavopuxik",
)
_FOREIGN_SCRIPT = re.compile("[\u0370-\u052f]")
_TOKEN = re.compile(r"\S+")
_D_LOOKS = str.maketrans(
    {"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ", "Ɗ": "Đ", "ɗ": "đ", "ǎ": "ă", "Ǎ": "Ă"}
)
_ZERO_IN_WORD = re.compile(r"(?<=[^\W\d_])0(?=[^\W\d_]|$|\s)|(?<![\w])0(?=[^\W\d_])")

_BULLET = re.compile(r"^[\s\-*•·▪●○►+#>]+")
_ROW_NUMBER = re.compile(
    r"^(?:(?:stt|số|no)\b[.:\s]*)?[(\[]?\d{1,6}\s*(?:[.):\]/\-]+\s*|\s+)(?=\S)", re.IGNORECASE
)
_ADDRESS = re.compile(r"^([^:\d]{1,30})\s*:\s*(?=\S)")
_ADDRESS_WORDS = frozenset(
    words(
        "ong ba anh chi co chu bac em chau be thay di cau mo thim cu ho va ten me cha bo vo "
        "chong con dong chi mr mrs ms miss nguoi khach hang cong dan ten toi la"
    )
)
_EDGES = " .,;:!?-_/\\|*~^=+<>•·'\"`&"


def clean_name(text: str) -> str:
    r"""Return the display form of a name: composed, single spaces, look-alikes repaired.

    Row numbers, a form of address with a colon, and punctuation at the ends go; case stays.
    Text in an old encoding must be decoded before (`tracuu.names.legacy`): there, letters are
    drawn by characters that look like rubbish here. Never raises; reads the first 1,000 characters.

    >>> clean_name("  1. Bà:  Nguyễn\u00a0Thị\u200b Lan. ")
    'Nguyễn Thị Lan'
    >>> clean_name("Тrần H0à")
    'Trần Hoà'
    """
    text = text[:MAX_TEXT]
    for _ in range(_MOST_ROUNDS):
        before, text = text, _clean_once(text)
        if text == before:
            break
    return text


def _clean_once(text: str) -> str:
    text = _INVISIBLE.sub("", text)
    if not text.isascii():
        text = _repair_letters(text)
    if "0" in text:
        text = _ZERO_IN_WORD.sub(_zero_as_letter, text)
    text = _SPACES.sub(" ", text.replace("_", " ")).strip(_EDGES)
    return _strip_front(text).strip(_EDGES)


def _repair_letters(text: str) -> str:
    text = _COMPATIBILITY.sub(_compatible, text)
    text = _APOSTROPHES.sub("'", text)
    text = _HYPHENS.sub("-", text)
    text = _QUOTES.sub('"', text)
    if _FOREIGN_SCRIPT.search(text):
        text = _TOKEN.sub(_latin_look, text)
    return compose(text.translate(_D_LOOKS))


def _compatible(match: re.Match[str]) -> str:
    plain = unicodedata.normalize("NFKC", match[0])
    return plain if plain.isprintable() else " "


def _latin_look(match: re.Match[str]) -> str:
    """Repair a word only when every foreign letter in it has a Latin look: Иван stays Иван."""
    repaired = unicodedata.normalize("NFD", match[0]).translate(_LATIN_LOOKS)
    return match[0] if _FOREIGN_SCRIPT.search(repaired) else repaired


def _zero_as_letter(match: re.Match[str]) -> str:
    around = match.string[max(match.start() - 1, 0) : match.end() + 1]
    return "O" if around.replace("0", "").isupper() else "o"


def _strip_front(text: str) -> str:
    """Take off bullets, row numbers and forms of address, as often as they stand in front."""
    before = ""
    while text != before:
        before = text
        text = _BULLET.sub("", text)
        text = _ROW_NUMBER.sub("", text)
        address = _ADDRESS.match(text)
        if address and _is_address(address[1]):
            text = text[address.end() :]
    return text


def _is_address(words: str) -> bool:
    found = re.split(r"[^a-z]+", fold(words))
    return any(found) and all(word in _ADDRESS_WORDS for word in found if word)
