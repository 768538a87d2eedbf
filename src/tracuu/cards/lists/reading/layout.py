"""Finding the header of a sheet and what its columns mean."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracuu.cards.lists.reading.columns import COLUMNS, letters
from tracuu.cards.lists.reading.fields import Field, is_about_somebody_else, recognise, words
from tracuu.cards.lists.reading.rows import Cell

SampleRow = tuple[int, list[Cell]]

_DEEPEST_HEADER = 3
_PARTS = (Field.DAY, Field.MONTH, Field.YEAR)
_SEXES = {Field.MALE: Field.BIRTH_MALE, Field.FEMALE: Field.BIRTH_FEMALE}
_DATE_LIKE = re.compile(r"\d{1,4}\s*[/.\-]\s*\d{1,4}|^\s*(?:18|19|20)\d\d\s*$|^\s*\d{5}\s*$")
_SHORT_NUMBER = re.compile(r"\d{1,2}")
_BY_LETTER = "@"
_INDEX_ROW = re.compile(r"\(?\s*(?:[A-Z]|\d{1,2})\s*\)?")


@dataclass(frozen=True, slots=True)
class Column:
    place: int
    field: Field
    header: str


@dataclass(frozen=True, slots=True)
class Layout:
    """`header_rows` are numbers as in Excel; `body` is the place of the first row below them."""

    header_rows: list[int]
    columns: dict[Field, Column]
    body: int

    def has(self, *fields: Field) -> bool:
        return all(field in self.columns for field in fields)


@dataclass(frozen=True, slots=True)
class _Said:
    """What an officer said of columns: by the words of their headers, and by their places."""

    by_words: Mapping[str, Field]
    by_place: Mapping[int, Field]

    @classmethod
    def of(cls, mapping: Mapping[str, str]) -> "_Said":
        fields = {key: Field(field) for key, field in mapping.items()}
        places = {key: COLUMNS.get(key.removeprefix(_BY_LETTER)) for key in fields}
        places = {key: place for key, place in places.items() if key.startswith(_BY_LETTER)}
        return cls(
            {words(key): field for key, field in fields.items() if key not in places},
            {place: fields[key] for key, place in places.items() if place is not None},
        )


def keys_of(columns: Sequence[tuple[str, str]]) -> list[str]:
    """By what name a mapping calls each of these columns, given as letter and own header text.

    A column below a merged header has no text of its own, and two may have the same: they go by
    their letter, which no header begins with like this.

    >>> keys_of([("A", "Họ tên"), ("B", ""), ("C", "Nam"), ("D", "NAM")])
    ['Họ tên', '@B', 'Nam', '@D']
    """
    taken: set[str] = set()
    keys = []
    for letter, text in columns:
        plain = words(text)
        keys.append(text if plain and plain not in taken else f"{_BY_LETTER}{letter}")
        taken.add(plain)
    return keys


def find_layout(
    rows: Sequence[SampleRow], mapping: Mapping[str, str] | None = None
) -> Layout | None:
    """Return the layout of a sheet, None when no row names a person and a birth date.

    `mapping` is column (see `keys_of`) → field, as an officer set it right; it goes before our own
    reading.
    """
    chosen = _Said.of(mapping or {})
    for place, (_, values) in enumerate(rows):
        texts = sum(isinstance(value, str) for value in values)
        if texts < 2 or not any(_named(value, chosen)[0] for value in values):  # noqa: PLR2004
            continue
        block = _block(rows, place, chosen)
        layout = _layout(rows, block, chosen)
        if layout is not None:
            return layout
    return None


def _named(value: Cell, chosen: _Said) -> tuple[Field | None, str]:
    if not isinstance(value, str):
        return None, ""
    if chosen.by_words and (field := chosen.by_words.get(words(value))):
        return field, " ".join(value.split())
    return recognise(value)


def _block(rows: Sequence[SampleRow], top: int, chosen: _Said) -> range:
    """Return the places of the rows that together make the header which begins at `top`."""
    end = top + 1
    while end < min(len(rows), top + _DEEPEST_HEADER) and _continues(rows, top, end, chosen):
        end += 1
    return range(top, end)


def _continues(rows: Sequence[SampleRow], top: int, place: int, chosen: _Said) -> bool:
    """Tell whether a row belongs to the header above it: only texts, and one of them a header."""
    if rows[place][0] != rows[place - 1][0] + 1:
        return False
    values = enumerate(map(_unless_blank, rows[place][1]))
    filled = [(at, value) for at, value in values if value is not None]
    if not filled or not all(isinstance(value, str) for _, value in filled):
        return False
    found = [(at, _named(value, chosen)[0]) for at, value in filled]
    above = rows[top][1]
    if not any(field for _, field in found):
        return False
    # "Nam" under "Giới tính" is a person's sex, and then a name and a date stand beside it. A header
    # below a header stands under an empty cell or a group.
    return (
        not any(_DATE_LIKE.search(str(value)) for _, value in filled)
        and all(
            field or at >= len(above) or above[at] is None or len(str(value)) <= 30  # noqa: PLR2004
            for (at, field), (_, value) in zip(found, filled, strict=True)
        )
        and not _is_data_of(found)
    )


def _is_data_of(found: Sequence[tuple[int, Field | None]]) -> bool:
    """Tell a row of data from a second header: data names at most the sexes, once."""
    fields = [field for _, field in found if field]
    return len(fields) == 1 and fields[0] in {Field.MALE, Field.FEMALE} and len(found) > 1


def _layout(rows: Sequence[SampleRow], block: range, chosen: _Said) -> Layout | None:
    labels = _labels([list(map(_unless_blank, rows[place][1])) for place in block])
    found = [_column(place, texts, chosen) for place, texts in enumerate(labels)]
    columns = _unique(_as_said([column for column in found if column], labels, chosen))
    body = block.stop
    while body < len(rows) and _is_index_row(rows[body][1]):
        body += 1
    sample = [values for _, values in rows[body : body + 300]]
    columns = _settled(columns, labels, sample, chosen)
    if not _is_enough(columns):
        return None
    return Layout([rows[place][0] for place in block], columns, body)


def _unless_blank(value: Cell) -> Cell:
    """None for a cell of a header that holds spaces or nothing, as merged cells may."""
    return None if isinstance(value, str) and not value.strip() else value


def _labels(block: Sequence[Sequence[Cell]]) -> list[list[tuple[str, bool]]]:
    """Return for each column its header texts from top to bottom, and whether each is its own.

    A group's text stands in the first of its merged cells; it goes on to the right as far as the
    row below has texts of its own.
    """
    width = max(len(values) for values in block)
    labels: list[list[tuple[str, bool]]] = [[] for _ in range(width)]
    for depth, values in enumerate(block):
        group = ""
        for place in range(width):
            value = values[place] if place < len(values) else None
            below = block[depth + 1 :]
            has_below = any(place < len(row) and row[place] is not None for row in below)
            if value is not None:
                group = str(value)
                labels[place].append((group, True))
            elif group and has_below:
                labels[place].append((group, False))
    return labels


def _column(place: int, texts: Sequence[tuple[str, bool]], chosen: _Said) -> Column | None:
    if not texts or any(is_about_somebody_else(text) for text, _ in texts[:-1]):
        return None
    parents = [_named(text, chosen)[0] for text, _ in texts[:-1]]
    field, shown = _named(texts[-1][0], chosen)
    if not field and parents and texts[0][1] and parents[-1] and len(texts) > 1:
        # Below the real header stands an explanation, such as "(dd/mm/yyyy)".
        field = parents[-1]
    elif Field.BIRTH in parents:
        field = _part_of_birth(field)
    elif Field.NAME in parents and field is Field.NAME:
        field = Field.GIVEN if words(shown) == "ten" else Field.NAME
    header = " / ".join(dict.fromkeys([_named(text, chosen)[1] for text, _ in texts]))
    return Column(place, field, header) if field else None


def _as_said(
    found: Sequence[Column], labels: Sequence[Sequence[tuple[str, bool]]], chosen: _Said
) -> list[Column]:
    """Put in the columns that an officer pointed at by their letters.

    Only where this sheet too has nothing else to call them by: the next sheet may hold others there.
    """
    columns = {column.place: column for column in found}
    texts = [next((text for text, is_own in reversed(one) if is_own), "") for one in labels]
    keys = keys_of([(letters(place), text) for place, text in enumerate(texts)])
    for place, field in chosen.by_place.items():
        if place >= len(keys) or keys[place].startswith(_BY_LETTER):
            text = texts[place] if place < len(texts) else ""
            columns[place] = Column(place, field, recognise(text)[1] or letters(place))
    return [columns[place] for place in sorted(columns)]


def _part_of_birth(field: Field | None) -> Field | None:
    if field is Field.BIRTH:
        return Field.BIRTH
    return _SEXES.get(field, field) if field else None


def _unique(columns: Sequence[Column]) -> dict[Field, Column]:
    """Keep the first column of each field; a list of families names others further right."""
    kept: dict[Field, Column] = {}
    for column in columns:
        kept.setdefault(column.field, column)
    return kept


def _settled(
    columns: dict[Field, Column],
    labels: Sequence[Sequence[tuple[str, bool]]],
    sample: Sequence[Sequence[Cell]],
    chosen: _Said,
) -> dict[Field, Column]:
    """Settle by the data below what the header leaves open."""
    columns = dict(columns)
    if Field.NAME not in columns and Field.SURNAME not in columns and Field.GIVEN in columns:
        columns[Field.NAME] = _as(columns.pop(Field.GIVEN), Field.NAME)
    if Field.NAME in columns and Field.SURNAME in columns:
        del columns[Field.SURNAME]
    if chosen.by_place.keys().isdisjoint(_beside(columns, Field.NAME, 1)):
        _settle_split_name(columns, labels, sample)
    _settle_months_as_male(columns)
    for sex, birth in _SEXES.items():
        if sex in columns and _share_of_dates(columns[sex].place, sample) > 0.3:  # noqa: PLR2004
            columns[birth] = _as(columns.pop(sex), birth)
    if chosen.by_place.keys().isdisjoint(_beside(columns, Field.BIRTH, 2)):
        _settle_parts(columns, labels, sample)
    return columns


def _beside(columns: Mapping[Field, Column], field: Field, amount: int) -> set[int]:
    """The places right of this field's column, over which its header may go on."""
    if field not in columns:
        return set()
    place = columns[field].place
    return set(range(place + 1, place + 1 + amount))


