"""How an import tells what it did: for a person, and as JSON."""

from dataclasses import asdict
from typing import Any

import click

from tracuu.cards.lists.importing import ImportReport
from tracuu.cards.lists.reading import CellProblem
from tracuu.cards.lists.refusing import COLUMN_DOUBTS

_SHOWN_PROBLEMS = 20
_LINES = (
    ("read", "Số dòng đọc được"),
    ("accepted", "Chấp nhận"),
    ("new", "  hồ sơ mới"),
    ("moved_forward", "  tiến thêm một bước"),
    ("unchanged", "  không đổi"),
    ("relocated", "  đổi hộc"),
    ("reasoned", "  đổi lý do, hạn bổ sung"),
    ("corrected", "  sửa thông tin"),
    ("moved_back", "  đòi lùi trạng thái (không áp dụng)"),
    ("held", "  cán bộ đã sửa tay sau ngày này (giữ nguyên)"),
    ("handed_over", "  đã trả ở quầy (giữ nguyên)"),
    ("duplicates", "  lặp lại trong tệp"),
    ("namesakes", "  trùng họ tên và ngày sinh với người khác"),
    ("rejected", "Từ chối"),
)
_ALWAYS = {"read", "accepted", "unchanged", "moved_forward", "rejected"}


def report_as_json(report: ImportReport) -> dict[str, Any]:
    """The report's counts, problems and profile, with stable keys."""
    counts = report.counts
    return {
        "published": report.is_published,
        "repeated_file": report.is_repeat,
        **{f"rows_{key}" if key == "read" else key: counts[key] for key, _ in _LINES},
        "problems": [asdict(problem) for problem in report.problems],
        "problems_left_out": counts["problems_left_out"],
        "profile": asdict(report.profile) if report.profile else None,
    }


def print_report(report: ImportReport, *, is_dry_run: bool, to_stderr: bool) -> None:
    """The report in Vietnamese: counts, then the first bad cells, then what became of the list."""
    say = _say_err if to_stderr else click.echo
    if report.profile and report.profile.skipped:
        say(f"{'Bỏ qua (tiêu đề, tổng cộng, chữ ký):':<46}{report.profile.skipped:>9,}")
    for key, label in _LINES:
        if report.counts[key] or key in _ALWAYS:
            say(f"{label + ':':<46}{report.counts[key]:>9,}")
    for problem in report.problems[:_SHOWN_PROBLEMS]:
        place = f"Trang tính {problem.sheet!r}, dòng {problem.row}"
        if problem.column:
            place += f", cột {problem.column}"
            place += f" “{problem.header}”" if problem.header else ""
        say(f"  {place}: {problem.message}{_advice(problem)}")
    found = len(report.problems) + report.counts["problems_left_out"]
    left = found - _SHOWN_PROBLEMS
    if left > 0:
        say(f"  … và {left} lỗi nữa; thêm --json để xem hết.")
    if report.profile:
        doubts = [str(COLUMN_DOUBTS[code]) for code in report.profile.column_doubts]
        for warning in (*report.profile.warnings, *doubts):
            say(f"Lưu ý: {warning}")
    say(_ending(report, is_dry_run=is_dry_run))


def _advice(problem: CellProblem) -> str:
    """The suggestion, unless the message gave it already."""
    first = problem.suggestion.split(",")[0].strip().lower()
    return "" if not first or first in problem.message.lower() else f" {problem.suggestion}"


def _ending(report: ImportReport, *, is_dry_run: bool) -> str:
    if is_dry_run:
        return "Đọc thử: chưa thay đổi gì."
    if report.is_published:
        return "Đã công bố."
    return "Tệp này đã được công bố trước đây; không có gì thay đổi."


def _say_err(text: str) -> None:
    click.echo(text, err=True)
