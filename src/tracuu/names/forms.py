"""A name in the forms that are compared and indexed, read from whatever was typed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from tracuu.names.cleaning import clean_name
from tracuu.names.common import COMMON_FOLDED
from tracuu.names.errors import NameNotUnderstood
from tracuu.names.keystrokes import from_keystrokes, is_keystrokes
from tracuu.names.legacy import repair
from tracuu.names.remarks import Parts, part_name
from tracuu.names.segmentation import segment
from tracuu.names.syllables import Syllable, syllable

# Twice-encoded UTF-8 makes six characters of a letter, so raw text may be longer than a name.
MAX_RAW = 600
MAX_LETTERS = 120
MAX_SYLLABLES = 20

# A syllable that may begin an alias or a remark: then the text is read with care.
_CAREFUL = frozenset({"tưc1", "goi5", "bi1"})
_FORBIDDEN = re.compile(r'[=<>{}@#$%^&*\\|~_";!\d]')
# What stands in texts that were typed to break a database or a page, never beside a name.
_HOSTILE = re.compile(r"""['"]\s*(?:--|[;#)])|;\s*\w|--\s*$|/\*|[<>{}]""")
_SEPARATORS = re.compile(r"[\s'\-.,/:+()\[\]]+")
_LOST_LETTER = re.compile(r"\ufffd|(?<=\w)\?(?=\w)|(?:^|\s)\?|\?\?|\w\?\s+\w")
_ODD_SYMBOL = re.compile("[\u00a1-\u00bf\u00d7\u00f7]")


@dataclass(frozen=True, slots=True)
class PersonName:
    """One person's name; the tuples have one item for each syllable.

    - `text`: as it should be shown
    - `canonical`: letters with their shape, then the tone digit, so the place of the tone mark
      does not matter: hòa and hoà are hoa2; i and y are one where spelling wavers (Lý, Lí)
    - `folded`: the same letters without any mark
    - `skeleton`: what the ear keeps across regions, for searching only
    - `has_remark`: something beside the name was cut off, or a word was ambiguous; then the name
      can lead to a question but never to a yes

    >>> parse_name("Nguyen Van Y").is_unmarked, parse_name("Tuấn Tú 2").has_remark
    (True, True)
    """

    text: str
    canonical: tuple[str, ...]
    folded: tuple[str, ...]
    skeleton: tuple[str, ...]
    has_remark: bool = False

    @property
    def is_unmarked(self) -> bool:
        """Whether the name carries no mark at all, as people type without an input method."""
        return all(
            full == f"{bare}0" for full, bare in zip(self.canonical, self.folded, strict=True)
        )


def parse_name(text: str) -> PersonName:
    """Read one name, or raise `NameNotUnderstood`.

    Text that is already possible Vietnamese takes the short way. Anything else is repaired first:
    old encodings, raw keystrokes, row numbers, an alias after "tức" or in brackets.

    >>> name = parse_name("Nguyễn Thị Hòa")
    >>> name.canonical, name.folded
    (('nguyên4', 'thi5', 'hoa2'), ('nguyen', 'thi', 'hoa'))
    >>> parse_name("Nguyễn Thij Hoaf").canonical == name.canonical
    True
    """
    if len(text) > MAX_RAW:
        raise _too_long()
    syllables = [syllable(token) for token in text.split()]
    # A no-break space may be half of à in twice-encoded text, which split() would throw away.
    if not syllables or "\xa0" in text or not all(one.is_possible for one in syllables):
        return _parse_with_care(text)
    if not _CAREFUL.isdisjoint([one.canonical for one in syllables]):
        return _parse_with_care(text)
    return _name(" ".join([one.text for one in syllables]), syllables, has_remark=False)


def _too_long() -> NameNotUnderstood:
    return NameNotUnderstood(
        "too_long", "Họ tên dài quá. Vui lòng chỉ nhập họ và tên ghi trên giấy tờ."
    )


def _not_a_name() -> NameNotUnderstood:
    return NameNotUnderstood(
        "not_a_name", "Họ tên chỉ gồm chữ và khoảng trắng. Vui lòng bỏ các ký hiệu khác."
    )


def _name(text: str, syllables: list[Syllable], *, has_remark: bool) -> PersonName:
    if len(syllables) > MAX_SYLLABLES or len(text) > MAX_LETTERS:
        raise _too_long()
    return PersonName(
        text,
        tuple([one.canonical for one in syllables]),
        tuple([one.folded for one in syllables]),
        tuple([one.skeleton for one in syllables]),
        has_remark,
    )


def _parse_with_care(text: str) -> PersonName:
    if not text.strip():
        raise NameNotUnderstood("empty", "Vui lòng nhập họ và tên.")
    readable = repair(text)
    if _LOST_LETTER.search(readable):
        raise NameNotUnderstood(
            "damaged", "Họ tên bị mất chữ (có dấu ? hoặc �). Vui lòng nhập lại cho đủ chữ."
        )
    if _HOSTILE.search(readable):
        raise _not_a_name()
    parts = part_name(clean_name(readable))
    shown, tokens = _tokens(parts)
    if not any(char.isalpha() for char in shown):
        raise NameNotUnderstood("no_letters", "Họ tên chưa có chữ nào. Vui lòng nhập họ và tên.")
    if _ODD_SYMBOL.search(shown):
        raise NameNotUnderstood(
            "damaged", "Họ tên có ký hiệu lạ, có thể do phông chữ cũ. Vui lòng nhập lại có dấu."
        )
    if _FORBIDDEN.search(shown):
        raise _not_a_name()
    return _name(shown, [syllable(token) for token in tokens], has_remark=parts.has_remark)


def _tokens(parts: Parts) -> tuple[str, list[str]]:
    """Return the text with its words repaired, and its words."""
    pieces = re.split(r"([^\w]+)", parts.name)
    unknown = {piece for piece in pieces if piece and not syllable(piece.lower()).is_possible}
    is_typed_raw = any(is_keystrokes(piece) for piece in unknown)
    shown = "".join(
        _repaired(piece, is_typed_raw=is_typed_raw) if piece in unknown else piece
        for piece in pieces
    )
    return shown, [token for token in _SEPARATORS.split(shown) if token]


def _repaired(piece: str, *, is_typed_raw: bool) -> str:
    typed = from_keystrokes(piece) if is_typed_raw else None
    if typed:
        return typed
    camel = _split_at_capitals(piece)
    if len(camel) > 1 and _are_possible(camel):
        return " ".join(camel)
    if len(piece) <= MAX_LETTERS:
        split = segment(piece)
        # Two pieces are too often a slip (Ho-àu), rare ones a foreign name (Tê-rê-sa).
        if split and len(split) > 2 and _are_common(split):  # noqa: PLR2004
            return " ".join(split)
    return piece


def _split_at_capitals(piece: str) -> list[str]:
    """Split TrầnVăn before each capital that follows a small letter."""
    starts = [at for at in range(1, len(piece)) if piece[at - 1].islower() and piece[at].isupper()]
    return [piece[a:b] for a, b in pairwise([0, *starts, len(piece)])]


def _are_common(tokens: Iterable[str]) -> bool:
    return all(syllable(token).folded in COMMON_FOLDED for token in tokens)


def _are_possible(tokens: Iterable[str]) -> bool:
    return all(syllable(token).is_possible for token in tokens)
