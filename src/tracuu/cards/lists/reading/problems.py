"""What is said about a cell that keeps its row out: what is wrong, and what would be right."""

import re

from tracuu.cards.lists.reading.columns import letters
from tracuu.cards.lists.reading.facts import text_of
from tracuu.cards.lists.reading.layout import Column
from tracuu.cards.lists.reading.rows import Cell, CellProblem

_LONGEST_VALUE = 100
_EXAMPLE = "Nhập ngày/tháng/năm, ví dụ 05/06/1988. Nếu giấy tờ chỉ ghi năm thì nhập năm."
_MONTH_FIRST = re.compile(r"\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{2,4})\s*")
_LAST_MONTH, _LAST_DAY = 12, 31

_STAGES = "Đã thu nhận, Đang xử lý, Đang in, Đã về đơn vị, Đã trả, Cần bổ sung"
_MISSING = {
    "name_missing": ("Dòng này thiếu họ tên.", "Nhập họ và tên, ví dụ Nguyễn Thị Lan."),
    "birth_missing": ("Dòng này thiếu ngày sinh.", _EXAMPLE),
    "birth_twice": (
        "Cả hai cột ngày sinh Nam và Nữ đều có giá trị.",
        "Chỉ giữ ngày sinh ở một cột, đúng giới tính của người này.",
    ),
    "stage_unknown": (
        "Chưa hiểu trạng thái này.",
        f"Ghi một trong các trạng thái: {_STAGES}.",
    ),
}
_NAME_SUGGESTIONS = {
    "damaged": "Gõ lại họ tên đủ dấu bằng phông Unicode (ví dụ Times New Roman).",
    "too_long": "Ô này chỉ ghi họ tên của một người; chuyển phần khác sang cột Ghi chú.",
    "not_a_name": "Chỉ ghi họ tên; chuyển số và ký hiệu sang cột Ghi chú.",
    "no_letters": "Nhập họ và tên, ví dụ Nguyễn Thị Lan.",
}


class Problems:
    """Makes the problems of one sheet."""

    def __init__(self, sheet: str) -> None:
        self._sheet = sheet

    def known(self, code: str, row: int, column: Column, value: Cell) -> CellProblem:
        message, suggestion = _MISSING[code]
        return self._problem(row, column, value, code, message, suggestion)

    def name(self, row: int, column: Column, text: str, error: tuple[str, str]) -> CellProblem:
        code, message = error
        suggestion = _NAME_SUGGESTIONS.get(code, _NAME_SUGGESTIONS["no_letters"])
        return self._problem(row, column, text, f"name_{code}", message, suggestion)

    def birth(self, row: int, column: Column, value: Cell, error: tuple[str, str]) -> CellProblem:
        code, message = error
        return self._problem(row, column, value, f"birth_{code}", message, _right_date(code, value))

    def _problem(
        self, row: int, column: Column, value: Cell, code: str, message: str, suggestion: str
    ) -> CellProblem:
        return CellProblem(
            sheet=self._sheet,
            row=row,
            column=letters(column.place),
            header=column.header,
            value=text_of(value)[:_LONGEST_VALUE],
            code=code,
            message=message,
            suggestion=suggestion,
        )


def _right_date(code: str, value: Cell) -> str:
    found = _MONTH_FIRST.fullmatch(value) if isinstance(value, str) else None
    if code == "impossible" and found:
        first, second, year = int(found[1]), int(found[2]), found[3]
        if first <= _LAST_MONTH < second <= _LAST_DAY:
            return f"Có phải {second:02}/{first:02}/{year}? Ghi ngày trước, tháng sau."
    if code == "future" and found and len(found[3]) == 4:  # noqa: PLR2004
        return f"Xem lại năm sinh: có phải 19{found[3][2:]}?"
    if code in {"impossible", "future", "too_old"}:
        return "Xem lại ngày sinh trên giấy tờ rồi nhập lại."
    return _EXAMPLE
