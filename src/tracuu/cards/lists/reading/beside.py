"""The cells beside name and date in one row: sex, numbers, ward, dates, stage, box, note."""

import datetime as dt
from collections.abc import Callable, Mapping

from tracuu.cards.lists.reading.births import filled
from tracuu.cards.lists.reading.facts import (
    is_ticked,
    last_four,
    sex_of,
    shortened,
    stage_of,
    text_of,
)
from tracuu.cards.lists.reading.fields import Field
from tracuu.cards.lists.reading.layout import Column
from tracuu.cards.lists.reading.letters import in_unicode
from tracuu.cards.lists.reading.problems import Problems
from tracuu.cards.lists.reading.rows import Cell, CellProblem
from tracuu.names import BirthDateNotUnderstood, parse_birth_date
from tracuu.names.legacy import Encoding

_ID_LOST = "id_lost: Số CCCD/CMND không đủ chữ số nên bỏ qua."
_PHONE_LOST = "phone_lost: Số điện thoại không đủ chữ số nên bỏ qua."
_COLLECTED_LOST = "collected_lost: Chưa hiểu ngày thu nhận nên bỏ qua."
_SEX_LOST = "sex_lost: Chưa hiểu giới tính nên bỏ qua."
_MOST_REMEMBERED = 5_000


class _Remembered:
    """What the cells of one column mean; wards, boxes, days and statuses come again and again."""

    def __init__(self, place: int, meaning: Callable[[Cell], str]) -> None:
        self.place = place
        self._meaning = meaning
        self._known: dict[Cell, str] = {None: ""}

    def __call__(self, value: Cell) -> str:
        known = self._known.get(value)
        if known is None:
            if len(self._known) > _MOST_REMEMBERED:
                self._known = {None: ""}
            known = self._known[value] = self._meaning(value)
        return known


class Beside:
    """Reads what stands beside name and date, for one sheet."""

    def __init__(
        self,
        columns: Mapping[Field, Column],
        encodings: Mapping[Field, Encoding],
        problems: Problems,
        *,
        today: dt.date,
        is_1904: bool,
        knows_stages: bool,
    ) -> None:
        self._columns = columns
        self._encodings = encodings
        self._problems = problems
        self._today = today
        self._is_1904 = is_1904
        self._receipt = self._place(Field.RECEIPT)
        self._id, self._phone = self._place(Field.ID), self._place(Field.PHONE)
        self._ward = self._column(Field.WARD, self._short(Field.WARD, 120))
        self._box = self._column(Field.BOX, self._short(Field.BOX, 60))
        self._note = self._column(Field.NOTE, self._short(Field.NOTE, 500))
        self._sex = self._column(Field.SEX, self._sex_of)
        self._collected = self._column(Field.COLLECTED, self._date_of)
        self._stage = self._column(Field.STAGE, self._stage_of) if knows_stages else None
        self._male, self._female = self._place(Field.MALE), self._place(Field.FEMALE)

    def _place(self, field: Field) -> int | None:
        return self._columns[field].place if field in self._columns else None

    def _column(self, field: Field, meaning: Callable[[Cell], str]) -> _Remembered | None:
        place = self._place(field)
        return None if place is None else _Remembered(place, meaning)

    def _short(self, field: Field, most: int) -> Callable[[Cell], str]:
        return lambda value: self._unicode(field, value)[:most]

    def _unicode(self, field: Field, value: Cell) -> str:
        return in_unicode(text_of(value), self._encodings.get(field, Encoding.UNICODE))

    def read(
        self,
        number: int,
        values: list[Cell],
        problems: list[CellProblem],
        warnings: list[str],
    ) -> tuple[str, str, str, str, str, str, str, str]:
        """Return receipt, id_last4, phone_last4, ward, collected_on, stage, box, note."""
        receipt = identity = phone = ""
        if self._receipt is not None:
            receipt = shortened(values[self._receipt], 60)
        if self._id is not None:
            identity, is_lost = last_four(values[self._id], is_phone=False)
            if is_lost:
                warnings.append(_ID_LOST)
        if self._phone is not None:
            phone, is_lost = last_four(values[self._phone], is_phone=True)
            if is_lost:
                warnings.append(_PHONE_LOST)
        ward, box, note = (
            "" if column is None else column(values[column.place])
            for column in (self._ward, self._box, self._note)
        )
        collected = self._collected_on(values, warnings) if self._collected else ""
        stage = self._stage_in(number, values, problems) if self._stage else ""
        return receipt, identity, phone, ward, collected, stage, box, note

    def sex(self, values: list[Cell], warnings: list[str]) -> str:
        """Return Nam, Nữ, or "" when no column tells."""
        if self._sex is not None:
            value = values[self._sex.place]
            sex = self._sex(value)
            if not sex and filled(value) is not None:
                warnings.append(_SEX_LOST)
            return sex
        if self._female is not None and is_ticked(values[self._female]):
            return "Nữ"
        if self._male is not None:
            return "Nam" if is_ticked(values[self._male]) else ""
        return "Nam" if self._female is not None else ""

    def has_facts(self, values: list[Cell]) -> bool:
        """Tell whether the row holds a number that belongs to one person."""
        places = [one for one in (self._receipt, self._id, self._phone) if one is not None]
        return any(any(char.isdigit() for char in text_of(values[place])) for place in places)

    def _collected_on(self, values: list[Cell], warnings: list[str]) -> str:
        assert self._collected is not None
        value = values[self._collected.place]
        date = self._collected(value)
        if not date and filled(value) is not None:
            warnings.append(_COLLECTED_LOST)
        return date

    def _stage_in(self, number: int, values: list[Cell], problems: list[CellProblem]) -> str:
        assert self._stage is not None
        value = values[self._stage.place]
        stage = self._stage(value)
        if not stage and filled(value) is not None:
            column, text = self._columns[Field.STAGE], self._unicode(Field.STAGE, value)
            problems.append(self._problems.known("stage_unknown", number, column, text))
        return stage

    def _stage_of(self, value: Cell) -> str:
        return stage_of(self._unicode(Field.STAGE, value))

    def _sex_of(self, value: Cell) -> str:
        return sex_of(text_of(value)) or sex_of(self._unicode(Field.SEX, value))

    def _date_of(self, value: Cell) -> str:
        if value is None or isinstance(value, bool) or filled(value) is None:
            return ""
        try:
            date = parse_birth_date(value, today=self._today, date1904=self._is_1904)
        except BirthDateNotUnderstood:
            return ""
        return date.isoformat() if date.day is not None else ""
