"""Lists as offices send them, of any length: a workbook and a CSV file of the same people."""

import csv
import datetime
import random
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

from benchmarks.people import people

_HEADER = (
    "STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số hồ sơ", "Số CCCD", "Điện thoại", "Phường",
    "Ngày thu nhận", "Trạng thái", "Hộc",
)  # fmt: skip
_WARDS = ("Hiệp Tân", "Hòa Thạnh", "Phú Thạnh", "Phú Trung", "Sơn Kỳ", "Tân Quý", "Tây Thạnh")
_FIRST_DAY = datetime.date(2021, 9, 1)


def rows(seed: int, count: int) -> Iterator[tuple[str, ...]]:
    """The cells of each row, as text."""
    rng = random.Random(f"list {seed}")
    for number, person in enumerate(people(seed, count), start=1):
        collected = _FIRST_DAY + datetime.timedelta(days=rng.randrange(80))
        yield (
            str(number),
            person.full_name,
            f"{person.birth_date:%d/%m/%Y}",
            person.sex,
            f"HS-{seed}-{number:07d}",
            f"079{rng.randrange(10**9):09d}",
            f"09{rng.randrange(10**8):08d}",
            rng.choice(_WARDS),
            f"{collected:%d/%m/%Y}",
            "Đã về đơn vị",
            f"{rng.choice('ABCDE')}{rng.randint(1, 20):02d}",
        )


def write_csv(path: Path, seed: int, count: int) -> Path:
    """UTF-8 with commas."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADER)
        writer.writerows(rows(seed, count))
    return path


def write_xlsx(path: Path, seed: int, count: int) -> Path:
    """As Excel saves it: the rows' texts in one shared table, numbers as numbers."""
    book = xlsxwriter.Workbook(path, {"strings_to_numbers": False})
    sheet = book.add_worksheet("Danh sách")
    sheet.write_row(0, 0, _HEADER)
    for line, (number, *texts) in enumerate(rows(seed, count), start=1):
        sheet.write_number(line, 0, int(number))
        for column, text in enumerate(texts, start=1):
            sheet.write_string(line, column, text)
    book.close()
    return path


WRITERS = {"csv": write_csv, "xlsx": write_xlsx}
