"""What stands beside a name in its cell: an alias, a remark, a number for a namesake."""

import re
from typing import NamedTuple

from tracuu.names.letters import fold
from tracuu.names.syllables import syllable
from tracuu.names.words import words

_BRACKETS = re.compile(r"[(\[{][^)\]}]*[)\]}]?")
_QUOTED = re.compile(r'"[^"]*"?')
_ALIAS = re.compile(
    r"\s+(?:tức|hay còn gọi|còn gọi|thường gọi|tên gọi khác|tên khác|bí danh|biệt danh|gọi là)"
    r"\b.*$",
    re.IGNORECASE,
)
_ALIAS_UNMARKED = re.compile(
    r"(?<=\w)\s+(?:tuc|hay con goi|con goi|bi danh|biet danh)\s+.*$", re.IGNORECASE
)
_REMARK = re.compile(r"\s+-+\s*|\s*-+\s+|\s*[,;:/]\s*")
_NAMESAKE_NUMBER = re.compile(r"(?<=\w)\s*[-.]?\s*(?<![\d])(\d{1,2})$")
# The first word of a bracket that tells about the person instead of naming them.
_ABOUT = frozenset(
    words(
        "con vo chong me cha bo ong ba anh chi em chau da mat chet thon ap xom to khu so ngu o que"
    )
)
# A single word in brackets that tells this person from a namesake, or that the person died.
_TELLS_APART = frozenset(words("nho lon anh em chi chet mat gia tre cu moi"))
_FEWEST_BEFORE_REMARK = 2


class Parts(NamedTuple):
    name: str
    has_remark: bool


def part_name(text: str) -> Parts:
    """Cut off an alias, and tell whether a remark was cut off as well.

    An alias beside the full name does not make the name less certain; a remark does, for it may
    belong to the name or tell this person from a namesake.

    >>> part_name("Trần Văn Sáu (tức Sáu Bạc)"), part_name("Nguyễn Thị Lan - con ông Bình")
    (Parts(name='Trần Văn Sáu', has_remark=False), Parts(name='Nguyễn Thị Lan', has_remark=True))
    """
    has_remark = any(_is_about(found) for found in _BRACKETS.findall(text))
    text = _BRACKETS.sub(" ", text)
    if '"' in text:
        text, has_remark = _QUOTED.sub(" ", text), True
    text = " ".join(text.split())
    text = _ALIAS.sub("", text)
    if text.isascii():
        shorter = _ALIAS_UNMARKED.sub("", text)
        # Túc is a name too, and without marks we cannot tell.
        has_remark = has_remark or (shorter != text)
        text = shorter if len(shorter.split()) >= _FEWEST_BEFORE_REMARK else text
    name, was_cut = _cut_remark(text)
    number = _NAMESAKE_NUMBER.search(name)
    if number and _is_namesake(name, number):
        name, was_cut = name[: number.start()], True
    return Parts(name.strip(" .,;:-/'"), has_remark or was_cut)


def _is_about(bracket: str) -> bool:
    inside = fold(bracket).strip("()[]{} .")
    found = inside.split()
    if not found:
        return False
    if len(found) == 1:
        return len(inside) == 1 or inside.isdigit() or inside in _TELLS_APART
    return inside[0].isdigit() or found[0] in _ABOUT


def _cut_remark(text: str) -> tuple[str, bool]:
    """Cut at a dash or comma when names stand before it and more than one word behind it."""
    for found in _REMARK.finditer(text):
        before, behind = text[: found.start()], text[found.end() :]
        if len(before.split()) >= _FEWEST_BEFORE_REMARK and len(behind.split()) > 1:
            return before, True
    return _REMARK.sub(" ", text) if _REMARK.search(text) else text, False


def _is_namesake(name: str, number: re.Match[str]) -> bool:
    """Tuấn 2 or Tuấn2 is a second Tuấn, but Thuy1 is typing in VNI keys."""
    word = name[: number.start()].rsplit(maxsplit=1)[-1] if name[: number.start()].split() else ""
    return number[0][:1].isspace() or (syllable(word).is_possible and not word.isascii())
