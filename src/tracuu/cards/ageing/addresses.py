"""Where letters go: typed, pasted, or out of a spreadsheet; for one run, and kept nowhere."""

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tracuu.cards.identity import Identity, plain_receipt
from tracuu.cards.lists.cells import SheetHeader, look_at
from tracuu.cards.lists.reading.fields import Field, words
from tracuu.names import (
    BirthDateNotUnderstood,
    NameNotUnderstood,
    parse_birth_date,
    parse_name,
)

MOST_LINES = 5000
LONGEST = 160
_BETWEEN = re.compile(r"\t|;|\|")
_ADDRESS = re.compile(r"\b(?:dia chi|noi gui|noi nhan|address)\b")
_PLACE = re.compile(r"\b(?:noi o|noi cu tru|cho o|thuong tru|tam tru)\b")
_PERSON_PARTS = 3


@dataclass(frozen=True, slots=True, repr=False)
class AddressLine:
    """One line: whom it means (a receipt, or name and birth date), and the address."""

    number: int
    receipt: str
    full_name: str
    birth_date: str
    address: str


def read_pasted(text: str) -> list[AddressLine]:
    """Lines of `receipt ; address` or `name ; birth date ; address`; also pasted from a spreadsheet."""
    lines = []
    for number, line in enumerate(text.splitlines()[:MOST_LINES], start=1):
        parts = [" ".join(part.split()) for part in _BETWEEN.split(line)]
        parts = [part for part in parts if part]
        if not parts:
            continue
        key, address = parts[:-1], parts[-1][:LONGEST]
        if len(parts) >= _PERSON_PARTS:
            lines.append(AddressLine(number, "", key[0], key[1], address))
        else:
            lines.append(AddressLine(number, key[0] if key else "", "", "", address))
    return lines


def read_file(path: Path) -> list[AddressLine]:
    """The lines of a spreadsheet whose header names the person and the address.

    Opened in a child process, like every stranger's file. Raises `ListNotReadable`.
    """
    cells = look_at(path, mapping={})
    for _row in cells:
        pass
    found: list[AddressLine] = []
    for sheet in cells.sheets:
        place = _address_place(sheet)
        if place is None or not sheet.header_rows:
            continue
        first = max(sheet.header_rows) + 1
        wanted = {sheet.name: range(first, first + MOST_LINES)}
        fields = {column.field: at for at, column in enumerate(sheet.columns) if column.field}
        for _name, number, texts in look_at(path, mapping={}, wanted=wanted):
            line = _line(number, texts, fields, place)
            if line is not None:
                found.append(line)
    return found[:MOST_LINES]


def _address_place(sheet: SheetHeader) -> int | None:
    for pattern in (_ADDRESS, _PLACE):
        for at, column in enumerate(sheet.columns):
            if pattern.search(words(column.shown)):
                return at
    return None


def _line(number: int, texts: list[str], fields: dict[str, int], place: int) -> AddressLine | None:
    def text(field: Field) -> str:
        at = fields.get(field.value)
        return texts[at].strip() if at is not None and at < len(texts) else ""

    address = texts[place].strip()[:LONGEST] if place < len(texts) else ""
    if not address:
        return None
    name = text(Field.NAME) or " ".join(
        filter(None, (text(Field.SURNAME), text(Field.MIDDLE), text(Field.GIVEN)))
    )
    return AddressLine(number, text(Field.RECEIPT), name, text(Field.BIRTH), address)


class AddressBook:
    """Whose line is whose. Two lines for one person, or two people for one line, are nobody's."""

    def __init__(self, lines: Iterable[AddressLine], today: datetime.date) -> None:
        self._by_key: dict[str, AddressLine | None] = {}
        self._lines = list(lines)
        for line in self._lines:
            key = _key_of_line(line, today)
            if key:
                taken = key in self._by_key
                self._by_key[key] = None if taken else line

    def __len__(self) -> int:
        return len(self._lines)

    def match(self, people: Iterable[tuple[int, Identity]]) -> dict[int, AddressLine]:
        """The line of each application that has one for itself alone."""
        claims: dict[int, list[int]] = {}
        lines = {line.number: line for line in self._lines}
        for application_id, identity in people:
            for key in _keys_of_person(identity):
                line = self._by_key.get(key)
                if line is not None:
                    claims.setdefault(line.number, []).append(application_id)
                    break
        return {ids[0]: lines[number] for number, ids in claims.items() if len(ids) == 1}

    def unused(self, used: Iterable[AddressLine]) -> list[int]:
        """The numbers of the lines that belong to nobody among the cards."""
        numbers = {line.number for line in used}
        return [line.number for line in self._lines if line.number not in numbers]


def _key_of_line(line: AddressLine, today: datetime.date) -> str:
    if line.receipt:
        return f"R|{plain_receipt(line.receipt)}"
    try:
        name = parse_name(line.full_name)
        date = parse_birth_date(line.birth_date, today=today)
    except (NameNotUnderstood, BirthDateNotUnderstood):
        return ""
    return f"P|{' '.join(name.folded)}|{date.isoformat()}"


def _keys_of_person(identity: Identity) -> Iterator[str]:
    if identity.receipt:
        yield f"R|{plain_receipt(identity.receipt)}"
    name = parse_name(identity.full_name)
    yield f"P|{' '.join(name.folded)}|{identity.birth_date}"
