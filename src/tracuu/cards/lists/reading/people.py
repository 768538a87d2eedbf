"""One row of the sheet becomes one person, a rejected row, or nothing when it is no person."""

import datetime as dt
import re
from collections.abc import Mapping

from tracuu.cards.lists.reading import noise
from tracuu.cards.lists.reading.births import BirthCell, Births, Reading, filled
from tracuu.cards.lists.reading.facts import (
    is_ticked,
    last_four,
    sex_of,
    shortened,
    stage_of,
    text_of,
)
from tracuu.cards.lists.reading.fields import Field, words
from tracuu.cards.lists.reading.layout import Column, Layout
from tracuu.cards.lists.reading.letters import in_unicode
from tracuu.cards.lists.reading.problems import Problems
from tracuu.cards.lists.reading.rows import Cell, CellProblem, ListRow
from tracuu.names import (
    BirthDateNotUnderstood,
    NameNotUnderstood,
    clean_name,
    parse_birth_date,
    parse_name,
)
from tracuu.names.legacy import Encoding

_WORD = re.compile(r"[^\W\d_]+")
_NUMBERED = re.compile(r"\s*\d{1,7}\s*[.)]?\s*")
_NAMES = (Field.NAME, Field.SURNAME, Field.MIDDLE, Field.GIVEN)
_IDENTIFYING = (Field.RECEIPT, Field.ID, Field.PHONE)
# A name that begins so is looked at twice: it may be a total, a signature or a group.
_SUSPECT = frozenset(
    "tổng cộng tong cong total toàn luỹ lũy người nguoi lập lap kế ke chủ chu phó pho thủ thu trưởng "
    "truong giám giam cán can xác xac tm kt đã da ký ky đại dai ubnd uỷ ủy uy tổ to thôn thon ấp ap "
    "xóm xom khu khóm khom bản ban buôn buon làng lang đội doi khối khoi phường phuong xã xa đợt dot "
    "lô lo hộp hop hộc danh nhóm nhom trang ngày ngay thư nơi noi họ ho công bộ bo sở so".split()
)
_REMARK = "remark: Ô họ tên có kèm ghi chú; vui lòng xem lại tên."
_CENTURY = "century: Năm sinh chỉ có hai chữ số; đã hiểu là {year}."
_ID_LOST = "id_lost: Số CCCD/CMND không đủ chữ số nên bỏ qua."
_PHONE_LOST = "phone_lost: Số điện thoại không đủ chữ số nên bỏ qua."
_COLLECTED_LOST = "collected_lost: Chưa hiểu ngày thu nhận nên bỏ qua."
_SEX_LOST = "sex_lost: Chưa hiểu giới tính nên bỏ qua."


