"""Whether the columns of names and births can be what they are taken for, told by the first rows.

A list with two columns exchanged is read without one bad cell. What is asked here stops nobody: a
school's list is of one year, and its officer says so.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

from tracuu.cards.lists.reading.births import Births, filled
from tracuu.cards.lists.reading.facts import text_of
from tracuu.cards.lists.reading.fields import Field
from tracuu.cards.lists.reading.layout import Layout
from tracuu.cards.lists.reading.letters import in_unicode
from tracuu.cards.lists.reading.rows import Cell
from tracuu.names import BirthDate
from tracuu.names.legacy import Encoding
from tracuu.names.syllables import syllable

_NAMES = (Field.NAME, Field.SURNAME, Field.MIDDLE, Field.GIVEN)
# So few say nothing.
_FEW, _FEWEST = 20, 5
# Of a hundred people some ninety names differ, of a ward's name or a status hardly one.
_MOST_ALIKE = 10
# Cards are for those of 14 and older, since July 2024 for whoever wants one (Law 26/2023/QH15,
# art. 19): of no list of people half are small children, and on every other day cards are collected.
_SMALL_CHILD = 6
_NEARLY_ALL = 0.9


def find_doubts(
    layout: Layout,
    sample: Sequence[list[Cell]],
    letters: Mapping[Field, Encoding],
    births: Births,
    *,
    today: dt.date,
) -> list[str]:
    """Codes of what is strange about the columns; empty for a list as lists are."""
    width = max(column.place for column in layout.columns.values()) + 1
    names: list[str] = []
    born: list[BirthDate] = []
    for row in sample:
        values = row if len(row) >= width else row + [None] * (width - len(row))
        name = _name(layout, values, letters)
        value = births.find(values)[0]
        if not name or value is None:
            continue
        names.append(name)
        date = births.peek(value).date
        if date is not None:
            born.append(date)
    return [code for code in (_about_names(names), _about_births(born, today)) if code]


def _name(layout: Layout, values: Sequence[Cell], letters: Mapping[Field, Encoding]) -> str:
    parts = (
        in_unicode(text_of(value), letters.get(field, Encoding.UNICODE))
        for field in _NAMES
        if field in layout.columns and (value := filled(values[layout.columns[field].place]))
    )
    return " ".join(parts).strip()


def _about_names(names: Sequence[str]) -> str:
    if len(names) >= _FEW and len(set(names)) * _MOST_ALIKE <= len(names):
        return "names_repeat"
    strange = sum(map(_is_strange, names))
    return "names_strange" if len(names) >= _FEWEST and strange * 2 > len(names) else ""


def _is_strange(name: str) -> bool:
    """One word only, or none that Vietnamese could have; H'Hen Niê has one."""
    words = name.replace("'", " ").split()
    return len(words) < 2 or not any(syllable(word).is_possible for word in words)  # noqa: PLR2004


def _about_births(born: Sequence[BirthDate], today: dt.date) -> str:
    small = sum(date.year > today.year - _SMALL_CHILD for date in born)
    if len(born) >= _FEWEST and small * 2 > len(born):
        return "births_young"
    years = Counter(date.year for date in born)
    if len(born) >= _FEW and max(years.values()) >= _NEARLY_ALL * len(born):
        return "births_one_year"
    # Whoever knows only the year was often entered as born on 1 January.
    days = [date for date in born if date.day and (date.day, date.month) != (1, 1)]
    if len(days) >= _FEW and len(set(days)) * _MOST_ALIKE <= len(days):
        return "births_repeat"
    return ""
