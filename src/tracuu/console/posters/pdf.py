"""The poster that leads people to the unit on Zalo: one sheet of A4, to be read from two steps away.

In Vietnamese whatever language the officer reads. Everything stands at least ten millimetres from the
edge, as office printers want it, but the band on top, which may lose its edge.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self, cast

from django.utils import translation
from font_source_sans_pro import font_directory
from fpdf import FPDF

from tracuu.core.qr import qr_bars
from tracuu.units.models import Unit
from tracuu.units.wording import hours_text

_WIDTH, _LEFT, _RIGHT = 210.0, 16.0, 194.0
_INNER = _RIGHT - _LEFT
_QR = 84.0
_QUIET = 4  # squares of white around a QR code (ISO/IEC 18004)
_GREEN, _LIGHT, _GOLD = (8, 64, 47), (226, 241, 234), (227, 167, 47)
_INK, _SOFT, _WHITE = (20, 33, 28), (71, 86, 79), (255, 255, 255)
_WARNING, _WARNING_INK = (253, 240, 218), (110, 58, 0)
_POINT = 25.4 / 72
_FAMILY = "poster"
_FONTS = Path(font_directory)
_STYLES = (("", "Regular"), ("B", "Bold"))
_STEPS = (
    ("Mở Zalo", "bấm biểu tượng quét mã QR ở góc trên."),
    ("Quét mã bên cạnh", "rồi bấm “Quan tâm”."),
    ("Bấm “Tra cứu CCCD”", "và gõ họ tên, ngày sinh."),
)
_OFFERS = (
    ("Biết thẻ đến đâu rồi", "bất cứ lúc nào, kể cả ban đêm"),
    ("Được báo khi thẻ về", "không phải gọi hỏi, không phải đi lại"),
    ("Hỏi giấy tờ, lệ phí, giờ làm việc", "trả lời ngay, dẫn đúng quy định"),
    ("Gặp cán bộ của đơn vị", "khi bạn cần một người trả lời"),
)
Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Poster:
    """What stands on it; `check_at` is where anybody can check whose a message is."""

    unit_name: str
    address: str
    hours: str
    phone: str
    link: str
    check_at: str

    @classmethod
    def of(cls, unit: Unit, *, link: str, check_at: str) -> Self:
        with translation.override("vi"):
            hours = hours_text(unit)
        return cls(unit.name, unit.address, hours, unit.phone, link, check_at)


def draw_poster(poster: Poster) -> bytes:
    """The sheet as PDF."""
    paper = _Paper(f"Zalo của {poster.unit_name}")
    _band(paper, poster)
    _question(paper)
    _scan(paper, poster)
    _offers(paper)
    _warning(paper, poster)
    _foot(paper, poster)
    return bytes(paper.pdf.output())


class _Paper:
    def __init__(self, title: str) -> None:
        self.pdf = pdf = FPDF(format="A4", unit="mm")
        pdf.set_auto_page_break(auto=False)
        pdf.set_margin(0)
        pdf.c_margin = 0
        pdf.set_title(title)
        pdf.set_lang("vi")
        for style, name in _STYLES:
            pdf.add_font(_FAMILY, style, _FONTS / f"SourceSansPro-{name}.ttf")
        pdf.add_page()

    def box(
        self, left: float, top: float, width: float, height: float, colour: Colour, radius: float = 0
    ) -> None:
        self.pdf.set_fill_color(*colour)
        if radius:
            self.pdf.rect(
                left, top, width, height, style="F", round_corners=True, corner_radius=radius
            )
        else:
            self.pdf.rect(left, top, width, height, style="F")

    def text(
        self,
        text: str,
        *,
        left: float,
        top: float,
        width: float,
        size: float,
        bold: bool = False,
        colour: Colour = _INK,
        align: str = "L",
        leading: float = 1.18,
    ) -> float:
        """Lines from `top` down; where the next thing may begin."""
        height = size * _POINT * leading
        self.pdf.set_text_color(*colour)
        for line in self._lines(text, width, size, bold=bold):
            self.pdf.set_xy(left, top)
            self.pdf.cell(width, height, line, align=align)
            top += height
        return top

    def fitting_size(
        self, text: str, *, width: float, largest: float, lines: int, bold: bool = True
    ) -> float:
        """The largest size at which the text has at most so many lines."""
        size = largest
        while size > 12 and len(self._lines(text, width, size, bold=bold)) > lines:
            size -= 1
        return size

    def _lines(self, text: str, width: float, size: float, *, bold: bool) -> Sequence[str]:
        self.pdf.set_font(_FAMILY, "B" if bold else "", size)
        lines = self.pdf.multi_cell(width, 5, text, align="L", dry_run=True, output="LINES")
        return cast("list[str]", lines)


def _band(paper: _Paper, poster: Poster) -> None:
    paper.box(0, 0, _WIDTH, 50, _GREEN)
    paper.box(0, 50, _WIDTH, 1.6, _GOLD)
    paper.text(
        "Trên Zalo", left=_LEFT, top=12, width=_INNER, size=17, colour=_GOLD, bold=True
    )
    size = paper.fitting_size(poster.unit_name, width=_INNER, largest=38, lines=1)
    if size < 26:
        size = paper.fitting_size(poster.unit_name, width=_INNER, largest=26, lines=2)
    paper.text(
        poster.unit_name, left=_LEFT, top=21, width=_INNER, size=size, bold=True, colour=_WHITE,
        leading=1.1,
    )  # fmt: skip


def _question(paper: _Paper) -> None:
    top = paper.text(
        "Thẻ căn cước của tôi đến đâu rồi?",
        left=_LEFT, top=58, width=_INNER, size=34, bold=True, colour=_GREEN,
    )  # fmt: skip
    paper.text(
        "Hỏi ngay trên điện thoại, không phải đến đơn vị, không mất phí.",
        left=_LEFT, top=top + 1, width=_INNER, size=18, colour=_SOFT,
    )  # fmt: skip


def _scan(paper: _Paper, poster: Poster) -> None:
    top = 87.0
    paper.box(_LEFT, top, _QR + 8, _QR + 8, _GREEN, radius=5)
    paper.box(_LEFT + 2, top + 2, _QR + 4, _QR + 4, _WHITE, radius=3.5)
    _qr(paper.pdf, poster.link, _LEFT + 4, top + 4)
    left = _LEFT + _QR + 18
    width = _RIGHT - left
    line = top + 4
    for number, (first, rest) in enumerate(_STEPS, 1):
        paper.box(left, line, 12, 12, _GREEN, radius=6)
        paper.text(
            str(number), left=left, top=line + 1.9, width=12, size=20, bold=True, colour=_WHITE,
            align="C",
        )  # fmt: skip
        below = paper.text(
            first, left=left + 16, top=line + 0.4, width=width - 16, size=19, bold=True
        )
        below = paper.text(rest, left=left + 16, top=below, width=width - 16, size=15)
        line = max(below, line + 12) + 6
    paper.text("Hoặc mở:", left=left, top=top + _QR - 5, width=width, size=12, colour=_SOFT)
    paper.text(
        poster.link.partition("://")[2], left=left, top=top + _QR + 0.5, width=width, size=14,
        bold=True, colour=_GREEN,
    )  # fmt: skip


def _offers(paper: _Paper) -> None:
    top, gap = 185.0, 6.0
    width = (_INNER - gap) / 2
    for place, (first, rest) in enumerate(_OFFERS):
        left = _LEFT + (place % 2) * (width + gap)
        line = top + (place // 2) * 23
        paper.box(left, line, width, 19.5, _LIGHT, radius=3)
        _tick(paper.pdf, left + 5, line + 5.4)
        size = paper.fitting_size(first, width=width - 18, largest=15, lines=1)
        below = paper.text(
            first, left=left + 14, top=line + 3.2, width=width - 17, size=size, bold=True,
            colour=_GREEN,
        )  # fmt: skip
        paper.text(rest, left=left + 14, top=below + 0.4, width=width - 17, size=11.5)


def _warning(paper: _Paper, poster: Poster) -> None:
    top, height = 234.0, 33.0
    paper.box(_LEFT, top, _INNER, height, _WARNING, radius=3)
    paper.box(_LEFT, top, 3, height, _GOLD)
    left, width = _LEFT + 9, _INNER - 16
    below = paper.text(
        "Công an không bao giờ hỏi tiền, mật khẩu hay mã OTP trong trò chuyện.",
        left=left, top=top + 4.5, width=width, size=15.5, bold=True, colour=_WARNING_INK,
    )  # fmt: skip
    below = paper.text(
        "Ai hỏi những thứ đó là giả mạo, dù xưng là ai. Tin báo về thẻ nào cũng có mã;",
        left=left, top=below + 1, width=width, size=13, colour=_WARNING_INK,
    )  # fmt: skip
    paper.text(
        f"kiểm tra mã tại {poster.check_at}",
        left=left, top=below, width=width, size=13, bold=True, colour=_WARNING_INK,
    )  # fmt: skip


def _foot(paper: _Paper, poster: Poster) -> None:
    told = [
        poster.address,
        f"Giờ làm việc: {poster.hours}" if poster.hours else "",
        f"Điện thoại: {poster.phone}" if poster.phone else "",
    ]
    line = " · ".join(one[:1].upper() + one[1:] for one in told if one)
    size = paper.fitting_size(line, width=_INNER, largest=12, lines=2, bold=False)
    paper.text(line, left=_LEFT, top=272, width=_INNER, size=size, colour=_SOFT)


def _tick(pdf: FPDF, left: float, top: float) -> None:
    pdf.set_draw_color(*_GREEN)
    pdf.set_line_width(1.3)
    with pdf.local_context():
        pdf.polyline([(left, top + 2.4), (left + 2, top + 4.6), (left + 5.6, top)])


def _qr(pdf: FPDF, text: str, left: float, top: float) -> None:
    bars, size = qr_bars(text)
    side = _QR / (size + 2 * _QUIET)
    pdf.set_fill_color(0)
    for x, y, length in bars:
        pdf.rect(
            left + (x + _QUIET) * side, top + (y + _QUIET) * side, length * side, side, style="F"
        )