def _as(column: Column, field: Field) -> Column:
    return Column(column.place, field, column.header)


def _settle_split_name(
    columns: dict[Field, Column],
    labels: Sequence[Sequence[tuple[str, bool]]],
    sample: Sequence[Sequence[Cell]],
) -> None:
    """Settle “Họ và tên” over two columns: family and middle names in one, the given name in the next."""
    name = columns.get(Field.NAME)
    if name is None or Field.GIVEN in columns:
        return
    beside = name.place + 1
    if beside < len(labels) and any(is_own for _, is_own in labels[beside]):
        return
    given = [value for row in sample if (value := _at(row, beside)) is not None]
    full = [value for row in sample if (value := _at(row, name.place)) is not None]
    short = [one for one in given if isinstance(one, str) and len(one.split()) <= 2]  # noqa: PLR2004
    if full and len(short) > 0.7 * len(full) and not _share_of_dates(beside, sample):
        columns[Field.SURNAME] = _as(columns.pop(Field.NAME), Field.SURNAME)
        columns[Field.GIVEN] = Column(beside, Field.GIVEN, name.header)


def _settle_months_as_male(columns: dict[Field, Column]) -> None:
    """Without marks, NAM under "NGAY SINH" is a year when it stands beside THANG, not beside NU."""
    if Field.MONTH not in columns:
        return
    for sex in (Field.BIRTH_MALE, Field.MALE):
        if sex in columns and Field.YEAR not in columns:
            columns[Field.YEAR] = _as(columns.pop(sex), Field.YEAR)


