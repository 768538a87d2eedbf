"""The letters of each column: which old encoding it is in, and its cells back in Unicode."""

import re
from collections.abc import Mapping, Sequence

from tracuu.cards.lists.reading.fields import Field
from tracuu.cards.lists.reading.layout import Layout
from tracuu.cards.lists.reading.rows import Cell
from tracuu.names.legacy import Encoding, decode, detect, repair
from tracuu.names.letters import compose
from tracuu.names.syllables import syllable

# Cells that say something about the encoding; counting syllables in more costs time and tells nothing.
_ENOUGH = 150
_TEXT_FIELDS = (
    Field.NAME, Field.SURNAME, Field.MIDDLE, Field.GIVEN, Field.SEX, Field.WARD, Field.STAGE,
    Field.BOX, Field.NOTE, Field.BIRTH,
)  # fmt: skip
_NAME_FIELDS = (Field.NAME, Field.SURNAME, Field.MIDDLE, Field.GIVEN)
# A mark behind a vowel; an apostrophe behind another letter belongs to a name, H'Hen.
_VIQR_SIGN = re.compile(r"[aeiouyAEIOUY][(^+*`'~]|[dD]{2}")


def encodings(layout: Layout, sample: Sequence[Sequence[Cell]]) -> dict[Field, Encoding]:
    """Return the encoding of each column of text, as its sample tells."""
    found: dict[Field, Encoding] = {}
    for field in _TEXT_FIELDS:
        if field in layout.columns:
            found[field] = _detect(_texts(sample, layout.columns[field].place))
    return _agreed(found)


def _detect(texts: Sequence[str]) -> Encoding:
    """VIQR is plain letters, so it is looked for apart from the Unicode cells among it."""
    found = detect(texts)
    return (
        detect([text for text in texts if text.isascii()]) if found is Encoding.UNICODE else found
    )


def _agreed(found: Mapping[Field, Encoding]) -> dict[Field, Encoding]:
    """A column with too few letters to tell follows the names: one typist, one keyboard."""
    names = [found[field] for field in _NAME_FIELDS if field in found]
    old = next((one for one in names if one is not Encoding.UNICODE), Encoding.UNICODE)
    return {
        field: old if encoding is Encoding.UNICODE else encoding
        for field, encoding in found.items()
    }


def _texts(sample: Sequence[Sequence[Cell]], place: int) -> list[str]:
    plain: list[str] = []
    telling: list[str] = []
    for row in sample:
        value = row[place] if place < len(row) else None
        if not isinstance(value, str):
            continue
        (plain if value.isascii() else telling).append(value)
        if len(telling) >= _ENOUGH:
            break
    return telling + plain[:_ENOUGH]


def in_unicode(text: str, encoding: Encoding) -> str:
    """Return a cell in composed Unicode, told the encoding of its column."""
    if encoding is Encoding.UNICODE:
        return compose(text)
    if text.isascii() and encoding is not Encoding.VIQR:
        return text
    repaired = repair(text, encoding)
    if repaired != text or not _is_byte_like(text):
        return compose(repaired)
    if encoding is Encoding.VIQR:
        return decode(text, encoding) if _VIQR_SIGN.search(text) else text
    # Names of minorities are no Vietnamese syllables under any reading: then the column decides.
    is_good = all(syllable(word).is_possible for word in text.split() if not word.isascii())
    return compose(text) if is_good else decode(text, encoding)


def _is_byte_like(text: str) -> bool:
    """Tell whether every character can be one byte of an old encoding."""
    return max(text) <= "\u00ff" or text.encode("cp1252", errors="ignore").decode("cp1252") == text
