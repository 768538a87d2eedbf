"""Draws letters for window envelopes: A4, folded twice (marks at 105 and 210 mm).

Only what lies in the window (20 to 105 mm from the left, 45 to 90 mm from the top, DIN 5008 form B,
which DL envelopes share) is seen from outside: where it comes back to, the name, the address. Neither
who sends it nor what it is about. Letters are in Vietnamese, whatever language the officer reads.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self, cast

from django.utils import translation
from font_source_sans_pro import font_directory

from tracuu.cards.ageing.letters import PrintedLetter, Run
from tracuu.core import clock
from tracuu.core.pdf import new_document
from tracuu.core.qr import qr_bars
from tracuu.core.receipt_codes import grouped
from tracuu.units.models import Unit
from tracuu.units.wording import hours_text

if TYPE_CHECKING:
    from fpdf import FPDF

_LEFT, _RIGHT, _WIDTH = 25.0, 20.0, 165.0
_WINDOW_LEFT, _WINDOW_TOP, _WINDOW_WIDTH = 22.0, 47.0, 80.0
_FOLDS = (105.0, 210.0)
_QR = 32.0
_LINE = 6.0
_FAMILY = "body"
# Source Sans Pro (SIL Open Font License 1.1) has every Vietnamese letter, and comes as a package.
_FONTS = Path(font_directory)
_MOST_LINES_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Sender:
    """The unit as its letters speak of it, and where they are answered."""

    name: str
    address: str
    phone: str
    hours: str
    reply_address: str

    @classmethod
    def of(cls, unit: Unit, reply_address: str) -> Self:
        with translation.override("vi"):
            hours = hours_text(unit)
        return cls(unit.name, unit.address, unit.phone, hours, reply_address)


class _Paper:
    """A document in the making. Paragraphs that stand on every sheet are broken into lines once."""

    def __init__(self) -> None:
        self.pdf = pdf = new_document()
        pdf.set_auto_page_break(auto=False)
        pdf.set_margins(_LEFT, 20, _RIGHT)
        pdf.set_title("Thư báo nhận thẻ")
        pdf.set_lang("vi")
        pdf.set_line_width(0.2)
        pdf.set_fill_color(0)
        for style, name in (("", "Regular"), ("B", "Bold")):
            pdf.add_font(_FAMILY, style, _FONTS / f"SourceSansPro-{name}.ttf")
        self._broken: dict[tuple[str, float, bool, float], list[str]] = {}

    def write(
        self,
        text: str,
        *,
        size: float = 11,
        bold: bool = False,
        left: float = _LEFT,
        width: float = _WIDTH,
        height: float = 0,
    ) -> None:
        """A paragraph from the place where the last one ended."""
        self.pdf.set_font(_FAMILY, "B" if bold else "", size)
        for line in self._lines(text, size, bold, width):
            self.pdf.set_x(left)
            self.pdf.cell(width, height or _LINE * size / 11, line, new_x="LEFT", new_y="NEXT")

    def _lines(self, text: str, size: float, bold: bool, width: float) -> list[str]:  # noqa: FBT001
        key = (text, size, bold, width)
        if key not in self._broken:
            lines = self.pdf.multi_cell(width, 5, text, align="L", dry_run=True, output="LINES")
            self._broken[key] = cast("list[str]", lines)
        return self._broken[key]


def draw_letters(run: Run, sender: Sender) -> bytes:
    """The PDF of a run: a sheet that tells what is in it, then a sheet for each letter."""
    paper = _Paper()
    _summary(paper, run, sender)
    for letter in run.letters:
        _letter(paper, letter, sender)
    return bytes(paper.pdf.output())


def _summary(paper: _Paper, run: Run, sender: Sender) -> None:
    paper.pdf.add_page()
    paper.write("Tờ tóm tắt, không gửi đi", size=15, bold=True)
    addressed = sum(bool(letter.address) for letter in run.letters)
    lines = [
        f"{sender.name}, in ngày {clock.today():%d/%m/%Y}.",
        f"{len(run.letters)} thư, trong đó {addressed} thư có địa chỉ.",
        "Mỗi thư một tờ; gấp theo vạch bên trái, cho vào phong bì có cửa sổ.",
        "Địa chỉ không được lưu lại. Tệp này có họ tên và mã trả lời: in xong hãy xoá.",
    ]
    if run.are_more:
        lines.append("Còn thẻ chưa có thư: hãy in tiếp lượt nữa.")
    if run.unused_lines:
        shown = ", ".join(map(str, run.unused_lines[:_MOST_LINES_SHOWN]))
        more = "…" if len(run.unused_lines) > _MOST_LINES_SHOWN else ""
        lines.append(
            f"{len(run.unused_lines)} dòng địa chỉ không khớp riêng một thẻ nào cần gửi thư, nên"
            f" không dùng: dòng {shown}{more}."
        )
    for line in lines:
        paper.pdf.ln(2)
        paper.write(line)


def _letter(paper: _Paper, letter: PrintedLetter, sender: Sender) -> None:
    pdf = paper.pdf
    pdf.add_page()
    _outside(paper, letter, sender)
    for fold in _FOLDS:
        pdf.line(4, fold, 8, fold)
    pdf.set_y(112)
    paper.write(f"{sender.name}, ngày {clock.today():%d/%m/%Y}", size=10)
    pdf.ln(3)
    paper.write("Thẻ của bạn đang chờ bạn đến nhận", size=15, bold=True)
    pdf.ln(2)
    paper.write(f"Bạn {letter.full_name} thân mến,")
    for paragraph in _inside(letter, sender):
        pdf.ln(2)
        paper.write(paragraph)
    _answer(paper, letter, sender)


def _outside(paper: _Paper, letter: PrintedLetter, sender: Sender) -> None:
    """What is seen through the window."""
    pdf = paper.pdf
    write = partial(paper.write, left=_WINDOW_LEFT, width=_WINDOW_WIDTH)
    pdf.set_y(_WINDOW_TOP)
    write(f"Nơi gửi: {sender.address}", size=7, height=3)
    pdf.ln(4)
    write(letter.full_name, size=12, bold=True, height=5.5)
    if letter.address:
        write(letter.address, height=5.2)
        return
    # To be written by hand.
    for line in (9, 17):
        top = pdf.get_y() + line
        pdf.line(_WINDOW_LEFT, top, _WINDOW_LEFT + _WINDOW_WIDTH, top)


def _inside(letter: PrintedLetter, sender: Sender) -> Sequence[str]:
    where = ". ".join(
        filter(
            None,
            (
                f"Nơi nhận: {sender.name}, {sender.address}".rstrip(", "),
                f"Giờ làm việc: {sender.hours}" if sender.hours else "",
                f"Điện thoại: {sender.phone}" if sender.phone else "",
            ),
        )
    )
    what = (
        f"Thẻ của bạn đã về đơn vị từ ngày {letter.since:%d/%m/%Y}. Khi đến, hãy mang theo giấy hẹn"
        " (nếu còn) và giấy tờ tuỳ thân. Nếu nhờ người khác nhận thay, hãy gọi trước để biết cần giấy"
        " tờ gì."
    )
    return what, f"{where}."


def _answer(paper: _Paper, letter: PrintedLetter, sender: Sender) -> None:
    """The code and what it is for; at the same place on every sheet, below the second fold."""
    top = 218.0
    _qr(paper.pdf, f"{sender.reply_address}{letter.code}/", 210 - _RIGHT - _QR, top)
    paper.pdf.set_y(top)
    width = _WIDTH - _QR - 8
    plain = sender.reply_address.partition("://")[2]
    paper.write("Chưa đến được, đã chuyển nơi ở, hay thư gửi nhầm?", bold=True, width=width)
    paper.write(f"Hãy báo cho đơn vị: quét mã bên cạnh, hoặc mở {plain} rồi nhập mã:", width=width)
    paper.pdf.ln(1)
    paper.write(grouped(letter.code), size=15, bold=True, width=width)
    paper.pdf.ln(1)
    paper.write(
        "Trang trả lời không hỏi họ tên, số giấy tờ hay mật khẩu. Công an không bao giờ yêu cầu bạn"
        " chuyển tiền hay cài ứng dụng để nhận thẻ.",
        size=9,
        width=width,
    )


def _qr(pdf: "FPDF", text: str, left: float, top: float) -> None:
    bars, size = qr_bars(text, is_dense=True)
    side = _QR / size
    for x, y, length in bars:
        pdf.rect(left + x * side, top + y * side, length * side, side, style="F")
