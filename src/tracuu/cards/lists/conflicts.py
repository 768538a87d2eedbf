"""Rows of which nobody can tell whose they are: what is said about each, and about which cell."""

from collections.abc import Sequence

from tracuu.cards.lists.cells import SheetHeader
from tracuu.cards.lists.matching import Match
from tracuu.cards.lists.reading import CellProblem, ListRow
from tracuu.cards.lists.reading.fields import Field

# Where an officer looks first when nobody can tell whose the row is.
_BLAMED = {Match.CONFLICT: (Field.RECEIPT,), Match.SEVERAL: (Field.NAME, Field.GIVEN)}


def find_blamed(headers: Sequence[SheetHeader], sheet: str, match: Match) -> tuple[str, str]:
    """Letter and header of the column that is to blame; empty when the sheet has none such."""
    columns = [column for one in headers if one.name == sheet for column in one.columns]
    for field in _BLAMED.get(match, ()):
        for column in columns:
            if column.field == field:
                return column.letter, column.shown
    return "", ""


def conflict_problem(row: ListRow, match: Match, column: str, header: str) -> CellProblem:
    """What is said about a row of which nobody can tell whose it is, and about which of its cells."""
    if match is Match.CONFLICT:
        message = "Số hồ sơ này đã thuộc về một người khác của đơn vị."
        suggestion = "Kiểm tra lại số hồ sơ, họ tên và ngày sinh của dòng này."
    else:
        message = "Đơn vị có nhiều người trùng họ tên và ngày sinh; không rõ dòng này là ai."
        suggestion = "Ghi thêm số hồ sơ, hoặc 4 số cuối CCCD hay điện thoại."
    return CellProblem(
        sheet=row.sheet,
        row=row.row,
        column=column,
        header=header,
        value=row.receipt if match is Match.CONFLICT else row.full_name,
        code=match.name.lower(),
        message=message,
        suggestion=suggestion,
    )
