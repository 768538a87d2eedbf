"""Draws letters for window envelopes: A4, folded twice (marks at 105 and 210 mm).

Only what lies in the window (20 to 105 mm from the left, 45 to 90 mm from the top, DIN 5008 form B,
which DL envelopes share) is seen from outside: where it comes back to, the name, the address. Neither
who sends it nor what it is about. Letters are in Vietnamese, whatever language the officer reads.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from django.utils import translation
from fpdf import FPDF

from tracuu.cards.ageing.letters import PrintedLetter, Run
from tracuu.cards.receipt_codes import grouped
from tracuu.cards.wording import hours_text
from tracuu.core import clock
from tracuu.core.qr import qr_rows
from tracuu.units.models import Unit

_LEFT, _RIGHT, _WIDTH = 25.0, 20.0, 165.0
_WINDOW_LEFT, _WINDOW_TOP, _WINDOW_WIDTH = 22.0, 47.0, 80.0
_FOLDS = (105.0, 210.0)
_QR = 32.0
_LINE = 6.0
_FAMILY = "body"
# Its licence lies beside it.
_FONTS = Path(__file__).parent / "fonts"
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


def draw_letters(run: Run, sender: Sender) -> bytes:
    """The PDF of a run: a sheet that tells what is in it, then a sheet for each letter."""
    pdf = FPDF(format="A4", unit="mm")
    pdf.set_auto_page_break(auto=False)
    pdf.set_margins(_LEFT, 20, _RIGHT)
    pdf.set_title("Thư báo nhận thẻ")
    pdf.set_lang("vi")
    for style, name in (("", "Regular"), ("B", "Bold")):
        pdf.add_font(_FAMILY, style, _FONTS / f"BeVietnamPro-{name}.ttf")
    _summary(pdf, run, sender)
    for letter in run.letters:
        _letter(pdf, letter, sender)
    return bytes(pdf.output())


def _summary(pdf: FPDF, run: Run, sender: Sender) -> None:
    pdf.add_page()
    _text(pdf, "Tờ tóm tắt, không gửi đi", size=15, bold=True)
    today = f"{clock.today():%d/%m/%Y}"
    addressed = sum(bool(letter.address) for letter in run.letters)
    lines = [
        f"{sender.name}, in ngày {today}.",
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
        _text(pdf, line)


def _letter(pdf: FPDF, letter: PrintedLetter, sender: Sender) -> None:
    pdf.add_page()
    _outside(pdf, letter, sender)
    pdf.set_line_width(0.2)
    for fold in _FOLDS:
        pdf.line(4, fold, 8, fold)
    pdf.set_xy(_LEFT, 112)
    _text(pdf, f"{sender.name}, ngày {clock.today():%d/%m/%Y}", size=10)
    _text(pdf, "Thẻ của bạn đang chờ bạn đến nhận", size=15, bold=True)
    _text(pdf, f"Bạn {letter.full_name} thân mến,")
    for paragraph in _inside(letter, sender):
        _text(pdf, paragraph)
    _answer(pdf, letter, sender)


def _outside(pdf: FPDF, letter: PrintedLetter, sender: Sender) -> None:
    pdf.set_xy(_WINDOW_LEFT, _WINDOW_TOP)
    pdf.set_font(_FAMILY, size=7)
    pdf.multi_cell(_WINDOW_WIDTH, 3, f"Nơi gửi: {sender.address}", new_x="LEFT", new_y="NEXT")
    pdf.ln(4)
    pdf.set_x(_WINDOW_LEFT)
    pdf.set_font(_FAMILY, "B", 12)
    pdf.multi_cell(_WINDOW_WIDTH, 5.5, letter.full_name, new_x="LEFT", new_y="NEXT", align="L")
    pdf.set_font(_FAMILY, size=11)
    if letter.address:
        pdf.multi_cell(_WINDOW_WIDTH, 5.2, letter.address, max_line_height=5.2, align="L")
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


def _answer(pdf: FPDF, letter: PrintedLetter, sender: Sender) -> None:
    """The code and what it is for; at the same place on every sheet, below the second fold."""
    top = 216.0
    _qr(pdf, f"{sender.reply_address}{letter.code}/", 210 - _RIGHT - _QR, top)
    pdf.set_xy(_LEFT, top)
    width = _WIDTH - _QR - 8
    plain = sender.reply_address.partition("://")[2]
    _text(pdf, "Chưa đến được, đã chuyển nơi ở, hay thư gửi nhầm?", bold=True, width=width)
    _text(
        pdf,
        f"Hãy báo cho đơn vị: quét mã bên cạnh, hoặc mở {plain} rồi nhập mã:",
        width=width,
    )
    _text(pdf, grouped(letter.code), size=15, bold=True, width=width)
    _text(
        pdf,
        "Trang trả lời không hỏi họ tên, số giấy tờ hay mật khẩu. Công an không bao giờ yêu cầu bạn"
        " chuyển tiền hay cài ứng dụng để nhận thẻ.",
        size=9,
        width=width,
    )


def _qr(pdf: FPDF, text: str, left: float, top: float) -> None:
    rows = qr_rows(text, is_dense=True)
    side = _QR / len(rows)
    pdf.set_fill_color(0)
    for y, row in enumerate(rows):
        start = None
        for x, dark in enumerate([*row, False]):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                # One bar for squares beside each other: no thin white lines between them in print.
                pdf.rect(left + start * side, top + y * side, (x - start) * side, side, style="F")
                start = None


def _text(
    pdf: FPDF, text: str, *, size: float = 11, bold: bool = False, width: float = _WIDTH
) -> None:
    pdf.set_font(_FAMILY, "B" if bold else "", size)
    pdf.set_x(_LEFT)
    height = _LINE * size / 11
    pdf.multi_cell(width, height, text, align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(2)