class People:
    """Reads the rows of one sheet by its layout."""

    def __init__(
        self,
        sheet: str,
        layout: Layout,
        births: Births,
        encodings: Mapping[Field, Encoding],
        *,
        today: dt.date,
        is_1904: bool,
        knows_stages: bool,
    ) -> None:
        columns = layout.columns
        self._sheet = sheet
        self._births = births
        self._columns = columns
        self._encodings = encodings
        self._today = today
        self._is_1904 = is_1904
        self._problems = Problems(sheet)
        self._place = {field: column.place for field, column in columns.items()}
        self._width = max(self._place.values()) + 1
        self._names = [
            (columns[one].place, encodings.get(one, Encoding.UNICODE))
            for one in _NAMES
            if one in columns
        ]
        self._name_column = next(columns[one] for one in _NAMES if one in columns)
        self._name_encoding = self._names[0][1]
        self._is_plain_name = len(self._names) == 1 and self._name_encoding is Encoding.UNICODE
        self._headers = frozenset(
            words(part) for column in columns.values() for part in column.header.split(" / ")
        )
        self._has_stages = knows_stages and Field.STAGE in columns
        self._is_below_total = False
        self._collected: dict[Cell, str] = {}

    def read(self, number: int, values: list[Cell]) -> ListRow | None:
        """Return the person of a row, with `problems` when rejected; None when it is no person."""
        if len(values) < self._width:
            values = values + [None] * (self._width - len(values))
        name = self._name(values)
        birth = self._births.find(values)
        if name and birth.value is not None:
            reading = self._births.read(birth.value)
            first = name.split(" ", 1)[0].lower()
            if reading.error is None and first not in _SUSPECT and not self._is_below_total:
                return self._person(number, values, name, birth, reading)
            return self._doubtful(number, values, name, birth, reading)
        if name:
            return self._without_date(number, values, name)
        return self._without_name(number, values, birth)

    def _name(self, values: list[Cell]) -> str:
        if self._is_plain_name:
            value = values[self._names[0][0]]
            return value.strip() if isinstance(value, str) else text_of(value)
        parts = [
            in_unicode(text, encoding)
            for place, encoding in self._names
            if (text := text_of(values[place]))
        ]
        return " ".join(parts)

    def _doubtful(
        self, number: int, values: list[Cell], name: str, birth: BirthCell, reading: Reading
    ) -> ListRow | None:
        """Decide about a row with a strange date, a strange first word, or below a total."""
        if noise.is_header_again(values, self._headers):
            return None
        has_number = self._has_number(values)
        if noise.is_footer([name]) and not has_number:
            self._is_below_total = True
            return None
        shown = self._unicode(birth.value)
        if reading.error is None:
            if not noise.is_signature(shown) or has_number:
                self._is_below_total = False
                return self._person(number, values, name, birth, reading)
            return None
        has_digits = any(char.isdigit() for char in shown)
        if not has_number and (noise.is_footer([shown]) or self._is_below_total):
            self._is_below_total = True
            return None
        if has_number or has_digits or noise.is_like_a_name(name):
            return self._person(number, values, name, birth, reading)
        return None

    def _without_date(self, number: int, values: list[Cell], name: str) -> ListRow | None:
        if noise.is_header_again(values, self._headers) or self._sees_footer(values):
            return None
        has_facts = self._has_facts(values)
        has_number = self._has_number(values)
        if noise.is_group(name) and not has_facts:
            return None
        is_lone = not has_number and not has_facts
        if is_lone and (self._is_below_total or not noise.is_like_a_name(name)):
            return None
        if not any(char.isalpha() for char in name):
            return None
        problem = self._problems.known("birth_missing", number, self._births.column, None)
        return self._rejected(number, name, [problem])

    def _without_name(self, number: int, values: list[Cell], birth: BirthCell) -> ListRow | None:
        if noise.is_header_again(values, self._headers) or self._sees_footer(values):
            return None
        if birth.value is None:
            if not self._has_facts(values):
                return None
        elif self._births.read(birth.value).error is not None and not self._has_number(values):
            return None
        problem = self._problems.known("name_missing", number, self._name_column, None)
        return self._rejected(number, "", [problem])

    def _sees_footer(self, values: list[Cell]) -> bool:
        texts = [self._unicode(value) for value in values if isinstance(value, str)]
        if not self._has_number(values) and noise.is_footer(texts):
            self._is_below_total = True
            return True
        return False

    def _unicode(self, value: Cell) -> str:
        return in_unicode(text_of(value), self._name_encoding)

    def _has_number(self, values: list[Cell]) -> bool:
        place = self._place.get(Field.NUMBER)
        if place is None:
            return False
        value = values[place]
        return isinstance(value, int | float) or (
            isinstance(value, str) and _NUMBERED.fullmatch(value) is not None
        )

    def _has_facts(self, values: list[Cell]) -> bool:
        places = [self._place[one] for one in _IDENTIFYING if one in self._place]
        return any(any(char.isdigit() for char in text_of(values[place])) for place in places)

    def _rejected(self, number: int, name: str, problems: list[CellProblem]) -> ListRow:
        return ListRow(self._sheet, number, name[:200], "", problems=problems)

    def _person(
        self, number: int, values: list[Cell], raw: str, birth: BirthCell, reading: Reading
    ) -> ListRow | None:
        problems: list[CellProblem] = []
        warnings: list[str] = []
        try:
            name = self._full_name(raw, warnings)
        except NameNotUnderstood as error:
            name = raw[:200]
            problems.append(
                self._problems.name(number, self._name_column, raw, (error.code, error.message))
            )
        if reading.error is not None:
            error_of_date = (reading.error.code, reading.error.message)
            problems.append(self._problems.birth(number, birth.column, birth.value, error_of_date))
        elif reading.date is not None and reading.date.is_century_guessed:
            warnings.append(_CENTURY.format(year=reading.date.year))
        if birth.has_rival:
            problems.append(self._problems.known("birth_twice", number, birth.column, birth.value))
        facts = self._facts(number, values, problems, warnings)
        sex = birth.sex or self._sex(values, warnings)
        return ListRow(
            self._sheet, number, name, reading.iso, sex, *facts, reading.is_cell, warnings, problems
        )

    def _full_name(self, raw: str, warnings: list[str]) -> str:
        parsed = parse_name(raw)
        name = parsed.text
        if parsed.has_remark:
            # The remark stays, so that whoever reads the name again knows that it is not certain.
            name = clean_name(raw)
            warnings.append(_REMARK)
        if name.isupper() or name.islower() or self._name_encoding is Encoding.TCVN3:
            # TCVN3 has no capitals with tones, so Ánh was typed as ánh.
            name = _WORD.sub(lambda match: match[0].capitalize(), name)
        return name

    def _facts(
        self,
        number: int,
        values: list[Cell],
        problems: list[CellProblem],
        warnings: list[str],
    ) -> tuple[str, str, str, str, str, str, str, str]:
        """Return receipt, id_last4, phone_last4, ward, collected_on, stage, box, note."""
        place = self._place
        receipt = identity = phone = ward = collected = stage = box = note = ""
        if (at := place.get(Field.RECEIPT)) is not None and (value := values[at]) is not None:
            receipt = shortened(value, "receipt")
        if (at := place.get(Field.ID)) is not None:
            identity, is_lost = last_four(values[at], is_phone=False)
            if is_lost:
                warnings.append(_ID_LOST)
        if (at := place.get(Field.PHONE)) is not None:
            phone, is_lost = last_four(values[at], is_phone=True)
            if is_lost:
                warnings.append(_PHONE_LOST)
        if (at := place.get(Field.WARD)) is not None and (value := values[at]) is not None:
            ward = self._text(Field.WARD, value, "ward")
        if (at := place.get(Field.COLLECTED)) is not None and (value := values[at]) is not None:
            collected = self._collected_on(value, warnings)
        if self._has_stages and (value := values[place[Field.STAGE]]) is not None:
            stage = self._stage(number, value, problems)
        if (at := place.get(Field.BOX)) is not None and (value := values[at]) is not None:
            box = self._text(Field.BOX, value, "box")
        if (at := place.get(Field.NOTE)) is not None and (value := values[at]) is not None:
            note = self._text(Field.NOTE, value, "note")
        return receipt, identity, phone, ward, collected, stage, box, note

    def _text(self, field: Field, value: Cell, kind: str) -> str:
        return shortened(in_unicode(text_of(value), self._encodings[field]), kind)

    def _stage(self, number: int, value: Cell, problems: list[CellProblem]) -> str:
        text = in_unicode(text_of(value), self._encodings[Field.STAGE])
        stage = stage_of(text)
        if text and not stage:
            column: Column = self._columns[Field.STAGE]
            problems.append(self._problems.known("stage_unknown", number, column, text))
        return stage

    def _collected_on(self, value: Cell, warnings: list[str]) -> str:
        known = self._collected.get(value)
        if known is None:
            if len(self._collected) > 10_000:  # noqa: PLR2004 (days of 27 years)
                self._collected.clear()
            known = self._collected[value] = self._new_collected(value)
        if not known:
            warnings.append(_COLLECTED_LOST)
        return known

    def _new_collected(self, value: Cell) -> str:
        if filled(value) is None or isinstance(value, bool) or value is None:
            return ""
        try:
            date = parse_birth_date(value, today=self._today, date1904=self._is_1904)
        except BirthDateNotUnderstood:
            return ""
        return date.isoformat() if date.day is not None else ""

    def _sex(self, values: list[Cell], warnings: list[str]) -> str:
        place = self._place
        if (at := place.get(Field.SEX)) is not None:
            text = text_of(values[at])
            sex = sex_of(text) or (
                sex_of(in_unicode(text, self._encodings[Field.SEX])) if text else ""
            )
            if text and not sex:
                warnings.append(_SEX_LOST)
            return sex
        female, male = place.get(Field.FEMALE), place.get(Field.MALE)
        if female is not None and is_ticked(values[female]):
            return "Nữ"
        if male is not None:
            return "Nam" if is_ticked(values[male]) else ""
        return "Nam" if female is not None else ""
