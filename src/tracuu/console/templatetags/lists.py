"""What the pages of lists ask of a row."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django import template
from django.utils.translation import get_language

from tracuu.cards.enums import Stage
from tracuu.cards.lists.comparing import Missing
from tracuu.cards.lists.review_rows import Shown, Trouble
from tracuu.cards.lists.taken import Taken
from tracuu.cards.lists.vault import file_name_of
from tracuu.cards.sentences import said
from tracuu.console.lists.reasons import reason_text

register = template.Library()
register.filter("file_name", file_name_of)
register.filter("said", said)
register.filter("reason", reason_text)


@dataclass(frozen=True, slots=True)
class Cell:
    header: str
    text: str
    trouble: Trouble | None


@dataclass(frozen=True, slots=True)
class Person:
    full_name: str
    birth_date: str
    receipt: str
    before: Stage | None = None
    after: Stage | None = None
    was: str = ""


@register.filter
def cells_with(row: Shown, headers: Mapping[str, list[str]]) -> list[Cell]:
    """The cells of a row with their headers; those that are empty and without fault left out."""
    pairs = zip_longest(headers.get(row.sheet, []), row.cells, fillvalue="")
    cells = [
        Cell(header, text, row.trouble_at(place)) for place, (header, text) in enumerate(pairs)
    ]
    return [cell for cell in cells if cell.text or cell.trouble]


@register.filter
def troubles_elsewhere(row: Shown) -> list[Trouble]:
    """What is wrong with the row as a whole."""
    return [one for one in row.troubles if one.place is None]


@register.filter
def person_of(row: Shown | Taken | Missing) -> Person:
    """The person of a row, whatever kind of row it is."""
    if isinstance(row, Shown):
        name, born, _sex, receipt = row.facts[:4]
        was = ", ".join(row.was[:2]) if row.was[:2] != row.facts[:2] else ""
        return Person(name, born, receipt, row.stage_before(), row.stage_after(), was)
    one = row.identity
    before = row.stage if isinstance(row, Missing) else row.before
    after = None if isinstance(row, Missing) else row.after
    return Person(one.full_name, one.birth_date, one.receipt, before, after)


@register.simple_tag
def meaning(header: str, field: str, fields: Mapping[str, Any]) -> str:
    """What a column is used for; nothing when its header says just that, or it has no name here."""
    name = str(fields.get(field, ""))
    return "" if name.casefold() == header.casefold() else name


@register.filter
def born(birth_date: str) -> str:
    """A birth date as people write it, with the precision that is known.

    >>> born("1988-06-05"), born("1988")
    ('05/06/1988', '1988')
    """
    return "/".join(reversed(birth_date.split("-")))


@register.filter
def named(names: Mapping[int, str], number: int) -> str:
    return names.get(number, "")


@register.filter
def percent(share: float) -> str:
    """A share as it is read: 0.754 is 75,4%, in English 75.4%."""
    text = f"{share * 100:.1f}%"
    return text if get_language() == "en" else text.replace(".", ",")


@register.filter
def plain_number(value: Any) -> str:
    """A number as SVG writes it, whatever the language of the page."""
    return str(value)
