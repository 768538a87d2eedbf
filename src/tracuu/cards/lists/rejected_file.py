"""The rows that were kept out, as an Excel file with the reason beside each, to be mended."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import xlsxwriter

from tracuu.audit.operations import Actor, record
from tracuu.cards.enums import RowKind
from tracuu.cards.lists.review_rows import Shown, iterate
from tracuu.cards.lists.reviewing import get_understood
from tracuu.cards.models import CardList

REASON_HEADER = "Lý do bị từ chối"
_BAD_CELL = "#FFD9D6"
_LONGEST_SHEET_NAME = 31


def write_rejected_file(card_list: CardList, target: Path | BinaryIO) -> int:
    """Write the rows of each sheet under its own header; how many there are.

    Nothing of it touches the disk on the way. Every cell is text, never a formula. The reader has
    no field for the last column, so the file can be uploaded again as soon as its cells are mended.
    """
    understood = get_understood(card_list)
    headers = {one["name"]: one["columns"] for one in understood.headers} if understood else {}
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    marked = book.add_format({"bg_color": _BAD_CELL})
    bold = book.add_format({"bold": True})
    written = 0
    for name, columns in headers.items():
        rows = _rows_of(card_list, name)
        if not rows:
            continue
        sheet = book.add_worksheet(_sheet_name(name))
        header = [column["shown"] for column in columns]
        for place, text in enumerate([*header, REASON_HEADER]):
            sheet.write_string(0, place, text, bold)
        for line, shown in enumerate(rows, start=1):
            _write_row(sheet, line, shown, len(header), marked)
        written += len(rows)
    if not book.worksheets():
        book.add_worksheet("Danh sách").write_string(0, 0, REASON_HEADER)
    book.close()
    return written


def export_rejected(*, card_list: CardList, actor: Actor) -> bytes:
    """The file's content for this officer; that names left the house is on record."""
    content = io.BytesIO()
    written = write_rejected_file(card_list, content)
    record(
        actor=actor,
        action="list_rows_exported",
        subject=f"list:{card_list.pk}",
        unit_id=card_list.unit_id,
        facts={"rows": written},
    )
    return content.getvalue()


def _rows_of(card_list: CardList, sheet: str) -> Sequence[Shown]:
    """At most `MOST_KEPT` rows in the order of the file."""
    rows = iterate(card_list, RowKind.REJECTED, RowKind.AMBIGUOUS)
    return sorted((row for row in rows if row.sheet == sheet), key=lambda row: row.number)


def _write_row(
    sheet: "xlsxwriter.worksheet.Worksheet", line: int, shown: Shown, width: int, marked: object
) -> None:
    for place in range(width):
        text = shown.cells[place] if place < len(shown.cells) else ""
        bad = shown.trouble_at(place)
        if bad is not None:
            sheet.write_string(line, place, text, marked)
        elif text:
            sheet.write_string(line, place, text)
    reason = " ".join(f"{one.message} {one.advice}".strip() for one in shown.troubles)
    sheet.write_string(line, width, reason)


def _sheet_name(name: str) -> str:
    plain = "".join("_" if letter in "[]:*?/\\" else letter for letter in name).strip("'")
    return plain[:_LONGEST_SHEET_NAME] or "Danh sách"
