"""One row of the sheet becomes one person, a rejected row, or nothing when it is no person."""

import datetime as dt
import re
from collections.abc import Mapping

from tracuu.cards.lists.reading import noise
from tracuu.cards.lists.reading.beside import Beside
from tracuu.cards.lists.reading.births import Births, Reading, Where
from tracuu.cards.lists.reading.facts import text_of
from tracuu.cards.lists.reading.fields import Field, words
from tracuu.cards.lists.reading.layout import Layout
from tracuu.cards.lists.reading.letters import in_unicode
from tracuu.cards.lists.reading.problems import Problems
from tracuu.cards.lists.reading.rows import Cell, CellProblem, ListRow
from tracuu.names import (
    NameNotUnderstood,
    PersonName,
    clean_name,
    parse_name,
    person_key,
    record_keys,
)
from tracuu.names.legacy import Encoding

_WORD = re.compile(r"[^\W\d_]+")
_NUMBERED = re.compile(r"\s*\d{1,7}\s*[.)]?\s*")
_NAMES = (Field.NAME, Field.SURNAME, Field.MIDDLE, Field.GIVEN)
_LONGEST_NAME = 200
# A name that begins so is looked at twice: it may be a total, a signature or a group.
_SUSPECT = frozenset(
    "tổng cộng tong cong total toàn luỹ lũy người nguoi lập lap kế ke chủ chu phó pho thủ thu trưởng "
    "truong giám giam cán can xác xac tm kt đã da ký ky đại dai ubnd uỷ ủy uy tổ to thôn thon ấp ap "
    "xóm xom khu khóm khom bản ban buôn buon làng lang đội doi khối khoi phường phuong xã xa đợt dot "
    "lô lo hộp hop hộc danh nhóm nhom trang ngày ngay thư nơi noi họ ho công bộ bo sở so".split()
)
_REMARK = "remark: Ô họ tên có kèm ghi chú; vui lòng xem lại tên."
_CENTURY = "century: Năm sinh chỉ có hai chữ số; đã hiểu là {year}."


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
        self._is_below_total = False
        self._beside = Beside(
            columns,
            encodings,
            self._problems,
            today=today,
            is_1904=is_1904,
            knows_stages=knows_stages,
        )

    def read(self, number: int, values: list[Cell]) -> ListRow | None:
        """Return the person of a row, with `problems` when rejected; None when it is no person."""
        if len(values) < self._width:
            values = values + [None] * (self._width - len(values))
        name = self._name(values)
        date, where = self._births.find(values)
        if name and date is not None:
            reading = self._births.read(date)
            first = name.split(" ", 1)[0].lower()
            if reading.error is None and first not in _SUSPECT and not self._is_below_total:
                return self._person(number, values, name, where, reading)
            return self._doubtful(number, values, name, self._unicode(date), where, reading)
        if name:
            return self._without_date(number, values, name)
        return self._without_name(number, values, date)

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
        self, number: int, values: list[Cell], name: str, shown: str, where: Where, reading: Reading
    ) -> ListRow | None:
        """Decide about a row with a strange date, a strange first word, or below a total."""
        if noise.is_header_again(values, self._headers):
            return None
        is_proven = self._has_number(values) or self._beside.has_facts(values)
        if noise.is_total(name) and not is_proven:
            self._is_below_total = True
            return None
        if reading.error is None:
            if noise.is_signature(shown) and not is_proven:
                return None
            # Somebody with a date is a person, even one called Công An Nhiên.
            self._is_below_total = False
            return self._person(number, values, name, where, reading)
        if not is_proven and (noise.is_footer([name, shown]) or self._is_below_total):
            self._is_below_total = True
            return None
        if not is_proven and noise.is_group(name) and not any(char.isdigit() for char in shown):
            return None
        return self._person(number, values, name, where, reading)

    def _without_date(self, number: int, values: list[Cell], name: str) -> ListRow | None:
        has_facts = self._beside.has_facts(values)
        has_number = self._has_number(values)
        if noise.is_header_again(values, self._headers):
            return None
        if not has_number and self._sees_footer(values):
            return None
        if noise.is_group(name) and not has_facts:
            return None
        is_lone = not has_number and not has_facts
        if is_lone and (self._is_below_total or not noise.is_like_a_name(name)):
            return None
        if not any(char.isalpha() for char in name):
            return None
        problem = self._problems.known("birth_missing", number, self._births.where.column, None)
        return self._rejected(number, name, [problem])

    def _without_name(self, number: int, values: list[Cell], date: Cell) -> ListRow | None:
        if noise.is_header_again(values, self._headers) or self._sees_footer(values):
            return None
        if date is None:
            if not self._beside.has_facts(values):
                return None
        elif self._births.read(date).error is not None and not self._has_number(values):
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

    def _rejected(self, number: int, name: str, problems: list[CellProblem]) -> ListRow:
        return ListRow(self._sheet, number, name[:_LONGEST_NAME], "", problems=problems)

    def _person(
        self, number: int, values: list[Cell], raw: str, where: Where, reading: Reading
    ) -> ListRow:
        problems: list[CellProblem] = []
        warnings: list[str] = []
        parsed = None
        try:
            parsed = parse_name(raw)
            name = self._full_name(raw, parsed, warnings)
        except NameNotUnderstood as error:
            name = raw[:_LONGEST_NAME]
            problems.append(
                self._problems.name(number, self._name_column, raw, (error.code, error.message))
            )
        if reading.date is None or where.has_rival:
            self._add_date_problem(number, values, where, reading, problems)
        elif reading.date.is_century_guessed:
            warnings.append(_CENTURY.format(year=reading.date.year))
        facts = self._beside.read(number, values, problems, warnings)
        sex = where.sex or self._beside.sex(values, warnings)
        keys: tuple[str, list[str]] = ("", [])
        if parsed is not None and reading.meant is not None and not problems:
            # Made here, because it halves the work of the process that writes.
            keys = person_key(parsed, reading.meant), [*record_keys(parsed, reading.meant)]
        row = (self._sheet, number, name, reading.iso, sex, *facts, reading.is_cell)
        return ListRow(*row, warnings, problems, *keys)

    def _add_date_problem(
        self,
        number: int,
        values: list[Cell],
        where: Where,
        reading: Reading,
        problems: list[CellProblem],
    ) -> None:
        value, column = self._births.find(values)[0], where.column
        if reading.error is not None:
            what = (reading.error.code, reading.error.message)
            problems.append(self._problems.birth(number, column, value, what))
        if where.has_rival:
            problems.append(self._problems.known("birth_twice", number, column, value))

    def _full_name(self, raw: str, parsed: PersonName, warnings: list[str]) -> str:
        name = parsed.text
        if parsed.has_remark:
            # The remark stays, so that whoever reads the name again knows that it is not certain.
            name = clean_name(raw)
            warnings.append(_REMARK)
        if name.isupper() or name.islower() or self._name_encoding is Encoding.TCVN3:
            # TCVN3 has no capitals with tones, so Ánh was typed as ánh.
            name = _WORD.sub(lambda match: match[0].capitalize(), name)
        return name
