"""Plain functions that make what a test needs. All people are invented."""

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from tracuu.accounts.enums import Role
from tracuu.accounts.models import Officer
from tracuu.accounts.operations import add_officer, give_role
from tracuu.cards.lists.importing import ImportOptions, ImportReport, import_list
from tracuu.units.models import Unit
from tracuu.units.operations import EVERY_DAY_7_TO_21, add_unit

AS_OF = datetime.date(2021, 12, 14)
HEADER = ("Họ và tên", "Ngày sinh", "Giới tính", "Số hồ sơ", "CCCD", "Điện thoại", "Trạng thái",
          "Hộc", "Ngày thu nhận", "Ghi chú")  # fmt: skip


def make_unit(slug: str = "tan-phu", name: str = "Công an quận Tân Phú", **facts: Any) -> Unit:
    facts.setdefault("address", "số 1, đường Minh Hoạ")
    facts.setdefault("phone", "028 0000 0001")
    facts.setdefault("opening_hours", EVERY_DAY_7_TO_21)
    requires_second_fact = facts.pop("requires_second_fact", False)
    unit = add_unit(slug=slug, name=name, **facts)
    if requires_second_fact:
        unit.requires_second_fact = True
        unit.save()
    return unit


def person(
    name: str,
    born: str,
    *,
    sex: str = "",
    receipt: str = "",
    id_number: str = "",
    phone: str = "",
    status: str = "",
    box: str = "",
    collected: str = "",
    note: str = "",
) -> tuple[str, ...]:
    """One row of a list, in the order of `HEADER`."""
    return (name, born, sex, receipt, id_number, phone, status, box, collected, note)


def write_list(path: Path, people: Sequence[Sequence[str]], header: Sequence[str] = HEADER) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Danh sách")
    for line, row in enumerate([header, *people]):
        for column, text in enumerate(row):
            sheet.write_string(line, column, text)
    book.close()
    return path


def publish_people(
    unit: Unit, folder: Path, *people: Sequence[str], name: str = "list.xlsx", **options: Any
) -> ImportReport:
    """Import these rows as an officer would: from a workbook, published at once."""
    options.setdefault("as_of", AS_OF)
    return import_list(
        unit=unit, path=write_list(folder / name, people), options=ImportOptions(**options)
    )


PASSWORD = "mot cau rat de nho"


def make_officer(email: str, full_name: str, unit: Unit | None = None, role: str = "") -> Officer:
    officer = add_officer(email=email, full_name=full_name, password=PASSWORD)
    if unit is not None:
        give_role(officer=officer, unit=unit, role=Role(role))
    return officer
