"""What an officer typed in one line: a name and a birth date, or what keeps it from being both."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from tracuu.cards.sentences import said
from tracuu.core import clock
from tracuu.names import (
    BirthDate,
    BirthDateNotUnderstood,
    NameNotUnderstood,
    PersonName,
    parse_birth_date,
    parse_name,
)

# What people write between a name and a birth date.
_BETWEEN = frozenset({"ngày", "ngay", "sinh", "ns", "sn", "tháng", "thang", "năm", "nam"})
# With separators: else a number on a paper would be taken for a date.
_DATE = re.compile(r"(?<!\S)\d{1,2}([/.\-\s])\d{1,2}\1(?:\d{4}|\d{2})(?!\S)", re.ASCII)


def readings(text: str) -> Iterator[tuple[PersonName, BirthDate]]:
    """Where the name may end and the birth date begin, as people type them one after the other."""
    text = _with_spaces(text)
    words = text.split()
    for place in range(1, len(words)):
        if any(sign.isdigit() for sign in words[place]):
            yield from _pair(words[:place], " ".join(words[place:]))
    first = _DATE.match(text)
    if first:
        yield from _pair(text[first.end() :].split(), first[0])


def what_is_wrong(text: str) -> str:
    """The fault of a text with a date in it, as a sentence: no such day, or no name; "" for neither."""
    text = _with_spaces(text)
    date = _DATE.search(text)
    if date is None:
        return ""
    try:
        parse_birth_date(date[0], today=clock.today())
    except BirthDateNotUnderstood as error:
        return said(error.message)
    rest = _without_between((text[: date.start()] + text[date.end() :]).split())
    if any(sign.isalpha() for word in rest for sign in word):
        return ""
    return _("Còn thiếu họ tên. Hãy gõ họ tên rồi ngày sinh, ví dụ: tran van an 05/06/1988.")


def _with_spaces(text: str) -> str:
    return " ".join(text.replace(",", " ").replace(";", " ").split())


def _pair(name: list[str], date: str) -> Iterator[tuple[PersonName, BirthDate]]:
    name = _without_between(name) or name
    try:
        yield parse_name(" ".join(name)), parse_birth_date(date, today=clock.today())
    except (NameNotUnderstood, BirthDateNotUnderstood):
        return


def _without_between(words: list[str]) -> list[str]:
    while words and words[-1].lower().strip(":.") in _BETWEEN:
        words = words[:-1]
    return words
