"""Finding the header of a sheet and what its columns mean."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracuu.cards.lists.reading.fields import Field, is_about_somebody_else, recognise, words
from tracuu.cards.lists.reading.rows import Cell

SampleRow = tuple[int, list[Cell]]

_DEEPEST_HEADER = 3
_PARTS = (Field.DAY, Field.MONTH, Field.YEAR)
_SEXES = {Field.MALE: Field.BIRTH_MALE, Field.FEMALE: Field.BIRTH_FEMALE}
_DATE_LIKE = re.compile(r"\d{1,4}\s*[/.\-]\s*\d{1,4}|^\s*(?:18|19|20)\d\d\s*$|^\s*\d{5}\s*$")
_SHORT_NUMBER = re.compile(r"\d{1,2}")
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


def find_layout(
    rows: Sequence[SampleRow], mapping: Mapping[str, str] | None = None
) -> Layout | None:
    """Return the layout of a sheet, None when no row names a person and a birth date.

    `mapping` is header text → field, as an officer set it right; it goes before our own reading.
    """
    chosen = {words(header): Field(field) for header, field in (mapping or {}).items()}
    for place, (_, values) in enumerate(rows):
        texts = sum(isinstance(value, str) for value in values)
        if texts < 2 or not any(_named(value, chosen)[0] for value in values):  # noqa: PLR2004
            continue
        block = _block(rows, place, chosen)
        layout = _layout(rows, block, chosen)
        if layout is not None:
            return layout
    return None


def _named(value: Cell, chosen: Mapping[str, Field]) -> tuple[Field | None, str]:
    if not isinstance(value, str):
        return None, ""
    if chosen and (field := chosen.get(words(value))):
        return field, " ".join(value.split())
    return recognise(value)


def _block(rows: Sequence[SampleRow], top: int, chosen: Mapping[str, Field]) -> range:
    """Return the places of the rows that together make the header which begins at `top`."""
    end = top + 1
    while end < min(len(rows), top + _DEEPEST_HEADER) and _continues(rows, top, end, chosen):
        end += 1
    return range(top, end)


def _continues(
    rows: Sequence[SampleRow], top: int, place: int, chosen: Mapping[str, Field]
) -> bool:
    """Tell whether a row belongs to the header above it: only texts, and one of them a header."""
    if rows[place][0] != rows[place - 1][0] + 1:
        return False
    filled = [(at, value) for at, value in enumerate(rows[place][1]) if value is not None]
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


def _layout(rows: Sequence[SampleRow], block: range, chosen: Mapping[str, Field]) -> Layout | None:
    labels = _labels([rows[place][1] for place in block])
    found = [_column(place, texts, chosen) for place, texts in enumerate(labels)]
    columns = _unique([column for column in found if column])
    body = block.stop
    while body < len(rows) and _is_index_row(rows[body][1]):
        body += 1
    sample = [values for _, values in rows[body : body + 300]]
    columns = _settled(columns, labels, sample)
    if not _is_enough(columns):
        return None
    return Layout([rows[place][0] for place in block], columns, body)


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


def _column(
    place: int, texts: Sequence[tuple[str, bool]], chosen: Mapping[str, Field]
) -> Column | None:
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
) -> dict[Field, Column]:
    """Settle by the data below what the header leaves open."""
    columns = dict(columns)
    if Field.NAME not in columns and Field.SURNAME not in columns and Field.GIVEN in columns:
        columns[Field.NAME] = _as(columns.pop(Field.GIVEN), Field.NAME)
    if Field.NAME in columns and Field.SURNAME in columns:
        del columns[Field.SURNAME]
    _settle_split_name(columns, labels, sample)
    _settle_months_as_male(columns)
    for sex, birth in _SEXES.items():
        if sex in columns and _share_of_dates(columns[sex].place, sample) > 0.3:  # noqa: PLR2004
            columns[birth] = _as(columns.pop(sex), birth)
    _settle_parts(columns, labels, sample)
    return columns


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
