"""The list that an officer of Tân Phú received one morning: 2,000 invented people in a workbook.

It looks as such files look: a heading over the table, dates partly as text and partly as dates, some
people known by their year only, remarks, a total and a signature at the bottom.
"""

import datetime
import random
from dataclasses import dataclass, replace
from pathlib import Path

import xlsxwriter

from tracuu.demo.people import People, Person

PEOPLE = 2000
AS_OF = datetime.date(2021, 12, 14)
NEXT_AS_OF = datetime.date(2021, 12, 15)
_WARDS = (
    "Hiệp Tân,Hòa Thạnh,Phú Thạnh,Phú Thọ Hòa,Phú Trung,Sơn Kỳ,Tân Quý,Tân Sơn Nhì,Tân Thành,"
    "Tân Thới Hòa,Tây Thạnh"
).split(",")
# People whom the README and the walk-through name: their answers do not depend on the draw.
_KNOWN = (
    Person("Nguyễn Hữu Trí", datetime.date(1991, 5, 17), "Nam"),
    Person("Lê Thị Thùy Dương", datetime.date(1988, 12, 3), "Nữ"),
    Person("Trần Dũng", datetime.date(1979, 8, 9), "Nam"),
    Person("H'Hen Niê", datetime.date(1992, 5, 15), "Nữ"),
    # Namesakes, born on one day: only a second fact tells them apart.
    Person("Nguyễn Thị Hoa", datetime.date(1975, 1, 1), "Nữ"),
    Person("Nguyễn Thị Hoa", datetime.date(1975, 1, 1), "Nữ"),
    # Known by the year alone (see `_is_year_only`).
    Person("Phạm Văn Năm", datetime.date(1950, 1, 1), "Nam"),
)
_YEAR_ONLY_KNOWN = 6
# Whoever plays this person on the phone is not on the first list, asks to be told, and is on the next.
_NEWCOMER = Person("Trần Quốc Minh", datetime.date(1997, 3, 12), "Nam")
_NEXT_PEOPLE = 40
# What stands beside faulty files: one reason, one with a day, two at once, and none that is known.
_FAULTS = (
    "Ảnh mờ",
    "Vân tay mờ, trước ngày 15/01/2022",
    "Sai ngày sinh",
    "Vân tay mờ, chụp lại ảnh",
    "Thiếu giấy khai sinh",
    "Hỏi lại tổ dân phố",
)
_HEADER = (
    "STT", "Họ và tên", "Ngày, tháng, năm sinh", "Giới tính", "Số hồ sơ", "Số CMND/CCCD",
    "Điện thoại", "Phường", "Ngày thu nhận", "Trạng thái", "Hộc", "Ghi chú",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Row:
    person: Person
    is_year_only: bool
    receipt: str
    id_number: str
    phone: str
    ward: str
    collected_on: datetime.date
    status: str
    box: str
    note: str


def write_demo_list(path: Path, *, seed: int = 2021) -> None:
    """Write the workbook; the same seed writes the same people."""
    book = xlsxwriter.Workbook(path)
    try:
        _fill(book, _rows(seed), AS_OF)
    finally:
        book.close()


def write_next_list(path: Path, *, seed: int = 2022) -> None:
    """Write what came the next morning: nobody has published it yet."""
    people, rng = People(seed), random.Random(seed)
    drawn = [_NEWCOMER, *(people.draw() for _ in range(_NEXT_PEOPLE - 1))]
    rows = [
        replace(_row(number, person, rng), status="Đã về đơn vị", box="E21", note="")
        for number, person in enumerate(drawn, start=PEOPLE + 1)
    ]
    book = xlsxwriter.Workbook(path)
    try:
        _fill(book, rows, NEXT_AS_OF)
    finally:
        book.close()


def _rows(seed: int) -> list[_Row]:
    people, rng = People(seed), random.Random(seed)
    drawn = [*_KNOWN, *(people.draw() for _ in range(PEOPLE - len(_KNOWN)))]
    # A handful of namesakes more than chance gives, as in a real quarter.
    for place in rng.sample(range(len(_KNOWN), PEOPLE), 12):
        drawn[place] = drawn[rng.randrange(len(_KNOWN), PEOPLE)]
    return [_row(number, person, rng) for number, person in enumerate(drawn, start=1)]


def _row(number: int, person: Person, rng: random.Random) -> _Row:
    is_known = number <= len(_KNOWN)
    year_only = number == _YEAR_ONLY_KNOWN + 1 or (
        not is_known and person.birth_date.year < 1970 and rng.random() < 0.04  # noqa: PLR2004
    )
    statuses = ["Đã về đơn vị", "Đang in", "Đang xử lý", "Đã trả", "Cần bổ sung"]
    status = statuses[0] if is_known else rng.choices(statuses, [70, 10, 8, 10, 2])[0]
    return _Row(
        person=person,
        is_year_only=year_only,
        receipt=f"TP-{211000 + number * 3}",
        id_number=f"079{rng.randrange(10**9):09d}",
        phone=f"09{rng.randrange(10**8):08d}",
        ward=rng.choice(_WARDS),
        collected_on=datetime.date(2021, 9, 1) + datetime.timedelta(days=rng.randrange(80)),
        status=status,
        box=f"{rng.choice('ABCDE')}{rng.randint(1, 20):02d}" if status == statuses[0] else "",
        note=_FAULTS[number % len(_FAULTS)] if status == statuses[4] else "",
    )


def _fill(book: xlsxwriter.Workbook, rows: list[_Row], as_of: datetime.date) -> None:
    sheet = book.add_worksheet("Danh sách")
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write(0, 0, "CÔNG AN THÀNH PHỐ HỒ CHÍ MINH", bold)
    sheet.write(
        1, 0, "CÔNG AN QUẬN TÂN PHÚ (số liệu minh hoạ, mọi người trong tệp đều hư cấu)", bold
    )
    title = f"DANH SÁCH THẺ CCCD GẮN CHIP NHẬN VỀ NGÀY {as_of:%d/%m/%Y}"
    sheet.merge_range(3, 0, 3, 11, title, bold)
    for column, text in enumerate(_HEADER):
        sheet.write(5, column, text, bold)
    sheet.set_column(1, 1, 30)
    sheet.set_column(2, 10, 15)
    for place, row in enumerate(rows):
        line, date = 6 + place, row.person.birth_date
        sheet.write_number(line, 0, place + 1)
        sheet.write_string(
            line, 1, row.person.full_name.upper() if place % 9 == 0 else row.person.full_name
        )
        if row.is_year_only:
            sheet.write_number(line, 2, date.year)
        elif place % 3:
            sheet.write_string(line, 2, f"{date.day:02d}/{date.month:02d}/{date.year}")
        else:
            sheet.write_datetime(line, 2, datetime.datetime.combine(date, datetime.time()), day)
        for column, text in enumerate(
            (row.person.sex, row.receipt, row.id_number, row.phone, row.ward), start=3
        ):
            sheet.write_string(line, column, text)
        sheet.write_datetime(
            line, 8, datetime.datetime.combine(row.collected_on, datetime.time()), day
        )
        for column, text in enumerate((row.status, row.box, row.note), start=9):
            sheet.write_string(line, column, text)
    end = 6 + len(rows)
    sheet.write(end, 1, "Tổng cộng", bold)
    sheet.write(end, 2, len(rows))
    sheet.write(end + 2, 8, "Người lập danh sách")
    sheet.write(end + 3, 8, "(đã ký)")