def _settle_parts(
    columns: dict[Field, Column],
    labels: Sequence[Sequence[tuple[str, bool]]],
    sample: Sequence[Sequence[Cell]],
) -> None:
    """Three columns day, month, year: named so, or "Ngày sinh, Tháng sinh, Năm sinh", or unnamed."""
    birth = columns.get(Field.BIRTH)
    if birth is None or Field.YEAR in columns:
        return
    places = [birth.place, birth.place + 1, birth.place + 2]
    if Field.MONTH in columns:
        if columns[Field.MONTH].place != places[1]:
            return
    elif any(is_own for place in places[1:] for _, is_own in _get(labels, place)):
        return
    days, months = (_share(place, sample, _SHORT_NUMBER) for place in places[:2])
    if days > 0.6 and months > 0.6 and _share_of_dates(places[2], sample) > 0.6:  # noqa: PLR2004
        header = columns.pop(Field.BIRTH).header
        columns.update(
            {part: Column(place, part, header) for part, place in zip(_PARTS, places, strict=True)}
        )


def _get(labels: Sequence[Sequence[tuple[str, bool]]], place: int) -> Sequence[tuple[str, bool]]:
    return labels[place] if place < len(labels) else ()


def _at(row: Sequence[Cell], place: int) -> Cell:
    return row[place] if place < len(row) else None


def _texts_of(place: int, sample: Sequence[Sequence[Cell]]) -> Iterator[str]:
    for row in sample:
        value = _at(row, place)
        if value is not None:
            yield str(value).strip()


def _share(place: int, sample: Sequence[Sequence[Cell]], wanted: re.Pattern[str]) -> float:
    texts = list(_texts_of(place, sample))
    return sum(bool(wanted.fullmatch(text)) for text in texts) / len(texts) if texts else 0.0


def _share_of_dates(place: int, sample: Sequence[Sequence[Cell]]) -> float:
    values = [value for row in sample if (value := _at(row, place)) is not None]
    dates = sum(
        isinstance(value, dt.date) or bool(_DATE_LIKE.search(str(value))) for value in values
    )
    return dates / len(values) if values else 0.0


def _is_index_row(values: Sequence[Cell]) -> bool:
    """Tell “(1) (2) (3)” or “A B 1 2” under the header."""
    filled = [str(value).strip() for value in values if value is not None]
    return len(filled) > 1 and all(_INDEX_ROW.fullmatch(text) for text in filled)


def _is_enough(columns: Mapping[Field, Column]) -> bool:
    has_name = Field.NAME in columns or {Field.SURNAME, Field.GIVEN} <= columns.keys()
    births = {Field.BIRTH, Field.BIRTH_MALE, Field.BIRTH_FEMALE, Field.YEAR}
    return has_name and not births.isdisjoint(columns)
