"""Which cell styles show a number as a date, and how much of the date they show."""

import re
from collections.abc import Mapping
from enum import IntEnum

from tracuu.cards.lists.reading.archive import Archive, each_element

_MOST_STYLES = 64 << 20


class Shown(IntEnum):
    """What a reader of the sheet sees of a date. Excel turns a typed "12/1973" into 1 December
    1973 shown as Dec-73: the day was never said, so we must not claim it.
    """

    DAY = 1
    MONTH = 2
    YEAR = 3


BUILT_IN = {
    **dict.fromkeys((14, 15, 16, 22, *range(27, 32), 36, 50, *range(51, 55), 57, 58), Shown.DAY),
    17: Shown.MONTH,
}
_NOT_SHOWN_AS_IS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)


def shown_by(code: str) -> Shown | None:
    """Return what a number format shows of a date, None when it shows no date.

    >>> shown_by("[$-1010000]d/m/yyyy;@"), shown_by("mm/yyyy"), shown_by("#,##0 [$đ-42A]")
    (<Shown.DAY: 1>, <Shown.MONTH: 2>, None)
    """
    code = _NOT_SHOWN_AS_IS.sub("", code.partition(";")[0]).lower()
    if "general" in code or _ELAPSED.search(code):
        return None
    if any(digit in code for digit in "0#?") and "s" not in code:
        return None
    if "d" in code:
        return Shown.DAY
    if "y" in code:
        return Shown.MONTH if "m" in code else Shown.YEAR
    return None


def date_styles(archive: Archive, path: str) -> dict[str, Shown]:
    """Return the index of each date style, as the cells name it (a text), → what it shows."""
    custom: dict[str, Shown | None] = {}
    found: dict[str, Shown] = {}
    count = 0

    def seen(name: str, attributes: Mapping[str, str], around: tuple[str, ...]) -> None:
        nonlocal count
        if name == "numFmt":
            custom[attributes.get("numFmtId", "")] = shown_by(attributes.get("formatCode", ""))
        elif name == "xf" and around[-1:] == ("cellXfs",):
            number = attributes.get("numFmtId", "0")
            shown = custom[number] if number in custom else BUILT_IN.get(_int(number))
            if shown is not None:
                found[str(count)] = shown
            count += 1

    if path in archive.names:
        each_element(archive.chunks(path, _MOST_STYLES), seen)
    return found


def _int(text: str) -> int:
    return int(text) if text.isdecimal() else 0
